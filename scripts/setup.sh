#!/bin/sh
# Makes .venv with everything that running, testing and checking Easel needs, as `make run` and `make test` do.
# Usage: scripts/setup.sh [PYTHON]. Without PYTHON it takes the first Python 3.11 or newer that can make environments.
# Every version and every hash stands in the lock files; where packages come from is your own pip or uv setting.
set -eu
cd "$(dirname "$0")/.."
began=$(date +%s)
say() { printf 'easel: %s\n' "$*"; }
stop() { printf 'easel: %s\n' "$*" >&2; exit 1; }

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
version='import sys; print("%d.%d.%d" % sys.version_info[:3])'
has_venv='import venv, ensurepip'
has_openmp='import ctypes, sys; sys.platform.startswith("linux") and ctypes.CDLL("libgomp.so.1")'
check() { "$1" -c "$2" >/dev/null 2>&1; }

python='' too_old='' no_venv=''
if [ -n "${1:-}" ]; then
    check "$1" '' || stop "$1 does not run. Name a Python 3.11 or newer, for example: make run PYTHON=python3.12"
    candidates=$1
else
    candidates='python3.11 python3 python3.12 python3.13 python3.14 python'
fi
for candidate in $candidates; do
    check "$candidate" '' || continue
    if ! check "$candidate" "$new_enough"; then
        too_old="${too_old:-$candidate is Python $("$candidate" -c "$version")}"
    elif ! check "$candidate" "$has_venv"; then
        no_venv="${no_venv:-$candidate}"
    else
        python=$candidate
        break
    fi
done
if [ -z "$python" ] && [ -n "$no_venv" ]; then
    stop "$no_venv cannot make virtual environments: its venv module is missing. Install it, on Debian and Ubuntu with: apt-get install python3-venv"
elif [ -z "$python" ] && [ -n "$too_old" ]; then
    stop "Easel needs Python 3.11 or newer, and $too_old. Install a newer one and name it, for example: make run PYTHON=python3.12"
elif [ -z "$python" ]; then
    stop "Easel needs Python 3.11 or newer, and no Python was found. Install one, on Debian and Ubuntu with: apt-get install python3 python3-venv"
fi
check "$python" "$has_openmp" ||
    stop "The system library libgomp.so.1 is missing, and LightGBM needs it. Install it, on Debian and Ubuntu with: apt-get install libgomp1 (Fedora: dnf install libgomp)"

if [ -e .venv/unfinished ] || ! check .venv/bin/python "$new_enough" || ! check .venv/bin/python 'import pip'; then
    say "making the environment .venv with Python $("$python" -c "$version")"
    "$python" -m venv --clear .venv
fi
touch .venv/unfinished
say "installing the installer (requirements-setup.lock)"
PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install -qq --require-hashes -r requirements-setup.lock

say "installing $(grep -c '^[a-z]' requirements.lock) locked packages (requirements.lock); this is the long part"
if [ -n "${PIP_INDEX_URL:-}" ] && [ -z "${UV_DEFAULT_INDEX:-}" ]; then export UV_DEFAULT_INDEX="$PIP_INDEX_URL"; fi
if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then export SSL_CERT_FILE="$PIP_CERT"; fi
if ! .venv/bin/uv pip install --quiet --system-certs --compile-bytecode --python .venv/bin/python \
    --require-hashes -r requirements.lock; then
    say "that way did not work; trying once more with plain pip, which is slower"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
fi
say "installing Easel itself, its fonts and the runtime of HTML pages"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
# Compiled once here: libraries that are compiled at every start cost seconds of every build.
.venv/bin/python -m compileall -q app automl inference datasets
.venv/bin/python scripts/fonts.py
.venv/bin/python scripts/web_runtime.py
rm .venv/unfinished
say "ready after $(($(date +%s) - began)) s"
