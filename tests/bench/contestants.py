"""What is measured, and what it is measured against. All on loopback, all on the one private PostgreSQL of the run."""

import json
import math
import os
import re
import shutil
import statistics

from harness import processes
from harness.cluster import pgbench_program
from harness.processes import Failure

HERE = os.path.dirname(os.path.abspath(__file__))
REASONS = "101,102,201,202,301"


class LoadGenerator:
    """wrk with the script notes.lua, for all HTTP contestants: the same POSTs to each."""

    def __init__(self, tokens_file):
        self.program = shutil.which("wrk")
        self.tokens_file = tokens_file
        if not self.program:
            raise Failure("wrk is not installed: apt-get install wrk")

    def run(self, port, *, seconds, connections, notes=1, may_be_held_back=False, warmup_s=1):
        """One slice after a warm-up. Gives rates of acknowledged requests and notes, latencies, and over both runs
        acknowledged_total and cpu_s. Failure when anything was answered that does not count; with `may_be_held_back`
        answers of 400 and above are counted, and not as acknowledged.
        """
        before = os.times()
        warm = self._run(port, warmup_s, connections, notes)
        result = self._run(port, seconds, connections, notes)
        after = os.times()
        errors = warm["status_errors"] + result["status_errors"]
        if warm["socket_errors"] or result["socket_errors"] or (errors and not may_be_held_back):
            raise Failure(f"port {port} gave answers that do not count: {warm}, {result}")
        acknowledged = result["requests"] - result["status_errors"]
        return {"requests_per_s": acknowledged / result["seconds"], "notes_per_s": acknowledged * notes / result["seconds"],
                "p50_ms": result["p50_ms"], "p99_ms": result["p99_ms"], "held_back": errors,
                "acknowledged_total": acknowledged + warm["requests"] - warm["status_errors"],
                "cpu_s": after.children_user + after.children_system - before.children_user - before.children_system}

    def _run(self, port, seconds, connections, notes):
        done = processes.run([self.program, "--threads", 1, "--connections", connections, "--duration", f"{math.ceil(seconds)}s",
                              "--script", os.path.join(HERE, "notes.lua"), f"http://127.0.0.1:{port}/v1/notes", "--",
                              self.tokens_file, connections, notes, REASONS], timeout_s=seconds + 60)
        return json.loads(done.stdout.strip().splitlines()[-1])


class Peer:
    """The Fastify 5 + pg service in peer/, on a table equal to tillnote.note."""

    def __init__(self, folder, cluster, tokens_with_lanes_file):
        self.folder = folder
        self.cluster = cluster
        self.tokens_file = tokens_with_lanes_file
        self.home = os.path.join(HERE, "peer")
        self.process = None
        self.port = None
        self.pool = None

    def install(self):
        """What package-lock.json names, once."""
        if not os.path.exists(os.path.join(self.home, "node_modules", "fastify")):
            processes.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=self.home, timeout_s=300)

    def start(self, pool):
        self.pool = pool
        self.port = processes.free_port()
        env = dict(os.environ, NODE_ENV="production", PEER_PORT=str(self.port), PEER_POOL=str(pool), PGHOST=self.cluster.root,
                   PGDATABASE="tillnote", PGUSER="bench_peer", PEER_TOKENS=self.tokens_file)
        with open(os.path.join(self.folder, "peer.log"), "ab") as log:
            self.process = processes.start(["node", "server.mjs"], log=log, env=env, cwd=self.home)
        processes.wait_for(self._listens, timeout_s=20, what="the Fastify peer")

    def _listens(self):
        if self.process.poll() is not None:
            with open(os.path.join(self.folder, "peer.log"), encoding="utf-8", errors="replace") as log:
                raise Failure("the Fastify peer ended: " + log.read()[-1500:])
        return processes.port_listens(self.port)

    def stop(self):
        processes.stop(self.process)

    def tune(self, load, clear):
        """Tries pool sizes and starts it with the best: a fair peer is a tuned one."""
        rates = {}
        for pool in (4, 8, 16, 32):
            clear()
            self.start(pool)
            rates[pool] = load.run(self.port, seconds=2, connections=64)["requests_per_s"]
            self.stop()
        best = max(rates, key=rates.get)
        self.start(best)
        return rates


class Nginx:
    """nginx answering 204 to the same POSTs: what HTTP alone costs on this machine."""

    def __init__(self, folder):
        self.port = processes.free_port()
        self.folder = os.path.join(folder, "nginx")
        os.mkdir(self.folder)
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        if not os.access(program, os.X_OK):
            raise Failure("nginx is not installed: apt-get install nginx-light")
        config = os.path.join(self.folder, "nginx.conf")
        temporary = "".join(f"  {kind}_temp_path {self.folder}/{kind};\n"
                            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"daemon off;\nworker_processes auto;\npid {self.folder}/pid;\nerror_log {self.folder}/error.log;\n"
                       "events { worker_connections 2048; }\n"
                       f"http {{\n  access_log off;\n  keepalive_requests 1000000000;\n  client_max_body_size 256k;\n{temporary}"
                       f"  server {{\n    listen 127.0.0.1:{self.port};\n    location = /v1/notes {{ return 204; }}\n  }}\n}}\n")
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = processes.start([program, "-c", config, "-p", self.folder, "-e", f"{self.folder}/error.log"], log=log)
        processes.wait_for(lambda: processes.port_listens(self.port), timeout_s=10, what="nginx")

    def stop(self):
        processes.stop(self.process)


class PgBench:
    """The server's own insert statement, run by pgbench with one connection per writer: the database's limit.

    The parameters lie ready in bench_batch.batch, each set used once, so that little but the statement and its commit is
    measured.
    """

    def __init__(self, folder, cluster, text, *, rows, writers, statements):
        self.folder = folder
        self.cluster = cluster
        self.rows = rows
        self.writers = writers
        self.share = statements // writers
        self.script = os.path.join(folder, "insert.pgbench")
        with open(self.script, "w", encoding="utf-8") as file:
            file.write(text + ";\n\\set batch :batch + 1\n")

    def run(self, seconds):
        """Rows per second, of rows that are in the table afterwards."""
        words = [pgbench_program(), "-n", "-M", "prepared", "-c", self.writers, "-j", "1", "-T", int(seconds), "-D", "batch=0",
                 "-D", f"share={self.share}", "-f", self.script, "-h", self.cluster.root, "-U", "postgres", "tillnote"]
        output = processes.run(words, timeout_s=seconds + 60, env=dict(os.environ, PGOPTIONS="-c search_path=tillnote")).stdout
        statements = int(re.search(r"transactions actually processed: (\d+)", output)[1])
        rate = float(re.search(r"tps = ([0-9.]+)", output)[1])
        stored = int(self.cluster.value("select count(*) from tillnote.note"))
        if stored != statements * self.rows:
            raise Failure(f"pgbench ran {statements} statements of {self.rows} rows and {stored} rows are there: out of batches?")
        return rate * self.rows


def median(values):
    return statistics.median(values)
