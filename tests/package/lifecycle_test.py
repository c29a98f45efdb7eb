"""The packages' life on a machine, in a root of its own: install, upgrade, remove, install again, purge; and who may tap."""

import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from packages import dependencies_of, find_package
from private_root import PrivateRoot

STATE = "/var/lib/tillnote-lane"
WANTED = "/etc/systemd/system/multi-user.target.wants/tillnote-lane.service"
SETTINGS = "/etc/default/tillnote-lane"


def repacked(package, version, folder):
    """The same package as another version."""
    tree = Path(folder) / "tree"
    subprocess.run(["dpkg-deb", "-R", str(find_package(package)), str(tree)], check=True)
    control = tree / "DEBIAN/control"
    lines = control.read_text().splitlines(keepends=True)
    control.write_text("".join(f"Version: {version}\n" if line.startswith("Version:") else line for line in lines))
    file = Path(folder) / f"{package}_{version}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", str(tree), str(file)], check=True, stdout=subprocess.DEVNULL)
    return file


class RootTest(unittest.TestCase):
    """A root in which everything the packages need counts as installed."""

    @staticmethod
    def make_root():
        """With what both packages need."""
        needed = {*dependencies_of("tillnote-lane"), *dependencies_of("tillnote-strip")} - {"tillnote-lane"}
        return PrivateRoot(sorted(needed))

    def install(self, *files):
        """dpkg -i; changed settings stay."""
        return self.root.run("dpkg", "-i", *(self.root.add(file) for file in files))

    def lane(self, *words, check=True):
        """tillnote-lane as root, who finds the lane's folder without being told."""
        return self.root.run("tillnote-lane", *words, check=check)

    def owner(self, path):
        """User, group and mode."""
        return self.root.run("stat", "-c", "%U %G %a", path).stdout.strip()


class Life(RootTest):
    """What comes, what stays, what goes."""

    def setUp(self):
        self.root = self.make_root()
        self.addCleanup(self.root.remove)

    def test_installed_it_has_a_user_a_folder_and_a_service(self):
        self.install(find_package("tillnote-lane"))
        self.assertEqual(self.owner(STATE), "tillnote-lane tillnote-lane 750")
        self.assertTrue(self.root.exists(WANTED))
        self.assertIn(":/usr/sbin/nologin\n", self.root.run("grep", "^tillnote-lane:", "/etc/passwd").stdout)

    def test_a_strip_does_not_come_without_its_lane(self):
        alone = self.root.run("dpkg", "-i", self.root.add(find_package("tillnote-strip")), check=False)
        self.assertNotEqual(alone.returncode, 0)
        self.assertIn("depends on tillnote-lane", alone.stderr)
        self.install(find_package("tillnote-lane"), find_package("tillnote-strip"))
        self.assertTrue(self.root.exists("/etc/xdg/autostart/tillnote-strip.desktop"))

    def test_an_upgrade_keeps_notes_settings_and_a_service_that_was_switched_off(self):
        self.install(find_package("tillnote-lane"))
        self.lane("tap", "101")
        (self.root.path / SETTINGS[1:]).write_text('AGENT_OPTIONS="--http 8482"\n')
        (self.root.path / WANTED[1:]).unlink()
        with tempfile.TemporaryDirectory() as folder:
            self.install(repacked("tillnote-lane", "99.0", folder))
        self.assertIn("waiting 1,", self.lane("status").stdout)
        self.assertIn("8482", (self.root.path / SETTINGS[1:]).read_text())
        self.assertFalse(self.root.exists(WANTED))
        self.assertEqual(self.owner(STATE), "tillnote-lane tillnote-lane 750")

    def test_removed_it_leaves_the_notes_and_purged_it_leaves_nothing(self):
        package = find_package("tillnote-lane")
        self.install(package)
        self.lane("tap", "101")
        self.root.run("dpkg", "-r", "tillnote-lane")
        self.assertFalse(self.root.exists("/usr/bin/tillnote-lane"))
        self.assertTrue(self.root.exists(f"{STATE}/outbox.db"))
        self.install(package)
        self.assertIn("waiting 1,", self.lane("status").stdout)
        self.assertTrue(self.root.exists(WANTED))
        self.root.run("dpkg", "-P", "tillnote-lane")
        left = [path for path in self.root.path.rglob("*") if "tillnote-lane" in path.name and path.parent.name != "tmp"]
        self.assertEqual(left, [])
        self.assertEqual(self.root.run("dpkg-query", "-W", "tillnote-lane", check=False).returncode, 1)


class WhoMayTap(RootTest):
    """The agent's user, members of its group, and nobody else."""

    @classmethod
    def setUpClass(cls):
        cls.root = cls.make_root()
        cls.addClassCleanup(cls.root.remove)
        cls.root.run("dpkg", "-i", *(cls.root.add(find_package(name)) for name in ("tillnote-lane", "tillnote-strip")))
        for name in ("kiosk", "stranger"):
            cls.root.run("adduser", "--quiet", "--system", "--group", "--home", f"/run/{name}", name)
        cls.root.run("adduser", "--quiet", "kiosk", "tillnote-lane")

    def setUp(self):
        for path in (self.root.path / STATE[1:]).iterdir():
            path.unlink()
        (self.root.path / "tmp/calls").unlink(missing_ok=True)

    @staticmethod
    def command_of(user, *command):
        """As that user, in all its groups."""
        return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *command]

    def of(self, user, *command):
        """Runs it to its end."""
        return self.root.run(*self.command_of(user, *command), check=False)

    def tap_of(self, user, code):
        """A tap on the package's lane."""
        return self.of(user, "tillnote-lane", "--state", STATE, "tap", code)

    def start_agent(self):
        """As the service does; stopped at the end of the test."""
        agent = self.root.start(*self.command_of("tillnote-lane", "tillnote-lane", "--state", STATE, "agent"))
        self.addCleanup(agent.stdout.close)
        self.addCleanup(agent.wait, 20)
        self.addCleanup(agent.terminate)
        self.assertTrue(agent.stdout.readline().startswith("agent ready"))

    def test_a_member_of_the_group_taps_and_reads_nothing(self):
        self.start_agent()
        done = self.tap_of("kiosk", "101")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("waiting 1,", self.lane("status").stdout)
        self.assertEqual(self.owner(f"{STATE}/agent.sock"), "tillnote-lane tillnote-lane 660")
        self.assertNotEqual(self.of("kiosk", "cat", f"{STATE}/outbox.db").returncode, 0)
        self.assertNotEqual(self.of("kiosk", "touch", f"{STATE}/mine").returncode, 0)
        strip = self.of("kiosk", "tillnote-strip", "--state", STATE)
        self.assertIn("reaches no X server", strip.stderr)

    def test_nobody_else_taps_or_is_shown_a_strip(self):
        self.start_agent()
        done = self.tap_of("stranger", "101")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("waiting 0,", self.lane("status").stdout)
        strip = self.of("stranger", "tillnote-strip", "--state", STATE)
        self.assertEqual(strip.returncode, 1)
        self.assertIn("may not use", strip.stderr)

    def test_a_tap_of_the_group_waits_for_an_agent_that_restarts(self):
        waiting = self.root.start(*self.command_of("kiosk", "strace", "-f", "-e", "trace=connect", "-o", "/tmp/calls",
                                                   "tillnote-lane", "--state", STATE, "tap", "101"))
        self.addCleanup(waiting.stdout.close)
        calls = self.root.path / "tmp/calls"
        deadline = time.monotonic() + 20
        while not (calls.exists() and "connect(" in calls.read_text()):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        self.start_agent()
        self.assertEqual(waiting.wait(20), 0)
        self.assertEqual(len(waiting.stdout.read().strip()), 36)

    def test_root_leaves_nothing_that_the_agent_cannot_open(self):
        self.lane("tap", "101")
        self.lane("http-token")
        for name in ("outbox.db", "outbox.lock", "http-token"):
            self.assertEqual(self.owner(f"{STATE}/{name}"), "tillnote-lane tillnote-lane 600")
        self.start_agent()
        self.assertIn("waiting 1,", self.lane("status").stdout)

    def test_without_an_agent_the_group_is_told(self):
        done = self.tap_of("kiosk", "101")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("the agent of this lane does not run", done.stderr)


if os.geteuid() != 0:
    # Users that differ are only to be had by root; in a user namespace there is one.
    del WhoMayTap

if __name__ == "__main__":
    unittest.main()
