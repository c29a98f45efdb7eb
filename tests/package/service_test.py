"""The unit of the installed agent, judged by systemd's own tools; no systemd runs here."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))

from packages import BUILD, ROOT, dependencies_of, find_package, output_of
from private_root import PrivateRoot
from unit_filter import allowed_system_calls, system_calls_in

UNIT = ROOT / "config/systemd/tillnote-lane.service"
EXPOSURE_TENTHS_MAX = "20"
# SQLite calls fchown for root, and for nobody else.
AS_ORDINARY_USER = ["-u", "nobody"] if os.geteuid() == 0 else []


class Unit(unittest.TestCase):
    """As installed."""

    @classmethod
    def setUpClass(cls):
        cls.root = PrivateRoot(sorted(dependencies_of("tillnote-lane")))
        cls.addClassCleanup(cls.root.remove)
        cls.root.run("dpkg", "-i", cls.root.add(find_package("tillnote-lane")))

    def analyze(self, *words):
        """systemd-analyze in the root."""
        return self.root.run("systemd-analyze", *words, check=False)

    def security(self, *words):
        """The exit code says whether the exposure is under the bar."""
        return self.analyze("security", "--offline=yes", f"--threshold={EXPOSURE_TENTHS_MAX}", *words)

    def use_drop_in(self):
        """As the example says."""
        folder = self.root.path / "etc/systemd/system/tillnote-lane.service.d"
        self.addCleanup(shutil.rmtree, folder)
        self.root.run("install", "-D", "-m", "0644", "/usr/share/doc/tillnote-lane/examples/scanner.conf",
                      "/etc/systemd/system/tillnote-lane.service.d/scanner.conf")

    def verify(self):
        """Every line that systemd writes is a finding, even where it exits with 0."""
        done = self.analyze("verify", "tillnote-lane.service")
        self.assertEqual((done.returncode, [line for line in done.stderr.splitlines() if "tillnote" in line]), (0, []), done.stderr)

    def test_systemd_understands_the_unit(self):
        self.verify()
        self.use_drop_in()
        self.verify()

    def test_a_unit_with_a_mistake_is_found(self):
        wrong = self.root.path / "tmp/wrong.service"
        wrong.write_text(UNIT.read_text().replace("ProtectHome=yes", "ProtectHoem=yes").replace("Type=exec", "Type=exce"))
        self.assertIn("ProtectHoem", self.analyze("verify", "/tmp/wrong.service").stderr)

    def test_it_is_hardly_exposed_with_and_without_a_scanner(self):
        done = self.security("tillnote-lane.service")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.use_drop_in()
        with_scanner = self.security("tillnote-lane.service")
        self.assertEqual(with_scanner.returncode, 0, with_scanner.stdout + with_scanner.stderr)
        self.assertNotEqual(with_scanner.stdout, done.stdout, "the drop-in was not looked at")

    def test_an_exposed_unit_is_found(self):
        (self.root.path / "tmp/open.service").write_text("[Service]\nExecStart=/usr/bin/tillnote-lane agent\n")
        self.assertNotEqual(self.security("/tmp/open.service").returncode, 0)


class SystemCalls(unittest.TestCase):
    """The agent at work needs nothing that its unit forbids."""

    def work(self, program, state, server, calls):
        """Taps on every way in, and a delivery to a server that never answers, under strace."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = str(probe.getsockname()[1])
        traced = subprocess.Popen(
            ["strace", *AS_ORDINARY_USER, "-f", "-qq", "-o", str(calls), program, "--state", str(state), "agent", "--http", port],
            stdout=subprocess.PIPE, text=True)
        try:
            self.assertTrue(traced.stdout.readline().startswith("agent ready"))
            output_of(program, "--state", str(state), "tap", "101")
            token = output_of(program, "--state", str(state), "http-token").strip()
            output_of("curl", "--silent", "--fail", "-H", f"Authorization: Bearer {token}", "-H", "Content-Type: application/json",
                      f"http://127.0.0.1:{port}/tap", "--data", '{"reason":"102"}')
            output_of(program, "--state", str(state), "undo")
            with server.accept()[0] as link:
                link.recv(1)
        finally:
            # Told itself, as strace would only let go of it.
            for agent in Path(f"/proc/{traced.pid}/task/{traced.pid}/children").read_text().split():
                os.kill(int(agent), signal.SIGTERM)
            traced.wait(20)
            traced.stdout.close()

    def test_all_of_them_pass_the_filter(self):
        with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(20)
            # The tree may lie where an ordinary user cannot go, such as root's home.
            program = shutil.copy(BUILD / "bin/tillnote-lane", folder)
            state = Path(folder) / "state"
            state.mkdir()
            state.chmod(0o750)
            enrolment = {"key": "01a20135-e5aa-72f8-881e-98662348249f", "known_id": False, "token": "token", "store": "oak", "lane": 3,
                         "server": f"http://127.0.0.1:{server.getsockname()[1]}", "certificates": ""}
            (state / "enrolments.json").write_text(json.dumps({"enrolments": [enrolment]}))
            if AS_ORDINARY_USER:
                Path(folder).chmod(0o711)
                for path in (state, state / "enrolments.json"):
                    shutil.chown(path, "nobody")
            self.work(program, state, server, Path(folder) / "calls")
            used = system_calls_in((Path(folder) / "calls").read_text())
        self.assertLessEqual({"openat", "bind", "chmod", "connect"}, used)
        self.assertEqual(used - allowed_system_calls(UNIT.read_text()), set())

    def test_the_filter_forbids_something(self):
        allowed = allowed_system_calls(UNIT.read_text())
        self.assertIn("openat", allowed)
        self.assertEqual(allowed & {"mount", "setuid", "chown", "ptrace", "reboot", "setrlimit"}, set())


if __name__ == "__main__":
    unittest.main()
