#!/bin/sh
# Signs the app that `make bundle` made on macOS, has Apple look at it, and puts it into a disk image.
#
# usage: [PYTHON=...] [PACELINE_IDENTITY=...] [PACELINE_NOTARY_PROFILE=...] build-dmg.sh [APP [OUT]]
#
# PACELINE_IDENTITY        the "Developer ID Application: ..." to sign with; without it the app is
#                          signed for this Mac alone, which is enough to try it
# PACELINE_NOTARY_PROFILE  the profile that `xcrun notarytool store-credentials` made; without it
#                          nothing is sent to Apple, and other Macs will warn
set -eu

cd "$(dirname "$0")/../.."
app=${1:-dist/Paceline.app}
out=${2:-dist}
python=${PYTHON:-build/bundle-venv/bin/python}
identity=${PACELINE_IDENTITY:--}
profile=${PACELINE_NOTARY_PROFILE:-}

[ "$(uname -s)" = Darwin ] || { echo "Only macOS has what makes a disk image." >&2; exit 1; }
[ -d "$app" ] || { echo "There is no app in $app; make it first: make bundle" >&2; exit 1; }
version=$(packaging/setup/constant.sh __version__)
image=$out/Paceline-$version-$(uname -m).dmg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

plutil -lint "$app/Contents/Info.plist" packaging/macos/*.plist
told=$(plutil -extract CFBundleShortVersionString raw "$app/Contents/Info.plist")
[ "$told" = "$version" ] || { echo "The app is of version $told, the sources of $version." >&2; exit 1; }
"$python" packaging/build_facts.py "$app/Contents/Resources/resources" --installed-as dmg

# Libraries first, the app last: its signature covers theirs.
sign() {
    set -- --force --options runtime --sign "$identity" \
        --entitlements packaging/macos/entitlements.plist "$@"
    [ "$identity" = - ] || set -- --timestamp "$@"
    codesign "$@"
}
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' -o -perm -u+x \) -print |
    while read -r file; do
        ! file -b "$file" | grep -q '^Mach-O' || sign "$file"
    done
sign "$app"
codesign --verify --deep --strict "$app"

notarize() { xcrun notarytool submit "$1" --keychain-profile "$profile" --wait; }
if [ -n "$profile" ]; then
    ditto -c -k --keepParent "$app" "$work/app.zip"
    notarize "$work/app.zip"
    xcrun stapler staple "$app"
fi

mkdir -p "$out"
"$python" packaging/icons.py icns "$work/paceline.icns"
"$python" -m pip install --quiet 'dmgbuild>=1.6'
"$python" -m dmgbuild --settings packaging/macos/disk_image.py -D "application=$app" \
    -D "icon=$work/paceline.icns" "Paceline $version" "$image"
if [ -n "$profile" ]; then
    notarize "$image"
    xcrun stapler staple "$image"
fi
echo "$image"
