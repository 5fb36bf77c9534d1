#!/bin/sh
# Runs the tests: first those that share the machine well, side by side on every processor, then
# those that decode with real weights or kill real processes, which need it for themselves.
# Arguments go to pytest: run-tests.sh VENV -k sidebar
set -u

pytest=$1/bin/pytest
shift
NOTHING_CHOSEN=5

"$pytest" --numprocesses logical --maxprocesses 8 --dist worksteal -m 'not alone' "$@"
together=$?
"$pytest" -m alone "$@"
alone=$?

for status in $together $alone; do
    [ "$status" -eq 0 ] || [ "$status" -eq $NOTHING_CHOSEN ] || exit "$status"
done
# Nothing chosen in either is a mistake in the arguments.
[ "$together" -eq 0 ] || exit "$alone"
