"""The field's arithmetic on numpy arrays: a subject a module, nothing of worksheets or files.

Arguments carry the field's German names, the same as in the worksheet functions, so that an
error names what the user typed. Groups or months lie on the last axis; leading axes broadcast,
so that scenarios, draws or all Jobcenters of the country are one call. Only ``chain``, the whole
plan, has a row a group; ``value.last_axis`` lays them side by side for the others.
"""
