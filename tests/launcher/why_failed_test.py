"""What is said at the end of a failed test run, of results made up here."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

RESULTS = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="all" tests="4" failures="3">
  <testcase name="routes_test" status="fail"><failure message="Failed"/><system-out>[==========] Running 2 tests
[ RUN      ] Doors.Open
loud but well
[       OK ] Doors.Open (1 ms)
[ RUN      ] Doors.Close
talk before it
/a/doors_test.cpp:12: Failure
Expected equality of these values:
  1
  2 &amp; more

[  FAILED  ] Doors.Close (5 ms)
[----------] 2 tests from Doors (6 ms total)
[  FAILED  ] Doors.Close
</system-out></testcase>
  <testcase name="passes" status="run"><system-out>x.cpp:1: Failure</system-out></testcase>
  <testcase name="journey" status="fail"><failure message="Timeout"/><system-out>%s</system-out></testcase>
  <testcase name="recorded" status="notrun"/>
</testsuite>
"""


class WhyFailed(unittest.TestCase):
    def told(self, results):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(results)
            file.flush()
            done = subprocess.run([sys.executable, ROOT / "config/launcher/why_failed.py", file.name],
                                  capture_output=True, text=True, check=True)
        return done.stdout

    def test_of_googletest_the_failures_and_of_others_the_end(self):
        told = self.told(RESULTS % "\n".join(f"step {step}" for step in range(100)))
        routes, journey = told.strip().split("\n\n")
        self.assertEqual(routes.splitlines(), [
            "routes_test: Failed",
            "  /a/doors_test.cpp:12: Failure",
            "  Expected equality of these values:",
            "    1",
            "    2 & more",
            "  [  FAILED  ] Doors.Close (5 ms)",
        ])
        self.assertEqual(journey.splitlines(), ["journey: Timeout"] + [f"  step {step}" for step in range(60, 100)])

    def test_many_lines_are_cut_with_a_word(self):
        many = "".join(f"/a/b.cpp:{line}: Failure\nwrong\n" for line in range(50))
        told = self.told(RESULTS % many).splitlines()
        self.assertEqual(told[-1], "  and 60 lines more")


if __name__ == "__main__":
    unittest.main()
