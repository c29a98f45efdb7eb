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


    def test_it_can_write_nowhere(self):
        lines = text_of(UNIT).splitlines()
        self.assertLessEqual({"ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes"}, set(lines))
        self.assertEqual([line for line in lines if re.match(r"(ReadWritePaths|BindPaths|\w+Directory)=", line)], [])


# Whoever asks for these gets what no file has: a copy of the source, the configuration, what lies beside the assets.
FILES_ASKED_FOR = ("/.git/config", "/.git/HEAD", "/.gitignore", "/.env", "/server.toml", "/config/server.toml", "/var/server.toml", "//etc/passwd",
                   "/assets/", "/assets/tillnote.css", "/assets/head.mustache", "/assets/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd")
# Beside its libraries and what the world below names. Those of /proc and /sys are facts of the kernel.
FILES_OPENED = r"/(usr/)?lib(64)?/|/etc/(ld\.so\.(cache|preload)|localtime|ssl/.*)$|/usr/share/zoneinfo(/|$)|/proc/|/sys/"


class ServerAtWork(unittest.TestCase):
    """The server under strace needs nothing that its unit forbids, and no file that security.md does not name."""

    @classmethod
    def setUpClass(cls):
        World.build = Built.folder
        world = World()
        cls.addClassCleanup(world.end)
        world.server.stop()
        calls = os.path.join(world.folder, "calls")
        # -D: the server itself is the child, so that a signal to it arrives.
        world.server.launch(["strace", "-D", "-f", "-qq", "-s", "4096", "-o", calls])
        processes.wait_for(world.server.ready, timeout_s=60, what="the traced server")
        world.server.ask("GET", f"/stores/{STORE}/today")
        world.server.ask("POST", "/v1/sessions", {"Content-Type": "application/json"}, '{"email": "a@shop.example", "password": "guess"}')
        cls.answers = {path: world.server.ask("GET", path)[0] for path in FILES_ASKED_FOR}
        world.server.reload("tls_certificate")
        world.server.metric("tillnote_http_connections")
        cls.rows = {table: world.cluster.value(f"select count(*) from tillnote.{table}") for table in ("store", "account", "note")}
        cls.exit_code = world.server.stop()
        cls.trace = text_of(calls)
        cls.named = {world.server.config, world.server.certificate, world.server.key}

    def test_all_its_system_calls_pass_the_filter(self):
        self.assertEqual(self.exit_code, 0)
        used = system_calls_in(self.trace)
        self.assertLessEqual({"openat", "bind", "connect", "accept", "futex"}, used)
        self.assertEqual(used - allowed_system_calls(text_of(UNIT)), set())

    def test_it_reads_the_files_that_are_named_and_writes_none(self):
        opened = set(re.findall(r'\bopen(?:at)?\(.*?"([^"]*)", ([A-Z_|]+)', self.trace))
        files = {path for path, _ in opened}
        self.assertLessEqual(self.named, files)
        self.assertEqual({path for path in files - self.named if not re.match(FILES_OPENED, path)}, set())
        self.assertEqual({flags for _, flags in opened if not flags.startswith("O_RDONLY") or "O_CREAT" in flags}, set())
        self.assertEqual(len(re.findall(r"\bexecve(?:at)?\(", self.trace)), 1, "it starts no other program")

    def test_it_brings_nothing_along(self):
        """No account and no demo: the store is the one that it was told of."""
        self.assertEqual(self.rows, {"store": "1", "account": "0", "note": "0"})

    def test_no_file_is_served(self):
        self.assertEqual({status for status in self.answers.values()} - {400, 404}, set(), self.answers)

    def test_the_filter_forbids_something(self):
        allowed = allowed_system_calls(text_of(UNIT))
        self.assertIn("openat", allowed)
        self.assertEqual(allowed & {"mount", "setuid", "chown", "ptrace", "reboot", "setrlimit"}, set())


if __name__ == "__main__":
    run_tests()
