#!/bin/sh
# Says in one line that there is no screen; Qt would abort instead.
set -eu

[ "$(uname -s)" = Linux ] || exit 0
[ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] || exit 0
echo "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set. Log in to a desktop, or use .venv/bin/paceline chat --pair practice" >&2
exit 1
