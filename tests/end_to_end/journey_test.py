"""The newcomer's journey, on real parts: `./tillnote up`, a tap on a lane, the digest in a browser, and what a kill leaves.

An instance of its own, in a temporary folder with a space in its name, on ports chosen at run time.
Run by ctest; by hand: TILLNOTE_ROOT=<checkout> python3 tests/end_to_end/journey_test.py
"""
import email
import email.policy
import hmac
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hook import Hook

ROOT = pathlib.Path(os.environ.get("TILLNOTE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
BIN = ROOT / "build" / "bin"
SHOWN_WITHIN_S = 2.0  # the contract's promise for a stored note
RECOVERED_WITHIN_S = 60.0
ALERTED_WITHIN_S = 40.0  # 12 s for an undo to come, then the worker and the delivery


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds):
    """The first true answer of `condition`, or its last one when time is up."""
    deadline = time.monotonic() + seconds
    answer = condition()
    while not answer and time.monotonic() < deadline:
        time.sleep(0.02)
        answer = condition()
    return answer


class Journey(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tillnote journey ")
        os.chmod(cls.folder.name, 0o755)
        cls.environment = dict(os.environ, TILLNOTE_VAR=cls.folder.name + "/var", TILLNOTE_PORT=str(free_port()))
        cls.addClassCleanup(cls.folder.cleanup)
        cls.addClassCleanup(cls.launch, "down")
        cls.launch("up", "--detach", check=True)
        cls.status = json.loads(cls.launch("status", "--json", check=True).stdout)
        cls.lane = cls.status["lanes"][0]
        cls.token = cls.sign_in("chain")

    @classmethod
    def launch(cls, *words, check=False):
        done = subprocess.run([ROOT / "tillnote", *words], env=cls.environment, capture_output=True, text=True, timeout=900)
        if check and done.returncode != 0:
            raise AssertionError(f"tillnote {' '.join(words)}: {done.stdout}{done.stderr}")
        return done

    @classmethod
    def request(cls, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = "Bearer " + token
        request = urllib.request.Request(
            cls.status["url"] + path, method=method, headers=headers, data=json.dumps(body).encode() if body is not None else None)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    @classmethod
    def account(cls, role):
        return next(account for account in cls.status["accounts"] if account["role"] == role)

    @classmethod
    def sign_in(cls, role):
        account = cls.account(role)
        return cls.request("POST", "/v1/sessions", {"email": account["email"], "password": account["password"]})["token"]

    def run_lane(self, *words, check=True):
        done = subprocess.run([BIN / "tillnote-lane", "--state", self.lane["state_dir"], *words], capture_output=True, text=True, timeout=120)
        if check:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def tap(self, reason):
        return self.run_lane("tap", reason, "--transaction", os.urandom(8).hex()).stdout.strip()

    def query(self, sql):
        done = subprocess.run(["psql", self.status["postgres"], "-XAtc", "set search_path = tillnote", "-c", sql], capture_output=True,
                              text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()[-1]

    def remarks(self, reason):
        digest = self.request("GET", f"/v1/stores/{self.lane['store']}/digests/today", token=self.token)
        return next(row["remarks"] for row in digest["reasons"] if row["reason"] == reason)

    def stored(self, note_id):
        return self.query(f"select count(*) from note where note_id = '{note_id}'")

    def test_1_a_tap_is_in_the_digest_within_two_seconds_and_once_in_the_database(self):
        before = self.remarks("101")
        note_id = self.tap("101")
        began = time.monotonic()
        self.assertTrue(wait_until(lambda: self.remarks("101") == before + 1, SHOWN_WITHIN_S),
                        f"not shown {time.monotonic() - began:.1f} s after the tick")
        self.assertEqual(self.stored(note_id), "1")
        self.assertEqual(self.run_lane("undo").stdout.strip(), note_id)
        self.assertTrue(wait_until(lambda: self.remarks("101") == before, SHOWN_WITHIN_S))

    def test_2_the_page_in_a_browser(self):
        account = self.account("manager")
        environment = dict(os.environ, TILLNOTE_URL=self.status["url"], TILLNOTE_EMAIL=account["email"],
                           TILLNOTE_PASSWORD=account["password"], TILLNOTE_STORE=self.lane["store"],
                           TILLNOTE_TAP=f"'{BIN}/tillnote-lane' --state '{self.lane['state_dir']}' tap 102")
        done = subprocess.run(["node", "--test", ROOT / "tests" / "browser" / "live.test.mjs"], env=environment, capture_output=True,
                              text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_3_the_demo_chain_is_whole(self):
        self.assertEqual(len(self.status["stores"]), 12)
        self.assertEqual(len({store["zone"] for store in self.status["stores"]}), 3)
        self.assertEqual(len({store["district"] for store in self.status["stores"]}), 2)
        days = self.query(f"select count(distinct business_day) from note where store_id = '{self.lane['store']}'")
        self.assertGreaterEqual(int(days), 89)
        verified = subprocess.run([BIN / "tillnote-server", "--config", self.status["config"], "verify"], capture_output=True, text=True,
                                  timeout=300)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_4_a_second_up_is_quick_and_says_the_same(self):
        began = time.monotonic()
        again = self.launch("up", "--detach", check=True)
        self.assertLess(time.monotonic() - began, 15)
        self.assertIn(self.status["url"], again.stdout)

    def test_5_nothing_is_lost_when_everything_is_killed(self):
        ticked = [self.tap("701")]
        for name in ("tillnote-server", "tillnote-lane"):
            for process in self.processes_of(name):
                os.kill(process, signal.SIGKILL)
        ticked.append(self.tap("701"))
        self.launch("up", "--detach", check=True)
        self.run_lane("flush", "--timeout", str(int(RECOVERED_WITHIN_S)))
        for note_id in ticked:
            self.assertEqual(self.stored(note_id), "1", note_id)

    def server(self, *words):
        done = subprocess.run([BIN / "tillnote-server", "--config", self.status["config"], *words], capture_output=True, text=True,
                              timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_6_the_managers_digest_has_left_as_a_mail_and_can_be_explained(self):
        manager = self.account("manager")
        mails = sorted(pathlib.Path(self.status["mail_dir"]).glob(f"digest.{manager['scope']}.*.eml"))
        self.assertEqual(len(mails), 1, mails)
        mail = email.message_from_bytes(mails[0].read_bytes(), policy=email.policy.default)
        self.assertEqual(mail["to"].addresses[0].addr_spec, manager["email"])
        self.assertEqual([part.get_content_type() for part in mail.iter_parts()], ["text/plain", "text/html"])
        self.assertEqual(mail["auto-submitted"], "auto-generated")
        day = mail["message-id"].split(".")[2]
        digest = json.loads(self.server("digest", manager["scope"], day, "--json", "--edition", "1"))
        self.assertEqual(digest["edition"]["number"], 1)
        self.assertEqual(digest, self.request("GET", f"/v1/stores/{manager['scope']}/digests/{day}?edition=1", token=self.token))
        explanation = self.server("explain", manager["scope"], day)
        self.assertIn("byte for byte", explanation)
        self.assertIn("nothing has arrived since", explanation)
        self.assertIn("0 given up", self.server("send-due"))
        listed = json.loads(self.server("deliveries", "list", "--store", manager["scope"], "--json"))
        self.assertEqual([(row["state"], row["to"], row["day"]) for row in listed], [("sent", manager["email"], day)])
        # The demo ends with Denver's last day. From 05:45 to 06:00 in New York the mail is about a day later, of which there is nothing.
        if digest["completeness"]["lanes_heard"] > 0:
            self.acknowledge_in_three_taps(manager, mail.get_body(("html",)).get_content())
        link = mail["list-unsubscribe"].strip("<>")
        with urllib.request.urlopen(urllib.request.Request(link, data=b"List-Unsubscribe=One-Click", method="POST"), timeout=30) as page:
            self.assertIn(b"no more of this mail", page.read())
        self.assertEqual(self.query(f"select count(*) from recipient where store_id = '{manager['scope']}' and kind = 'digest' and unsubscribed_at is null"), "0")

    def test_6_the_districts_digest_has_left_and_can_be_explained(self):
        lead = self.account("district")
        # From 05:45 to 07:45 in the last of its stores, the day before the last one's is due too.
        mails = sorted(pathlib.Path(self.status["mail_dir"]).glob(f"district.{lead['scope']}.*.eml"))
        self.assertGreaterEqual(len(mails), 1)
        mail = email.message_from_bytes(mails[0].read_bytes(), policy=email.policy.default)
        self.assertEqual(mail["to"].addresses[0].addr_spec, lead["email"])
        day = mail["message-id"].split(".")[2]
        text = self.server("district", "digest", lead["scope"], day)
        self.assertIn(text.splitlines()[0], mail.get_body(("plain",)).get_content())
        explanation = self.server("district", "explain", lead["scope"], day)
        self.assertIn("byte for byte", explanation)
        self.assertIn("nothing has arrived since", explanation)

    def acknowledge_in_three_taps(self, manager, html):
        page = pathlib.Path(self.folder.name) / "mail.html"
        page.write_text(html, encoding="utf-8")
        environment = dict(os.environ, TILLNOTE_URL=self.status["url"], TILLNOTE_EMAIL=manager["email"],
                           TILLNOTE_PASSWORD=manager["password"], TILLNOTE_MAIL=str(page))
        done = subprocess.run(["node", "--test", ROOT / "tests" / "browser" / "three_taps.test.mjs"], env=environment,
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        acknowledged = self.query(f"select count(*) from action where store_id = '{manager['scope']}' and state = 'acknowledged'")
        self.assertEqual(acknowledged, "1")

    def test_7_an_urgent_tap_is_mailed_and_posted_within_seconds(self):
        secret = pathlib.Path(self.folder.name) / "hook secret"
        secret.write_text("open sesame\n")
        os.chmod(secret, 0o600)
        with Hook() as hook:
            self.server("webhook", "add", hook.url, "--secret-file", str(secret), "--kind", "alert",
                        "--store", self.lane["store"])
            self.tap("401")
            self.expect_alert_mailed()
            posted = wait_until(lambda: hook.posted, ALERTED_WITHIN_S)
        self.assertEqual(len(posted), 1, "the webhook was not told once")
        headers, body = posted[0]
        told = json.loads(body)
        self.assertEqual((headers["Tillnote-Event"], told["event"], told["store"]), ("alert", "alert", self.lane["store"]))
        self.assertEqual(told["alert"]["reason"], "401")
        signed = headers["Tillnote-Timestamp"].encode() + b"." + body
        self.assertEqual(headers["Tillnote-Signature"], "v1=" + hmac.new(b"open sesame", signed, "sha256").hexdigest())

    def expect_alert_mailed(self):
        folder = pathlib.Path(self.status["mail_dir"])
        deadline = time.monotonic() + ALERTED_WITHIN_S
        while not (mails := sorted(folder.glob("alert.*.eml"))) and time.monotonic() < deadline:
            time.sleep(0.2)
        self.assertEqual(len(mails), 1, f"no alert in {folder} within {ALERTED_WITHIN_S} s")
        mail = email.message_from_bytes(mails[0].read_bytes(), policy=email.policy.default)
        self.assertEqual(mail["to"].addresses[0].addr_spec, self.account("manager")["email"])
        self.assertIn("Expired/spoiled", mail.get_body(("plain",)).get_content())

    def processes_of(self, name):
        """Processes of this instance only: its folder is in their command line or their environment."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except (OSError, NotADirectoryError):
                continue
            if words[0].endswith(name.encode()) and any(word.startswith(self.environment["TILLNOTE_VAR"].encode()) for word in words):
                found.append(int(entry.name))
        self.assertTrue(found, f"no {name} runs")
        return found


if __name__ == "__main__":
    unittest.main(verbosity=2)
