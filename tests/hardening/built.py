"""The build that is judged."""

import argparse
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = ("tillnote-server", "tillnote-lane", "tillnote-strip")


class Built:
    """`folder`: as --build names it."""

    folder = os.path.join(ROOT, "build")

    @classmethod
    def program(cls, name):
        return os.path.join(cls.folder, "bin", name)


def run_tests():
    """Those of the script that calls it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=Built.folder)
    options, rest = parser.parse_known_args()
    Built.folder = options.build
    unittest.main(argv=sys.argv[:1] + rest)
