"""Who may include and link whom: the table of docs/architecture.md, with the libraries each folder may use."""

import re

from tree import line_of

PROJECT_FOLDERS = {
    "schema": "schema", "server/domain": "domain", "server/storage": "storage", "server/render": "render", "server/http": "http",
    "server/routes": "routes", "server/delivery": "delivery", "server/app": "app", "lane-client/strip": "strip", "lane-client": "lane",
}

# folder: the project's folders it may include from, besides itself
ARROWS = {
    "schema": [],
    "domain": ["schema"],
    "storage": ["domain", "schema"],
    "render": ["domain", "schema"],
    "http": ["schema"],
    "routes": ["http", "render", "domain", "schema"],
    "delivery": ["render", "domain", "schema"],
    "app": ["routes", "delivery", "render", "storage", "http", "domain", "schema"],
    "lane": ["schema"],
    "strip": ["lane", "schema"],
}

# folder: how the foreign headers it may include begin. The app builds everything and may use every library.
LIBRARIES = {
    "schema": ["boost/json/", "nlohmann/", "boost/system/result.hpp"],
    "domain": ["boost/math/", "date/", "boost/system/result.hpp"],
    "storage": ["pqxx/"],
    "render": ["kainjow/mustache.hpp", "nlohmann/", "date/", "zint.h"],
    "http": ["boost/", "openssl/", "nlohmann/", "sodium.h"],
    "routes": ["nlohmann/", "openssl/", "sodium.h"],
    "delivery": ["boost/algorithm/string/", "curl/", "nlohmann/", "sodium.h"],
    "lane": ["boost/", "openssl/", "sqlite3.h", "nlohmann/", "CLI/", "sodium.h"],
    "strip": ["FL/", "X11/", "nlohmann/", "CLI/"],
}

# Only this much of the schema is known to the generic HTTP layer (docs/decisions/0001).
HTTP_MAY_KNOW = {"schema/error.hpp", "schema/secret_file.hpp"}

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
_FOREIGN_FAMILY = re.compile(r"^(boost|pqxx|nlohmann|date|kainjow|openssl|curl|CLI|toml\+\+|spdlog|fmt|prometheus|gtest|gmock|benchmark|FL|X11)/")
_FOREIGN_FILES = {"sqlite3.h", "sodium.h", "zint.h"}


def folder_of(path):
    """The architecture's name of the folder a source file lies in, or None."""
    for prefix, name in PROJECT_FOLDERS.items():
        if path.startswith(prefix + "/"):
            return name
    return None


def includes(text):
    """(is quoted, header, line) of every include."""
    return [(mark == '"', header, line_of(text, match.start())) for match in _INCLUDE.finditer(text)
            for mark, header in [match.groups()]]


def is_foreign(header):
    """Whether an angle include is a library's rather than the standard's or the system's."""
    return bool(_FOREIGN_FAMILY.match(header)) or header in _FOREIGN_FILES


def check_includes(tree):
    """Every include follows an arrow, and every library is used only where its need is."""
    for path, text in tree.select(".hpp", ".cpp"):
        folder = folder_of(path)
        for quoted, header, line in includes(text):
            target = folder_of(header)
            if not quoted and target:
                yield f"{path}:{line}: <{header}> is ours; include it in quotes"
            if quoted and not target and is_foreign(header):
                yield f'{path}:{line}: "{header}" is a library\'s; include it in angle brackets'
            if not folder:
                continue
            if target and target != folder and target not in ARROWS[folder]:
                yield f"{path}:{line}: {folder} may not include from {target} ({header})"
            if folder == "http" and target == "schema" and header not in HTTP_MAY_KNOW:
                yield f"{path}:{line}: http knows only {', '.join(sorted(HTTP_MAY_KNOW))}, not {header}"
            if not quoted and is_foreign(header) and folder in LIBRARIES:
                if not any(header.startswith(prefix) for prefix in LIBRARIES[folder]):
                    yield f"{path}:{line}: {folder} may not use <{header}>"


def check_links(tree):
    """The link lines of each folder's CMakeLists.txt name no library that its arrows do not."""
    for prefix, folder in PROJECT_FOLDERS.items():
        path = f"{prefix}/CMakeLists.txt"
        if path not in tree.files:
            continue
        text = re.sub(r"#[^\n]*", "", tree.files[path])
        allowed = {"flags", folder, *ARROWS[folder]}
        linked = set()
        for call in re.finditer(r"target_link_libraries\(\s*tillnote_\w+([^)]*)\)", text):
            for name in re.findall(r"\btillnote_(\w+)", call.group(1)):
                linked.add(name)
                if name in ARROWS.keys() | {"flags"} and name not in allowed:
                    yield f"{path}:{line_of(text, call.start())}: {folder} may not link tillnote_{name}"
        if not linked:
            yield f"{path}: links nothing of ours; link at least tillnote_flags, so that the warnings hold"


def reachable_headers(tree, path):
    """All headers that a file includes, itself or through headers of the project."""
    seen, waiting = set(), [path]
    while waiting:
        for quoted, header, _ in includes(tree.files[waiting.pop()]):
            if header not in seen:
                seen.add(header)
                if quoted and header in tree.files:
                    waiting.append(header)
    return seen


def check_translation_units(tree):
    """libpqxx and Asio never meet in one translation unit; Beast is compiled in few files only."""
    beast_in_http = []
    for path, text in tree.select(".cpp"):
        headers = reachable_headers(tree, path)
        with_pqxx = any(header.startswith("pqxx/") for header in headers)
        with_asio = any(header.startswith(("boost/asio", "boost/beast")) for header in headers)
        with_beast = any(header.startswith("boost/beast") for header in headers)
        if with_pqxx and with_asio:
            yield f"{path}: includes both pqxx and Asio; put one of them behind a plain header"
        if with_beast and not path.startswith(("server/http/", "lane-client/", "tests/")):
            yield f"{path}: Beast stays in server/http and lane-client; use http::Request and http::Response"
        if with_beast and path.startswith("server/http/"):
            beast_in_http.append(path)
    if len(beast_in_http) > 4:
        yield f"server/http: {len(beast_in_http)} files include Beast, at most 4 may: {', '.join(beast_in_http)}"
