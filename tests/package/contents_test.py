"""Makes the packages from what is built, and judges them without installing."""

import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from packages import BUILD, PACKAGES, ROOT, dependencies_of, field_of, find_package, output_of

PROGRAMS = ["tillnote-lane", "tillnote-strip"]


def make_packages():
    """Makes both; returns what cpack said."""
    shutil.rmtree(PACKAGES, ignore_errors=True)
    done = subprocess.run(["cpack", "--config", str(BUILD / "CPackConfig.cmake"), "-B", str(PACKAGES)], capture_output=True,
                          text=True, check=False, umask=0o077)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Contents(unittest.TestCase):
    """What is in the files."""

    @classmethod
    def setUpClass(cls):
        before = {name: (BUILD / "bin" / name).stat().st_mtime_ns for name in PROGRAMS}
        cls.said = make_packages()
        cls.rebuilt = [name for name in PROGRAMS if (BUILD / "bin" / name).stat().st_mtime_ns != before[name]]

    def test_packing_compiles_nothing(self):
        self.assertEqual(self.rebuilt, [])
        self.assertNotIn("preinstall", self.said)

    def test_lintian_finds_nothing(self):
        files = [str(find_package(name)) for name in PROGRAMS]
        done = subprocess.run(["lintian", "--fail-on", "error,warning", "--tag-display-limit", "0", *files], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_lintian_can_find_something(self):
        with tempfile.TemporaryDirectory() as folder:
            bare = Path(folder) / "bare"
            (bare / "DEBIAN").mkdir(parents=True)
            (bare / "DEBIAN/control").write_text("Package: bare\nVersion: 1\nArchitecture: all\nMaintainer: A <a@b>\nDescription: b\n")
            subprocess.run(["dpkg-deb", "--root-owner-group", "-b", str(bare), f"{folder}/bare.deb"], check=True,
                           stdout=subprocess.DEVNULL)
            done = subprocess.run(["lintian", "--fail-on", "error,warning", f"{folder}/bare.deb"], capture_output=True, check=False)
        self.assertNotEqual(done.returncode, 0)

    def test_the_version_is_the_programs_own(self):
        for name in PROGRAMS:
            self.assertEqual(field_of(name, "Version"), output_of(str(BUILD / "bin" / name), "--version").strip())

    def test_the_strip_needs_this_lane_and_the_lane_needs_no_screen(self):
        self.assertIn(f"tillnote-lane (= {field_of('tillnote-lane', 'Version')})", field_of("tillnote-strip", "Depends"))
        self.assertEqual([name for name in dependencies_of("tillnote-lane") if name.startswith(("libx", "libfltk"))], [])

    def test_the_lane_stays_under_four_megabytes(self):
        """Stripped, as a register gets it."""
        listed = output_of("dpkg-deb", "-c", str(find_package("tillnote-lane"))).splitlines()
        sizes = [int(line.split()[2]) for line in listed if line.endswith("/bin/tillnote-lane")]
        self.assertEqual(len(sizes), 1, listed)
        self.assertLess(sizes[0], 4_000_000)

    def test_every_file_is_where_it_belongs(self):
        listed = {name: {line.split()[5][1:] for line in output_of("dpkg-deb", "-c", str(find_package(name))).splitlines()
                         if not line.startswith("d")} for name in PROGRAMS}
        for name in PROGRAMS:
            common = {f"/usr/bin/{name}", f"/usr/share/man/man1/{name}.1.gz", f"/usr/share/doc/{name}/changelog.gz",
                      f"/usr/share/doc/{name}/copyright"}
            self.assertLessEqual(common, listed[name])
            listed[name] -= common
        self.assertEqual(listed["tillnote-lane"], {
            "/lib/systemd/system/tillnote-lane.service", "/etc/default/tillnote-lane",
            "/usr/share/doc/tillnote-lane/examples/scanner.conf"})
        self.assertEqual(listed["tillnote-strip"], {"/etc/xdg/autostart/tillnote-strip.desktop"})

    def test_the_session_can_read_the_desktop_file(self):
        done = subprocess.run(["desktop-file-validate", str(ROOT / "config/package/tillnote-strip.desktop")], capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""))


class Manual(unittest.TestCase):
    """The manual pages name what the programs know."""

    @staticmethod
    def words_of_help(name):
        """Every command and long option of the program."""
        program = str(BUILD / "bin" / name)
        helped = output_of(program, "--help")
        commands = re.findall(r"^  ([a-z-]+) ", helped.partition("Subcommands:")[2], re.MULTILINE)
        texts = [helped, *(output_of(program, command, "--help") for command in commands)]
        return set(commands) | {word for text in texts for word in re.findall(r"(--[a-z-]+)", text)}

    def test_every_command_and_option_is_on_the_page(self):
        for name in PROGRAMS:
            page = (ROOT / f"config/package/{name}.1").read_text().replace("\\-", "-")
            words = self.words_of_help(name)
            self.assertIn("--state", words)
            self.assertEqual([word for word in sorted(words) if not re.search(rf"(?<![\w-]){word}(?![\w-])", page)], [], name)
        self.assertIn("http-token", self.words_of_help("tillnote-lane"))


if __name__ == "__main__":
    unittest.main()
