"""The three programs as built, looked at from outside: what a fault in them meets before it is of use to anybody.

usage: programs_test.py [--build DIR]
"""

import os
import subprocess
import tempfile
import unittest

from built import PROGRAMS, Built, run_tests
from elf import find_weaknesses

# A program that uses what is looked for: a buffer on the stack, and a copy whose size the compiler cannot know.
SOURCE = r"""
#include <cstdio>
#include <cstring>
#ifdef CHANGED_CODE
asm(".text\n.quad main\n");
#endif
#ifdef WRITABLE_CODE
asm(".section .both, \"awx\"\n.quad 0\n");
#endif
int main(int argc, char** argv) {
    char text[16];
    std::strcpy(text, argv[argc - 1]);
    std::puts(text);
}
"""
STRONG = ["-O2", "-fPIE", "-pie", "-fstack-protector-strong", "-D_FORTIFY_SOURCE=3", "-Wl,-z,relro,-z,now,-z,noexecstack"]
# What takes one protection away, and what is then to be found.
WEAK = [
    (["-no-pie", "-fno-PIE"], "pie is no"),
    (["-Wl,-z,norelro"], "relro is no"),
    (["-Wl,-z,lazy"], "relro is partial"),
    (["-Wl,-z,execstack"], "nx is no"),
    (["-DWRITABLE_CODE"], "some memory is writable and executable"),
    (["-Wl,-rpath,/nowhere"], "runpath is yes"),
    (["-Wl,-rpath,/nowhere,--disable-new-dtags"], "rpath is yes"),
    (["-DCHANGED_CODE", "-Wl,-z,notext"], "its code is changed while it is loaded"),
    (["-fno-stack-protector"], "canary is no"),
    (["-U_FORTIFY_SOURCE"], "fortify_source is no"),
]


class Programs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tillnote-hardening-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def build(self, *flags):
        """The small program, with these flags after the strong ones."""
        source, program = (os.path.join(self.folder, name) for name in ("small.cpp", "small"))
        with open(source, "w", encoding="utf-8") as file:
            file.write(SOURCE)
        subprocess.run(["g++", *STRONG, *flags, source, "-o", program], check=True, capture_output=True, timeout=120)
        return program

    def test_ours_have_no_weakness(self):
        for name in PROGRAMS:
            self.assertEqual(list(find_weaknesses(Built.program(name))), [], name)

    def test_a_strong_program_has_none(self):
        self.assertEqual(list(find_weaknesses(self.build())), [])

    def test_each_weakness_is_found_and_nothing_else(self):
        for flags, weakness in WEAK:
            self.assertEqual(list(find_weaknesses(self.build(*flags))), [weakness], flags)


if __name__ == "__main__":
    run_tests()
