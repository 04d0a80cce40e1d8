@echo off
rem Sets Excel up for this user. A plan that is dropped on this file becomes the one that the shortcuts open.
rem Explorer puts a path without blanks in no quotation marks. With an ampersand in it, the arguments have only a part
rem of it and the rest would run as a command: jcplan reads the whole call, and this cmd ends here.
setlocal EnableDelayedExpansion
set "JCPLAN_AUFRUF=!cmdcmdline!"
set "JCPLAN_ENDE="
if not "!cmdcmdline:Einrichten.cmd=!"=="!cmdcmdline!" set "JCPLAN_ENDE=1"
setlocal DisableDelayedExpansion
"%~dp0python\python.exe" -m jcplan excel install "%~1" "%~2"
set "JCPLAN_CODE=%errorlevel%"
echo.
pause
if defined JCPLAN_ENDE exit %JCPLAN_CODE%
exit /b %JCPLAN_CODE%
