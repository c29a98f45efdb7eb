"""The launcher on stand-ins for the two programs: a real private PostgreSQL, real ports, real processes."""

import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from stand_ins import ROOT, Copy


def free_port():
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, what, seconds=30):
    """Polls until the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


def exists(pid):
    """Whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class CommandLine(unittest.TestCase):
    """Words only: nothing is started."""

    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory(prefix="tillnote launcher's ")
        cls.copy = Copy(Path(cls.home.name) / "a clone", free_port())

    @classmethod
    def tearDownClass(cls):
        cls.home.cleanup()

    def test_help_names_every_command_that_exists(self):
        for words in (["help"], ["--help"], []):
            done = self.copy.run(*words)
            self.assertEqual(done.returncode, 0)
            for command in ("up [--detach]", "down", "status [--json]", "test [--sanitizers [--slice]]", "bench [--json F]",
                            "faults [--seed N] [--runs K]", "fuzz [--seconds S]", "package", "sbom", "lint"):
                self.assertIn("\n  " + command, done.stdout)

    def test_wrong_words_are_wrong_usage(self):
        for words in (["sing"], ["up", "--attach"], ["up", "--detach", "x"], ["down", "x"], ["status", "--yaml"], ["test", "--x"], ["test", "--slice"], ["test", "--sanitizers", "--x"],
                      ["lint", "x"], ["package", "x"], ["sbom", "x"]):
            done = self.copy.run(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn("tillnote: ", done.stderr)
            self.assertEqual(done.stdout, "")

    def test_a_port_that_is_none_is_wrong_usage(self):
        for port in ("0", "65536", "80x", "-1"):
            self.assertEqual(self.copy.run("up", "--detach", TILLNOTE_PORT=port).returncode, 2, port)

    def test_status_and_down_of_nothing_are_fine(self):
        var = Path(self.home.name) / "nothing here"
        for words in (["status", "--json"], ["status"], ["down"]):
            self.assertEqual(self.copy.run(*words, TILLNOTE_VAR=str(var)).returncode, 0)
        self.assertEqual(json.loads(self.copy.run("status", "--json", TILLNOTE_VAR=str(var)).stdout), {"running": False})
        self.assertFalse(var.exists())

    def test_a_port_in_use_is_said_before_anything_is_built(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", self.copy.port))
            other.listen()
            done = self.copy.run("up", "--detach")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"port {self.copy.port} is in use", done.stderr)
        self.assertIn("TILLNOTE_PORT=", done.stderr)
        self.assertFalse((self.copy.folder / "build" / "bin").exists())

    def test_a_folder_that_cannot_be_made_is_said(self):
        done = self.copy.run("up", "--detach", TILLNOTE_VAR="/proc/tillnote")
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot write to /proc/tillnote", done.stderr)

    def test_package_builds_what_it_packs_and_leaves_nothing_but_packages(self):
        with tempfile.TemporaryDirectory(prefix="tillnote launcher's ") as folder:
            copy = Copy(Path(folder) / "a clone", self.copy.port)
            for _ in range(2):
                done = copy.run("package")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("\nbuild/packages/stand-in.deb\n", done.stdout)
                self.assertEqual([path.name for path in (copy.folder / "build/packages").iterdir()], ["stand-in.deb"])

    def test_packages_missing_without_root_become_a_line_to_run(self):
        """`sudo` fails and `id` stays: EUID cannot be faked, so this calls the piece itself as the launcher would."""
        folder = Path(self.home.name) / "tools"
        folder.mkdir()
        (folder / "sudo").write_text("#!/bin/sh\nexit 1\n")
        (folder / "sudo").chmod(0o755)
        packages = self.copy.folder / "config" / "packages.txt"
        packages.write_text("no-such-package-of-tillnote  run\nother-package test\nnodejs run sh\n")
        try:
            script = 'root=$1; . "$1/config/launcher/ui.sh"; . "$1/config/launcher/packages.sh"; missing_packages build run'
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", script, "bash", str(self.copy.folder)], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.stdout, "no-such-package-of-tillnote\n")
            if os.geteuid() != 0:
                answer = self.copy.run("up", "--detach", PATH=f"{folder}:{os.environ['PATH']}")
                self.assertEqual(answer.returncode, 1)
                self.assertIn("install -y --no-install-recommends no-such-package-of-tillnote\n", answer.stderr)
        finally:
            packages.write_text("tzdata build,run\n")

    def test_the_list_of_packages_is_well_formed(self):
        for line in (ROOT / "config" / "packages.txt").read_text().splitlines():
            if line and not line.startswith("#"):
                name, uses, *command = line.split()
                self.assertRegex(name, r"^[a-z0-9][a-z0-9.+-]+$")
                self.assertLessEqual(set(uses.split(",")), {"build", "run", "test", "bench", "fuzz", "lint", "package"}, line)
                self.assertLessEqual(len(command), 1, line)


class Instance(unittest.TestCase):
    """Up, down and what may happen between, in a path with a space and a quote in it."""

    @classmethod
    def setUpClass(cls):
        cls.home = Path(tempfile.mkdtemp(prefix="tillnote launcher's "))
        cls.home.chmod(0o755)
        cls.copy = Copy(cls.home / "a clone", free_port())

    @classmethod
    def tearDownClass(cls):
        cls.copy.run("down")
        shutil.rmtree(cls.home)

    def setUp(self):
        self.addCleanup(self.copy.run, "down")

    def up(self, **extra):
        done = self.copy.run("up", "--detach", **extra)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_up_shows_lines_that_can_be_pasted_and_down_ends_everything(self):
        said = self.up()
        self.assertIn(f"http://127.0.0.1:{self.copy.port}", said)
        self.assertIn("a@b.example", said)
        self.assertIn("  build/bin/tillnote-lane --state var/lane tap 101\n", said)
        elsewhere = self.copy.run("status", cwd="/").stdout
        line = next(line for line in elsewhere.splitlines() if "tap 101" in line)
        words = subprocess.run(["bash", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True).stdout
        self.assertEqual(words.splitlines()[0], str(self.copy.folder / "build/bin/tillnote-lane"))
        self.assertEqual(words.splitlines()[2], str(self.copy.folder / "var/lane"))
        pids = [self.copy.remembered("server"), self.copy.remembered("agent")]
        self.assertEqual(self.copy.run("down").returncode, 0)
        self.assertFalse([pid for pid in pids if exists(pid)])
        self.assertEqual(json.loads(self.copy.run("status", "--json").stdout), {"running": False})

    def test_up_says_how_to_start_the_strip_where_there_is_a_screen(self):
        self.assertNotIn("tillnote-strip", self.up(DISPLAY=""))
        self.assertIn("  build/bin/tillnote-strip --state var/lane\n", self.copy.run("status", DISPLAY=":99").stdout)
        os.unlink(self.copy.folder / "build/bin/tillnote-strip")
        self.assertNotIn("tillnote-strip", self.copy.run("status", DISPLAY=":99").stdout)

    def test_status_for_scripts_has_every_member_of_the_contract(self):
        self.up()
        status = json.loads(self.copy.run("status", "--json").stdout)
        self.assertEqual(set(status), {"running", "url", "metrics_url", "config", "postgres", "mail_dir", "accounts", "stores", "lanes"})
        self.assertTrue(status["running"])
        self.assertEqual(status["lanes"], [{"store": "oak", "lane": 3, "state_dir": str(self.copy.folder / "var/lane")}])
        self.assertEqual(os.stat(status["config"]).st_mode & 0o777, 0o600)
        self.assertTrue(os.path.isdir(status["mail_dir"]))
        self.assertIn("user=tillnote_read", status["postgres"])

    def test_a_second_up_says_so_and_changes_nothing(self):
        first = self.up()
        server = self.copy.remembered("server")
        second = self.up()
        self.assertIn("running already", second)
        self.assertIn(first[first.index("Tillnote is ready"):], second)
        self.assertEqual(self.copy.remembered("server"), server)

    def test_two_at_the_same_time_become_one_instance(self):
        both = [self.copy.start("up", "--detach") for _ in range(2)]
        said = [launcher.communicate(timeout=100)[0] for launcher in both]
        self.assertEqual([launcher.returncode for launcher in both], [0, 0], said)
        self.assertEqual(sum("running already" in text for text in said), 1, said)

    def test_up_recovers_after_everything_was_killed(self):
        self.up()
        for pid in (self.copy.remembered("server"), self.copy.remembered("agent"), self.copy.postmaster()):
            os.kill(pid, signal.SIGKILL)
        self.up()
        self.assertTrue(exists(self.copy.remembered("server")) and exists(self.copy.remembered("agent")))

    def test_a_recycled_pid_is_nobody_of_ours(self):
        self.up()
        self.copy.run("down")
        stranger = subprocess.Popen(["sleep", "300"])
        self.addCleanup(stranger.wait)
        self.addCleanup(stranger.kill)
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        for name in ("server", "agent"):
            (self.copy.folder / "var/run" / f"{name}.pid").write_text(f"{stranger.pid} 1 {boot}\n")
        self.assertEqual(self.copy.run("down").returncode, 0)
        self.up()
        self.assertIsNone(stranger.poll())

    def test_a_failed_step_says_what_and_takes_down_what_it_started(self):
        done = self.copy.run("up", "--detach", STAND_IN_FAILS="migrate")
        self.assertEqual(done.returncode, 1)
        self.assertIn("database schema failed", done.stderr)
        self.assertIn("  | the stand-in was told to fail", done.stderr)
        self.assertIn("What to do: ", done.stderr)
        done = self.copy.run("up", "--detach", STAND_IN_FAILS="serve")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the server has ended at its start", done.stderr)
        self.assertEqual(json.loads(self.copy.run("status", "--json").stdout), {"running": False})

    def test_a_demo_chain_cut_off_half_way_is_made_anew(self):
        other = {"TILLNOTE_VAR": str(self.home / "half")}
        self.addCleanup(lambda: self.copy.run("down", **other))
        done = self.copy.run("up", "--detach", STAND_IN_FAILS="demo", **other)
        self.assertEqual(done.returncode, 1)
        self.assertIn("demo chain failed", done.stderr)
        self.assertTrue((self.home / "half/run/demo.begun").exists())
        self.up(**other)
        self.assertFalse((self.home / "half/run/demo.begun").exists())

    def test_in_the_foreground_a_signal_ends_everything(self):
        launcher = self.copy.start("up")
        self.addCleanup(launcher.stdout.close)
        said = []
        for line in launcher.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        pids = [self.copy.remembered("server"), self.copy.remembered("agent"), self.copy.postmaster()]
        launcher.send_signal(signal.SIGTERM)
        said.append(launcher.communicate(timeout=60)[0])
        self.assertEqual(launcher.returncode, 0, "".join(said))
        wait_for(lambda: not any(exists(pid) for pid in pids), "the end of every process")

    def test_two_instances_side_by_side_leave_each_other_alone(self):
        self.up()
        other = {"TILLNOTE_VAR": str(self.home / "other var"), "TILLNOTE_PORT": str(free_port())}
        self.addCleanup(lambda: self.copy.run("down", **other))
        said = self.up(**other)
        self.assertIn("TILLNOTE_VAR=", said)
        mine, theirs = (json.loads(self.copy.run("status", "--json", **extra).stdout) for extra in ({}, other))
        for member in ("url", "metrics_url", "config", "postgres"):
            self.assertNotEqual(mine[member], theirs[member])
        self.assertEqual(self.copy.run("down", **other).returncode, 0)
        self.assertTrue(json.loads(self.copy.run("status", "--json").stdout)["running"])


class Elsewhere(unittest.TestCase):
    """Other users, and places whose paths are too long for a socket."""

    def make_home(self):
        """A folder that every user may pass through; a quote in its name would send the socket elsewhere by itself."""
        home = Path(tempfile.mkdtemp(prefix="tillnote launcher "))
        home.chmod(0o755)
        self.addCleanup(shutil.rmtree, home)
        return home

    def up_and_down(self, copy, **extra):
        """One whole life; gives what `status --json` and the cluster's owner were in the middle of it."""
        self.addCleanup(lambda: copy.run("down", **extra))
        done = copy.run("up", "--detach", **extra)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        status = json.loads(copy.run("status", "--json", **extra).stdout)
        owner = owner_of(status["postgres"])
        self.assertEqual(copy.run("down", **extra).returncode, 0)
        self.assertEqual(json.loads(copy.run("status", "--json", **extra).stdout), {"running": False})
        return status, owner

    def test_as_an_ordinary_user_everything_is_theirs(self):
        """Root has `nobody` start it; whoever else runs the tests is an ordinary user already."""
        user = "nobody" if os.geteuid() == 0 else None
        expected = user or pwd.getpwuid(os.geteuid()).pw_name
        home = self.make_home()
        copy = Copy(home / "a clone", free_port(), user)
        status, owner = self.up_and_down(copy, HOME=str(home))
        self.assertEqual(owner, expected)
        self.assertIn(str(copy.folder / "var/postgres/socket"), status["postgres"])
        for path in (copy.folder / "var/postgres/data", copy.folder / "var/server.toml", copy.folder / "var/lane"):
            self.assertEqual(path.owner(), expected)
            self.assertEqual(os.stat(path).st_mode & 0o077, 0, path)

    @unittest.skipUnless(os.geteuid() == 0, "only root can start a cluster as another user")
    def test_as_root_the_cluster_belongs_to_a_user_of_its_own_even_where_that_one_cannot_reach_var(self):
        home = self.make_home()
        home.chmod(0o700)
        copy = Copy(home / "a clone", free_port())
        status, owner = self.up_and_down(copy)
        self.assertEqual(owner, "postgres")
        folder = socket_folder(status["postgres"]).parent
        self.addCleanup(shutil.rmtree, folder)
        self.assertRegex(str(folder), r"^/var/lib/tillnote-[0-9a-f]{12}$")
        self.assertEqual(folder.owner(), "postgres")

    def test_a_socket_whose_path_would_be_too_long_goes_elsewhere(self):
        home = self.make_home()
        copy = Copy(home / "a clone", free_port())
        for length, is_elsewhere in ((107, False), (108, True)):
            ending = len("/postgres/socket/.s.PGSQL.5480")
            var = str(home / "v")
            var += "x" * (length - ending - len(var))
            with self.subTest(length=length):
                status, _ = self.up_and_down(copy, TILLNOTE_VAR=var, TMPDIR=str(home))
                folder = socket_folder(status["postgres"])
                self.assertEqual(str(folder) != f"{var}/postgres/socket", is_elsewhere, folder)
                self.assertEqual(folder.exists(), not is_elsewhere, "a folder elsewhere goes with the instance")
                if is_elsewhere:
                    self.assertRegex(str(folder), r"^/run/tillnote-[0-9a-f]{12}$" if os.geteuid() == 0 else r"/tillnote-\d+-[0-9a-f]{12}$")


def socket_folder(connection):
    """The folder in a libpq connection string of the launcher's."""
    return Path(re.search(r"host='([^']*)'", connection).group(1))


def owner_of(connection):
    """Whose the running postmaster of that connection is."""
    return next(socket_folder(connection).glob(".s.PGSQL.*[0-9]")).owner()


if __name__ == "__main__":
    unittest.main()
