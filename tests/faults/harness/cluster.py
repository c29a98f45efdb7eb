"""A private PostgreSQL with fsync on: unix socket only, removed afterwards. Never touches another cluster."""

import glob
import os
import shutil
import signal
import subprocess

from . import processes
from .processes import Failure

_SETTINGS = {
    "listen_addresses": "''",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "60",
    "shared_buffers": "'128MB'",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'15min'",
    "jit": "off",
    "timezone": "'UTC'",
    "track_activity_query_size": "16384",
    "log_checkpoints": "off",
    "restart_after_crash": "on",
}


def _program(name):
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)
    path = found[0] if found else shutil.which(name)
    if not path:
        raise Failure(f"{name} is not installed: apt-get install postgresql-15")
    return path


class Cluster:
    """One cluster in `folder`/pg. As root it runs as the user postgres, as PostgreSQL demands."""

    def __init__(self, folder):
        self.user = "postgres" if os.geteuid() == 0 else None
        self.root = os.path.join(folder, "pg")
        self.data = os.path.join(self.root, "data")
        self.log_path = os.path.join(folder, "postgres.log")
        self.process = None
        os.mkdir(self.root, 0o700)
        if self.user:
            shutil.chown(self.root, self.user, self.user)
        processes.run([_program("initdb"), "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                       "--data-checksums"],
                      user=self.user, cwd="/")
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in _SETTINGS.items())
            conf.write(f"unix_socket_directories = '{self.root}'\n")

    def start(self):
        """Starts it and waits until it answers, recovery included."""
        self.launch()
        processes.wait_for(self.answers, timeout_s=60, what="PostgreSQL")

    def launch(self):
        # Backends outlive a killed postmaster for a moment, and the next one refuses to start beside them.
        processes.wait_for(lambda: not self._data_folder_in_use(), timeout_s=20, what="backends of the killed PostgreSQL to end")
        with open(self.log_path, "ab") as log:
            self.process = processes.start([_program("postgres"), "-D", self.data], log=log, user=self.user,
                                           death_signal=signal.SIGQUIT, cwd="/")

    def _data_folder_in_use(self):
        for folder in glob.glob("/proc/[0-9]*/cwd"):
            try:
                if os.readlink(folder) == self.data:
                    return True
            except OSError:
                pass
        return False

    def answers(self):
        if self.process.poll() is not None:
            with open(self.log_path, encoding="utf-8", errors="replace") as log:
                raise Failure("PostgreSQL did not start: " + log.read()[-1500:])
        return self._psql("postgres", "select 1", check=False).returncode == 0

    def stop(self, how=signal.SIGINT):
        if self.process:
            processes.stop(self.process, gentle=how, timeout_s=30)

    def members(self):
        """Process ids of postmaster and all its children."""
        postmaster = self.process.pid
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True, check=False)
        return [postmaster] + [int(word) for word in listed.stdout.split()]

    def kill_all(self):
        """SIGKILL to every process of this cluster at once: what a power cut leaves, less the page cache."""
        for pid in self.members():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        processes.kill(self.process)

    def conninfo(self, role, database="tillnote"):
        return f"host={self.root} dbname={database} user={role}"

    def _psql(self, database, sql, *, check=True, timeout_s=300):
        words = [_program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-F", "\t", "-d",
                 self.conninfo("postgres", database)]
        return processes.run(words, input_text=sql, check=check, timeout_s=timeout_s)

    def sql(self, text, database="tillnote"):
        """Runs `text` as superuser; gives the rows of the last SELECT as lists of texts."""
        output = self._psql(database, text).stdout
        return [line.split("\t") for line in output.splitlines() if line]

    def try_sql(self, text, database="tillnote"):
        """Like sql, for moments in which PostgreSQL may be down; whether it worked."""
        return self._psql(database, text, check=False).returncode == 0

    def value(self, text, database="tillnote"):
        """The single value of `text`."""
        return self.sql(text, database)[0][0]


def pgbench_program():
    return _program("pgbench")


def pg_dump_program():
    return _program("pg_dump")


def pg_amcheck_program():
    return _program("pg_amcheck")
