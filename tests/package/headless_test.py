"""A lane without a screen: configured without the strip, nothing asks for FLTK or X11."""

import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from packages import BUILD, ROOT, output_of

SCREEN = re.compile(r"libfltk|libX|FLTK_STATIC|STRIP_X11")


class Headless(unittest.TestCase):
    """CMake's own files say what would be built."""

    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory(prefix="tillnote-headless-")
        cls.folder = Path(cls.home.name)
        done = subprocess.run(["cmake", "-S", str(ROOT), "-B", str(cls.folder), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                               "-DTILLNOTE_STRIP=OFF", "-DPython3_EXECUTABLE=/usr/bin/python3"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.home.cleanup()

    def test_nothing_of_the_screen_is_looked_for_or_built(self):
        rules = (self.folder / "build.ninja").read_text()
        cached = (self.folder / "CMakeCache.txt").read_text()
        self.assertIsNone(SCREEN.search(rules))
        self.assertIsNone(SCREEN.search(cached))
        self.assertIsNotNone(SCREEN.search((BUILD / "build.ninja").read_text()))
        self.assertIsNotNone(SCREEN.search((BUILD / "CMakeCache.txt").read_text()))

    def test_the_lane_is_built_and_packed_without_its_strip(self):
        targets = output_of("ninja", "-C", str(self.folder), "-t", "targets", "all")
        self.assertIn("bin/tillnote-lane:", targets)
        self.assertNotIn("tillnote-strip", targets)
        packed = (self.folder / "CPackConfig.cmake").read_text()
        self.assertIn('set(CPACK_COMPONENTS_ALL "lane")', packed)


if __name__ == "__main__":
    unittest.main()
