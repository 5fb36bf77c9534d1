#!/bin/sh
# Sees to the programs that a recipe calls.
#
# usage: install-tools.sh PROGRAM:PACKAGE...
#
# PACKAGE is Debian's and Ubuntu's package of PROGRAM. Installs what is missing where it may, by apt;
# otherwise it names what is missing in one line and fails.
set -eu

# shellcheck source=packaging/linux/installing.sh
. "$(dirname "$0")/installing.sh"

missing() {
    for pair in "$@"; do
        # Programs of the administrator are not in everybody's PATH.
        PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || echo "${pair#*:}"
    done | sort -u
}

found=$(missing "$@")
[ -n "$found" ] || exit 0
if may_install; then
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    # shellcheck disable=SC2086 # the names are words to be split
    install_packages "$log" $found || true
    found=$(missing "$@")
    [ -n "$found" ] || exit 0
fi
packages=$(echo "$found" | tr '\n' ' ' | sed 's/ $//')
echo "This needs programs that are missing here; install them with: sudo apt-get install $packages" >&2
exit 1
