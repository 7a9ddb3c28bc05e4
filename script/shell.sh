# What the starting scripts share; sourced from the project's folder.
# shellcheck shell=bash

python=.venv/bin/python
HOST="${HOST:-127.0.0.1}"
PORT="${PORT:-8000}"

say() { printf '· %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# Run a step so that a stop signal ends it, too: bash acts on a signal only while it waits for a process in the background.
run() { "$@" & wait "$!"; }
manage() { run "$python" manage.py "$@"; }
stop_all() { trap - INT TERM HUP; kill $(jobs -p) 2>/dev/null || true; wait; exit "$1"; }
trap 'stop_all 130' INT
trap 'stop_all 143' TERM HUP

# Stop early and in plain words where another program already listens.
need_free_port() {
    [[ "$PORT" =~ ^[0-9]{1,5}$ ]] || die "PORT must be a number, not '$PORT'."
    if (exec 3<>"/dev/tcp/$HOST/$PORT") 2>/dev/null; then
        die "Port $PORT is taken: stop the program that uses it, or choose another one, as in  PORT=$((PORT + 1)) $0"
    fi
}

# Copy, name and compress the static files, unless nothing changed since the last time.
collect_assets() {
    local manifest="${STATIC_DIR:-${DATA_DIR:-var}/static}/staticfiles.json"
    if [[ -f $manifest && ! -w $manifest ]]; then return; fi # An image brings them along.
    if [[ -f $manifest && -z $(find portico demo requirements -newer "$manifest" \
        \( -path '*/static/*' -o -name base.txt -o -name assets.py \) -print -quit 2>/dev/null) ]]; then
        return
    fi
    say "Collecting the static files"
    manage collectstatic --noinput --clear --verbosity 0
}

have_chromium() { command -v chromium chromium-browser google-chrome >/dev/null; }
have_postgresql() { [[ -n "$(find /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ]] || command -v initdb >/dev/null; }

# Install the Debian packages that are missing where we may; else say in one line what to do. Of: chromium postgresql.
need_programs() {
    local program missing=()
    for program in "$@"; do
        "have_$program" || missing+=("$program")
    done
    ((${#missing[@]})) || return 0
    if [[ " ${missing[*]} " == *" chromium "* ]]; then missing+=(fonts-liberation); fi
    if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
        die "Missing on this machine: run  sudo apt-get install ${missing[*]}  and start again."
    fi
    say "Installing ${missing[*]}"
    apt-get update -qq >/dev/null || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        die "apt-get could not install ${missing[*]}."
}
