"""What stands around the tests of one script: begun as a whole or not at all, and gone at their end."""

import argparse
import os
import shutil
import sys
import tempfile
import unittest

from . import processes
from .tillnote import default_build_folder


class TemporaryWorld:
    """A folder and the processes that `_begin` of a derived class starts. What was begun is ended also where that fails."""

    build = default_build_folder()

    def __init__(self, name, *words):
        self.folder = tempfile.mkdtemp(prefix=f"tillnote-{name}-")
        os.chmod(self.folder, 0o755)  # PostgreSQL runs as another user
        try:
            self._begin(*words)
        except BaseException:
            self.end()
            raise

    def end(self):
        processes.stop_all()
        shutil.rmtree(self.folder, ignore_errors=True)


def run_tests():
    """Those of the script that calls it, with the programs that --build names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=TemporaryWorld.build)
    options, rest = parser.parse_known_args()
    TemporaryWorld.build = options.build
    processes.arrange_clean_end()
    unittest.main(argv=sys.argv[:1] + rest)
