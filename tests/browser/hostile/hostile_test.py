"""Hostile text in every field, looked at in a real browser: two instances of its own, one with hostile and one with harmless text.

Run by ctest; by hand: python3 tests/browser/hostile/hostile_test.py --build build
"""
import email
import email.policy
import html
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "faults")]

from harness.tillnote import write_secret  # noqa: E402
from harness.world import run_tests  # noqa: E402
from filled_chain import CLOSED_AGO, DISTRICT, PASSWORD, STORE, FilledChain  # noqa: E402
from texts import LONG, REFUSED, SHORT  # noqa: E402


# Where each field of filled_chain.py must be read, letter by letter.
DIGEST, HISTORY, COMPARISON, RECIPIENTS = ("/stores/{store}/{day}", "/stores/{store}/history", "/districts/{district}",
                                            "/stores/{store}/recipients")
SHOWN = {
    "district name": {"pages": ["/", DIGEST, COMPARISON, "/districts", "/districts/{district}/asks"]},
    "store name": {"pages": ["/", COMPARISON, "/districts/{district}/goals"], "sheets": ["/districts/{district}/comparison.csv", "/v1/districts/{district}/comparison"]},
    "closed day": {},
    "e-mail manager": {"pages": ["/account"]}, "e-mail district": {"pages": [COMPARISON]}, "e-mail chain": {"pages": ["/districts"]},
    "e-mail admin": {"pages": ["/"], "sheets": ["/v1/audit"]}, "e-mail invited": {}, "e-mail digest": {"pages": [RECIPIENTS]}, "e-mail spanish": {"pages": [RECIPIENTS]},
    "e-mail alert": {"pages": [RECIPIENTS]}, "e-mail lead": {"pages": ["/districts/{district}/recipients"]},
    "catalog departments label_en": {}, "catalog departments label_es": {},
    "catalog reasons label_en": {"pages": [HISTORY]}, "catalog reasons label_es": {"pages": [HISTORY]},
    "catalog reasons owner": {}, "catalog reasons theme": {"pages": [HISTORY]},
    "comment": {"pages": [HISTORY]},
    "ask": {"pages": ["/stores/{store}/asks"]}, "ask label": {"pages": ["/stores/{store}/asks"]},
    "district ask": {"pages": ["/districts/{district}/asks"]}, "district ask label": {"pages": ["/districts/{district}/asks"]},
    "message": {}, "event": {"pages": ["/stores/{store}/goals"]},
    "reply": {"pages": ["/stores/{store}/actions"]}, "reply_es": {"pages": ["/stores/{store}/actions"]},
    "alert reply": {"pages": ["/stores/{store}/actions"]},
    "mail server": {"pages": [RECIPIENTS, "/districts/{district}/recipients", "/admin/recipients"]},
    "token": {}, "device": {"pages": ["/stores/{store}/lanes"]}, "version": {"pages": ["/stores/{store}/lanes"]},
}


def read_mail(path):
    return email.message_from_bytes(pathlib.Path(path).read_bytes(), policy=email.policy.default)


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.chains = {}
        for name in ("hostile", "plain"):
            chain = cls.chains[name] = FilledChain(name == "hostile")
            cls.addClassCleanup(chain.end)
            chain.fill()
        for chain in cls.chains.values():
            chain.finish()
        cls.hostile, cls.plain = cls.chains["hostile"], cls.chains["plain"]
        cls.folder = pathlib.Path(cls.hostile.folder)

    def test_9_pages_forms_files_and_mails_in_a_browser(self):
        """The last one: a form of it ends all sign-ins of the manager."""
        told = {name: self.describe(name, chain) for name, chain in self.chains.items()}
        path = self.folder / "chains.json"
        path.write_text(json.dumps(told | {"texts": LONG, "labels": SHORT, "shown": SHOWN}), encoding="utf-8")
        done = subprocess.run(["node", "--test", HERE / "hostile.test.mjs"], env=dict(os.environ, TILLNOTE_CHAINS=str(path)), capture_output=True,
                              text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def describe(self, name, chain):
        """What the browser's side has to know of a chain."""
        lines = json.loads(chain.api.call("GET", f"/v1/stores/{STORE}/actions", token="manager")[1])["actions"]
        done = [line["action_id"] for line in lines if line["reply"]][:6]
        account, unsubscribe = read_mail(chain.mails("account")[0]), read_mail(chain.mails("digest")[0])
        user = chain.cluster.value("select account_id from tillnote.account_grant where role = 'manager' order by 1")
        return {"url": chain.server.url, "user": user, "accounts": chain.accounts, "password": PASSWORD, "store": STORE, "district": DISTRICT,
                "closed_day": chain.clock.day(CLOSED_AGO).isoformat(), "theme": urllib.parse.quote(chain.cluster.value("select min(theme) from tillnote.reason")),
                "poster_lines": "?" + "&".join(f"line={line}" for line in done),
                "password_token": re.search(r"/set-password/([\w.-]+)", account.get_body(("plain",)).get_content())[1],
                "unsubscribe_token": unsubscribe["list-unsubscribe"].strip("<>").rpartition("/")[2],
                "files": self.files_of(name, chain), "filled": chain.filled}

    def files_of(self, name, chain):
        """HTML that no server sends: mails, and what the command line prints."""
        parts = [(path.name.split(".")[0] + (" es" if "lang=\"es\"" in body else " en"), body) for path, body in
                 ((pathlib.Path(path), read_mail(path).get_body(("html",)).get_content()) for path in chain.mails())]
        parts += [("reason sheet", chain.server.command("reason-sheet", STORE).stdout),
                  ("district on the command line", chain.server.command("district", "digest", DISTRICT, "latest", "--html").stdout)]
        files = []
        for kind, body in sorted(parts):
            path = self.folder / f"{name} {kind}.html"
            path.write_text(body, encoding="utf-8")
            files.append({"kind": kind, "path": str(path), "base_url": chain.server.url})
        return files

    def test_2_mails_have_the_headers_of_harmless_ones_and_the_text_in_words(self):
        for kind in ("digest", "district", "alert", "account"):
            hostile, plain = ([read_mail(path) for path in chain.mails(kind)] for chain in (self.hostile, self.plain))
            self.assertEqual(sorted(mail.keys() for mail in hostile), sorted(mail.keys() for mail in plain), kind)
            for mail in hostile:
                self.assertFalse(mail.defects, kind)
                self.assertEqual(len(mail["to"].addresses), 1)
                self.assertNotIn("\n", mail["subject"])
        text = read_mail(self.hostile.mails("digest")[0]).get_body(("plain",)).get_content()
        name = next(put["text"] for put in self.hostile.filled if put["field"] == "store name")
        self.assertIn(name, text)
        self.assertIn(name, read_mail(self.hostile.mails("digest")[0])["subject"])
        self.assertNotIn(name, read_mail(self.hostile.mails("digest")[0]).get_body(("html",)).get_content())
        self.assertIn(html.escape(name), read_mail(self.hostile.mails("digest")[0]).get_body(("html",)).get_content().replace("&apos;", "&#x27;"))

    def test_1_fields_refuse_what_cannot_be_shown_as_it_is_and_name_themselves(self):
        base, day = f"/v1/stores/{STORE}", self.hostile.clock.day(0).isoformat()
        answers = [{"answer": str(index), "label_en": "a", "label_es": "b"} for index in range(2)]
        fields = [("POST", base + "/asks", {"question_en": "a", "question_es": "b", "answers": answers, "from": day, "to": day}, path, "manager")
                  for path in ("question_en", "question_es", "answers/0/label_en", "answers/1/label_es")]
        fields += [("POST", base + "/messages", {"text_en": "a", "text_es": "b"}, path, "manager") for path in ("text_en", "text_es")]
        fields += [("POST", base + "/events", {"what": "a", "day": day}, "what", "manager"),
                   ("POST", base + "/recipients", {"email": "a@b.example"}, "email", "manager"),
                   ("POST", base + "/goals", {"theme": "a", "at_most": True, "target": 0.2, "to": day}, "theme", "manager"),
                   ("POST", f"/v1/districts/{DISTRICT}/recipients", {"email": "a@b.example"}, "email", "district"),
                   ("POST", "/v1/tokens", {"name": "a", "reads": "chain"}, "name", "admin"),
                   ("POST", "/v1/enrolments", {"device": "a"}, "device", None)]
        fields += [("POST", base + "/actions", {"line_key": "reason:102", "state": "done", "reply": "a", "reply_es": "b"}, path, "manager")
                   for path in ("line_key", "reply", "reply_es")]
        taken = []
        for method, path, body, field, token in fields:
            for what, text in REFUSED.items():
                status, answer = self.hostile.api.call(method, path, put_in(body, field, text), token=token)
                # NUL is refused with the JSON itself, before there are fields.
                if status not in (400, 422) or (f'"pointer":"/{field}"' not in answer.decode() and b"U+0000" not in answer):
                    taken.append((path, field, what, status))
        self.assertEqual(taken, [])

    def test_3_the_command_line_refuses_the_same(self):
        secret = write_secret(str(self.folder / "secret"), PASSWORD)
        taken = []
        for what, text in REFUSED.items():
            if "\0" in text:
                continue  # no argument can hold it
            for words in (["store", "district", "refused", f"--name={text}"],
                          ["store", "add", "refused", f"--name={text}", "--district", DISTRICT, "--zone", "Etc/GMT"],
                          ["store", "close-day", STORE, "2026-01-01", f"--why={text}"],
                          ["user", "add", f"a{text}@b.example", "--role", "chain", "--password-file", secret],
                          ["webhook", "add", f"https://b.example/{text}", "--secret-file", secret],
                          ["message", "add", STORE, f"--text-en={text}", "--text-es=b"]):
                done = self.hostile.server.command(*words, check=False)
                if done.returncode == 0 or not re.fullmatch("tillnote-server: [ -~]+\n", done.stderr):
                    taken.append((words[:2], what, done.stderr))
        self.assertEqual(taken, [])


def put_in(body, field, text):
    """`body` with `text` where the JSON pointer leads."""
    changed = json.loads(json.dumps(body))
    *path, last = [int(step) if step.isdigit() else step for step in field.split("/")]
    place = changed
    for step in path:
        place = place[step]
    place[last] = text
    return changed


if __name__ == "__main__":
    run_tests()
