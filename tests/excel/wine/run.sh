#!/bin/bash
# run.sh DIR [pytest arguments]: test_com.py and test_served.py in the Windows Python that setup.sh put into DIR/win.
# Exit status is pytest's, 124 when over LIMIT seconds; a busy machine takes many times what an idle one does, so that
# the default only ends what hangs. The Wine prefix is DIR/prefix.
set -euo pipefail
[ $# -ge 1 ] || { echo "Aufruf: $0 VERZEICHNIS [Argumente für pytest]" >&2; exit 2; }
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$(cd "$HERE/../../.." && pwd)
DIR=$(cd "$1" && pwd); shift
export WINEPREFIX=$DIR/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe="
export PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1  # compiled files would carry Windows paths into this checkout
unset DISPLAY PYTHONPATH PYTHONHOME

if ! [ -e "$WINEPREFIX/system.reg" ]; then
    wineboot -i 2>&1 | cat
    wineserver -w  # the registry is written when the prefix's server ends
fi
trap 'wineserver -k || true' EXIT  # ends the processes of this prefix only

# - A pipe for every output: Python under Wine dies at its start when one of them is a file on disk.
# - os._exit: with a normal exit the pipeline has been seen to hang.
# - no:faulthandler: it prints an RPC exception that is raised and handled when a server goes away.
# - wineserver -k before the pipe is waited for: a process left behind would hold it open.
cd "$DIR"
SCRIPT=${SCRIPT:-}
if [ -n "$SCRIPT" ]; then
    COMMAND=(-u "Z:$HERE/$SCRIPT" "$@")
else
    COMMAND=(-c 'import os, sys, pytest
code = int(pytest.main(sys.argv[1:]))
sys.stdout.flush()
os._exit(code)' -c "Z:$HERE/pytest.ini" -p no:cacheprovider -p no:faulthandler --rootdir "Z:$ROOT"
        --basetemp "Z:$DIR/pytest" --junitxml "Z:$DIR/report.xml" "$@" "Z:$HERE/test_com.py" "Z:$HERE/test_served.py")
fi
set +e
{
    timeout -k 10 "${LIMIT:-1500}" wine "$DIR/win/python.exe" "${COMMAND[@]}" < /dev/null
    code=$?
    wineserver -k
    exit $code
} 2>&1 | cat
exit "${PIPESTATUS[0]}"
