"""A copy of the launcher in a folder of its own, with nothing to build and small programs in place of the real ones.

The stand-ins speak the command lines of server and lane as far as the launcher uses them, and listen on a real port.
"""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SERVER = '''#!/usr/bin/python3
import http.server, json, os, signal, sys, tomllib
from pathlib import Path
config, words = Path(sys.argv[2]), sys.argv[3:]
settings = tomllib.loads(config.read_text())
var = config.parent
if os.environ.get("STAND_IN_FAILS") == words[0]:
    print("the stand-in was told to fail")
    sys.exit(1)
if words == ["serve"]:
    class Ready(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    http.server.HTTPServer((settings["server"]["address"], settings["server"]["port"]), Ready).serve_forever()
elif words[:2] == ["demo", "load"]:
    accounts = [{"role": "manager", "email": "a@b.example", "password": "pass \\u00e4", "scope": "oak"}]
    Path(words[words.index("--out") + 1]).write_text(json.dumps({"accounts": accounts, "demo_lane": {"store": "oak", "lane": 3}}))
elif words[:2] == ["lane", "approve"]:
    (var / "approved").write_text(words[2])
elif words == ["store", "list", "--json"]:
    print("[]" if not (var / "demo.json").exists() else json.dumps([{"id": "oak", "name": "Oak", "zone": "America/Chicago", "district": "d", "lanes": [3]}]))
'''

LANE = '''#!/usr/bin/python3
import json, os, signal, sys, time
from pathlib import Path
state, words = Path(sys.argv[2]), sys.argv[3:]
approved = state.parent / "approved"
if words[0] == "enrol":
    print("code ABCD-EFGH", flush=True)
    deadline = time.monotonic() + 20
    while not (approved.exists() and approved.read_text() == "ABCD-EFGH"):
        if time.monotonic() > deadline:
            sys.exit(1)
        time.sleep(0.02)
elif words[0] == "agent":
    signal.signal(signal.SIGTERM, lambda *_: ((state / "up").unlink(), os._exit(0)))
    (state / "up").write_text("")
    while True:
        signal.pause()
elif words[0] == "status":
    print(json.dumps({"enrolled": approved.exists(), "server_reachable": (state / "up").exists()}))
'''

# Nothing starts it but the person who reads the line.
STRIP = "#!/bin/sh\nexit 1\n"

CMAKE = '''cmake_minimum_required(VERSION 3.25)
project(stand_ins LANGUAGES NONE)
foreach(program tillnote-server tillnote-lane tillnote-strip)
  add_custom_target(${program}
    COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_SOURCE_DIR}/${program} ${CMAKE_BINARY_DIR}/bin/${program} VERBATIM)
endforeach()
install(PROGRAMS ${CMAKE_BINARY_DIR}/bin/tillnote-lane DESTINATION bin)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME stand-in.deb)
set(CPACK_PACKAGE_CONTACT "A <a@b.example>")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
include(CPack)
'''


class Copy:
    """`folder` gets the launcher and the stand-ins; commands run there, with a given environment on top of ours."""

    def __init__(self, folder, port, user=None):
        """As `user` (a name) the launcher runs with `setpriv`, which takes root; the copy is then theirs."""
        self.folder = Path(folder)
        self.port = port
        self.user = user
        for name in ("schema", "server", "lane-client", "tests"):
            (self.folder / name).mkdir(parents=True)
        shutil.copy(ROOT / "tillnote", self.folder)
        shutil.copytree(ROOT / "config" / "launcher", self.folder / "config" / "launcher")
        shutil.copy(ROOT / "CMakePresets.json", self.folder)
        # The packages are those of this machine: the test does not install any.
        (self.folder / "config" / "packages.txt").write_text("tzdata build,run\n")
        (self.folder / "CMakeLists.txt").write_text(CMAKE)
        for name, text in (("tillnote-server", SERVER), ("tillnote-lane", LANE), ("tillnote-strip", STRIP)):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)

        if user:
            for folder, _, names in os.walk(self.folder):
                for path in (folder, *(os.path.join(folder, name) for name in names)):
                    shutil.chown(path, user, pwd.getpwnam(user).pw_gid)

    def command(self, words):
        """The launcher's command line, as the copy's user."""
        account = pwd.getpwnam(self.user) if self.user else None
        as_user = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"] if account else []
        return [*as_user, str(self.folder / "tillnote"), *words]

    def environment(self, extra):
        """Without what the machine running the tests has set."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TILLNOTE_", "PG"))}
        return {**kept, "TERM": "dumb", "TILLNOTE_PORT": str(self.port), **extra}

    def run(self, *words, cwd=None, **extra):
        """The finished process with its output as text."""
        return subprocess.run(
            self.command(words), cwd=cwd or self.folder, env=self.environment(extra),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100, check=False,
        )

    def start(self, *words, **extra):
        """The launcher left running, with its output on a pipe."""
        return subprocess.Popen(
            self.command(words), cwd=self.folder, env=self.environment(extra),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )

    def remembered(self, name):
        """The pid of a process as the launcher remembers it."""
        return int((self.folder / "var" / "run" / f"{name}.pid").read_text().split()[0])

    def postmaster(self):
        """The pid of the private PostgreSQL."""
        return int((self.folder / "var" / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
