# shellcheck shell=sh
# How packages of the system are installed where that is allowed; read by the scripts beside it.

# Whether packages may be installed without a question: as root, or by a sudo that asks no password.
may_install() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo=sudo
    else
        return 1
    fi
}

# install_packages LOG PACKAGE...; shows the log where it fails.
install_packages() {
    log=$1
    shift
    echo "Installing system packages: $*"
    # An index that is fresh enough is used as it is; only a failure asks for a new one.
    for attempt in old fresh; do
        [ "$attempt" = old ] || $sudo apt-get update -qq || return 1
        if $sudo env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1; then
            return 0
        fi
    done
    cat "$log" >&2
    return 1
}
