"""The rows of the table: each plays its contestants in turns, round by round, because machines drift."""

import collections
import dataclasses
import os
import time

from contestants import LoadGenerator, Nginx, Peer, PgBench, median
from harness import processes
from harness.processes import Failure
from harness.tillnote import Lane
import peer_table
import statement

CONNECTIONS = (64, 256)
ROWS_IN_S3_POST = 100


@dataclasses.dataclass
class Row:
    """One line of the table; the fields of `bench --json` and what a reader needs beside them."""

    id: str
    work: str
    ours: float
    against: float
    ratio: float
    must: float
    aim: float
    unit: str
    met: bool


def _at_least(row_id, work, pairs, must, aim, unit):
    """A row judged by ours over against; of several settings the worst counts."""
    ours, against = min(pairs, key=lambda pair: pair[0] / pair[1])
    return Row(row_id, work, round(ours, 1), round(against, 1), round(ours / against, 3), must, aim, unit,
               ours / against >= must)


def _measure(load, port, watched, **options):
    """One slice, with the CPU time that each watched process took for it."""
    before = {name: processes.cpu_seconds(child) for name, child in watched.items()}
    result = load.run(port, **options)
    result["cpu_us"] = {name: (processes.cpu_seconds(child) - before[name]) * 1e6 / max(1, result["acknowledged_total"])
                        for name, child in watched.items()}
    result["cpu_us"]["generator"] = result["cpu_s"] * 1e6 / max(1, result["acknowledged_total"])
    return result


def measure_stored(arena, table, load, port, watched, *, connections, notes=1, **options):
    """A slice into empty tables. Failure unless what was acknowledged is stored, and no more than was under way besides."""
    arena.clear()
    result = _measure(load, port, watched, connections=connections, notes=notes, **options)
    stored = int(arena.cluster.value(f"select count(*) from {table}"))
    least = result["acknowledged_total"] * notes
    under_way = 2 * connections * notes  # wrk hangs up in the middle of its last requests, and it ran twice
    if not least <= stored <= least + under_way:
        raise Failure(f"{least} notes acknowledged, {stored} in {table}")
    return result


def _describe(name, results):
    """Where the time goes: CPU per POST does not depend on what else the machine does."""
    middle = {key: median([result[key] for result in results]) for key in ("requests_per_s", "p50_ms", "p99_ms")}
    cpu = {part: median([result["cpu_us"][part] for result in results]) for part in results[0]["cpu_us"]}
    held_back = sum(result["held_back"] for result in results)
    return (f"{name}: {middle['requests_per_s']:,.0f}/s, p50 {middle['p50_ms']:.2f} ms, p99 {middle['p99_ms']:.2f} ms; CPU per POST: "
            + ", ".join(f"{part} {us:.0f} us" for part, us in cpu.items()) + (f"; {held_back} told to come back" if held_back else ""))


def one_note_per_post(arena, wanted, seconds, rounds, say):
    """S1 and S2."""
    load = LoadGenerator(arena.tokens_file)
    results = collections.defaultdict(list)
    peer = nginx = None
    database = {"PostgreSQL": arena.cluster.process}
    ours = {"server": arena.server.process, **database}
    try:
        if "S1" in wanted:
            peer_table.make(arena.cluster)
            peer = Peer(arena.folder, arena.cluster, arena.write_peer_tokens())
            peer.install()
            rates = peer.tune(load, arena.clear)
            say("peer: " + ", ".join(f"pool of {pool} {rate:,.0f}/s" for pool, rate in rates.items()) + f"; takes {peer.pool}")
        if "S2" in wanted:
            nginx = Nginx(arena.folder)
        for _ in range(rounds):
            for connections in CONNECTIONS:
                results["ours", connections].append(
                    measure_stored(arena, "tillnote.note", load, arena.server.port, ours, seconds=seconds, connections=connections))
                if peer:
                    results["peer", connections].append(
                        measure_stored(arena, peer_table.NAME, load, peer.port, {"peer": peer.process, **database},
                                        seconds=seconds, connections=connections))
                if nginx:
                    results["nginx", connections].append(_measure(load, nginx.port, {"nginx": nginx.process}, seconds=seconds,
                                                                  connections=connections))
    finally:
        for contestant in (peer, nginx):
            if contestant:
                contestant.stop()
    for (name, connections), slices in results.items():
        say(_describe(f"{name}, {connections} connections", slices))

    def pairs(other):
        return [tuple(median([result["requests_per_s"] for result in results[name, connections]]) for name in ("ours", other))
                for connections in CONNECTIONS]

    rows = []
    if peer:
        rows.append(_at_least("S1", "one note per POST, against Fastify 5 + pg", pairs("peer"), 4.0, 6.0, "notes/s"))
    if nginx:
        rows.append(_at_least("S2", "one note per POST, against nginx answering 204", pairs("nginx"), 0.35, 0.5, "posts/s"))
    return rows


def hundred_notes_per_post(arena, seconds, rounds, say):
    """S3."""
    load = LoadGenerator(arena.tokens_file)

    def ours(connections):
        return measure_stored(arena, "tillnote.note", load, arena.server.port,
                               {"server": arena.server.process, "PostgreSQL": arena.cluster.process}, seconds=seconds,
                               connections=connections, notes=ROWS_IN_S3_POST, may_be_held_back=True)

    arena.clear()
    insert = statement.observe(arena.cluster, lambda: load.run(arena.server.port, seconds=2, connections=64,
                                                              notes=ROWS_IN_S3_POST, may_be_held_back=True))
    say(f"server's insert: {insert.rows} rows per statement, {insert.writers} writers")
    statements = int(seconds * 450_000 / insert.rows) + 2
    statement.make_batches(arena.cluster, insert, statements=statements)
    pgbench = PgBench(arena.folder, arena.cluster, statement.pgbench_text(insert), rows=insert.rows, writers=insert.writers,
                      statements=statements)
    results = collections.defaultdict(list)
    limits = []
    for _ in range(rounds):
        for connections in CONNECTIONS:
            results[connections].append(ours(connections))
        arena.clear()
        limits.append(pgbench.run(seconds))
    for connections, slices in results.items():
        say(_describe(f"ours, {connections} connections, 100 notes per POST", slices))
    say("pgbench: " + ", ".join(f"{limit:,.0f} rows/s" for limit in limits))
    pairs = [(median([result["notes_per_s"] for result in slices]), median(limits)) for slices in results.values()]
    return [_at_least("S3", "100 notes per POST, against pgbench and the same insert", pairs, 0.6, 0.85, "notes/s")]


def _median_ms(action, count):
    taken = []
    for _ in range(count):
        begin = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begin) * 1000)
    return median(taken)


def _spawn(words):
    """The cheapest way to start a process and wait for it; stdout and stderr to nowhere."""
    nowhere = [(os.POSIX_SPAWN_OPEN, descriptor, "/dev/null", os.O_RDWR, 0) for descriptor in (0, 1, 2)]
    _, status = os.waitpid(os.posix_spawn(words[0], words, os.environ, file_actions=nowhere), 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise Failure(f"{' '.join(words)} exited {os.waitstatus_to_exitcode(status)}")


def _raw_fdatasync_ms(folder, count):
    path = os.path.join(folder, "fdatasync")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        def write():
            os.pwrite(descriptor, os.urandom(4096), 0)
            os.fdatasync(descriptor)

        os.pwrite(descriptor, bytes(4096), 0)
        return _median_ms(write, count)
    finally:
        os.close(descriptor)


def tap_as_a_process(arena, count, rounds, say):
    """S5."""
    lane = Lane(arena.build, os.path.join(arena.folder, "lane"), arena.lanes[0][1])
    lane.enrol(arena.server.url, arena.tokens[0])
    key = iter(range(10**9))

    def tap():
        _spawn(lane.words("tap", "101", "--transaction", f"bench-{next(key)}"))

    taken = collections.defaultdict(list)
    per_round = max(1, count // rounds)
    for _ in range(rounds):
        taken["without an agent"].append(_median_ms(tap, per_round))
        lane.launch_agent()
        processes.wait_for(lambda: lane.status()["pending"] == 0, timeout_s=30, what="the agent to deliver what waits", every_s=0.1)
        taken["with an agent"].append(_median_ms(tap, per_round))
        processes.stop(lane.agent)
        taken["true"].append(_median_ms(lambda: _spawn(["/bin/true"]), per_round))
        taken["fdatasync"].append(_raw_fdatasync_ms(arena.folder, per_round))
    for name, values in taken.items():
        say(f"{name}: median {median(values):.2f} ms")
    ours = max(median(taken["with an agent"]), median(taken["without an agent"]))
    against = median(taken["true"]) + median(taken["fdatasync"])
    return [Row("S5", "tillnote-lane tap as a process, against true and one fdatasync", round(ours, 2), round(against, 2),
                round(ours / against, 2), 10.0, 4.0, "ms", ours < 10.0)]


def shape(arena, seconds, sizes, preload, say):
    """S1 and S3 as the note table grows: a list of (notes in the table, posts/s, notes/s)."""
    load = LoadGenerator(arena.tokens_file)
    lines = []
    arena.clear()
    for size in sizes:
        preload(arena.cluster, size)
        one = load.run(arena.server.port, seconds=seconds, connections=64)
        many = load.run(arena.server.port, seconds=seconds, connections=64, notes=ROWS_IN_S3_POST, may_be_held_back=True)
        lines.append((size, one["notes_per_s"], many["notes_per_s"]))
        say(f"{size:,} notes: S1 {one['notes_per_s']:,.0f}/s, S3 {many['notes_per_s']:,.0f}/s")
    return lines
