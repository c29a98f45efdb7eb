"""Runs every command and script of docs/pos-integration.md as it stands there: the shell blocks against a real agent, the
JavaScript in a browser whose page comes from another origin, Odoo's two modules replaced by small ones of the same names.

Run by ctest; by hand: TILLNOTE_LANE=build/bin/tillnote-lane python3 tests/lane-client/pos_integration_test.py
"""
import http.server
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANE = pathlib.Path(os.environ.get("TILLNOTE_LANE", ROOT / "build" / "bin" / "tillnote-lane")).resolve()
PAGE = (ROOT / "docs" / "pos-integration.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)( \w+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PORT_OF_THE_PAGE = "8482"
DEVICE_OF_THE_PAGE = "/dev/ttyACM0"
ORIGIN_OF_THE_PAGE = "https://pos.example"


def blocks(kind, mark=""):
    """The code blocks of the page that say ```kind mark."""
    return [text for name, more, text in BLOCK.findall(PAGE) if (name, (more or "").strip()) == (kind, mark)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


class Site(http.server.BaseHTTPRequestHandler):
    """The POS's web pages, as the test fills them in, and where the page tells what it has seen."""

    files = {}
    told = []

    def do_GET(self):
        text = self.files.get(self.path, "").encode()
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        self.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Page(unittest.TestCase):
    """docs/pos-integration.md"""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tillnote-pos-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.state = self.folder / "state"
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "tillnote-lane").symlink_to(LANE)
        self.environment = {**os.environ, "TILLNOTE_LANE_STATE": str(self.state),
                            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"}
        self.port = str(free_port())

    def adapt(self, text, origin=ORIGIN_OF_THE_PAGE, device=DEVICE_OF_THE_PAGE):
        return (text.replace(PORT_OF_THE_PAGE, self.port).replace(ORIGIN_OF_THE_PAGE, origin)
                .replace(DEVICE_OF_THE_PAGE, device))

    def run_shell(self, text):
        return subprocess.run(["bash", "-euc", self.adapt(text)], env=self.environment, capture_output=True, text=True,
                              timeout=60, check=False)

    def start_agent(self, text, **changes):
        agent = subprocess.Popen(["bash", "-euc", "exec " + self.adapt(text, **changes).strip()], env=self.environment,
                                 stdout=subprocess.PIPE, text=True)
        self.addCleanup(agent.stdout.close)
        self.addCleanup(agent.wait, 20)
        self.addCleanup(agent.send_signal, signal.SIGTERM)
        self.assertTrue(agent.stdout.readline().startswith("agent ready"))

    def ask_outbox(self, query):
        """What the disk holds now: the agent keeps its file to itself, so this looks at a copy."""
        with tempfile.TemporaryDirectory(dir=self.folder) as copies:
            for ending in ("", "-wal"):
                if (self.state / f"outbox.db{ending}").exists():
                    shutil.copy(self.state / f"outbox.db{ending}", pathlib.Path(copies) / f"copy.db{ending}")
            outbox = sqlite3.connect(pathlib.Path(copies) / "copy.db")
            try:
                return outbox.execute(query).fetchall()
            finally:
                outbox.close()

    def notes(self):
        """(reason, source, with a transaction, undone) of every note."""
        return self.ask_outbox("SELECT reason, source, with_transaction, EXISTS (SELECT 1 FROM undo WHERE note_row = note.row) "
                               "FROM note ORDER BY row")

    def test_commands_without_an_agent(self):
        program, transactions, named, *_ = blocks("sh")
        for text in (program, transactions, named):
            done = self.run_shell(text)
            self.assertEqual((done.returncode, done.stderr), (0, ""), text)
        self.assertEqual(self.notes(), [("101", "script", 0, 0), ("201", "key", 0, 1), ("102", "script", 1, 0),
                                        ("103", "script", 1, 0)])

    def test_scans_handed_on_by_the_pos(self):
        done = self.run_shell(blocks("sh")[-1])
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.notes(), [("101", "scan", 0, 1)])

    def test_calls_by_curl(self):
        self.start_agent(blocks("sh", "agent")[0])
        done = self.run_shell(blocks("sh")[3])
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(done.stdout.count('"ok":true'), 5)
        self.assertIn('"pending":2', done.stdout)
        self.assertEqual(self.notes(), [("101", "http", 1, 0), ("102", "scan", 1, 1)])

    def test_a_scanner_of_the_lanes_own(self):
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        self.addCleanup(os.close, slave)
        self.start_agent(blocks("sh", "agent")[1], device=os.ttyname(slave))
        os.write(master, b"4006381333931\r~TN101\r")
        self.assertTrue(wait_until(lambda: self.notes() == [("101", "scan", 0, 0)]), self.notes())

    def serve_pages(self, files):
        Site.files, Site.told = files, []
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}"

    def browse(self, url):
        """Opens the page and returns what it told."""
        browser = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0",
             f"--user-data-dir={self.folder / 'browser'}", url],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            self.assertTrue(wait_until(lambda: Site.told, 40), "the page told nothing")
        finally:
            os.killpg(browser.pid, signal.SIGTERM)
            browser.wait(20)
        return Site.told[0]

    def token(self):
        return subprocess.run([LANE, "--state", self.state, "http-token"], capture_output=True, text=True, check=True).stdout.strip()

    def test_the_scripts_in_a_browser(self):
        script = self.adapt(blocks("js")[0].replace("async function", "export async function"))
        odoo = blocks("js", "odoo")[0]
        files = {
            "/odoo/tillnote.js": script,
            # Odoo's bundler finds the file without its ending, a browser does not.
            "/odoo/payment_screen.js": odoo.replace('"./tillnote"', '"./tillnote.js"'),
            "/payment_screen_of_odoo.js": """
                export class PaymentScreen {
                    setup() { this.currentOrder = { uuid: "4714" }; }
                    async _finalizeValidation() { this.finalized = true; }
                }""",
            # As Odoo's own does: methods that find the one they replace by `super`.
            "/patch_of_odoo.js": """
                export function patch(target, methods) {
                    const before = Object.create(Object.getPrototypeOf(target), Object.getOwnPropertyDescriptors(target));
                    Object.setPrototypeOf(methods, before);
                    Object.defineProperties(target, Object.getOwnPropertyDescriptors(methods));
                }""",
        }
        files["/"] = f"""<!doctype html><script type="importmap">{json.dumps({"imports": {
            "@point_of_sale/app/screens/payment_screen/payment_screen": "/payment_screen_of_odoo.js",
            "@web/core/utils/patch": "/patch_of_odoo.js"}})}</script>
            <script type="module">
              import {{ tillnote }} from "/odoo/tillnote.js";
              import {{ PaymentScreen }} from "/payment_screen_of_odoo.js";
              import "/odoo/payment_screen.js";
              const seen = {{}};
              try {{
                localStorage.setItem("tillnote-token", "wrong");
                seen.refused = await tillnote("tap", {{ reason: "101" }}).catch((error) => error.message);
                localStorage.setItem("tillnote-token", {json.dumps(self.token())});
                seen.tapped = await tillnote("tap", {{ reason: "101" }});
                const screen = new PaymentScreen();
                screen.setup();
                const begun = async () => (await (await fetch("http://127.0.0.1:{self.port}/status", {{ headers: {{
                  Authorization: `Bearer ${{localStorage.getItem("tillnote-token")}}` }} }})).json()).pending;
                seen.pending = await begun();
                seen.during = await tillnote("tap", {{ reason: "102" }});
                await screen._finalizeValidation();
                seen.finalized = screen.finalized;
                seen.after = await begun();
              }} catch (error) {{ seen.error = String(error); }}
              await fetch("/told", {{ method: "POST", body: JSON.stringify(seen) }});
            </script>"""
        origin = self.serve_pages(files)
        self.start_agent(blocks("sh", "agent")[0], origin=origin)
        seen = self.browse(origin + "/")
        self.assertNotIn("error", seen)
        self.assertIn("http-token", seen["refused"], "the agent says what to do")
        self.assertTrue(seen["tapped"]["ok"] and seen["finalized"])
        self.assertEqual(self.notes(), [("101", "http", 0, 0), ("102", "http", 1, 0)])
        self.assertEqual(self.ask_outbox("SELECT sum(transactions) FROM staffed_hour"), [(1,)])

    def test_every_block_is_run(self):
        kinds = [(name, (more or "").strip()) for name, more, _ in BLOCK.findall(PAGE)]
        self.assertEqual(sorted(kinds), sorted([("sh", "")] * 5 + [("sh", "agent")] * 2
                                               + [("js", ""), ("js", "odoo"), ("python", "")]))
        manifest = eval(blocks("python")[0])  # pylint: disable=eval-used
        self.assertEqual(manifest["depends"], ["point_of_sale"])


if __name__ == "__main__":
    unittest.main()
