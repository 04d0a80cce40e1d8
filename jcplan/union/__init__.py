"""Many plans as one: those of a Land, a Regionaldirektion or a Träger side by side, summed, compared, drawn.

A member is what one workbook gives, small and without the workbook. The union is made of members only, so that it
does not matter where, in which order or how often they were computed.
"""
