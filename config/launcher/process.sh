# shellcheck shell=bash
# Starts, recognises and stops the processes of one instance. Sourced by ./tillnote.
#
# A process is remembered as "pid start-time boot-id": a pid alone may belong to somebody else after a crash or a reboot,
# and nothing here ever ends a process that it does not recognise, or by its name.

# start_time_of PID: in clock ticks since boot, field 22 of /proc/PID/stat; the name before it may hold anything.
start_time_of() {
    local stat fields
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -ra fields <<<"${stat##*) }"
    # A zombie is not running any more.
    [[ ${fields[0]} != Z ]] || return 1
    printf '%s' "${fields[19]}"
}

# remember_process NAME PID
remember_process() {
    printf '%s %s %s\n' "$2" "$(start_time_of "$2" || echo gone)" "$(cat /proc/sys/kernel/random/boot_id)" \
        >"$run_dir/$1.pid.new"
    mv -- "$run_dir/$1.pid.new" "$run_dir/$1.pid"
}

# process_pid NAME: the pid when that very process is still running; fails otherwise.
process_pid() {
    local pid start boot
    [[ -f $run_dir/$1.pid ]] && read -r pid start boot <"$run_dir/$1.pid" || return 1
    [[ $boot == "$(cat /proc/sys/kernel/random/boot_id)" && $(start_time_of "$pid") == "$start" ]] || return 1
    printf '%s' "$pid"
}

is_running() { process_pid "$1" >/dev/null; }

# start_detached NAME COMMAND...: in a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it;
# output goes to log/NAME.log. Descriptor 9 is the launcher's lock and must not be inherited.
start_detached() {
    local name=$1 log=$log_dir/$1.log
    shift
    if [[ -f $log && $(stat -c %s -- "$log") -gt 10000000 ]]; then
        mv -f -- "$log" "$log.1"
    fi
    setsid "$@" </dev/null >>"$log" 2>&1 9>&- &
    remember_process "$name" $!
    started+=("$name")
}

# stop_process NAME SECONDS: asks with SIGTERM, and ends it with SIGKILL when it has not gone by then.
stop_process() {
    local pid
    if pid=$(process_pid "$1"); then
        kill -TERM "$pid" 2>/dev/null || true
        if ! wait_until "$2" has_ended "$1"; then
            complain "$1 did not stop within $2 s and is killed"
            kill -KILL "$pid" 2>/dev/null || true
            wait_until 5 has_ended "$1" || true
        fi
    fi
    rm -f -- "$run_dir/$1.pid"
}

has_ended() { ! is_running "$1"; }

# show_log_end NAME: for a process that did not survive its start.
show_log_end() {
    complain "the end of $(show_path "$log_dir/$1.log"):"
    tail -n 15 -- "$log_dir/$1.log" 2>/dev/null | sed 's/^/  | /' >&2
}
