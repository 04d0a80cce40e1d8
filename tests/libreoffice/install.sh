#!/usr/bin/env bash
# Installs LibreOffice Calc and Writer 25.2 or newer with Python-UNO on Debian 12, from its backports; as root, repeatable.
# The backports source is derived from the package source that this machine already uses.
set -euo pipefail

oldest=4:25.2
sources=${DEBIAN_SOURCES:-/etc/apt/sources.list.d/debian.sources}
target=/etc/apt/sources.list.d/jcplan-backports.sources
office=(libreoffice-calc libreoffice-writer libreoffice-l10n-de python3-uno)
extras=(poppler-utils fonts-crosextra-carlito fonts-liberation2) # pdftoppm; metrics of Calibri and Arial

installed() { # are all packages there, and is LibreOffice new enough?
    local package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || return 1
    done
    dpkg --compare-versions "$(dpkg-query -W -f '${Version}' libreoffice-core 2>/dev/null || echo 0)" ge "$oldest"
}

add_backports() { # write a source like the machine's own, with the suite's backports
    local codename=$1 suite=$1-backports
    grep -rqs --include='*.sources' --include='*.list' "$suite" /etc/apt && return
    if [ ! -f "$sources" ]; then
        echo "no package source in deb822 form at $sources (set DEBIAN_SOURCES)" >&2
        return 1
    fi
    # the first paragraph that serves the plain suite, with the suite replaced and main only
    awk -v RS= -v plain="$codename" -v wanted="$suite" '
        $0 ~ "(^|\n)Suites:([^\n]*[ \t])?" plain "([ \t\n]|$)" {
            count = split($0, line, "\n")
            for (i = 1; i <= count; i++) {
                if (line[i] ~ /^#/) continue
                if (line[i] ~ /^Suites:/) line[i] = "Suites: " wanted
                if (line[i] ~ /^Components:/) line[i] = "Components: main"
                print line[i]
            }
            exit
        }' "$sources" >"$target"
    [ -s "$target" ] && return
    rm -f "$target"
    echo "$sources has no paragraph for $codename" >&2
    return 1
}

get() {
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends -t "$1-backports" "${office[@]}"
    apt-get install -y -qq --no-install-recommends "${extras[@]}"
}

if ! installed "${office[@]}" "${extras[@]}"; then
    # shellcheck disable=SC1091
    . /etc/os-release
    if [ "${VERSION_CODENAME:-}" != bookworm ]; then
        echo "written for Debian 12 (bookworm), this is ${PRETTY_NAME:-unknown}" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    add_backports "$VERSION_CODENAME"
    get "$VERSION_CODENAME" || { sleep 20; get "$VERSION_CODENAME"; }
    installed "${office[@]}" "${extras[@]}" || { echo "LibreOffice $oldest or newer is not installed" >&2; exit 1; }
fi
soffice --version
