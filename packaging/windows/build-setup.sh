#!/bin/sh
# Makes the setup program for Windows out of a bundle that was made on Windows.
#
# usage: [PYTHON=...] [PACELINE_SIGN=...] build-setup.sh [BUNDLE [OUT]]
#
# Runs wherever makensis does: in Git's shell on Windows, on Linux with Debian's package nsis.
# PACELINE_SIGN is called with the uninstaller and the setup program, as with the bundle's files.
set -eu

cd "$(dirname "$0")/../.."
bundle=${1:-dist/paceline}
out=${2:-dist}
python=${PYTHON:-build/bundle-venv/bin/python}
[ -x "$python" ] || python=build/bundle-venv/Scripts/python.exe

command -v makensis >/dev/null || {
    echo "The setup program is made by NSIS, which is missing here; install it (Debian and Ubuntu: sudo apt-get install nsis; Windows: https://nsis.sourceforge.io)" >&2
    exit 1
}
[ -f "$bundle/paceline.exe" ] || {
    echo "There is no bundle for Windows in $bundle; make it on Windows first: make bundle" >&2
    exit 1
}
version=$(packaging/setup/constant.sh __version__)
id=$(packaging/setup/constant.sh APPLICATION_ID)
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" packaging/icons.py ico "$work/paceline.ico"
cp -R "$bundle" "$work/bundle"
"$python" packaging/build_facts.py "$work/bundle/_internal/resources" --installed-as setup

# makensis looks for relative names beside the script.
full() { (cd "$(dirname "$1")" && printf '%s/%s' "$(pwd -W 2>/dev/null || pwd)" "$(basename "$1")"); }
set -- -V2 -WX "-DVERSION=$version" "-DNUMBERS=${version%%[!0-9.]*}" "-DID=$id" \
    "-DBUNDLE=$(full "$work/bundle")" "-DICON=$(full "$work/paceline.ico")" \
    "-DOUT=$(full "$out/paceline-$version-setup.exe")"
[ -z "${PACELINE_SIGN:-}" ] || set -- "$@" "-DSIGN=$PACELINE_SIGN"
makensis -INPUTCHARSET UTF8 "$@" packaging/windows/paceline.nsi
echo "$out/paceline-$version-setup.exe"
