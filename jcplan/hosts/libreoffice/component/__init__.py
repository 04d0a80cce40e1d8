"""What runs inside LibreOffice: standard library and UNO only, any Python that LibreOffice brings (3.8 or newer)."""
