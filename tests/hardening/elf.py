"""What checksec and readelf say of a program, judged: the weaknesses that a build without our flags would have."""

import json
import re
import subprocess

# In checksec's words.
STRONG = {"relro": "full", "canary": "yes", "nx": "yes", "pie": "yes", "rpath": "no", "runpath": "no", "fortify_source": "yes"}


def readelf(*words):
    """Its output, in one line per entry."""
    return subprocess.run(["readelf", "-W", *words], capture_output=True, text=True, check=True, timeout=120,
                          env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


def find_weaknesses(program):
    """One line for each weakness of a linked program: what checksec says of it, and what that does not look at."""
    done = subprocess.run(["checksec", "--output=json", "--file=" + program], capture_output=True, text=True, check=True, timeout=120)
    (found,) = json.loads(done.stdout).values()
    for what, wanted in STRONG.items():
        if found[what] != wanted:
            yield f"{what} is {found[what]}"
    if re.search(r"^\s*LOAD.*\bRWE\b", readelf("-l", program), re.MULTILINE):
        yield "some memory is writable and executable"
    if "TEXTREL" in readelf("-d", program):
        yield "its code is changed while it is loaded"


def objects_without_control_flow_protection(archive):
    """The members of a static library whose note does not promise IBT and SHSTK, and how many members there are."""
    members = re.split(r"^File: ", readelf("-n", archive), flags=re.MULTILINE)[1:]
    bare = [member.split("\n", 1)[0] for member in members if not re.search(r"x86 feature:.*\bIBT\b.*\bSHSTK\b", member)]
    return bare, len(members)
