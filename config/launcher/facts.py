"""What is known about one instance: `status --json` for scripts, and the lines that people read after `up`.

Called by ./tillnote with everything it cannot find out itself on the command line; see main().
"""

import argparse
import json
import signal
import subprocess
import sys
from pathlib import Path


def read_stores(server, config, var):
    """The stores as the server lists them; the configuration names the database. While that is down, as they were last."""
    kept = Path(var) / "stores.json"
    answer = subprocess.run(
        [server, "--config", config, "store", "list", "--json"], capture_output=True, text=True, timeout=60, check=False
    )
    if answer.returncode == 0:
        kept.write_text(answer.stdout, encoding="utf-8")
    elif not kept.exists():
        raise SystemExit(f"tillnote: the stores cannot be listed: {answer.stderr.strip()}")
    return json.loads(kept.read_text(encoding="utf-8"))


def read_demo(var):
    """The accounts and the demo lane, as `demo load` wrote them."""
    return json.loads((Path(var) / "demo.json").read_text(encoding="utf-8"))


def status(arguments):
    """The document of `status --json`."""
    demo = read_demo(arguments.var)
    lane = demo["demo_lane"]
    return {
        "running": True,
        "url": arguments.url,
        "metrics_url": arguments.metrics_url,
        "config": arguments.config,
        "postgres": arguments.postgres,
        "mail_dir": str(Path(arguments.var) / "mail"),
        "accounts": demo["accounts"],
        "stores": read_stores(arguments.server, arguments.config, arguments.var),
        "lanes": [{"store": lane["store"], "lane": lane["lane"], "state_dir": str(Path(arguments.var) / "lane")}],
    }


def scope_text(account):
    """What the account is for. A scope is a store or a district, or nothing for the whole chain."""
    if account["role"] == "admin":
        return "approves lanes; reads no digests"
    return account["scope"] or "the whole chain"


def people_text(arguments):
    """Address, sign-ins, and the line to tap with."""
    demo = read_demo(arguments.var)
    lane = demo["demo_lane"]
    rows = [
        (account["role"], account["email"], account["password"], scope_text(account)) for account in demo["accounts"]
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    lines = ["", f"Tillnote is ready: {arguments.url}", "", "Sign in as:"]
    for row in rows:
        cells = "  ".join(text.ljust(width) for text, width in zip(row[:3], widths))
        lines.append(f"  {cells}  ({row[3]})")
    lines += [
        "",
        f"Tap on lane {lane['lane']} of store {lane['store']}:",
        f"  {arguments.tap_line}",
        f"and see it at {arguments.url}/stores/{lane['store']}/today",
    ]
    if arguments.strip_line:
        lines += ["", "Or tap on the touch strip, on this screen:", f"  {arguments.strip_line}"]
    lines += [
        "",
        f"Stop it:  {arguments.down_line}",
    ]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("form", choices=["json", "people"])
    for name in ("url", "metrics-url", "config", "postgres", "var", "server", "tap-line", "strip-line", "down-line"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    if arguments.form == "json":
        print(json.dumps(status(arguments), ensure_ascii=False))
    else:
        print(people_text(arguments))
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the reader of a pipe may have seen enough
    sys.exit(main())
