"""Questions to a workbook at hand: why, what would it take, what if, how sure. Works on the ``Book`` port.

The questions themselves are ``jcplan.questions``; here the workbook gives them its inputs, its scenarios, what the
targets rest on, and the words in which the answers are told.
"""
