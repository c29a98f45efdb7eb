"""A PostgreSQL and a tillnote-server that speaks TLS, for a test to look at from outside."""

import http.client
import json
import os
import signal
import ssl
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "faults")]

from certificates import Authority
from harness import processes, stores
from harness.cluster import Cluster
from harness.tillnote import Server
from harness.world import TemporaryWorld

STORE = "tls-store"
NAMES = "IP:127.0.0.1,IP:127.0.0.2,DNS:localhost"


class TlsServer(Server):
    """The harness's server with [tls] in its configuration."""

    def __init__(self, build, folder, cluster, authority, address="127.0.0.1"):
        super().__init__(build, folder, cluster)
        self.address = address
        self.authority = authority
        self.certificate = os.path.join(folder, "server.pem")
        self.key = os.path.join(folder, "server.key")
        authority.issue(self.certificate, self.key, NAMES)
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        text = text.replace('address = "127.0.0.1"', f'address = "{address}"').replace('level = "warning"', 'level = "info"')
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f'{text}\n[tls]\ncertificate = "{self.certificate}"\nkey = "{self.key}"\n'
                       '[sign_in]\nsecond_factor = "offered"\n')

    @property
    def url(self):
        return f"https://{self.address}:{self.port}"

    def connect(self, trusted=None):
        """An HTTP connection that verifies the server."""
        context = ssl.create_default_context(cafile=(trusted or self.authority).file)
        return http.client.HTTPSConnection(self.address, self.port, timeout=20, context=context)

    def ask(self, method, path, headers=None, body=None):
        """(status, headers, body) of one request on a connection of its own."""
        connection = self.connect()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def serial(self):
        """Of the certificate that a new connection is shown."""
        connection = self.connect()
        try:
            connection.connect()
            return connection.sock.getpeercert()["serialNumber"]
        finally:
            connection.close()

    def ready(self):
        if self.process.poll() is not None:
            raise processes.Failure(f"tillnote-server ended with exit {self.process.returncode}: {self.log_tail()}")
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def events(self, name):
        """The lines of that event in the log."""
        with open(self.log_path, encoding="utf-8") as log:
            lines = [json.loads(line) for line in log if line.startswith("{")]
        return [line for line in lines if line["event"] == name]

    def metrics(self):
        """The page of metrics."""
        connection = http.client.HTTPConnection("127.0.0.1", self.metrics_port, timeout=20)
        connection.request("GET", "/metrics")
        page = connection.getresponse().read().decode()
        connection.close()
        return page

    def metric(self, name):
        return float(next(line.split()[1] for line in self.metrics().splitlines() if line.startswith(name + " ")))

    def reload(self, event):
        """SIGHUP, and waits for the log to say `event`."""
        before = len(self.events(event))
        self.process.send_signal(signal.SIGHUP)
        processes.wait_for(lambda: len(self.events(event)) > before, timeout_s=20, what=event)
        return self.events(event)[-1]


class World(TemporaryWorld):
    def __init__(self, address="127.0.0.1"):
        super().__init__("tls", address)

    def _begin(self, address):
        self.authority = Authority(self.folder, "authority")
        self.cluster = Cluster(self.folder)
        self.cluster.start()
        self.server = TlsServer(self.build, self.folder, self.cluster, self.authority, address)
        self.server.prepare_database()
        self.server.start()
        stores.add(self.server, [STORE], zone="America/Chicago")
