"""A PostgreSQL as docs/operations.md wants it on a network: TLS, SCRAM, one role for each purpose. Its lines are taken from there."""

import os
import re
import secrets
import shutil
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), folder) for folder in ("tls", "faults")]

from harness import processes
from harness.cluster import Cluster
from harness.tillnote import REPOSITORY, write_secret

NAME = "localhost"  # what the certificate is for, and what the service connects to
ROLES = ("ingest", "web", "digest", "retention", "migrate")


def documented(begin):
    """The lines of the document's blocks that begin so."""
    with open(os.path.join(REPOSITORY, "docs", "operations.md"), encoding="utf-8") as file:
        found = re.findall(rf"^    ({re.escape(begin)}.*)$", file.read(), re.MULTILINE)
    if not found:
        raise processes.Failure(f"docs/operations.md has no line that begins with {begin}")
    return found


class NetworkCluster(Cluster):
    """Listens on loopback with a certificate of `authority`; everybody but the test itself comes with a password over TLS."""

    def __init__(self, folder, authority):
        super().__init__(folder)
        self.authority = authority
        self.port = processes.free_port()
        self.credentials = os.path.join(folder, "credentials")
        os.mkdir(self.credentials, 0o755)
        self.passwords = {role: secrets.token_urlsafe(24) for role in ROLES}
        for role in ROLES:
            write_secret(self.credential(role), self.passwords[role], self.user)
        self.certificate, self.key = (os.path.join(self.root, "server" + end) for end in (".pem", ".key"))
        self.issue(f"DNS:{NAME}")
        settings = {line.split(" = ")[0]: line.split(" = ")[1].split("#")[0] for line in documented("ssl") + documented("password_encryption")}
        settings |= {"listen_addresses": "'127.0.0.1'", "port": self.port, "ssl_cert_file": f"'{self.certificate}'",
                     "ssl_key_file": f"'{self.key}'"}
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        with open(os.path.join(self.data, "pg_hba.conf"), "w", encoding="utf-8") as file:
            file.write("local all postgres trust\n")
            file.writelines(re.sub(r"\S+/32", "127.0.0.1/32", line) + "\n" for line in documented("hostssl"))

    def credential(self, role):
        return os.path.join(self.credentials, f"tillnote.database-{role}")

    def issue(self, names):
        """A certificate of its own, for `names`; a running server is told to read it."""
        self.authority.issue(self.certificate, self.key, names)
        if self.user:
            for path in (self.certificate, self.key):
                shutil.chown(path, self.user, self.user)
        if self.process:
            self.sql("select pg_reload_conf()", "postgres")

    def conninfo(self, role, database="tillnote"):
        """As documented; the test's own look at the database goes through the socket."""
        if role == "postgres":
            return f"{super().conninfo(role, database)} port={self.port}"
        line = next(line for line in documented("web = \"host=") if "verify-full" in line)
        text = re.search(r'"(.*)"', line).group(1)
        for old, new in [("host=db.example", f"host={NAME} hostaddr=127.0.0.1 port={self.port}"),
                         ("tillnote_web", role), ("database-web", "database-" + role.removeprefix("tillnote_")),
                         ("/etc/tillnote/database-ca.pem", self.authority.file)]:
            if old not in text:
                raise processes.Failure(f"docs/operations.md: the connection string has no {old}")
            text = text.replace(old, new)
        return text

    def make_roles(self, only=None):
        """What the document has an administrator type, before and after the first `migrate`."""
        for line in documented("\\password"):
            role = line.split()[1].removeprefix("tillnote_")
            if role in ROLES and (role == "migrate") == (only == "migrate"):
                self.sql(f"alter role tillnote_{role} password '{self.passwords[role]}'", "postgres")


def make_database(server):
    """Roles, database, migrations, the catalog, in the order of the document."""
    for line in documented("CREATE "):
        server.cluster.sql(line, "postgres")
    server.cluster.make_roles("migrate")
    server.command("migrate")
    server.cluster.make_roles()
    server.command("catalog", "import", os.path.join(REPOSITORY, "config", "catalog", "reasons.tsv"))

