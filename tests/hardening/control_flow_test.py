"""Every object of ours carries x86's note of indirect branch tracking and shadow stacks. The programs do not: a linker keeps it only
where every object has it, and the start files of Debian 12's C library have none.

usage: control_flow_test.py [--build DIR]
"""

import glob
import os
import subprocess
import tempfile
import unittest

from built import PROGRAMS, Built, run_tests
from elf import objects_without_control_flow_protection, readelf


class ControlFlow(unittest.TestCase):
    def test_all_our_objects_are_built_for_it(self):
        archives = [path for folder in ("schema", "server", "lane-client")
                    for path in glob.glob(os.path.join(Built.folder, folder, "**", "libtillnote_*.a"), recursive=True)]
        self.assertEqual(len(archives), 1 + 7 + 2, archives)
        for archive in archives:
            bare, members = objects_without_control_flow_protection(archive)
            self.assertGreater(members, 0, archive)
            self.assertEqual(bare, [], archive)

    def test_what_stands_in_the_way_is_the_c_library(self):
        start = subprocess.run(["g++", "-print-file-name=Scrt1.o"], capture_output=True, text=True, check=True, timeout=60)
        in_start_files = "IBT" in readelf("-n", start.stdout.strip())
        for name in PROGRAMS:
            self.assertEqual("IBT" in readelf("-n", Built.program(name)), in_start_files, name)

    def test_an_object_without_it_is_found(self):
        with tempfile.TemporaryDirectory(prefix="tillnote-hardening-") as folder:
            source, archive, kept, bare = (os.path.join(folder, name) for name in ("x.cpp", "libx.a", "kept.o", "bare.o"))
            with open(source, "w", encoding="utf-8") as file:
                file.write("int x() { return 1; }\n")
            for target, flags in ((kept, ["-fcf-protection"]), (bare, ["-fcf-protection=none"])):
                subprocess.run(["g++", "-O2", *flags, "-c", source, "-o", target], check=True, timeout=120)
            subprocess.run(["ar", "rc", archive, kept, bare], check=True, timeout=60)
            found, members = objects_without_control_flow_protection(archive)
            self.assertEqual(members, 2)
            self.assertEqual([name.rpartition("(")[2].rstrip(")") for name in found], ["bare.o"])


if __name__ == "__main__":
    run_tests()
