"""The tracked text files of the project, as the rules read them; self-tests make small trees of their own."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Never part of the project, whatever git says.
OUTSIDE = {".git", "build", "var", "node_modules", "__pycache__"}

# What the fuzzer reads is bytes, whatever they look like.
BYTES = "tests/fuzz/seeds/"


class Tree:
    """Relative path to text. Binary files are left out."""

    def __init__(self, files):
        self.files = dict(files)

    def select(self, *suffixes, under=""):
        """(path, text) of the files that end so and lie below `under`, sorted."""
        for path in sorted(self.files):
            if path.startswith(under) and path.endswith(suffixes):
                yield path, self.files[path]


def _listed_by_git(root):
    """What git tracks or would track; None where there is no git or it does not trust the folder."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=False,
        )
    except FileNotFoundError:
        return None
    if answer.returncode != 0 or not answer.stdout:
        return None
    return [name for name in answer.stdout.decode().split("\0") if name]


def _listed_by_walking(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in OUTSIDE]
        for name in names:
            yield str((Path(folder) / name).relative_to(root))


def load_tree(root=ROOT):
    """The tree on disk. Works in a copy without .git, too."""
    names = _listed_by_git(root)
    files = {}
    for name in names if names is not None else _listed_by_walking(root):
        path = root / name
        if set(Path(name).parts) & OUTSIDE or name.startswith(BYTES) or not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            files[name] = content.decode("utf-8")
    return Tree(files)


def line_of(text, position):
    """1-based line number of a position."""
    return text.count("\n", 0, position) + 1


_COMMENT_OR_LITERAL = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)" | "(?:\\.|[^"\\\n])*" | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'""",
    re.DOTALL | re.VERBOSE,
)


def blank_comments_and_literals(text):
    """C++ without comments and literals, every other character and every line at its place."""
    return _COMMENT_OR_LITERAL.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
