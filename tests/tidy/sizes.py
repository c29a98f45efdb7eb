"""How long a file and a function may be."""

import ast
import re

from tree import blank_comments_and_literals, line_of

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70

# Documents and lists may be as long as what they describe; code may not.
CODE = (".cpp", ".hpp", ".py", ".sh", ".mjs", ".js", ".sql", ".cmake", "CMakeLists.txt", ".in", ".mustache")
PROGRAMS = ("tillnote", ".ci/run", "tests/bench/run", "tests/faults/run", "tests/fuzz/run")

_SCOPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")
_IN_INITIALISERS = re.compile(r"\)\s*(?:noexcept\s*(?:\([^)]*\)\s*)?)?:(?!:).*[\w>]\s*$", re.DOTALL)
_BEFORE_NAME = re.compile(r"^(?:\s|#[^\n]*\n|(?:public|private|protected)\s*:)*")


def check_files(tree):
    """No file of code over the limit."""
    for path, text in tree.files.items():
        if path.endswith(CODE) or path in PROGRAMS:
            lines = text.count("\n")
            if lines > FILE_LINES_MAX:
                yield f"{path}: {lines} lines, at most {FILE_LINES_MAX}; split it by what its parts are about"


def _closing_brace(code, opening):
    depth = 0
    for match in re.finditer(r"[{}]", code[opening:]):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return opening + match.start()
    return len(code)


def cpp_functions(text):
    """(name, first line, lines) of every outermost function body; lambdas count with the function around them.

    Braces are told apart by what stands before them: a scope is entered, a function measured, an initialiser jumped over.
    """
    code = blank_comments_and_literals(text)
    head_begin = position = 0
    while match := re.compile(r"[{};]").search(code, position):
        here, position = match.start(), match.end()
        if match.group() != "{":
            head_begin = position
            continue
        head = code[head_begin:here]
        without_templates = re.sub(r"<[^<>]*>", "", head)
        if _SCOPE.search(without_templates) and "(" not in without_templates:
            head_begin = position
            continue
        closing = _closing_brace(code, here)
        is_initialiser = ")" not in head or _IN_INITIALISERS.search(head) or re.search(r"[=,(]\s*$", head)
        position = min(closing + 1, len(code))
        if is_initialiser:
            continue
        begin = head_begin + _BEFORE_NAME.match(head).end()
        name = re.search(r"([\w:~]+)\s*(?:\(|=\s*\[)", head)
        first = line_of(code, begin)
        yield (name.group(1) if name else "?", first, line_of(code, closing) - first + 1)
        head_begin = position


def python_functions(text):
    """(name, first line, lines) of every function."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def shell_functions(text):
    """(name, first line, lines) of every function that begins and ends at the margin."""
    for match in re.finditer(r"^(\w+)\(\) \{\n.*?^\}", text, re.MULTILINE | re.DOTALL):
        yield match.group(1), line_of(text, match.start()), match.group().count("\n") + 1


def check_functions(tree):
    """No function over the limit, in any of the languages."""
    for path, text in tree.files.items():
        if path.endswith((".cpp", ".hpp")):
            functions = cpp_functions(text)
        elif path.endswith(".py") or text.startswith(("#!/usr/bin/python3", "#!/usr/bin/env python3")):
            functions = python_functions(text)
        elif path.endswith(".sh") or text.startswith("#!/usr/bin/env bash"):
            functions = shell_functions(text)
        else:
            continue
        for name, line, lines in functions:
            if lines > FUNCTION_LINES_MAX:
                yield f"{path}:{line}: {name} has {lines} lines, at most {FUNCTION_LINES_MAX}; give its parts names"
