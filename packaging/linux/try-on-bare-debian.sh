#!/bin/sh
# Installs the packages on a Debian 12 that has nothing else, uses them as a person would, and
# removes them again.
#
# usage: try-on-bare-debian.sh FOLDER [PICTURE]
#
# FOLDER holds the two .deb files; the window is kept in PICTURE. Needs root, debootstrap, Xvfb,
# xdotool, ImageMagick and a mirror of Debian (MIRROR, else the one that debootstrap takes). The bare
# system is made once and kept in BARE_SYSTEM (~/.cache/paceline/debian-12.tar).
#
# Fails if apt cannot resolve what the packages need, the self-test fails, no window opens, the
# window gives no answer, or anything but the person's data is left after `apt purge`.
set -eu

folder=$(cd "$1" && pwd)
picture=${2:-$folder/bare-debian.png}
system=${BARE_SYSTEM:-${XDG_CACHE_HOME:-$HOME/.cache}/paceline/debian-12.tar}
here=$(cd "$(dirname "$0")" && pwd)

# Everything is mounted in a namespace of its own, and gone with it, however this ends.
if [ "${IN_NAMESPACE:-}" != yes ]; then
    "$here/install-tools.sh" debootstrap:debootstrap Xvfb:xvfb xdotool:xdotool import:imagemagick \
        sqlite3:sqlite3
    exec env IN_NAMESPACE=yes unshare --mount --pid --fork --mount-proc --kill-child "$0" "$folder" "$picture"
fi
mount --make-rprivate /

person=someone
home=/home/$person
screen=:$((90 + $$ % 900))
work=$(mktemp -d)
root=$work/root
screen_process=
finish() {
    [ -z "$screen_process" ] || kill "$screen_process" 2>/dev/null || true
    umount --recursive --lazy "$root" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap finish EXIT

say() { printf '%-44s %s\n' "$1" "$2"; }
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
now() { date +%s.%N; }
since() { echo "$(now) $1" | awk '{printf "%.2f s", $1 - $2}'; }
# Both begin a command in the bare system, with nothing of this one's surroundings.
inside() {
    chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}
as_person() {
    chroot --userspec="$person:$person" "$root" env -i HOME=$home USER=$person \
        PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY="$screen" "$@"
}
files() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev \
        -o -path ./packages \) -prune -o -print | sort)
}

if [ ! -f "$system" ]; then
    mkdir -p "$(dirname "$system")"
    debootstrap --variant=minbase bookworm "$work/fresh" ${MIRROR:+"$MIRROR"} \
        >"$work/debootstrap.log" 2>&1 ||
        fail "no bare system could be made: $(tail -n 3 "$work/debootstrap.log")"
    tar --create --file "$system.part" --directory "$work/fresh" .
    mv "$system.part" "$system"
    rm -rf "$work/fresh"
fi
mkdir "$root"
mount --bind "$root" "$root" # so that all below it is unmounted at once
tar --extract --file "$system" --directory "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm" "$root/dev/pts"
chmod 1777 "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$root/packages"
cp "$folder"/paceline_*.deb "$folder"/paceline-starter_*.deb "$root/packages"
cp /etc/resolv.conf "$root/etc/resolv.conf"
inside useradd --create-home "$person"

inside sh -c 'command -v python3' && fail "this system is not bare: it has Python"
inside apt-get update -qq
files >"$work/before"
for package in "$root"/packages/*.deb; do
    say "$(basename "$package")" "$(stat -c %s "$package" | awk '{printf "%.1f MB", $1 / 1e6}')"
done

begun=$(now)
inside sh -c 'apt-get install -y -qq --no-install-recommends /packages/*.deb' \
    >"$work/install.log" 2>&1 || fail "apt could not install: $(tail -n 5 "$work/install.log")"
say "installed, with all they need" "$(since "$begun")"
say "packages that came along" "$(grep -c '^Setting up ' "$work/install.log")"
say "size of the program" "$(du -sm "$root/usr/lib/paceline" | cut -f1) MB"
inside sh -c 'command -v python3' && fail "Python came along"

begun=$(now)
as_person paceline selftest || fail "the self-test"
say "self-test" "$(since "$begun")"
as_person paceline --version

Xvfb "$screen" -nolisten tcp -screen 0 1280x860x24 >"$work/screen.log" 2>&1 &
screen_process=$!
export DISPLAY="$screen"
until xdotool getdisplaygeometry >/dev/null 2>&1; do
    kill -0 "$screen_process" 2>/dev/null || fail "no screen: $(cat "$work/screen.log")"
done
mkdir -p "$root/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"

# open_window WORDS ARGUMENT...; ends in $window and $running.
open_window() {
    words=$1
    shift
    begun=$(now)
    as_person paceline "$@" >"$work/window.log" 2>&1 &
    running=$!
    until window=$(xdotool search --onlyvisible --name Paceline 2>/dev/null | tail -n 1) &&
        [ -n "$window" ]; do
        kill -0 "$running" 2>/dev/null || fail "no window: $(cat "$work/window.log")"
        sleep 0.02
    done
    say "window open, $words" "$(since "$begun")"
}
close_window() {
    pkill -TERM --parent "$running" || true
    wait "$running" || fail "the window ended badly: $(cat "$work/window.log")"
}
chats=$root$home/.local/share/paceline/history/chats.db
# told QUERY: what the chats hold, read without disturbing who writes them.
told() { sqlite3 -readonly "$chats" "$1" 2>/dev/null || true; }
# wait_for SECONDS WHAT QUERY: until the chats answer it with something.
wait_for() {
    limit=$1
    until [ -n "$(told "$3")" ]; do
        kill -0 "$running" 2>/dev/null || fail "the window is gone: $(cat "$work/window.log")"
        [ "$limit" -gt 0 ] || {
            import -window root "$picture"
            fail "$2; see $picture"
        }
        limit=$((limit - 1))
        sleep 1
    done
}

# ask TEXT: types it, and presses Enter until it was sent.
ask() {
    xdotool windowfocus --sync "$window" || true
    xdotool type --delay 20 "$1"
    limit=180
    until [ -n "$(told "select 1 from message where role = 'user' and content = '$1'")" ]; do
        xdotool key Return
        limit=$((limit - 1))
        [ "$limit" -gt 0 ] || {
            import -window root "$picture"
            fail "nothing was sent; see $picture"
        }
        sleep 1
    done
}
# hear TROUBLE CONDITION: waits until a reply has a few lines, then stops it if it has not ended.
hear() {
    heard="select 1 from message where role = 'assistant' $2"
    begun=$(now)
    wait_for 300 "$1" "$heard and (state = 'complete' or 200 < length(content) +
        (select coalesce(sum(length(text)), 0) from fresh_text where fresh_text.message = message.id))"
    say "some lines of an answer" "$(since "$begun")"
    xdotool key Escape
    wait_for 60 "the reply did not stop" "$heard and state in ('complete', 'stopped')"
}

open_window "first start" window --pair practice
begun=$(now)
# The practice pair is built on this first start; what is typed meanwhile stays in the box.
ask "Why is the sky blue?"
say "question sent, the pair being built first" "$(since "$begun")"
hear "no answer to a question" ""
import -window root "$picture"
told "select '  ' || role || ' (' || state || '): ' || substr(replace(content, char(10), ' '), 1, 90) \
    from message order by id"
close_window
# As a desktop opens a model, by the line of the desktop entry.
line=$(sed -n 's/^Exec=paceline \(.*%f\)$/\1/p' "$root"/usr/share/applications/*.desktop)
model=$(ls "$root"/usr/share/paceline/models/*.gguf)
# shellcheck disable=SC2046 # the words of the line
open_window "a model by double click" $(echo "$line" | sed "s#%f#${model#"$root"}#")
ask "Say hello."
hear "no answer by the model that was opened" "and speaker like '%SmolLM2%'"
close_window
kill "$screen_process"
wait "$screen_process" 2>/dev/null || true
screen_process=
umount "$root/tmp/.X11-unix"
rmdir "$root/tmp/.X11-unix"

begun=$(now)
inside sh -c 'apt-get purge -y -qq paceline paceline-starter && apt-get autoremove -y -qq --purge' \
    >"$work/purge.log" 2>&1 || fail "apt could not purge: $(tail -n 5 "$work/purge.log")"
say "purged" "$(since "$begun")"
files >"$work/after"

# What apt writes for itself whatever is installed, and what a person's programs keep for all.
apts='^\./(var/(log|cache/(apt|ldconfig|debconf|fontconfig))|var/lib/(apt|dpkg))/'
comm -13 "$work/before" "$work/after" >"$work/new"
grep "^\.$home/" "$work/new" >"$work/kept" || true
grep -v "^\.$home/" "$work/new" | grep -Ev "$apts" >"$work/left" || true
say "files of the person, kept" "$(wc -l <"$work/kept")"
say "files left besides" "$(wc -l <"$work/left")"
[ -f "$chats" ] || fail "the person's chats are gone"
[ ! -s "$work/left" ] || fail "purging left: $(cat "$work/left")"
grep -i paceline "$work/new" | grep -v "^\.$home/" && fail "purging left something of its own"
echo "All of it worked; the window is shown in $picture"
