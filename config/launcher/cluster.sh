# shellcheck shell=bash
# The private PostgreSQL of one instance: where it lives, its making, its start and stop. Sourced by ./tillnote.
#
# It listens on no network at all. Roles sign in without a password ("trust") over a socket inside a folder with mode 0700:
# whoever may enter that folder owns the data files, too, so a password would protect nothing and would have to be kept
# somewhere. Peer maps would need one system user per role.

readonly postgres_bin=/usr/lib/postgresql/15/bin
# Names the socket's file only: nothing listens on a port. Not 5432, so that nobody takes it for the system's own cluster.
readonly socket_port=5480

# Runs a command as the owner of the cluster, from a folder that every user can enter.
as_cluster_user() {
    if ((EUID == 0)); then
        (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ "$@")
    else
        (cd / && exec "$@")
    fi
}

# Makes a folder that only the cluster's owner enters; fails when it is there and somebody else's.
private_dir() {
    local owner=postgres
    ((EUID == 0)) || owner=$(id -un)
    mkdir -p -- "$(dirname -- "$1")"
    mkdir -m 0700 -- "$1" 2>/dev/null || [[ -d $1 && ! -L $1 ]]
    ((EUID != 0)) || chown postgres:postgres -- "$1"
    chmod 0700 -- "$1"
    [[ $(stat -c %U -- "$1") == "$owner" ]]
}

# Sets pg_base, pg_data and socket_dir. The data lie in var/postgres, or under /var/lib where root's cluster user cannot
# reach var/ (a clone below /root); a place that already holds data stays the place. Makes no folder.
locate_cluster() {
    local hash
    hash=$(printf '%s' "$var" | sha256sum | cut -c 1-12)
    pg_base=$var/postgres
    if ((EUID == 0)) && [[ ! -e $pg_base/data/PG_VERSION ]]; then
        if [[ -e $var/instance ]] && cmp -s -- "$var/instance" "/var/lib/tillnote-$hash/instance" ||
            ! cluster_user_reaches "$var"; then
            pg_base=/var/lib/tillnote-$hash
        fi
    fi
    pg_data=$pg_base/data
    socket_dir=$pg_base/socket
    # 107 bytes are what the kernel takes; lists of hosts and folders in PostgreSQL's settings need plain characters.
    local LC_ALL=C socket=$socket_dir/.s.PGSQL.$socket_port
    if ((${#socket} > 107)) || [[ $socket_dir == *[!A-Za-z0-9/._\ -]* ]]; then
        if ((EUID == 0)); then
            socket_dir=/run/tillnote-$hash
        else
            socket_dir=${TMPDIR:-/tmp}/tillnote-$EUID-$hash
        fi
    fi
}

# Found out by trying: permissions, ACLs and mounts all count.
cluster_user_reaches() {
    getent passwd postgres >/dev/null || return 1
    as_cluster_user test -x "$1" 2>/dev/null
}

# connection ROLE [DATABASE]: a libpq connection string. Quotes as libpq wants them; the folder holds plain characters only.
connection() {
    printf "host='%s' port=%d dbname=%s user=%s" "$socket_dir" "$socket_port" "${2:-tillnote}" "$1"
}

# ask_postgres DATABASE SQL
ask_postgres() {
    "$postgres_bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -d "$(connection postgres "$1")" -c "$2"
}

# The running postmaster of our data folder; fails when there is none. A pid in postmaster.pid may be stale or recycled, so
# it counts only for a process that stands in our data folder. Asked as the cluster's user: in a container root may not see
# where another user's processes stand.
postmaster_pid() {
    local pid
    pid=$(head -n 1 -- "$pg_data/postmaster.pid" 2>/dev/null) || return 1
    [[ $pid =~ ^[0-9]+$ && $(as_cluster_user readlink "/proc/$pid/cwd" 2>/dev/null) == "$pg_data" ]] || return 1
    start_time_of "$pid" >/dev/null && printf '%s' "$pid"
}

postgres_runs() { postmaster_pid >/dev/null; }
postgres_answers() { "$postgres_bin/pg_isready" -q -t 2 -d "$(connection postgres postgres)"; }

# Backends outlive a killed postmaster for a moment, and the next one refuses to start beside them.
data_folder_in_use() {
    { as_cluster_user sh -c 'readlink /proc/[0-9]*/cwd' 2>/dev/null || true; } | grep -Fx -- "$pg_data" >/dev/null
}
data_folder_free() { ! data_folder_in_use; }

# A clone removed and made again under the same name must not find the old one's data: set them aside, never delete them.
set_aside_foreign_data() {
    [[ $pg_base != "$var/postgres" && -e $pg_data/PG_VERSION ]] || return 0
    [[ $(cat "$pg_base/instance" 2>/dev/null) != "$(cat "$var/instance")" ]] || return 0
    stop_postgres
    local aside
    aside=$pg_base.$(date +%Y%m%d%H%M%S)
    mv -- "$pg_base" "$aside"
    say "  Data of an earlier instance at this place now lie in $(show_path "$aside")."
}

write_postgres_settings() {
    cat <<SETTINGS
# Written by the launcher on every start; changes are lost.
listen_addresses = ''
port = $socket_port
unix_socket_directories = '$socket_dir'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 128MB
max_wal_size = 1GB
checkpoint_timeout = 10min
# What "stored" promises rests on these.
fsync = on
synchronous_commit = on
full_page_writes = on
# Short statements only: compiling them would cost more than running them.
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u '
SETTINGS
}

# initdb works in a folder of another name, so that a half-made cluster never looks like one.
make_cluster() {
    as_cluster_user rm -rf -- "$pg_base/data.new"
    as_cluster_user "$postgres_bin/initdb" --pgdata="$pg_base/data.new" --username=postgres --auth-local=trust \
        --auth-host=reject --encoding=UTF8 --locale=C.UTF-8 --data-checksums
    as_cluster_user sh -c "echo \"include 'tillnote.conf'\" >>\"\$1/postgresql.conf\"" sh "$pg_base/data.new"
    as_cluster_user mv -- "$pg_base/data.new" "$pg_data"
}

start_postgres() {
    if ! private_dir "$pg_base" || ! private_dir "$socket_dir"; then
        echo "cannot make $pg_base or $socket_dir, or they belong to another user"
        return 1
    fi
    [[ $pg_base == "$var/postgres" ]] || cp -- "$var/instance" "$pg_base/instance"
    [[ -e $pg_data/PG_VERSION ]] || make_cluster
    write_postgres_settings | as_cluster_user tee -- "$pg_data/tillnote.conf" >/dev/null
    wait_until 20 data_folder_free
    # Nobody stands in the folder any more: what the files say is about a process that has crashed.
    as_cluster_user rm -f -- "$pg_data/postmaster.pid" "$socket_dir/.s.PGSQL.$socket_port.lock"
    as_cluster_user "$postgres_bin/pg_ctl" start --wait --timeout=60 --silent --pgdata="$pg_data" --log="$pg_base/postgres.log" || {
        as_cluster_user tail -n 12 -- "$pg_base/postgres.log"
        return 1
    }
}

# The one role and the database that `tillnote-server migrate` starts from; it makes the other roles itself.
make_database() {
    if [[ -z $(ask_postgres postgres "SELECT 1 FROM pg_roles WHERE rolname = 'tillnote_migrate'") ]]; then
        ask_postgres postgres "CREATE ROLE tillnote_migrate LOGIN CREATEROLE"
    fi
    if [[ -z $(ask_postgres postgres "SELECT 1 FROM pg_database WHERE datname = 'tillnote'") ]]; then
        ask_postgres postgres "CREATE DATABASE tillnote OWNER tillnote_migrate"
    fi
}

start_and_prepare_postgres() {
    start_postgres
    make_database
}

ensure_postgres() {
    [[ -x $postgres_bin/postgres ]] || fail "PostgreSQL 15 is not in $postgres_bin" "install the package postgresql-15."
    set_aside_foreign_data
    if postgres_runs && postgres_answers; then
        return 0
    fi
    started+=(postgres)
    run_step "private PostgreSQL" "$log_dir/postgres-start.log" \
        "the lines above are PostgreSQL's own; a full disk and a folder of another user are the usual causes." \
        start_and_prepare_postgres
}

stop_postgres() {
    local pid
    pid=$(postmaster_pid) || return 0
    as_cluster_user "$postgres_bin/pg_ctl" stop --wait --timeout=30 --silent --mode=fast --pgdata="$pg_data" >/dev/null 2>&1 ||
        as_cluster_user "$postgres_bin/pg_ctl" stop --wait --timeout=10 --silent --mode=immediate --pgdata="$pg_data" ||
        complain "PostgreSQL (pid $pid) does not stop"
}
