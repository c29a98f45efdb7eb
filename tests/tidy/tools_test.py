"""clang-format and shellcheck over the tree. Both are in config/packages.txt; a missing one fails, it never skips."""

import subprocess
import unittest

from tree import ROOT, load_tree


def run(command):
    """Exit code and all output."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


class Format(unittest.TestCase):
    """C++ is formatted by the tool, not by taste."""

    def test_every_source_file_is_as_clang_format_writes_it(self):
        files = [path for path, _ in load_tree().select(".cpp", ".hpp")]
        self.assertGreater(len(files), 100)
        code, output = run(["clang-format-19", "--dry-run", "-Werror", *files])
        self.assertEqual(code, 0, "\n" + output[-4000:] + "\nMend it: clang-format-19 -i FILES")

    def test_a_badly_formatted_file_is_refused(self):
        bad = subprocess.run(["clang-format-19", "--dry-run", "-Werror", "--assume-filename=schema/bad.cpp"], cwd=ROOT,
                             input="int  main( ){return 0;}\n", capture_output=True, text=True, check=False)
        self.assertNotEqual(bad.returncode, 0)


class Shell(unittest.TestCase):
    """The launcher and every other shell script."""

    def test_shellcheck_has_nothing_to_say(self):
        programs = [path for path, text in load_tree().files.items() if text.startswith(("#!/usr/bin/env bash", "#!/bin/sh"))]
        self.assertIn("tillnote", programs)
        # -x follows the launcher into its pieces, which are no programs of their own.
        code, output = run(["shellcheck", "-x", *programs])
        self.assertEqual(code, 0, "\n" + output)

    def test_every_piece_of_the_launcher_is_followed(self):
        launcher = load_tree().files["tillnote"]
        for path, _ in load_tree().select(".sh", under="config/launcher/"):
            self.assertIn(f"# shellcheck source={path}\n", launcher)


if __name__ == "__main__":
    unittest.main()
