@"%~dp0python\python.exe" -m jcplan %*
