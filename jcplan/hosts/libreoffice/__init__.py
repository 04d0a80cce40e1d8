"""LibreOffice Calc: the worksheet functions as an extension, its menu, and a headless office.

``extension`` generates jcplan.oxt from the catalogue. ``component`` is what runs inside
LibreOffice: standard library and UNO only. ``service`` is what it calls, in process or in a
``worker``. ``install`` puts the extension into a LibreOffice, ``office`` drives one for tests
and pictures.
"""
