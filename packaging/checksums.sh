#!/bin/sh
# Writes SHA256SUMS beside the installers in a folder: `checksums.sh dist`. Compare them by
# `sha256sum --check SHA256SUMS`, on macOS by `shasum -a 256 --check SHA256SUMS`.
set -eu

cd "$1"
set --
for kind in deb rpm tar.xz AppImage exe dmg whl; do
    for file in *."$kind"; do
        [ ! -f "$file" ] || set -- "$@" "$file"
    done
done
[ $# -gt 0 ] || { echo "There are no installers in $(pwd)." >&2; exit 1; }
if command -v sha256sum >/dev/null; then
    sha256sum "$@" >SHA256SUMS
else
    shasum -a 256 "$@" >SHA256SUMS
fi
cat SHA256SUMS
