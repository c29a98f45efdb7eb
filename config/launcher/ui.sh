# shellcheck shell=bash
# What the launcher says, how it shows a path, and how it runs a step. Sourced by ./tillnote.

# The process group of the step that is running, for the signal handler.
step_pid=

# Signals: bash 5.2 can misread a trap that fires while it reads a $(...). So whatever waits for long does its looking in a
# subshell, and what must happen at the end hangs on EXIT as well.

say() { printf '%s\n' "$*"; }
complain() { printf 'tillnote: %s\n' "$*" >&2; }

# fail WHAT [WHAT TO DO]
fail() {
    complain "$1"
    [[ $# -lt 2 ]] || printf '  What to do: %s\n' "$2" >&2
    exit 1
}

# usage_error WHAT
usage_error() {
    complain "$1"
    printf '  ./tillnote help shows the commands.\n' >&2
    exit 2
}

# Shown so that it can be pasted into a shell in the reader's current folder.
show_path() {
    local path=$1
    if [[ $path == "$PWD"/* ]]; then
        path=${path#"$PWD"/}
        [[ $path != -* ]] || path=./$path
    fi
    printf '%q' "$path"
}

# The launcher itself, as the reader has to type it.
show_launcher() {
    if [[ $PWD == "$root" ]]; then
        printf './tillnote'
    else
        show_path "$root/tillnote"
    fi
}

on_terminal() { [[ -t 1 && ${TERM:-dumb} != dumb ]]; }

# The last "[12/345]" that ninja has written into LOG, without brackets; nothing for other steps.
progress_of() {
    tail -c 2000 -- "$1" 2>/dev/null | tr '\r' '\n' | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1 | tr -d '[]' || true
}

# begin_step NAME: for steps too quick to need more than their name.
begin_step() {
    on_terminal || printf '[%4d s] %s\n' "$SECONDS" "$1"
    step_begun=$SECONDS
}

end_step() {
    if on_terminal; then
        printf '\r\033[K  ok  %-44s %4d s\n' "$1" $((SECONDS - step_begun))
    fi
}

# run_step NAME LOG HINT COMMAND...
# Runs COMMAND in a process group of its own, so that Ctrl-C can end all of it, with its output in LOG and NAME with the
# seconds on the screen. On failure says what failed, the end of LOG and HINT, and ends the launcher.
# Never call it in a condition: `set -e` would then not hold inside COMMAND.
run_step() {
    local name=$1 log=$2 hint=$3 code=0
    shift 3
    begin_step "$name"
    set -m
    ("$@") </dev/null >"$log" 2>&1 9>&- &
    step_pid=$!
    set +m
    if on_terminal; then
        while kill -0 "$step_pid" 2>/dev/null; do
            (printf '\r\033[K  ..  %-44s %4d s  %s' "$name" $((SECONDS - step_begun)) "$(progress_of "$log")")
            sleep 0.3
        done
    fi
    wait "$step_pid" || code=$?
    step_pid=
    if ((code != 0)); then
        ! on_terminal || printf '\r\033[K'
        complain "$name failed (exit $code). The end of $(show_path "$log"):"
        tail -n 15 -- "$log" | sed 's/^/  | /' >&2
        printf '  What to do: %s\n' "$hint" >&2
        exit 1
    fi
    end_step "$name"
}

# wait_until SECONDS COMMAND...: polls ten times a second; fails when the time is over.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until ("$@"); do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}
