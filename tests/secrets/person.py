"""Somebody at a browser, whose every answer is kept to be looked through."""

import re
import urllib.parse

from harness.processes import Failure

SESSION = "__Host-tillnote_session"


class Person:
    """Keeps cookies. `answers` gets what is answered, `known` the sessions. `says`: headers with every request, from `source`."""

    def __init__(self, server, known, answers, says=(), source="127.0.0.1"):
        self.server = server
        self.known = known
        self.answers = answers
        self.says = dict(says)
        self.source = source
        self.cookies = {}

    def ask(self, method, path, expected, body=None, headers=(), shown_once=False):
        """The text of the answer, whose status is the `expected` one. Kept unless it is the one that shows a secret."""
        connection = self.server.connect()
        connection.source_address = (self.source, 0)
        own = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        try:
            connection.request(method, path, body=body, headers={**own, **self.says, **dict(headers)})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status != expected:
            raise Failure(f"{method} {path} was answered {answer.status}, not {expected}: {text}")
        self._keep_cookies(answer.headers.get_all("Set-Cookie") or [])
        if not shown_once:
            said = "".join(f"{name}: {value}\n" for name, value in answer.getheaders() if name.lower() != "set-cookie")
            # Who asked for it may be told what he asked for.
            self.answers.append((said + text).replace(path, "PATH").replace(urllib.parse.quote(path, safe=""), "PATH"))
        return text

    def _keep_cookies(self, lines):
        for line in lines:
            name, _, value = line.split(";")[0].partition("=")
            if not value:
                self.cookies.pop(name, None)
                continue
            self.cookies[name] = value
            if name == SESSION:
                self.known[f"session {len(self.known)}"] = value

    def post(self, path, expected, fields, of=None, shown_once=False):
        """A form that stands on the page `of`, or on its own."""
        page = self.ask("GET", of or path, 200, shown_once=shown_once)
        fields = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page).group(1), **fields}
        return self.ask("POST", path, expected, urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"},
                        shown_once)
