"""A tillnote-server with every kind of secret, run by an ordinary user, and all that it talks to."""

import json
import os
import secrets
import shutil
import subprocess
import threading

from database import NetworkCluster, make_database
from certificates import Authority
from harness import processes, stores
from harness.tillnote import REPOSITORY, write_secret
from harness.world import TemporaryWorld
from world import TlsServer

STORE = "secret-store"
PROXY = "127.0.0.2"
USER = "postgres"  # any ordinary user will do; this one is there


class MailServer:
    """The delivery tests' own, with a certificate of `authority` and a password."""

    def __init__(self, folder, authority):
        self.password = secrets.token_urlsafe(24)
        self.taken = []
        certificate, key = os.path.join(folder, "mail.pem"), os.path.join(folder, "mail.key")
        authority.issue(certificate, key, "IP:127.0.0.1")
        self.process = subprocess.Popen(
            ["/usr/bin/python3", os.path.join(REPOSITORY, "tests", "delivery", "smtp_server.py"), "--certificate", certificate, "--key", key,
             "--password=" + self.password], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.taken.append(json.loads(line))

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.reader.join()
        self.process.stdout.close()


class SecretServer(TlsServer):
    """Its secrets are credentials, as systemd would hand them over, in files of the user that it runs as."""

    def __init__(self, build, folder, cluster, authority, mail):
        super().__init__(build, folder, cluster, authority)
        self.credentials = cluster.credentials
        self.secrets = {"seal-key": secrets.token_urlsafe(32), "webhook-key": secrets.token_urlsafe(24), "mail-password": mail.password,
                        "proxy-secret": secrets.token_urlsafe(32)}
        for name, secret in self.secrets.items():
            write_secret(self.credential(name), secret, USER)
        self.secrets |= {f"database password of {role}": password for role, password in cluster.passwords.items()}
        with open(self.key, encoding="utf-8") as file:
            key = file.read()
        self.secrets["TLS key"] = max(key.splitlines(), key=len)
        write_secret(self.credential("tls-key"), key, USER)
        self.configure(mail, authority, cluster.conninfo("tillnote_retention"))
        self.program = shutil.copy(self.program, folder)  # to where that user may go
        # As sparse as a unit's: libpq would look for a certificate of its own in the home of whoever runs the test.
        with open(self.log_path, "ab"):
            pass
        self.environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/", "CREDENTIALS_DIRECTORY": self.credentials}

    def configure(self, mail, authority, retention):
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        for old, new in [(f'key = "{self.key}"', 'key = "credential:tillnote.tls-key"'), ('level = "info"', 'level = "debug"'),
                         ("[limits]", f'retention = "{retention}"\n[limits]'),
                         ("[sign_in]\n", '[sign_in]\nkey_file = "credential:tillnote.seal-key"\n')]:
            if old not in text:
                raise processes.Failure(f"the configuration has no {old}")
            text = text.replace(old, new)
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f'{text}\n[mail]\nsmtp = "smtp://127.0.0.1:{mail.port}"\nuser = "tillnote"\n'
                       f'password_file = "credential:tillnote.mail-password"\nca_file = "{authority.file}"\n'
                       f'\n[proxy]\naddresses = ["{PROXY}"]\n\n[sso]\nemail_header = "X-Forwarded-Email"\n'
                       'secret_file = "credential:tillnote.proxy-secret"\n')

    def credential(self, name):
        return os.path.join(self.credentials, "tillnote." + name)

    def command(self, *words, check=True, input_text=None, timeout_s=120):
        return processes.run([self.program, "--config", self.config, *words], check=check, input_text=input_text,
                             timeout_s=timeout_s, env=self.environment)

    def launch(self, wrapper=()):
        with open(self.log_path, "ab") as log:
            self.process = processes.start([*wrapper, self.program, "--config", self.config, "serve"], log=log, user=USER,
                                           env=self.environment, cwd="/")

    def prepare_database(self):
        make_database(self)

    def log(self):
        with open(self.log_path, encoding="utf-8") as log:
            return log.read()

    def connected(self):
        """[role, whether encrypted, TLS version] of the connections that there are, each kind once."""
        return self.cluster.sql("select distinct usename, ssl, version from pg_stat_activity join pg_stat_ssl using (pid) "
                                "where usename like 'tillnote%' order by usename")


class Installation(TemporaryWorld):
    mail = None

    def __init__(self):
        super().__init__("secrets")

    def _begin(self):
        self.authority = Authority(self.folder, "authority")
        self.mail = MailServer(self.folder, self.authority)
        self.cluster = NetworkCluster(self.folder, self.authority)
        self.cluster.start()
        self.server = SecretServer(self.build, self.folder, self.cluster, self.authority, self.mail)
        self.server.prepare_database()
        stores.add(self.server, [STORE], zone="America/Chicago")

    def end(self):
        processes.stop_all()
        if self.mail:
            self.mail.end()
        super().end()

