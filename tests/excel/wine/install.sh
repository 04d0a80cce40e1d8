#!/bin/bash
# System packages for the Wine tests (Debian and Ubuntu, as root). Safe to run again; tries twice.
set -euo pipefail
PACKAGES=(wine wine64 gcc-mingw-w64-x86-64-win32)
missing=()
for package in "${PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && { echo "Wine: alles da"; exit 0; }
install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}"
}
install || { sleep 5; apt-get update -qq -o DPkg::Lock::Timeout=300; install; }
