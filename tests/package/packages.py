"""The two packages of this build, and what is asked about them."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ["TILLNOTE_BUILD"])
PACKAGES = Path(os.environ["TILLNOTE_PACKAGES"])


def find_package(name):
    """The one file of a package."""
    found = list(PACKAGES.glob(f"{name}_*.deb"))
    assert len(found) == 1, f"{len(found)} files of {name} in {PACKAGES}"
    return found[0]


def output_of(*command):
    """What a command that succeeds writes to stdout."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout


def field_of(package, name):
    """A field of the package's control file."""
    return output_of("dpkg-deb", "-f", str(find_package(package)), name).strip()


def dependencies_of(package):
    """Names without versions; of alternatives the first."""
    return [re.split(r"[ |(]", part.strip())[0] for part in field_of(package, "Depends").split(",")]
