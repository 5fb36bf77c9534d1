#!/bin/sh
# Lets the tools that distributions use judge the desktop entry, the AppStream data and the packages.
#
# usage: check-packages.sh FOLDER
#
# FOLDER holds the packages that were built. Fails at the first error; warnings are shown.
set -eu

folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

set -- "$folder"/paceline_*.deb "$folder"/paceline-starter_*.deb
for package; do
    [ -f "$package" ] || { echo "There is no $package; make it first: make deb" >&2; exit 1; }
done
dpkg-deb --extract "$1" "$work"

echo "desktop-file-validate"
desktop-file-validate "$work"/usr/share/applications/*.desktop
echo "appstreamcli validate"
# The addresses in it are not asked: a build needs no network.
appstreamcli validate --no-net "$work"/usr/share/metainfo/*.metainfo.xml
echo "update-mime-database"
cp -r "$work/usr/share/mime" "$work/mime"
XDG_DATA_DIRS=$work update-mime-database "$work/mime"
grep -q '<glob pattern="\*.gguf"/>' "$work/mime/application/x-gguf.xml"
echo "man"
for page in "$work"/usr/share/man/man1/*.gz; do
    said=$(LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
    [ -z "$said" ] || { echo "$said" >&2; exit 1; }
done
echo "lintian"
# root may build in a container; lintian asks for a reason.
lintian --allow-root --fail-on error --tag-display-limit 0 "$@"
for package in "$folder"/paceline-*.rpm; do
    [ -f "$package" ] || continue
    echo "rpm"
    rpm --query --package --info --requires "$package" >/dev/null
done
