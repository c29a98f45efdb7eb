"""The real server with every kind of secret, driven through all that uses them, and then looked for where none may stand.

usage: leaks_test.py [--build DIR]
"""

import base64
import email
import email.policy
import hashlib
import hmac
import json
import os
import re
import sys
import time
import unittest
import urllib.parse

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "support"))

from hook import Hook
from installation import PROXY, STORE, USER, Installation
from person import SESSION, Person
from harness import processes
from harness.cluster import pg_dump_program
from harness.tillnote import Lane, write_secret
from harness.world import run_tests

ADMIN = "admin@shop.example"
PASSWORD = "purple lamp eats tuesday"
MANAGER = "manager@shop.example"
FIRST_PASSWORD = "seven grey wolves at noon"
NEXT_PASSWORD = "a kettle for the night train"


def forms_of(secret):
    """Text as it is and in an address; text and bytes in hexadecimal, and in Base64 wherever it begins there."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    forms = {raw.hex()} if isinstance(secret, bytes) else {secret, urllib.parse.quote(secret, safe=""), raw.hex()}
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw).decode()
        # Without the letters that hold bits of what stands around it.
        forms.add(coded[(before * 8 + 5) // 6:(before + len(raw)) * 8 // 6])
    return forms


def text_of(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def find_secrets(known, places):
    """"name in place" for each secret of `known` that stands in a text of `places`."""
    return [f"{name} in {place}" for name, secret in known.items() for place, text in places.items()
            if any(form in text for form in forms_of(secret))]


def code_of(secret, now):
    """What an authenticator shows for it (RFC 6238)."""
    digest = hmac.new(secret, (int(now) // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7fffffff) % 1_000_000:06}"


class Leaks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installation = Installation()
        cls.addClassCleanup(cls.installation.end)
        cls.cluster, cls.server = cls.installation.cluster, cls.installation.server
        cls.known = dict(cls.server.secrets, password=PASSWORD, **{"first password": FIRST_PASSWORD, "next password": NEXT_PASSWORD})
        cls.answers = []
        cls.server.start()
        cls.found_the_installation()
        cls.ask_for_what_is_not_there()
        cls.deliver()
        cls.set_passwords_by_link()
        cls.take_a_second_factor()
        cls.read_with_tokens()
        cls.come_by_proxy()
        cls.enrol()
        cls.break_what_uses_secrets()

    @classmethod
    def somebody(cls, *words, **more):
        return Person(cls.server, cls.known, cls.answers, *words, **more)

    @classmethod
    def found_the_installation(cls):
        cls.known["set-up token"] = token = cls.server.command("setup-token").stdout.strip()
        cls.admin = cls.somebody()
        cls.admin.post("/setup", 401, {"token": token[:-1] + "~", "email": ADMIN, "password": PASSWORD})
        cls.admin.post("/setup", 200, {"token": token, "email": ADMIN, "password": PASSWORD})
        cls.admin.post("/sign-in", 401, {"email": ADMIN, "password": PASSWORD + "!", "next": "/"})
        cls.admin.post("/sign-in", 303, {"email": ADMIN, "password": PASSWORD, "next": "/"})

    @classmethod
    def ask_for_what_is_not_there(cls):
        as_json = {"Content-Type": "application/json"}
        for method, path, status, body in [("GET", "/nowhere/" + cls.admin.cookies[SESSION], 404, None), ("GET", "/stores/none/today", 403, None),
                                           ("POST", "/v1/sessions", 400, "{"), ("POST", "/v1/notes", 401, "{}"), ("DELETE", "/livez", 405, None)]:
            cls.admin.ask(method, path, status, body, as_json)

    @classmethod
    def deliver(cls):
        """A mail that takes the mail password, and an alert that is signed with the webhook's key."""
        server, lane = cls.server, Lane(cls.installation.build, os.path.join(cls.installation.folder, "lane"), 1)
        server.command("user", "invite", MANAGER, "--role", "manager", "--scope", STORE)
        processes.wait_for(lambda: cls.installation.mail.taken, timeout_s=60, what="the invitation")
        cls.known["lane token"] = token = server.add_lane_token(STORE, 1)
        lane.enrol(server.url, token, "--ca-file", server.authority.file)
        with Hook() as hook:
            server.command("webhook", "add", hook.url, "--kind", "alert", "--store", STORE, "--secret-file", "credential:tillnote.webhook-key")
            lane.command("tap", "401")
            lane.command("flush", "--timeout", "30")
            processes.wait_for(lambda: hook.posted, timeout_s=60, what="the alert")
            cls.posted = hook.posted[0]

    @classmethod
    def link_in_mail(cls, number):
        """The token of the link in that mail, once it has come; a secret from then on."""
        taken = cls.installation.mail.taken
        processes.wait_for(lambda: len(taken) >= number, timeout_s=60, what=f"mail {number}")
        mail = email.message_from_bytes(base64.b64decode(taken[number - 1]["message"]), policy=email.policy.default)
        token = re.search(r"/set-password/([\w-]+)", mail.get_body(("plain",)).get_content()).group(1)
        cls.known[f"link of mail {number}"] = token
        return token

    @classmethod
    def set_passwords_by_link(cls):
        """Three links: an invitation, one that is used, and one that lies in the database when it is looked through."""
        cls.manager = cls.somebody()
        invitation = "/set-password/" + cls.link_in_mail(1)
        cls.manager.ask("GET", invitation + "x", 404)
        cls.manager.post(invitation, 400, {"password": "too short"})
        cls.manager.post(invitation, 200, {"password": FIRST_PASSWORD})
        cls.manager.post("/forgotten-password", 200, {"email": MANAGER})
        cls.manager.post("/set-password/" + cls.link_in_mail(2), 200, {"password": NEXT_PASSWORD})
        cls.manager.ask("GET", invitation, 404)
        cls.manager.post("/forgotten-password", 200, {"email": MANAGER})
        cls.link_in_mail(3)

    @classmethod
    def take_a_second_factor(cls):
        manager, words = cls.manager, {"email": MANAGER, "password": NEXT_PASSWORD}
        manager.post("/sign-in", 303, {**words, "next": "/"})
        manager.post("/account/second-factor", 303, {}, of="/account")
        shown = re.search(r"secret=([A-Z2-7]+)", manager.ask("GET", "/account", 200, shown_once=True)).group(1)
        secret = base64.b32decode(shown + "=" * (-len(shown) % 8))
        cls.known |= {"second factor": shown, "bytes of the second factor": secret}
        confirmation = "/account/second-factor/confirmation"
        manager.post(confirmation, 400, {"code": "000000"}, of="/account", shown_once=True)
        page = manager.post(confirmation, 200, {"code": code_of(secret, time.time())}, of="/account", shown_once=True)
        codes = re.findall(r"<li><code>([A-Z0-9-]+)</code></li>", page)
        for code in codes:
            cls.known |= {f"recovery code {code[:4]}": code, f"bare recovery code {code[:4]}": code.replace("-", "")}
        manager.ask("GET", "/account", 200)
        again = cls.somebody()
        again.post("/sign-in", 303, {**words, "next": "/"})
        again.post("/sign-in/code", 401, {"code": codes[0] + "B"})
        again.post("/sign-in/code", 303, {"code": codes[0], "next": "/"})
        as_json = {"Content-Type": "application/json"}
        again.ask("POST", "/v1/sessions", 401, json.dumps({**words, "code": codes[1] + "B"}), as_json)
        opened = again.ask("POST", "/v1/sessions", 201, json.dumps({**words, "code": codes[1]}), as_json, shown_once=True)
        cls.known["token of a session"] = json.loads(opened)["token"]

    @classmethod
    def read_with_tokens(cls):
        cls.known["user token"] = cls.server.command("user", "token", MANAGER).stdout.strip()
        cls.known["read token"] = cls.server.command("token", "add", "Power BI", "--store", STORE).stdout.strip()
        script = cls.somebody()
        for name in ("token of a session", "user token", "read token"):
            script.ask("GET", "/v1/stores", 200, headers={"Authorization": "Bearer " + cls.known[name]})
            script.ask("GET", "/v1/stores", 401, headers={"Authorization": f"Bearer {cls.known[name]}x"})
        for path in ("/v1/users", "/v1/audit", "/admin/users", "/admin/audit", "/account"):
            cls.admin.ask("GET", path, 200)

    @classmethod
    def come_by_proxy(cls):
        secret, who = cls.known["proxy-secret"], {"X-Forwarded-Email": MANAGER}
        comer = cls.somebody({**who, "X-Tillnote-Proxy-Secret": secret + "x"}, PROXY)
        comer.ask("GET", "/sign-in", 403)
        comer.says["X-Tillnote-Proxy-Secret"] = secret
        comer.ask("GET", "/sign-in", 303)
        comer.ask("GET", "/account", 200)
        cls.somebody(comer.says).ask("GET", "/sign-in", 200)

    @classmethod
    def enrol(cls):
        lane = cls.somebody()
        begun = json.loads(lane.ask("POST", "/v1/enrolments", 201, '{"device": "lane"}', {"Content-Type": "application/json"}, shown_once=True))
        cls.known["secret of an enrolment"] = begun["secret"]
        lane.ask("GET", "/v1/enrolments/" + begun["enrolment_id"], 200, headers={"Authorization": "Bearer " + begun["secret"]})

    @classmethod
    def break_what_uses_secrets(cls):
        """Each refuses its secret once, for whatever is then said about it."""
        server = cls.server
        write_secret(server.credential("mail-password"), "not " + cls.known["mail-password"], USER)
        server.command("user", "invite", "other@shop.example", "--role", "manager", "--scope", STORE)
        processes.wait_for(lambda: "enied" in server.command("deliveries", "list").stdout, timeout_s=60, what="the mail server's no")
        os.chmod(server.credential("tls-key"), 0o604)
        server.reload("tls_reload_failed")
        os.chmod(server.credential("tls-key"), 0o600)
        write_secret(server.credential("database-web"), "not " + cls.known["database password of web"], USER)
        cls.cluster.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tillnote_web'", "postgres")
        processes.wait_for(lambda: any("password authentication failed" in event["what"] for event in server.events("database_failure")),
                           timeout_s=60, what="the database's no")
        write_secret(server.credential("database-web"), cls.known["database password of web"], USER)
        processes.wait_for(lambda: server.ask("GET", "/readyz")[0] == 200, timeout_s=30, what="the database again")

    def read_of_process(self, name):
        return text_of(f"/proc/{self.server.process.pid}/{name}")

    def test_the_secrets_are_the_ones_in_use(self):
        self.assertEqual(self.installation.mail.taken[0]["user"], "tillnote")
        headers, body = self.posted
        signed = headers["Tillnote-Timestamp"].encode() + b"." + body
        self.assertEqual(headers["Tillnote-Signature"], "v1=" + hmac.new(self.known["webhook-key"].encode(), signed, hashlib.sha256).hexdigest())
        self.assertEqual(self.server.ask("GET", "/", {"Cookie": f"{SESSION}={self.admin.cookies[SESSION]}"})[0], 200)
        names = " ".join(self.known)
        for name, count in (("session ", 5), ("link of mail", 3), ("bare recovery code", 10), (" token", 4), ("password", 9)):
            self.assertGreaterEqual(names.count(name), count, f"{name}: {names}")

    def test_none_stands_where_others_look(self):
        printed = self.server.command("--print-config")
        places = {
            "the log": self.server.log(), "the arguments": self.read_of_process("cmdline"), "the environment": self.read_of_process("environ"),
            "--print-config": printed.stdout + printed.stderr, "the metrics": self.server.metrics(), "answers": "".join(self.answers),
            **{" ".join(words): self.server.command(*words).stdout for words in (
                ("deliveries", "list"), ("webhook", "list"), ("token", "list"), ("user", "list", "--json"), ("lane", "list"), ("audit", "--json"))},
            "the log of PostgreSQL": text_of(self.cluster.log_path),
            "a dump of the database": processes.run([pg_dump_program(), "-d", self.cluster.conninfo("postgres")]).stdout,
        }
        for place, text in places.items():
            self.assertGreater(len(text), 20, f"{place} cannot be judged")
        self.assertEqual(find_secrets(self.known, places), [])

    def test_what_looks_for_them_finds_them(self):
        known = {"a": "Hu/gh+ 1=Z"}
        for text in ("x Hu/gh+ 1=Z y", "p=Hu%2Fgh%2B%201%3DZ&", base64.b64encode(b"abHu/gh+ 1=Zcd").decode(), b"Hu/gh+ 1=Z".hex()):
            self.assertEqual(find_secrets(known, {"b": text}), ["a in b"], text)
        self.assertEqual(find_secrets(known, {"b": "Hu/gh+ 1=z"}), [])
        self.assertEqual(find_secrets({"a": b"\xff\x00\x10"}, {"b": "\\xff0010", "c": "/wAQ", "d": "ff"}), ["a in b", "a in c"])

    def test_a_password_written_into_the_configuration_is_not_shown(self):
        config = os.path.join(self.installation.folder, "own.toml")
        with open(self.server.config, encoding="utf-8") as file:
            text = re.sub(r'^web = ".*"$', 'web = "postgresql://u:Hu%2Fgh@localhost/db?sslpassword=Hugh1"', file.read(), flags=re.MULTILINE)
        write_secret(config, text)
        done = processes.run([self.server.program, "--config", config, "--print-config"], env=self.server.environment)
        self.assertNotIn("Hu", done.stdout + done.stderr)
        os.chmod(config, 0o644)
        done = processes.run([self.server.program, "--config", config, "--print-config"], env=self.server.environment, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(f"holds a password and is open to others: chmod 640 {config}", done.stderr)

    def test_no_core_file_and_no_other_process_of_the_user_sees_its_memory(self):
        # What the kernel makes of a process that may not be dumped: its files are root's, and so is the right to trace it.
        self.assertEqual(os.stat(f"/proc/{self.server.process.pid}/environ").st_uid, 0)
        user = int(re.search(r"^Uid:\s+(\d+)", self.read_of_process("status"), re.MULTILINE).group(1))
        self.assertNotEqual(user, 0, "root's own processes would pass without it")


if __name__ == "__main__":
    run_tests()
