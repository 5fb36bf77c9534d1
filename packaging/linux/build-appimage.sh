#!/bin/sh
# Makes an AppImage out of the bundle: one file that runs on most Linux systems without installing.
#
# usage: [PYTHON=...] [APPIMAGETOOL=...] build-appimage.sh [BUNDLE [OUT]]
#
# appimagetool comes from https://github.com/AppImage/appimagetool. PACELINE_SIGN_KEY, the id of a
# GPG key, signs the image.
set -eu

cd "$(dirname "$0")/../.."
bundle=${1:-dist/paceline}
out=${2:-dist}
python=${PYTHON:-build/bundle-venv/bin/python}
tool=${APPIMAGETOOL:-appimagetool}
command -v "$tool" >/dev/null || {
    echo "An AppImage is made by appimagetool, which is missing here; it comes from https://github.com/AppImage/appimagetool" >&2
    exit 1
}
version=$(packaging/setup/constant.sh __version__)
id=$(packaging/setup/constant.sh APPLICATION_ID)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH VERSION="$version"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" packaging/linux/installers.py appdir --bundle "$bundle" --out "$work"
cd "$work/Paceline.AppDir"
ln -s usr/bin/paceline AppRun
ln -s "usr/share/applications/$id.desktop" "$id.desktop"
ln -s "usr/share/icons/hicolor/256x256/apps/$id.png" "$id.png"
ln -s "$id.png" .DirIcon
cd - >/dev/null
mkdir -p "$out"
image=$out/Paceline-$version-$(uname -m).AppImage
set -- --no-appstream
[ -z "${PACELINE_SIGN_KEY:-}" ] || set -- "$@" --sign --sign-key "$PACELINE_SIGN_KEY"
"$tool" "$@" "$work/Paceline.AppDir" "$image"
echo "$image"
