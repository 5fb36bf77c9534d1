#!/bin/sh
# Sees to the system libraries of system-libraries.txt and to Python's venv module.
#
# usage: install-system-libraries.sh PYTHON
#
# Does nothing where nothing is missing. Installs what is missing where it may: as root or with a
# sudo that asks no password, by apt. Otherwise it names what is missing in one line, and fails only
# when the program could not start without it.
set -eu

python=$1
list=$(dirname "$0")/system-libraries.txt
[ "$(uname -s)" = Linux ] || exit 0
# shellcheck source=packaging/linux/installing.sh
. "$(dirname "$0")/installing.sh"

# Prints "soname package purpose" of every library that cannot be loaded. The dynamic loader is
# asked itself: it alone knows every place where a library may lie.
missing_libraries() {
    grep -v '^#' "$list" | while read -r soname package purpose; do
        [ -n "$soname" ] || continue
        "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$soname" 2>/dev/null ||
            echo "$soname $package $purpose"
    done
}

# Debian ships Python without the part that fills a virtual environment.
missing_venv() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null || {
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "python-venv python$version-venv start"
    }
}

missing() {
    missing_libraries
    missing_venv
}

found=$(missing)
[ -n "$found" ] || exit 0

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if may_install; then
    # shellcheck disable=SC2046 # the names are words to be split
    install_packages "$log" $(echo "$found" | cut -d' ' -f2) || true
    found=$(missing)
    [ -n "$found" ] || exit 0
fi

packages=$(echo "$found" | cut -d' ' -f2 | tr '\n' ' ' | sed 's/ $//')
if command -v apt-get >/dev/null; then
    advice="install them with: sudo apt-get install $packages"
else
    advice="install your system's packages of: $(echo "$found" | cut -d' ' -f1 | tr '\n' ' ' | sed 's/ $//')"
fi
if echo "$found" | grep -q ' start$'; then
    echo "Paceline cannot start without system libraries that are missing here; $advice" >&2
    exit 1
fi
echo "No window can open until these system libraries are there (the rest works); $advice" >&2
