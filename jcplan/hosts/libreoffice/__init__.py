"""LibreOffice Calc: the worksheet functions as an extension, and its menu.

``extension`` generates jcplan.oxt from the catalogue. ``component`` is what runs inside
LibreOffice: standard library and UNO only. ``service`` is what it calls, in process or in a
``worker``. ``install`` puts the extension into a LibreOffice.
"""
