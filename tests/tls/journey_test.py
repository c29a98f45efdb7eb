"""TLS from one end to the other: an authority of our own, a server with a certificate of it, a lane that trusts it, a tap.

usage: journey_test.py [--build DIR]
"""

import http.client
import json
import os
import re
import socket
import subprocess
import threading
import unittest
import urllib.parse

from certificates import Authority
from world import NAMES, STORE, World
from harness import processes
from harness.tillnote import Lane
from harness.world import run_tests

PASSWORD = "correct horse battery staple"


class TlsJourney(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.end)
        cls.server = cls.world.server

    def setUp(self):
        """Each test begins with a certificate that the lanes trust."""
        self.server.authority.issue(self.server.certificate, self.server.key, NAMES)
        self.server.reload("tls_certificate")

    def make_lane(self, number):
        return Lane(self.world.build, os.path.join(self.world.folder, f"lane {number}"), number)

    def enrolled_lane(self, number):
        lane = self.make_lane(number)
        lane.enrol(self.server.url, self.server.add_lane_token(STORE, number), "--ca-file", self.world.authority.file)
        return lane

    @staticmethod
    def said_by(lane):
        with open(lane.log_path, encoding="utf-8") as log:
            return log.read()

    def stored(self, note_id):
        return self.world.cluster.value(f"select count(*) from tillnote.note where note_id = '{note_id}'")

    def test_a_lane_enrols_with_a_code_and_its_tap_arrives(self):
        lane = self.make_lane(1)
        enrolling = subprocess.Popen(lane.words("enrol", self.server.url, "--ca-file", self.world.authority.file),
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        code = re.fullmatch(r"code (\S+)\n", enrolling.stdout.readline()).group(1)
        self.server.command("lane", "approve", code, "--store", STORE, "--lane", "1")
        _, complaints = enrolling.communicate(timeout=60)
        self.assertEqual(enrolling.returncode, 0, complaints)
        lane.launch_agent()
        note_id = processes.wait_for(lambda: lane.command("tap", "101", check=False).stdout.strip(), timeout_s=20, what="a tap")
        processes.wait_for(lambda: self.stored(note_id) == "1", timeout_s=20, what="the tap to arrive")
        self.assertTrue(lane.status()["server_reachable"])
        self.assertTrue(lane.command("status").stdout.endswith("server reachable\n"))
        processes.stop(lane.agent)

    def test_a_lane_says_why_it_does_not_trust(self):
        lane = self.make_lane(2)
        strangers = Authority(self.world.folder, "strangers")
        for words, expected in [
            ([self.server.url], "Enrol with --ca-file FILE"),
            ([self.server.url, "--ca-file", strangers.file], "comes from 'Test authority authority'"),
            ([self.server.url.replace("https:", "http:")], "begin the address with https:// instead of http://"),
            ([f"https://127.0.0.1:{self.server.metrics_port}"], "does not speak TLS"),
        ]:
            done = lane.command("enrol", *words, check=False)
            self.assertEqual(done.returncode, 1, words)
            self.assertIn(expected, done.stderr)
        self.server.authority.issue(self.server.certificate, self.server.key, "DNS:other.example")
        self.server.reload("tls_certificate")
        done = lane.command("enrol", self.server.url, "--ca-file", self.world.authority.file, check=False)
        self.assertIn("is for other.example, not for 127.0.0.1", done.stderr)
        self.assertFalse(lane.status()["enrolled"])

    def test_notes_stay_on_the_lane_until_the_server_can_be_trusted_again(self):
        lane = self.enrolled_lane(3)
        strangers = Authority(self.world.folder, "others")
        strangers.issue(self.server.certificate, self.server.key, NAMES)
        self.server.reload("tls_certificate")
        note_id = lane.command("tap", "101").stdout.strip()
        self.assertEqual(lane.command("flush", "--timeout", "3", check=False).returncode, 1)
        status = lane.status()
        self.assertEqual((status["pending"], status["rejected"], status["server_reachable"]), (1, 0, False))
        self.assertIn("comes from 'Test authority others'", lane.command("status").stdout)
        lane.launch_agent()
        processes.wait_for(lambda: "Notes are kept." in self.said_by(lane), timeout_s=20, what="the agent to say why")
        self.assertEqual(self.stored(note_id), "0")
        self.server.authority.issue(self.server.certificate, self.server.key, NAMES)
        self.server.reload("tls_certificate")
        lane.command("flush", "--timeout", "40")
        self.assertEqual(self.stored(note_id), "1")
        processes.stop(lane.agent)

    def test_a_broken_pair_changes_nothing_and_is_named_in_the_log(self):
        serial = self.server.serial()
        ends = self.server.metric("tillnote_tls_certificate_expiry_timestamp_seconds")
        kept = self.server.connect()
        kept.request("GET", "/livez")
        kept.getresponse().read()

        def break_certificate():
            with open(self.server.certificate, "w", encoding="utf-8") as file:
                file.write("not a certificate\n")

        def break_key():
            os.truncate(self.server.key, 40)

        def expose_key():
            os.chmod(self.server.key, 0o644)

        def remove_key():
            os.unlink(self.server.key)

        def swap_key():
            other = self.server.key + ".other"
            self.server.authority.issue(self.server.certificate + ".other", other, NAMES)
            os.replace(other, self.server.key)

        def expire():
            self.server.authority.issue(self.server.certificate, self.server.key, NAMES, days=-1)

        for damage, named, why in [
            (break_certificate, self.server.certificate, "holds no certificate"), (break_key, self.server.key, "holds no private key"),
            (expose_key, self.server.key, "chmod 640"), (remove_key, self.server.key, "No such file"),
            (swap_key, self.server.key, "not the one of the certificate"), (expire, self.server.certificate, "expired on"),
        ]:
            self.server.authority.issue(self.server.certificate, self.server.key, NAMES)
            damage()
            event = self.server.reload("tls_reload_failed")
            self.assertEqual(event["level"], "error")
            self.assertIn(named, event["detail"] + event["file"])
            self.assertIn(why, event["detail"])
            self.assertEqual(self.server.serial(), serial)
            self.assertEqual(self.server.metric("tillnote_tls_certificate_expiry_timestamp_seconds"), ends)
        kept.request("GET", "/livez")
        self.assertEqual(kept.getresponse().status, 200)
        kept.close()

    def test_reloading_under_load_drops_nothing(self):
        wrong, done, asked = [], threading.Event(), [0] * 4

        def load(number):
            kept = self.server.connect()
            while not done.is_set():
                kept.request("GET", "/livez")
                answer = kept.getresponse()
                answer.read()
                if answer.status != 200 or self.server.ask("GET", "/livez")[0] != 200:
                    wrong.append(answer.status)
                asked[number] += 1
            kept.close()

        threads = [threading.Thread(target=load, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        serials = set()
        for _ in range(8):
            self.server.authority.issue(self.server.certificate, self.server.key, NAMES)
            self.server.reload("tls_certificate")
            processes.wait_for(lambda: self.server.serial() not in serials, timeout_s=20, what="the new certificate")
            serials.add(self.server.serial())
        done.set()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        self.assertEqual(len(serials), 8)
        self.assertGreater(min(asked), 0)

    def test_a_browser_gets_cookies_that_no_other_host_can_set(self):
        self.server.command("user", "add", "chain@tls.example", "--role", "chain", "--password-file", "-", input_text=PASSWORD + "\n")
        _, headers, page = self.server.ask("GET", "/sign-in")
        self.assertEqual(headers["Strict-Transport-Security"], "max-age=31536000")
        form_cookie = headers["Set-Cookie"]
        self.assertRegex(form_cookie, r"^__Host-tillnote_form=[^;]+; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure$")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        form = urllib.parse.urlencode({"csrf_token": token, "email": "chain@tls.example", "password": PASSWORD, "next": "/"})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        bare = form_cookie.split(";")[0].removeprefix("__Host-")
        self.assertEqual(self.server.ask("POST", "/sign-in", dict(headers, Cookie=bare), form)[0], 403)
        status, answered, _ = self.server.ask("POST", "/sign-in", dict(headers, Cookie=form_cookie.split(";")[0]), form)
        self.assertEqual(status, 303)
        session = next(line for line in answered.get_all("Set-Cookie") if "tillnote_session=" in line)
        self.assertRegex(session, r"^__Host-tillnote_session=[^;]+; Path=/; HttpOnly; SameSite=Lax; Secure$")
        self.assertNotIn("Domain", session)
        cookie = session.split(";")[0]
        # The store was added to the database while the server ran: it looks there again within seconds.
        processes.wait_for(lambda: self.server.ask("GET", f"/stores/{STORE}/today", {"Cookie": cookie})[0] == 200, timeout_s=30,
                           what="the page of the store with the cookie")
        self.assertEqual(self.server.ask("GET", f"/stores/{STORE}/today", {"Cookie": cookie.removeprefix("__Host-")})[0], 303)

    def test_plain_http_is_told_to_use_tls(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        connection.request("GET", "/livez")
        answer = connection.getresponse()
        self.assertEqual(answer.status, 421)
        self.assertIsNone(answer.headers["Strict-Transport-Security"])
        self.assertIn("https://", json.load(answer)["detail"])
        connection.close()

    def test_failed_handshakes_are_counted(self):
        before = self.server.metric("tillnote_tls_handshake_failures_total")
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as client:
            client.sendall(b"\x16\x03\x01\x00\x05hello")
        processes.wait_for(lambda: self.server.metric("tillnote_tls_handshake_failures_total") == before + 1, timeout_s=20, what="the count")

    def test_the_configuration_in_force_can_be_looked_at(self):
        done = self.server.command("--print-config")
        self.assertIn(f"certificate = '{self.server.certificate}'", done.stdout.replace('"', "'"))
        self.assertIn("can be used; valid until", done.stdout)
        os.chmod(self.server.key, 0o604)
        done = self.server.command("--print-config", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("chmod 640", done.stderr)


class TlsStart(unittest.TestCase):
    """What a server does before it listens."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(address="127.0.0.2")  # not one of the two that need no TLS
        cls.addClassCleanup(cls.world.end)
        cls.server = cls.world.server

    def test_it_listens_beyond_127_0_0_1_with_tls_but_its_metrics_do_not(self):
        self.assertEqual(self.server.ask("GET", "/livez")[0], 200)
        self.assertTrue(self.server.url.startswith("https://127.0.0.2:"))
        self.assertEqual(self.server.metric("tillnote_http_connections"), 0)
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.2", self.server.metrics_port), timeout=5)

    def test_it_does_not_start_without_tls_there_or_with_files_it_cannot_use(self):
        with open(self.server.config, encoding="utf-8") as file:
            text = file.read()
        config = self.server.config + ".other"
        for damage, expected in [(lambda: text.split("[tls]")[0], "without TLS the server answers on loopback only"),
                                 (lambda: text.replace("server.key", "nowhere.key"), "nowhere.key cannot be read"),
                                 (lambda: text.replace("key = ", "kee = "), "'tls.kee'")]:
            with open(config, "w", encoding="utf-8") as file:
                file.write(damage())
            done = processes.run([self.server.program, "--config", config, "serve"], check=False, timeout_s=30)
            self.assertEqual(done.returncode, 1)
            self.assertIn(expected, done.stderr)

    def test_an_expired_certificate_is_an_error_in_the_log_and_no_reason_to_stay_away(self):
        self.server.stop()
        self.server.authority.issue(self.server.certificate, self.server.key, NAMES, days=-1)
        self.server.launch()
        processes.wait_for(lambda: self.server.events("listening")[1:], timeout_s=20, what="the server to listen")
        event = self.server.events("tls_certificate_not_valid")[-1]
        self.assertEqual(event["level"], "error")
        self.assertIn("expired on", event["detail"])
        self.server.authority.issue(self.server.certificate, self.server.key, NAMES, days=5)
        self.assertEqual(self.server.reload("tls_certificate_ends")["days_left"], 4)
        self.assertEqual(self.server.ask("GET", "/livez")[0], 200)


if __name__ == "__main__":
    run_tests()
