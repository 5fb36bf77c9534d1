#!/bin/sh
# Installs llama-cpp-python, compiled on this machine, into a virtual environment.
#
# usage: [FLAVOUR=cuda|vulkan|metal] install-llama-cpp.sh VENV [portable]
#
# Compiled for exactly this processor; or, as `portable`, for every processor of its kind, with
# variants of which the best is chosen when the program starts. FLAVOUR adds a graphics processor to
# a portable build: cuda needs NVIDIA's toolkit (nvcc), vulkan the Vulkan headers and glslc (Debian
# and Ubuntu: libvulkan-dev glslc spirv-headers); metal is what macOS has anyway.
#
# Compiling takes minutes, so the wheel is kept in the person's cache folder under a name that says
# everything it depends on; a second checkout takes it from there. CMAKE_ARGS, CFLAGS and CXXFLAGS
# of the caller are honoured, for example CMAKE_ARGS=-DGGML_VULKAN=ON; CMAKE_ARGS=-DGGML_RPC=OFF
# leaves out what lets models spread over several machines.
set -eu

venv=$1
reach=${2:-native}
python=$venv/bin/python
[ -x "$python" ] || python=$venv/Scripts/python.exe
version=$(sed -n 's/^ *"llama-cpp-python==\([0-9.]*\)".*/\1/p' "$(dirname "$0")/../../pyproject.toml")
[ -n "$version" ] || { echo "pyproject.toml pins no version of llama-cpp-python" >&2; exit 1; }

# Without OpenMP llama.cpp uses a thread pool of its own. libgomp's threads spin while they wait:
# with any other busy program beside them they held up a reply a hundredfold, and even on an idle
# machine the own pool was as fast or faster. mtmd reads pictures, which nothing here does yet. RPC
# is a small library beside the others that speaks with `paceline rpc` on other machines.
CMAKE_ARGS="-DGGML_OPENMP=OFF -DLLAVA_BUILD=OFF -DGGML_RPC=ON ${CMAKE_ARGS:-}"

if [ "$reach" = portable ]; then
    CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON $CMAKE_ARGS"
    case ${FLAVOUR:-cpu} in
        cpu) ;;
        cuda | vulkan | metal)
            CMAKE_ARGS="$CMAKE_ARGS -DGGML_$(echo "$FLAVOUR" | tr '[:lower:]' '[:upper:]')=ON" ;;
        *)
            echo "FLAVOUR=$FLAVOUR is none of cpu, cuda, vulkan and metal." >&2
            exit 1 ;;
    esac
fi

compiler=${CXX:-}
for candidate in c++ g++ clang++; do
    [ -n "$compiler" ] || ! command -v "$candidate" >/dev/null || compiler=$candidate
done

# llama.cpp's AMX code dies of an illegal instruction when GCC 12 compiles it: the compiler drops
# the tile configuration (github.com/ggml-org/llama.cpp, pull request 26954). The AVX-512 code that
# takes its place runs everywhere.
no_amx="-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
amx_is_compiled() {
    # shellcheck disable=SC2086 # the options are words to be split
    "${compiler:-c++}" $no_amx -E -x c++ /dev/null >/dev/null 2>&1
}
if [ "$reach" = native ] && grep -qsw amx_tile /proc/cpuinfo && amx_is_compiled; then
    CFLAGS="${CFLAGS:-} $no_amx"
    CXXFLAGS="${CXXFLAGS:-} $no_amx"
fi
export CMAKE_ARGS CFLAGS="${CFLAGS:-}" CXXFLAGS="${CXXFLAGS:-}"

# What is for exactly this processor has the processor in the wheel's name.
processor() {
    [ "$reach" = native ] || { echo "$reach"; return; }
    grep -sm1 '^\(flags\|Features\)' /proc/cpuinfo || sysctl -n machdep.cpu.brand_string || true
}
signature() {
    processor
    echo "$CMAKE_ARGS|$CFLAGS|$CXXFLAGS|$("${compiler:-none}" --version 2>/dev/null | head -n 1)"
}
key=$version-$(uname -s)-$(uname -m)-$(signature 2>/dev/null | cksum | cut -d' ' -f1)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/paceline/wheels/$key

installed=$venv/.llama-cpp-python
[ "$(cat "$installed" 2>/dev/null)" != "$key" ] || exit 0

compiler_is_there() {
    case $(uname -s) in
        MINGW* | MSYS* | CYGWIN*) ;; # CMake finds Microsoft's by itself
        *) [ -n "$compiler" ] ;;
    esac
}

if ! ls "$cache"/*.whl >/dev/null 2>&1; then
    compiler_is_there || {
        echo "Compiling llama.cpp needs a C++ compiler, and none was found; install one (Debian and Ubuntu: sudo apt-get install g++; macOS: xcode-select --install)" >&2
        exit 1
    }
    echo "Compiling llama-cpp-python $version ($reach); this takes some minutes, once."
    mkdir -p "$cache"
    fresh=$(mktemp -d "$cache/building-XXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    "$python" -m pip wheel --quiet --no-deps --no-cache-dir \
        --no-binary llama-cpp-python --wheel-dir "$fresh" "llama-cpp-python==$version"
    mv "$fresh"/*.whl "$cache"
fi
"$python" -m pip install --quiet --no-deps --force-reinstall "$cache"/llama_cpp_python-*.whl
# A variant cannot leave AMX out, so the whole variant is left out; processors that have AMX take
# the next best, which lacks nothing else.
if [ "$reach" = portable ] && amx_is_compiled; then
    parts=$("$python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/bin
    rm -f "$parts"/*ggml-cpu-sapphirerapids.*
fi
echo "$key" >"$installed"
