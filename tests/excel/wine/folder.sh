#!/bin/bash
# folder.sh DIR FOLDER WORK: the folder for PCs without Python, as a user starts it, in the Wine prefix DIR/prefix.
# WORK holds eval.in, com.json, Namen.xlsx, Plan.xlsx and an empty folder "fremd"; the outputs go there. No network: where the
# system lets us, all runs in a namespace that has none. What the environment says about Python must not count.
set -euo pipefail
[ $# = 3 ] || { echo "Aufruf: $0 VERZEICHNIS ORDNER ARBEIT" >&2; exit 2; }
HERE=$(cd "$(dirname "$0")" && pwd); DIR=$(cd "$1" && pwd); FOLDER=$(cd "$2" && pwd); WORK=$(cd "$3" && pwd)
export WINEPREFIX=$DIR/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe="
export LC_ALL=C.UTF-8  # paths with umlauts
unset DISPLAY PYTHONUTF8

if ! [ -e "$WINEPREFIX/system.reg" ]; then
    wineboot -i 2>&1 | cat
    wineserver -w
fi
wineserver -k || true  # one that has a network would serve us too
HOME_OF_USER=$(echo "$WINEPREFIX"/drive_c/users/"$(id -un)")
for folder in Desktop Documents; do  # Wine links them to the home of whoever runs the tests
    [ -L "$HOME_OF_USER/$folder" ] && rm "$HOME_OF_USER/$folder"
    mkdir -p "$HOME_OF_USER/$folder"
done
rm -rf "$HOME_OF_USER/Documents/JC-Planung" "$HOME_OF_USER/.xlwings" "$HOME_OF_USER/AppData"/{Roaming,Local}/jcplan
trap 'wineserver -k || true' EXIT

export PYTHONPATH="Z:$WORK/fremd" PYTHONHOME="Z:$WORK/fremd" PYTHONSTARTUP="Z:$WORK/fremd/numpy.py"
ALONE=()  # a network of this machine alone: asyncio under Windows talks to itself over it
LOOPBACK='import fcntl, socket, struct, sys, os
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
os.execvp(sys.argv[1], sys.argv[1:])'
unshare -n env -u PYTHONPATH -u PYTHONHOME "${PYTHON:=python3}" -c "$LOOPBACK" true 2>/dev/null \
    && ALONE=(unshare -n "$PYTHON" -E -c "$LOOPBACK")
cd "$WORK/fremd"
step() { # NAME COMMAND...: standard input of the command is the file WORK/NAME.in, by a pipe
    local name=$1; shift
    set +e
    cat "$WORK/$name.in" 2>/dev/null \
        | "${ALONE[@]}" timeout -k 10 "${LIMIT:-600}" wine "$@" 2>&1 | cat > "$WORK/$name.out"
    echo "${PIPESTATUS[1]}" > "$WORK/$name.code"
    set -e
}
keep() { # NAME: what of the user's own was changed
    mkdir "$WORK/$1"
    cp -r "$HOME_OF_USER/.xlwings" "$WORK/$1/" 2>/dev/null || true
    (cd "$HOME_OF_USER"; find . -name '*.lnk' -o -path '*/jcplan/*' -o -path './Documents/*' -type f) | sort > "$WORK/$1/files"
}
THEIRS="Z:$FOLDER/python/python.exe"
echo > "$WORK/install.in"; echo > "$WORK/remove.in"  # what "pause" waits for
step path "$THEIRS" -c 'import json, sys; print(json.dumps([sys.path, sys.flags.isolated, sys.flags.ignore_environment]))'
step install cmd /c "Z:$FOLDER/Einrichten.cmd"
keep installed
step check "$THEIRS" "Z:$HERE/folder_check.py" "JC-Planung\\JC-Planung prüfen"
step eval "$THEIRS" -m jcplan eval - --json --file "Z:$WORK/Namen.xlsx"
step com "$THEIRS" "Z:$HERE/folder_com.py" "Z:$WORK/com.json" jcplan.hosts.excel.udfs
step refresh "$THEIRS" -m jcplan refresh "Z:$WORK/Plan.xlsx" -o "Z:$WORK/Neu.xlsx" --wer Probe
step remove cmd /c "Z:$FOLDER/Entfernen.cmd"
keep removed
