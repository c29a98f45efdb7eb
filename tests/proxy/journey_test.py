"""Tillnote behind a proxy: the server speaks no TLS, and yet everything is as if it did.

usage: journey_test.py [--build DIR]
"""

import os
import unittest

from world import PASSWORD, STORE, Browser, World
from harness import processes
from harness.tillnote import Lane, write_secret
from harness.world import run_tests

TRIES = 10  # wrong passwords of one account from one address


class ProxyJourney(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World('\n[sign_in]\nsecond_factor = "offered"\n')
        cls.addClassCleanup(cls.world.end)
        cls.world.add_user("manager@proxy.example")

    def setUp(self):
        self.world.proxy.strips = True
        self.world.proxy.protocol = "https"

    def test_a_browser_is_served_as_over_tls(self):
        browser = Browser(self.world, "127.0.0.3")
        status, headers, _ = browser.sign_in("manager@proxy.example")
        self.assertEqual(status, 303)
        self.assertEqual(headers["Strict-Transport-Security"], "max-age=31536000")
        session = next(line for line in headers.get_all("Set-Cookie") if "tillnote_session=" in line)
        self.assertRegex(session, r"^__Host-tillnote_session=[^;]+; Path=/; HttpOnly; SameSite=Lax; Secure$")
        processes.wait_for(lambda: browser.ask("GET", f"/stores/{STORE}/today")[0] == 200, timeout_s=30,
                           what="the page of the store with the cookie")

    def test_tries_are_counted_by_the_address_of_the_client(self):
        stranger = Browser(self.world, "127.0.0.4")
        for _ in range(TRIES):
            self.assertEqual(stranger.sign_in("nobody@proxy.example", "wrong")[0], 401)
        self.assertEqual(stranger.sign_in("nobody@proxy.example", "wrong")[0], 429)
        self.assertEqual(Browser(self.world, "127.0.0.5").sign_in("nobody@proxy.example", "wrong")[0], 401)

    def test_a_client_that_writes_the_headers_itself_is_still_counted_as_itself(self):
        for strips in (True, False):
            self.world.proxy.strips = strips
            liar = Browser(self.world, "127.0.0.6" if strips else "127.0.0.7")
            answers = [liar.sign_in(f"nobody{strips}@proxy.example", "wrong", [("X-Forwarded-For", f"192.0.2.{attempt}")])[0]
                       for attempt in range(TRIES + 1)]
            self.assertEqual(answers, [401] * TRIES + [429], f"strips: {strips}")

    def test_a_protocol_that_a_careless_proxy_hands_on_twice_is_refused(self):
        self.world.proxy.strips = False
        status, _, body = Browser(self.world, "127.0.0.8").ask("GET", "/sign-in", headers=[("X-Forwarded-Proto", "http")])
        self.assertEqual(status, 400)
        self.assertIn("X-Forwarded-Proto", body)

    def test_nobody_is_served_in_clear_or_without_a_word_of_how_he_came(self):
        for protocol, status, said in [("http", 421, "begin the address with https://"), (None, 400, "The proxy must set X-Forwarded-Proto")]:
            self.world.proxy.protocol = protocol
            browser = Browser(self.world, "127.0.0.10")
            for method, path, form in [("GET", "/sign-in", None), ("POST", "/sign-in", {"password": PASSWORD}), ("POST", "/v1/notes", {})]:
                answer = browser.ask(method, path, form)
                self.assertEqual(answer[0], status, f"{protocol}: {method} {path}")
                self.assertIn(said, answer[2])
            self.assertEqual(browser.cookies, {})
            self.assertEqual(browser.ask("GET", "/readyz")[0], 200)
            lane = Lane(self.world.build, os.path.join(self.world.folder, f"lane-{protocol}"), 2)
            token_file = write_secret(lane.state + ".token", "A" * 43)
            told = lane.command("enrol", self.world.proxy.url, "--token-file", token_file, "--ca-file", self.world.authority.file, check=False)
            self.assertNotEqual(told.returncode, 0)
            self.assertIn(said, told.stderr)

    def test_who_comes_another_way_is_not_believed(self):
        browser = Browser(self.world, "127.0.0.9", straight=True)
        lies = [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "127.0.0.3")]
        status, headers, _ = browser.sign_in("manager@proxy.example", headers=lies)
        self.assertEqual(status, 303)
        self.assertIsNone(headers["Strict-Transport-Security"])
        self.assertNotIn("__Host-", "".join(browser.cookies))

    def test_a_lane_taps_through_the_proxy(self):
        lane = Lane(self.world.build, os.path.join(self.world.folder, "lane"), 1)
        lane.enrol(self.world.proxy.url, self.world.server.add_lane_token(STORE, 1), "--ca-file", self.world.authority.file)
        note_id = lane.command("tap", "101").stdout.strip()
        lane.command("flush", "--timeout", "40")
        self.assertEqual(self.world.cluster.value(f"select count(*) from tillnote.note where note_id = '{note_id}'"), "1")


if __name__ == "__main__":
    run_tests()
