"""Tillnote's own programs as a campaign sees them: from outside, by configuration, command line and HTTP."""

import json
import os
import shutil
import urllib.error
import urllib.request

from . import processes
from .processes import Failure

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
ROLES = ("ingest", "web", "digest", "migrate")


def default_build_folder():
    return os.path.join(REPOSITORY, "build")


def get_program(build, name):
    path = os.path.join(build, "bin", name)
    if not os.access(path, os.X_OK):
        raise Failure(f"{path} is not there: build first, or name the build folder with --build")
    return path


# For whoever asks so often that the usual limits would answer for the service.
UNHURRIED = {"account_requests_per_second": 100_000, "stranger_requests_per_second": 100_000}


def write_secret(path, text, user=None):
    """A file whose first lines are a secret, of `user` where the test may give it away: the server takes none that others may read."""
    with open(path, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text + "\n")
    if user and os.geteuid() == 0:
        shutil.chown(path, user, user)
    return path


class Server:
    """One tillnote-server on `cluster`, its files in `folder`, on a port that stays the same over restarts."""

    def __init__(self, build, folder, cluster, *, limits=None):
        self.program = get_program(build, "tillnote-server")
        self.cluster = cluster
        self.port = processes.free_port()
        self.metrics_port = processes.free_port()
        self.config = os.path.join(folder, "server.toml")
        self.log_path = os.path.join(folder, "server.log")
        self.process = None
        self.wrapped = False  # runs under a tool that will kill it
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f'[server]\naddress = "127.0.0.1"\nport = {self.port}\nmetrics_port = {self.metrics_port}\n\n[database]\n')
            file.writelines(f'{role} = "{cluster.conninfo("tillnote_" + role)}"\n' for role in ROLES)
            file.write("\n[limits]\n")
            file.writelines(f"{name} = {value}\n" for name, value in (limits or {}).items())
            file.write('\n[log]\nlevel = "warning"\n')

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words, check=True, input_text=None, timeout_s=120):
        return processes.run([self.program, "--config", self.config, *words], check=check, input_text=input_text,
                             timeout_s=timeout_s)

    def prepare_database(self, catalog=os.path.join(REPOSITORY, "config", "catalog", "reasons.tsv")):
        """Roles, database, migrations, a catalog: that of the repository unless another is named."""
        self.cluster.sql("create role tillnote_migrate login createrole", "postgres")
        self.cluster.sql("create database tillnote owner tillnote_migrate", "postgres")
        self.command("migrate")
        self.command("catalog", "import", catalog)

    def launch(self, wrapper=()):
        self.wrapped = bool(wrapper)
        with open(self.log_path, "ab") as log:
            self.process = processes.start([*wrapper, self.program, "--config", self.config, "serve"], log=log)

    def ready(self):
        if self.process.poll() is not None:
            raise Failure(f"tillnote-server ended with exit {self.process.returncode}: {self.log_tail()}")
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def start(self, timeout_s=20):
        self.launch()
        processes.wait_for(self.ready, timeout_s=timeout_s, what="tillnote-server to be ready", every_s=0.01)

    def stop(self):
        return processes.stop(self.process)

    def log_tail(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()[-2000:]

    def add_user(self, email, role, password, scope=None):
        """A person who signs in; gives a token of theirs for scripts. `scope`: a manager's store, a lead's district."""
        self.command("user", "add", email, "--role", role, "--password-file", "-", *(["--scope", scope] if scope else []), input_text=password + "\n")
        return self.command("user", "token", email).stdout.strip()

    def add_lane_token(self, store, lane):
        return self.command("lane", "token", store, str(lane)).stdout.strip()


class Lane:
    """One lane terminal: a state folder and, most of the time, an agent."""

    def __init__(self, build, state, number):
        self.program = get_program(build, "tillnote-lane")
        self.state = state
        self.number = number
        self.log_path = state + ".log"
        self.agent = None
        self.wrapped = False  # the agent runs under a tool that will kill it

    def words(self, *words):
        return [self.program, "--state", self.state, *words]

    def command(self, *words, check=True, timeout_s=60):
        return processes.run(self.words(*words), check=check, timeout_s=timeout_s)

    def enrol(self, url, token, *more, check=True):
        """Whether the server let it in; raises where it did not, unless told otherwise. `more`: further words, such as the
        file of the authority that signed the server's certificate."""
        token_file = write_secret(self.state + ".token", token)
        finished = self.command("enrol", url, "--token-file", token_file, *more, check=check)
        os.unlink(token_file)
        return finished.returncode == 0

    def launch_agent(self, wrapper=()):
        self.wrapped = bool(wrapper)
        with open(self.log_path, "ab") as log:
            self.agent = processes.start([*wrapper, *self.words("agent")], log=log)

    def status(self):
        return json.loads(self.command("status", "--json").stdout)
