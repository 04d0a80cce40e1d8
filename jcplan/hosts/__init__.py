"""Where functions and buttons meet a program: command line and file, Excel, LibreOffice."""
