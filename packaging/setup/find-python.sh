#!/bin/sh
# Prints a Python that is new enough, the one asked for before all others.
#
# usage: find-python.sh [PYTHON]
set -eu

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ -n "${1:-}" ]; then
    new_enough "$1" && echo "$1" && exit 0
    echo "PYTHON=$1 is not a Python 3.11 or newer; give another one or leave it out." >&2
    exit 1
fi
for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if new_enough "$candidate"; then
        echo "$candidate"
        exit 0
    fi
done
echo "Paceline needs Python 3.11 or newer, and none was found; install one, or name it: make PYTHON=/path/to/python3" >&2
exit 1
