"""The unit of the server, judged by systemd's own tools and by what the server does; no systemd runs here.

usage: unit_test.py [--build DIR]
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(TESTS, folder) for folder in ("tls", "support")]

from built import ROOT, Built, run_tests
from unit_filter import allowed_system_calls, system_calls_in
from world import STORE, World, processes

UNIT = os.path.join(ROOT, "config", "systemd", "tillnote-server.service")
EXPOSURE_TENTHS_MAX = 20


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Unit(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="tillnote-unit-")
        self.addCleanup(shutil.rmtree, self.folder)

    def analyze(self, text, *words):
        """systemd-analyze about a unit of that text, with the program that was built."""
        path = os.path.join(self.folder, "tillnote-server.service")
        with open(path, "w", encoding="utf-8") as file:
            # Quoted, as the path may have a space in it.
            file.write(text.replace("/usr/bin/tillnote-server", '"' + Built.program("tillnote-server") + '"'))
        return subprocess.run(["systemd-analyze", *words, path], capture_output=True, text=True, check=False, timeout=60)

    def security(self, text):
        return self.analyze(text, "security", "--offline=yes", f"--threshold={EXPOSURE_TENTHS_MAX}")

    def test_systemd_understands_it(self):
        done = self.analyze(text_of(UNIT), "verify")
        self.assertEqual((done.returncode, [line for line in done.stderr.splitlines() if "tillnote" in line]), (0, []), done.stderr)

    def test_a_mistake_is_found(self):
        self.assertIn("ProtectHoem", self.analyze(text_of(UNIT).replace("ProtectHome=", "ProtectHoem="), "verify").stderr)

    def test_it_is_hardly_exposed(self):
        done = self.security(text_of(UNIT))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"Overall exposure level for tillnote-server.service: 1\.\d")

    def test_an_exposed_unit_is_found(self):
        self.assertNotEqual(self.security("[Service]\nExecStart=/usr/bin/tillnote-server --config x serve\n").returncode, 0)

    def test_its_credentials_are_those_of_the_documents(self):
        loaded = set(re.findall(r"^LoadCredential=(\S+)$", text_of(UNIT), re.MULTILINE))
        named = set(re.findall(r"credential:(tillnote\.[a-z-]+)", text_of(os.path.join(ROOT, "docs", "operations.md"))))
        self.assertEqual(loaded, named)
        self.assertNotIn("tillnote.database-migrate", loaded, "the service does not change its schema")


class SystemCalls(unittest.TestCase):
    """The server at work needs nothing that its unit forbids."""

    def test_all_of_them_pass_the_filter(self):
        World.build = Built.folder
        world = World()
        self.addCleanup(world.end)
        world.server.stop()
        calls = os.path.join(world.folder, "calls")
        # -D: the server itself is the child, so that a signal to it arrives.
        world.server.launch(["strace", "-D", "-f", "-qq", "-o", calls])
        processes.wait_for(world.server.ready, timeout_s=60, what="the traced server")
        world.server.ask("GET", f"/stores/{STORE}/today")
        world.server.ask("POST", "/v1/sessions", {"Content-Type": "application/json"}, '{"email": "a@shop.example", "password": "guess"}')
        world.server.reload("tls_certificate")
        world.server.metric("tillnote_http_connections")
        self.assertEqual(world.server.stop(), 0)
        used = system_calls_in(text_of(calls))
        self.assertLessEqual({"openat", "bind", "connect", "accept", "futex"}, used)
        self.assertEqual(used - allowed_system_calls(text_of(UNIT)), set())

    def test_the_filter_forbids_something(self):
        allowed = allowed_system_calls(text_of(UNIT))
        self.assertIn("openat", allowed)
        self.assertEqual(allowed & {"mount", "setuid", "chown", "ptrace", "reboot", "setrlimit"}, set())


if __name__ == "__main__":
    run_tests()
