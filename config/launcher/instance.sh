# shellcheck shell=bash
# One instance: its folder, ports and configuration, the server, the demo chain, the demo lane. Sourced by ./tillnote.

readonly server_program=$root/build/bin/tillnote-server
readonly lane_program=$root/build/bin/tillnote-lane
readonly strip_program=$root/build/bin/tillnote-strip
# How long the programs may take; a machine under load is slow, not broken.
readonly ready_seconds=60

prepare_var() {
    # var/ itself stays open for the cluster's user to pass through; what is inside is the owner's.
    { mkdir -p -- "$var" && (umask 077 && mkdir -p -- "$run_dir" "$log_dir" "$var/mail"); } 2>/dev/null || true
    [[ -w $run_dir && -w $log_dir ]] ||
        fail "cannot write to $(show_path "$var")" \
            "make the folder yours, or choose another one: TILLNOTE_VAR=\$HOME/tillnote-var $(show_launcher) up"
    [[ -s $var/instance ]] || cp -- /proc/sys/kernel/random/uuid "$var/instance"
}

# Everything that starts or stops holds this lock; two `up` at the same time become one after the other.
lock_instance() {
    exec 9>"$run_dir/lock"
    flock --nonblock 9 || {
        say "Another ./tillnote is at work on this instance; waiting for it."
        flock 9
    }
}

unlock_instance() { exec 9>&-; }

# port_is_free PORT: by trying to bind it, as the server will.
port_is_free() {
    /usr/bin/python3 - "$1" <<'PYTHON' 2>/dev/null
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    probe.bind(("127.0.0.1", int(sys.argv[1])))
    probe.listen()
PYTHON
}

any_free_port() {
    /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Metrics have a listener of their own. Not the next port: that is what a second instance is most likely given.
choose_metrics_port() {
    local candidate
    for candidate in "$(cat "$run_dir/metrics_port" 2>/dev/null)" $((port + 10000)); do
        if [[ $candidate =~ ^[0-9]+$ ]] && ((candidate <= 65535 && candidate != port)) && port_is_free "$candidate"; then
            metrics_port=$candidate
            return 0
        fi
    done
    metrics_port=$(any_free_port)
}

check_port() {
    if [[ ! $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
        usage_error "TILLNOTE_PORT is not a port (1 to 65535): $port"
    fi
}

choose_ports() {
    port_is_free "$port" ||
        fail "port $port is in use by another program" "choose another one: TILLNOTE_PORT=$((port < 65000 ? port + 100 : 8480)) $(show_launcher) up"
    choose_metrics_port
}

# A TOML basic string. Our connection strings and numbers hold no control characters.
toml_text() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

# Mail becomes files, unless the instance has a mail.toml of its own: a [mail] section as in config/server.toml.
mail_section() {
    if [[ -s $var/mail.toml ]]; then
        cat -- "$var/mail.toml"
    else
        printf '[mail]\nfolder = %s\n' "$(toml_text "$var/mail")"
    fi
}

# 0600 and by renaming: it says how to reach the database, and must never be seen half-written.
write_server_toml() {
    (
        umask 077
        cat >"$config.new" <<TOML
# Written by the launcher on every start. All settings with their meaning: config/server.toml.
[server]
address = "127.0.0.1"
port = $port
metrics_port = $metrics_port

[database]
ingest = $(toml_text "$(connection tillnote_ingest)")
web = $(toml_text "$(connection tillnote_web)")
digest = $(toml_text "$(connection tillnote_digest)")
migrate = $(toml_text "$(connection tillnote_migrate)")
retention = $(toml_text "$(connection tillnote_retention)")

$(mail_section)

[sign_in]
second_factor = "offered"

[log]
level = "info"
TOML
    )
    mv -- "$config.new" "$config"
    printf '%s\n' "$port" >"$run_dir/port"
    printf '%s\n' "$metrics_port" >"$run_dir/metrics_port"
}

server() { "$server_program" --config "$config" "$@"; }
lane() { "$lane_program" --state "$var/lane" "$@"; }

is_ready() { curl -fsS -o /dev/null --noproxy '*' --max-time 2 "$url/readyz" 2>/dev/null; }
server_ready_or_gone() { is_ready || ! is_running server; }

wait_for_server() {
    wait_until "$ready_seconds" server_ready_or_gone || true
    is_ready
}

# Does nothing when this instance's server answers; a server that runs but never gets ready is started again.
ensure_server() {
    if is_running server && wait_until 5 is_ready; then
        return 0
    fi
    stop_process server 15
    choose_ports
    url=http://127.0.0.1:$port
    write_server_toml
    run_step "database schema" "$log_dir/migrate.log" \
        "a schema newer than the program means an older copy of the project: build the newer one." server migrate
    begin_step "server"
    start_detached server "$server_program" --config "$config" serve
    if ! wait_for_server; then
        show_log_end server
        if is_running server; then
            fail "the server is not ready after $ready_seconds s" "mend what the lines above name, then up again."
        fi
        fail "the server has ended at its start" "mend what the lines above name, then up again."
    fi
    end_step "server"
}

# A demo chain whose loading was cut off is made anew: nobody can have used that database, as `up` has never got further.
undo_half_loaded_demo() {
    [[ -e $run_dir/demo.begun && ! -s $var/demo.json ]] || return 0
    stop_process server 15
    ask_postgres postgres "DROP DATABASE IF EXISTS tillnote WITH (FORCE)"
    make_database
    rm -f -- "$run_dir/demo.begun"
}

# The accounts are known from demo.json only, so it is made together with the chain, and lives as long as the data.
ensure_demo() {
    [[ ! -s $var/demo.json ]] || return 0
    if [[ $(server store list --json) == '[]' ]]; then
        touch -- "$run_dir/demo.begun"
    fi
    run_step "demo chain" "$log_dir/demo.log" \
        "the server's side is in $(show_path "$log_dir/server.log")." \
        server demo load --url "$url" --out "$var/demo.json"
    [[ -s $var/demo.json ]] || fail "the database has stores already, but $(show_path "$var/demo.json") with their sign-ins is gone" \
        "put that file back, or start afresh in another folder: TILLNOTE_VAR=\$HOME/tillnote-var $(show_launcher) up"
    rm -f -- "$run_dir/demo.begun"
}

demo_lane() {
    /usr/bin/python3 -c 'import json, sys; lane = json.load(open(sys.argv[1]))["demo_lane"]; print(lane["store"], lane["lane"])' \
        "$var/demo.json"
}

# lane_says MEMBER: one member of the lane's status, as JSON writes it.
lane_says() {
    lane status --json 2>/dev/null | /usr/bin/python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)[sys.argv[1]]))' "$1" \
        2>/dev/null
}

# The lane asks with a code, as a terminal would, and the launcher approves it, as a manager would.
enrol_lane() {
    local store number pid code=0 answer=$run_dir/enrol.out
    read -r store number < <(demo_lane)
    lane enrol "$url" >"$answer" &
    pid=$!
    if ! wait_until 20 grep -q '^code ' "$answer"; then
        kill -TERM "$pid" 2>/dev/null || true
        echo "the lane has shown no code within 20 s"
        return 1
    fi
    server lane approve "$(sed -n 's/^code //p' "$answer" | head -n 1)" --store "$store" --lane "$number" || code=$?
    if ((code != 0)); then
        kill -TERM "$pid" 2>/dev/null || true
        return 1
    fi
    wait "$pid"
    # For which server and which data it holds: another port, or a new database, needs a new enrolment.
    lane_place >"$run_dir/lane.enrolled"
}

lane_place() { printf '%s %s\n' "$url" "$(ask_postgres tillnote 'SELECT system_identifier FROM pg_control_system()')"; }

lane_is_enrolled() {
    [[ $(cat "$run_dir/lane.enrolled" 2>/dev/null) == "$(lane_place)" && $(lane_says enrolled) == true ]]
}

agent_reaches_server() { [[ $(lane_says server_reachable) == true ]]; }
agent_ready_or_gone() { agent_reaches_server || ! is_running agent; }

ensure_lane() {
    (umask 077 && mkdir -p -- "$var/lane")
    if ! lane_is_enrolled; then
        stop_process agent 15
        run_step "demo lane" "$log_dir/enrol.log" "the server's side is in $(show_path "$log_dir/server.log")." enrol_lane
    fi
    if is_running agent && agent_reaches_server; then
        return 0
    fi
    begin_step "lane agent"
    is_running agent || start_detached agent "$lane_program" --state "$var/lane" agent
    wait_until "$ready_seconds" agent_ready_or_gone || true
    if ! is_running agent || ! agent_reaches_server; then
        show_log_end agent
        fail "the lane's agent has ended, or does not reach the server" "mend what the lines above name, then up again."
    fi
    end_step "lane agent"
}

# The order of the start, backwards.
stop_instance() {
    stop_process agent 15
    stop_process server 30
    stop_postgres
    [[ $socket_dir == "$pg_base"/* ]] || rmdir -- "$socket_dir" 2>/dev/null || true
}

# Takes down what a half-done `up` has started, and leaves alone what ran before it.
stop_what_was_started() {
    local index
    for ((index = ${#started[@]} - 1; index >= 0; index--)); do
        case ${started[index]} in
            postgres) stop_postgres ;;
            *) stop_process "${started[index]}" 15 ;;
        esac
    done
    started=()
}

instance_is_up() {
    [[ -s $var/demo.json ]] && is_running server && is_running agent && postgres_runs && is_ready
}
