"""What readelf says of a program, judged: the weaknesses that a build without our flags would have."""

import re
import subprocess


def readelf(*words):
    """Its output, in one line per entry."""
    return subprocess.run(["readelf", "-W", *words], capture_output=True, text=True, check=True, timeout=120,
                          env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


def imported(program):
    """The functions that it calls in shared libraries, without their versions."""
    return {match.group(1) for match in re.finditer(r"\sUND (\w+)(?:@\S+)?", readelf("--dyn-syms", program))}


def find_weaknesses(program):
    """One name for each weakness of a linked program."""
    header, segments, dynamic = readelf("-h", program), readelf("-l", program), readelf("-d", program)
    functions = imported(program)
    flags = " ".join(re.findall(r"\(FLAGS(?:_1)?\)\s+(?:Flags: )?(.*)", dynamic))
    stack = re.search(r"GNU_STACK(?:\s+0x[0-9a-f]+){5}\s+([RWE ]+?)\s+0x", segments)
    if not re.search(r"Type:\s+DYN", header) or "PIE" not in flags:
        yield "its code lies at a fixed address"
    if "GNU_RELRO" not in segments:
        yield "the linker's tables stay writable"
    if "BIND_NOW" not in flags and "NOW" not in flags.split():
        yield "functions are looked up while it runs"
    if not stack or "E" in stack.group(1):
        yield "its stack is executable"
    if re.search(r"^\s*LOAD.*\bRWE\b", segments, re.MULTILINE):
        yield "some memory is writable and executable"
    if re.search(r"\((RPATH|RUNPATH)\)", dynamic):
        yield "it looks for libraries in a place of its own"
    if "TEXTREL" in dynamic:
        yield "its code is changed while it is loaded"
    if "__stack_chk_fail" not in functions:
        yield "no stack canary"
    if not any(re.fullmatch(r"__\w+_chk", name) for name in functions):
        yield "no call into the C library is checked for its size"


def objects_without_control_flow_protection(archive):
    """The members of a static library whose note does not promise IBT and SHSTK, and how many members there are."""
    members = re.split(r"^File: ", readelf("-n", archive), flags=re.MULTILINE)[1:]
    bare = [member.split("\n", 1)[0] for member in members if not re.search(r"x86 feature:.*\bIBT\b.*\bSHSTK\b", member)]
    return bare, len(members)
