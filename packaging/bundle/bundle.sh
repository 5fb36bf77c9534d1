#!/bin/sh
# Makes dist/paceline/, in a virtual environment of its own, so that the checkout keeps the engine
# that was compiled for this processor.
#
# usage: [PYTHON=...] [FLAVOUR=cuda|vulkan|metal] [PACELINE_SIGN=...] bundle.sh
#
# FLAVOUR is explained in packaging/setup/install-llama-cpp.sh, PACELINE_SIGN in build.py. Build
# releases on the oldest system that they are for: a bundle needs the C library that it was built
# with, or a later one.
set -eu

cd "$(dirname "$0")/../.."
setup=packaging/setup
venv=build/bundle-venv

base=$("$setup/find-python.sh" "${PYTHON:-}")
packaging/linux/install-system-libraries.sh "$base"
# One that was interrupted while it was made is made again.
environment_python() {
    python=$venv/bin/python
    [ -x "$python" ] || python=$venv/Scripts/python.exe
}
environment_python
"$python" -m pip --version >/dev/null 2>&1 || "$base" -m venv "$venv"
environment_python

"$python" -m pip install --quiet --upgrade 'pip>=25.1'
"$setup/install-llama-cpp.sh" "$venv" portable
"$python" -m pip install --quiet --editable . --group bundle
"$python" packaging/bundle/build.py "$@"
