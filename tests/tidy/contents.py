"""What may lie where, and what may stand in it: folders, migrations, the error table, headers, tests, words."""

import re

from arrows import PROJECT_FOLDERS
from tree import blank_comments_and_literals, line_of

TOP_LEVEL = {
    ".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".gitattributes", ".gitignore", "CHANGELOG.md", "CMakeLists.txt",
    "CMakePresets.json", "CONTRIBUTING.md", "LICENSE", "README.md", "config", "docs", "lane-client", "schema", "server", "tests",
    "tillnote",
}

# Test files that judge something wider than one source file, and what that is.
CROSS_CUTTING = {
    "tests/http/connections_test.cpp": "limits on connections, across listener and connection",
    "tests/http/deadlines_test.cpp": "deadlines of the running server",
    "tests/http/hostile_requests_test.cpp": "the framing gate as an attacker sees it",
    "tests/http/keep_alive_test.cpp": "several requests on one connection",
    "tests/http/proxied_test.cpp": "the listener behind a proxy",
    "tests/http/slow_attack_test.cpp": "hundreds of connections that hold their place",
    "tests/http/split_test.cpp": "requests cut at every byte",
    "tests/http/stop_test.cpp": "draining at the end",
    "tests/http/tls_reload_test.cpp": "a certificate replaced under a running server",
    "tests/http/answers_test.cpp": "answers as they stand on the wire",
    "tests/lane-client/program_test.cpp": "the built program from outside, by its command line",
    "tests/lane-client/read_only_program_test.cpp": "the built program on a state folder that it may not write",
    "tests/lane-client/healing_test.cpp": "what a lane offers again after a restore, a move or a rejected note",
    "tests/storage/rollup_check_test.cpp": "the domain's check over a real database, under traffic",
    "tests/storage/database_faults_test.cpp": "PostgreSQL killed, stopped and restarted under every store",
    "tests/storage/card_numbers_document_test.cpp": "the run-book of docs/card-numbers.md, typed as it stands there",
    "tests/storage/privacy_document_test.cpp": "the table of docs/privacy.md, beside the database's own catalog",
    "tests/storage/schema_test.cpp": "what the migrations have made, by the database's own catalog",
    "tests/storage/row_security_test.cpp": "what the policies hold back, by catalog and connection",
    "tests/storage/hostile_text_test.cpp": "texts that would end a literal, through the stores that take text",
    "tests/app/store_data_test.cpp": "export and erasing of a store that has something in every table",
    "tests/routes/access_matrix_test.cpp": "every role against every route",
    "tests/routes/log_lines_test.cpp": "what the log holds after requests of every kind",
    "tests/routes/row_security_test.cpp": "every route without its check",
}

# Written in parts, so that this list does not break its own rule.
REGISTRY_HOSTS = [".".join(parts) for parts in [
    ("registry", "npmjs", "org"), ("registry", "yarnpkg", "com"), ("pypi", "org"), ("files", "pythonhosted", "org"),
    ("deb", "debian", "org"), ("crates", "io"), ("proxy", "golang", "org"), ("rubygems", "org"), ("docker", "io"), ("ghcr", "io"),
]]
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/(?:home|Users|root|work|workspace|builds?)/\w|/tmp/(?:build|setup)\b")

_TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.MULTILINE)


def check_top_level(tree):
    """Nothing new at the top without a reason written down."""
    for name in sorted({path.split("/")[0] for path in tree.files}):
        if name not in TOP_LEVEL:
            yield f"{name}: not one of the agreed names at the top level; find it a place, or agree on it in docs/decisions"


def check_migrations(tree):
    """Migrations are numbered 0001, 0002 ... without a gap, and named."""
    expected = 1
    for path, _ in tree.select("", under="schema/database/"):
        match = re.fullmatch(r"schema/database/(\d{4})_[a-z0-9_]+\.sql", path)
        if not match:
            yield f"{path}: migrations are named NNNN_name.sql"
        elif int(match.group(1)) != expected:
            yield f"{path}: the next number is {expected:04d}"
            return
        else:
            expected += 1
    if expected == 1:
        yield "schema/database: no migration"


def check_error_table(tree):
    """Every ErrorCode has exactly one row, named after it, and the API's documentation lists those that cross HTTP."""
    body = re.search(r"enum class ErrorCode \{(.*?)\n\};", tree.files["schema/error.hpp"], re.DOTALL).group(1)
    codes = re.findall(r"^\s*(\w+)(?: = \d+)?,", body, re.MULTILINE)
    rows = re.findall(r'ErrorRow\{\s*(\w+),\s*"([^"]*)",\s*"[^"]*",\s*(\d+)', tree.files["schema/error.cpp"])
    documented = tree.files.get("schema/openapi.yaml", "")
    for code in codes:
        if [row[0] for row in rows].count(code) != 1:
            yield f"schema/error.cpp: {code} needs exactly one row"
    for code, slug, status in rows:
        if code not in codes:
            yield f"schema/error.cpp: the row {code} has no code"
        if slug != code.replace("_", "-"):
            yield f"schema/error.cpp: the slug of {code} is {slug}; it follows the code's name"
        if status != "0" and not re.search(rf"/problems/{re.escape(slug)}(?![\w-])", documented):
            yield f"schema/openapi.yaml: /problems/{slug} is not in the list of problem types"


def check_headers(tree):
    """Every header guards itself and says what it declares."""
    for path, text in tree.select(".hpp"):
        if not re.match(r"(?:\s|//[^\n]*\n)*#pragma once\n", text):
            yield f"{path}: begins with #pragma once"
        if path.startswith(tuple(PROJECT_FOLDERS)) and "///" not in text:
            yield f"{path}: no doc comment (///): say what, units, limits, threads, errors"


def _has_source(tree, folder, stem):
    """wire_bad_notes may test wire_bad_notes, wire_bad or wire, there or in a folder below: one source file may have several."""
    parts = stem.split("_")
    wanted = {"_".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return any(path.rsplit("/", 1)[1].split(".")[0] in wanted for path, _ in tree.select(".hpp", ".cpp", under=folder + "/"))


def check_mirror(tree):
    """tests/<folder>/<file>_test.cpp tests <folder>/<file>."""
    source_of = {prefix.split("/")[-1]: prefix for prefix in PROJECT_FOLDERS}
    for path, _ in tree.select("_test.cpp", under="tests/"):
        parts = path.split("/")
        if len(parts) == 3 and parts[1] in source_of and path not in CROSS_CUTTING:
            folder, stem = source_of[parts[1]], parts[2].removesuffix("_test.cpp")
            if not _has_source(tree, folder, stem):
                yield f"{path}: no {folder}/{stem}; name it after the file it tests, or give a reason in CROSS_CUTTING"
    for path in CROSS_CUTTING:
        if tree.files.keys() & {f"tests/{path.split('/')[1]}/CMakeLists.txt"} and path not in tree.files:
            yield f"{path}: excused in CROSS_CUTTING, but gone"


def check_test_names(tree):
    """Suite.SaysWhatHolds in two words or more, and no test that is switched off."""
    for path, text in tree.select(".cpp", under="tests/"):
        code = blank_comments_and_literals(text)
        for match in _TEST.finditer(code):
            suite, name = match.groups()
            line = line_of(text, match.start())
            if name.startswith("DISABLED_") or suite.startswith("DISABLED_"):
                yield f"{path}:{line}: {suite}.{name} is switched off; mend it or remove it"
            elif not re.fullmatch(r"[A-Z][A-Za-z0-9]*", suite) or not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
                yield f"{path}:{line}: {suite}.{name}: words run together, each with a capital"
            elif len(re.findall(r"[A-Z][a-z]*|[0-9]+", name)) < 2:
                yield f"{path}:{line}: {suite}.{name}: a sentence that says what holds"
        for match in re.finditer(r"\bGTEST_SKIP\b", code):
            yield f"{path}:{line_of(text, match.start())}: skips; a test that cannot run has to fail"


def check_words(tree):
    """Nothing unfinished, no registry's host name, no path of one machine."""
    for path, text in tree.files.items():
        if path == "LICENSE":
            continue
        for match in UNFINISHED.finditer(text):
            yield f"{path}:{line_of(text, match.start())}: {match.group()}: do it now, or file an issue"
        for host in REGISTRY_HOSTS:
            if re.search(rf"(?<![\w.-]){re.escape(host)}(?![\w-])", text):
                yield f"{path}: names the package registry {host}; registries are the machine's business"
        for match in MACHINE_PATH.finditer(text):
            yield f"{path}:{line_of(text, match.start())}: {match.group()}...: a path of one machine"
