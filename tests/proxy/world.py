"""A PostgreSQL, a tillnote-server that trusts a proxy, and that proxy; and a browser that comes through it."""

import http.client
import os
import re
import ssl
import sys
import urllib.parse

_TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(_TESTS, "faults"), os.path.join(_TESTS, "tls")]

from certificates import Authority
from harness import stores
from harness.cluster import Cluster
from harness.tillnote import Server, write_secret
from harness.world import TemporaryWorld
from trusted_proxy import TrustedProxy

STORE = "proxy-store"
PASSWORD = "correct horse battery staple"
SECRET = "what the proxy and Tillnote know of each other"


class World(TemporaryWorld):
    """`more_config` is TOML, of sections that the harness does not write; FOLDER in it is ours."""

    def __init__(self, more_config=""):
        super().__init__("proxy", more_config)

    def _begin(self, more_config):
        self.authority = Authority(self.folder, "authority")
        self.cluster = Cluster(self.folder)
        self.cluster.start()
        self.server = Server(self.build, self.folder, self.cluster)
        with open(self.server.config, "a", encoding="utf-8") as file:
            file.write('\n[proxy]\naddresses = ["127.0.0.1"]\n' + more_config.replace("FOLDER", self.folder))
        write_secret(os.path.join(self.folder, "secret"), SECRET)
        self.server.prepare_database()
        self.server.start()
        stores.add(self.server, [STORE], zone="America/Chicago")
        self.proxy = TrustedProxy(self.server.port, self.authority, self.folder)

    def add_user(self, email):
        self.server.command("user", "add", email, "--role", "manager", "--scope", STORE, "--password-file", "-",
                            input_text=PASSWORD + "\n")

    def add_user_without_password(self, email):
        self.server.command("user", "add", email, "--role", "manager", "--scope", STORE)

    def end(self):
        if hasattr(self, "proxy"):
            self.proxy.close()
        super().end()


class Browser:
    """Keeps its cookies; comes from `source`, through the proxy, or straight to the server, which it may not."""

    def __init__(self, world, source, straight=False):
        self.world = world
        self.source = source
        self.straight = straight
        self.cookies = {}

    def ask(self, method, path, form=None, headers=()):
        """(status, headers, body) of one request on a connection of its own."""
        connection = self._connect()
        try:
            connection.putrequest(method, path)
            if self.cookies:
                connection.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
            for name, value in headers:
                connection.putheader(name, value)
            body = urllib.parse.urlencode(form).encode() if form is not None else b""
            if form is not None:
                connection.putheader("Content-Type", "application/x-www-form-urlencoded")
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.split(";")[0].partition("=")
                self.cookies[name] = value
                if not value:
                    del self.cookies[name]
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def _connect(self):
        source = (self.source, 0)
        if self.straight:
            return http.client.HTTPConnection("127.0.0.1", self.world.server.port, timeout=20, source_address=source)
        context = ssl.create_default_context(cafile=self.world.authority.file)
        return http.client.HTTPSConnection("127.0.0.1", self.world.proxy.port, timeout=20, context=context, source_address=source)

    def sign_in(self, email, password=PASSWORD, headers=()):
        """The answer to the form of the sign-in page."""
        _, _, page = self.ask("GET", "/sign-in", headers=headers)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        return self.ask("POST", "/sign-in", {"csrf_token": token, "email": email, "password": password, "next": "/"}, headers)
