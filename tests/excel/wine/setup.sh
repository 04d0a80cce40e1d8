#!/bin/bash
# setup.sh DIR: a real Windows CPython with pywin32, xlwings and jcplan's dependencies in DIR/win.
# PYTHON (default python3, 3.11 or 3.12) decides the version and lends its standard library: the .py
# files are the same on every platform. Starts nothing of Wine. Does nothing where DIR is up to date.
set -euo pipefail
[ $# = 1 ] || { echo "Aufruf: [PYTHON=python3.12] $0 VERZEICHNIS" >&2; exit 2; }
HERE=$(cd "$(dirname "$0")" && pwd)
PYTHON=${PYTHON:-python3}
PANDA3D=1.10.16  # brings the Windows DLLs of CPython
XLWINGS=$("$PYTHON" -c 'from importlib.metadata import version; print(version("xlwings"))')
mapfile -t PACKAGES < <("$PYTHON" -c 'import sys, tomllib
with open(sys.argv[1], "rb") as file:
    print(*tomllib.load(file)["project"]["dependencies"], sep="\n")' "$HERE/../../../pyproject.toml")
PACKAGES+=("xlwings==$XLWINGS" "numpy<2" pywin32 pytest colorama openpyxl)  # numpy 2 needs more of Windows than Wine 8 has
{ read -r VERSION; read -r TAG; read -r STDLIB; } < <("$PYTHON" -c 'import sys, sysconfig
major, minor = sys.version_info[:2]
print(f"{major}.{minor}\n{major}{minor}\n" + sysconfig.get_path("stdlib"))')
case $VERSION in 3.11|3.12) ;; *) echo "CPython 3.11 oder 3.12 nötig, $PYTHON ist $VERSION" >&2; exit 2;; esac

mkdir -p "$1"; cd "$1"
STAMP="$VERSION $PANDA3D $XLWINGS ${PACKAGES[*]} $(cat "$HERE/setup.sh" | sha256sum)"
[ -e win/stamp ] && [ "$(cat win/stamp)" = "$STAMP" ] && exit 0
rm -rf win work; mkdir -p downloads work win/DLLs win/Lib/site-packages
WHEELS=(--disable-pip-version-check --only-binary=:all: --platform win_amd64 --python-version "$VERSION"
        --implementation cp --abi "cp$TAG" --abi abi3 --abi none)

# 1. The interpreter's DLL and extension modules, as the panda3d wheel carries them.
WHEEL=downloads/panda3d-$PANDA3D-cp$TAG-cp$TAG-win_amd64.whl
[ -e "$WHEEL" ] || "$PYTHON" -m pip download -q --no-deps "${WHEELS[@]}" -d downloads "panda3d==$PANDA3D"
"$PYTHON" - "$WHEEL" "$TAG" <<'PY'
import pathlib, sys, zipfile
wheel, tag = sys.argv[1:]
# _wmi: platform.* would call what Wine 8 lacks; _tkinter: not wanted
libraries = {"libffi-8.dll", "libcrypto-3.dll", "libssl-3.dll", "sqlite3.dll", "zlib1.dll"}
for member in zipfile.ZipFile(wheel).namelist():
    folder, _, name = member.rpartition("/")
    if folder != "deploy_libs" or name in {"_wmi.pyd", "_tkinter.pyd"}:
        continue
    if name == f"python{tag}.dll" or name.lower().startswith("vcruntime140"):
        target = pathlib.Path("win", name)
    elif name.endswith(".pyd") or name in libraries:
        target = pathlib.Path("win", "DLLs", name)
    else:
        continue
    target.write_bytes(zipfile.ZipFile(wheel).read(member))
PY

# 2. The standard library; its compiled files fit, for they are of the same version.
tar -C "$STDLIB" --exclude=./test --exclude=./site-packages --exclude=./dist-packages --exclude=./lib-dynload \
    --exclude='./config-*' --exclude='./_sysconfigdata*' --exclude=./idlelib --exclude=./lib2to3 --exclude=./ensurepip \
    --exclude=./tkinter --exclude=./turtledemo --exclude=./sitecustomize.py -cf - . | tar -C win/Lib -xf -

# 3. python.exe and pythonw.exe: launchers.
printf 'LIBRARY python%s.dll\nEXPORTS\nPy_Main\n' "$TAG" > work/python.def
x86_64-w64-mingw32-dlltool -d work/python.def -l work/libpython.a
cat > work/console.c <<'C'
#include <windows.h>
int Py_Main(int, wchar_t **);
int wmain(int argc, wchar_t **argv) { return Py_Main(argc, argv); }
C
cat > work/windowed.c <<'C'
#include <windows.h>
int Py_Main(int, wchar_t **);
int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, LPWSTR line, int show) { return Py_Main(__argc, __wargv); }
C
x86_64-w64-mingw32-gcc -municode -O2 -s -o win/python.exe work/console.c work/libpython.a
x86_64-w64-mingw32-gcc -municode -mwindows -O2 -s -o win/pythonw.exe work/windowed.c work/libpython.a

# 4. Packages. pip evaluates markers for this Linux, so what only Windows needs is named above.
INSTALL=("$PYTHON" -m pip install -q --no-compile --no-warn-conflicts "${WHEELS[@]}" --target win/Lib/site-packages)
"${INSTALL[@]}" "${PACKAGES[@]}"
mv win/Lib/site-packages/xlwings*.dll win/  # beside python.exe, where the workbook looks for it
"$PYTHON" -m compileall -q -j 0 --invalidation-mode unchecked-hash win/Lib/site-packages || true

rm -rf work
printf '%s' "$STAMP" > win/stamp
echo "bereit: $PWD/win (CPython $VERSION, xlwings $XLWINGS)"
