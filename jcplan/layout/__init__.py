"""The sheets of the workbook, a module each; ``whole`` puts them together."""
