"""The Excel host: worksheet functions, ribbon actions and the macro workbook, through xlwings."""
