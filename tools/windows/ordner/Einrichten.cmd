@echo off
rem Sets Excel up for this user. A plan that is dropped on this file becomes the one that the shortcut opens.
"%~dp0python\python.exe" -m jcplan excel install "%~1"
echo.
pause
