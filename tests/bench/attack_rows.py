"""The row of an attack: what hundreds of slow connections do to those that send notes."""

import collections
import os
import sys

from contestants import HERE, LoadGenerator, median
from harness import processes
from harness.processes import Failure
from rows import Row, measure_stored

KINDS = ("header", "body", "read")
ATTACKERS = 800
CONNECTIONS = 64


def _start(arena, kind, count):
    """The attackers, once all of them are connected."""
    reading, writing = os.pipe()
    with open(os.path.join(arena.folder, "attackers.log"), "ab") as log:
        child = processes.start([sys.executable, os.path.join(HERE, "attackers.py"), arena.server.port, kind, count], log=log,
                                stdout=writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        if said.readline().strip() != "ready":
            raise Failure("the attackers did not get through; attackers.log says why")
    return child


def slow_attacks(arena, seconds, rounds, say, attackers=ATTACKERS):
    """A1: p99 of S1 beside 800 slow connections, against p99 without them; the worst kind counts."""
    load = LoadGenerator(arena.tokens_file)
    slices = collections.defaultdict(list)

    def measure(name):
        slices[name].append(measure_stored(arena, "tillnote.note", load, arena.server.port, {}, seconds=seconds,
                                           connections=CONNECTIONS))

    for _ in range(rounds):
        measure("alone")
        for kind in KINDS:
            child = _start(arena, kind, attackers)
            try:
                measure(kind)
            finally:
                if child.poll() is not None:
                    raise Failure("the attackers ended; attackers.log says why")
                processes.stop(child)
    p99 = {name: median([result["p99_ms"] for result in results]) for name, results in slices.items()}
    for name, results in slices.items():
        rate = median([result["requests_per_s"] for result in results])
        say(f"{name}: {rate:,.0f}/s, p99 {p99[name]:.2f} ms")
    ours = max(p99[kind] for kind in KINDS)
    return [Row("A1", f"S1's p99 beside {attackers} slow connections, against none", round(ours, 2), round(p99["alone"], 2),
                round(ours / p99["alone"], 2), 2.0, 1.2, "ms", ours <= 2 * p99["alone"])]
