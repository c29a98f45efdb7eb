"""What the SystemCallFilter of a systemd unit leaves, asked of systemd-analyze."""

import re
import subprocess


def system_calls_of(group):
    """The system calls of a group such as @file-system, those of the groups in it included."""
    listed = subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True, timeout=60).stdout
    found = set()
    for line in listed.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            found |= system_calls_of(word)
        elif word and not word.startswith("#"):
            found.add(word)
    return found


def allowed_system_calls(unit):
    """By the text of a unit."""
    allowed = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit, re.MULTILINE):
        for word in line.lstrip("~").split():
            named = system_calls_of(word) if word.startswith("@") else {word}
            allowed = allowed - named if line.startswith("~") else allowed | named
    return allowed


def system_calls_in(trace):
    """Names of the calls in the output of strace -f."""
    return set(re.findall(r"^\d+ +(\w+)\(", trace, re.MULTILINE))
