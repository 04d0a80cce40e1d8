@echo off
rem Takes back what Einrichten.cmd did; plans stay.
"%~dp0python\python.exe" -m jcplan excel remove
echo.
pause
