#!/bin/sh
# Prints a constant of app/paceline/__init__.py: `constant.sh __version__`.
set -eu

file=$(dirname "$0")/../../app/paceline/__init__.py
value=$(sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" "$file")
[ -n "$value" ] || { echo "$file has no line $1 = \"...\"" >&2; exit 1; }
echo "$value"
