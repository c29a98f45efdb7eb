"""The rows of the lane: how long a cashier waits for the tick, and what agent and strip cost while nobody taps."""

import glob
import os
import re
import time

from agent_socket import AgentSocket
from harness import processes
from harness.tillnote import Lane, get_program
from rows import Row

_QUIET_WINDOWS = 3


def _start_lane(arena, name):
    """An enrolled lane with its agent, at rest."""
    lane = Lane(arena.build, os.path.join(arena.folder, name), arena.lanes[0][1])
    lane.enrol(arena.server.url, arena.tokens[0])
    lane.launch_agent()
    processes.wait_for(lambda: os.path.exists(os.path.join(lane.state, "agent.sock")) and lane.status()["server_reachable"],
                       timeout_s=20, what="the lane's agent")
    return lane


def _time_ms(action):
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def _percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def tap_to_tick(arena, count, say):
    """S4. The agent sends what was tapped meanwhile, as it does in a store; server and database share the machine."""
    lane = _start_lane(arena, "tick-lane")
    agent = AgentSocket(lane.state)
    key = iter(range(10**9))
    path = os.path.join(lane.state, "fdatasync")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def tap():
        answer = agent.ask(do="tap", reason="101", source="touch", transaction=f"bench-{next(key)}")
        if not answer["ok"] or answer["repeat"]:
            raise processes.Failure(f"a tap was answered with {answer}")

    def write():
        os.pwrite(descriptor, os.urandom(4096), 0)
        os.fdatasync(descriptor)

    taps, writes = [], []
    try:
        # One by one, so that what else the disk and the processors do then falls on both alike.
        for _ in range(count):
            taps.append(_time_ms(tap))
            writes.append(_time_ms(write))
    finally:
        os.close(descriptor)
        agent.hang_up()
        processes.stop(lane.agent)
    for name, values in (("tap to tick", taps), ("write and fdatasync", writes)):
        say(f"{name}: p50 {_percentile(values, 0.5):.2f} ms, p99 {_percentile(values, 0.99):.2f} ms, most {max(values):.2f} ms")
    ours, against = _percentile(taps, 0.99), _percentile(writes, 0.99)
    return [Row("S4", "tap to tick through the agent, p99, against write + fdatasync", round(ours, 2), round(against, 2),
                round(ours / against, 2), 10.0, 4.0, "ms", ours / against <= 10.0 and ours < 50.0)]


def _resident_mb(child):
    with open(f"/proc/{child.pid}/status", encoding="utf-8") as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1]) / 1024


def _switches(child):
    """How often any thread of it has given up the processor: each wake-up ends with one."""
    total = 0
    for path in glob.glob(f"/proc/{child.pid}/task/*/status"):
        with open(path, encoding="utf-8") as file:
            total += sum(int(number) for number in re.findall(r"^voluntary_ctxt_switches:\s+(\d+)", file.read(), re.M))
    return total


def _wake_ups(children, window_s):
    """Per child, those of the quietest window: what is periodic shows in every window, a heartbeat in one at most."""
    seen = [[] for _ in children]
    for _ in range(_QUIET_WINDOWS):
        before = [_switches(child) for child in children]
        time.sleep(window_s)
        for windows, child, begin in zip(seen, children, before):
            windows.append(_switches(child) - begin)
    return [min(windows) for windows in seen], seen


def _start_screen(arena):
    """An X server of its own, and how the strip reaches it."""
    reading, writing = os.pipe()
    with open(os.path.join(arena.folder, "xvfb.log"), "ab") as log:
        screen = processes.start(["Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"], log=log,
                                 stdout=writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as numbers:
        return screen, ":" + numbers.readline().strip()


def idle_lane(arena, window_s, say):
    """S10."""
    lane = _start_lane(arena, "idle-lane")
    screen, display = _start_screen(arena)
    with open(os.path.join(arena.folder, "strip.log"), "ab") as log:
        strip = processes.start([get_program(arena.build, "tillnote-strip"), "--state", lane.state], log=log,
                                env=dict(os.environ, DISPLAY=display))
    agent = AgentSocket(lane.state)
    # The agent tidies up a few seconds after its start; then nothing is left to do.
    agent.ask(do="begin", transaction="bench")
    agent.ask(do="end")
    agent.hang_up()
    processes.wait_for(lambda: _wake_ups([lane.agent, strip], 1)[0] == [0, 0], timeout_s=60, what="agent and strip to come to rest")
    quietest, seen = _wake_ups([lane.agent, strip], window_s)
    rows = []
    for name, child, wake_ups, windows, must, aim in (("lane agent", lane.agent, quietest[0], seen[0], 10.0, 6.0),
                                                      ("touch strip", strip, quietest[1], seen[1], 20.0, 14.0)):
        resident = _resident_mb(child)
        say(f"{name}: {resident:.1f} MB resident; wake-ups in {_QUIET_WINDOWS} times {window_s} s: {windows}")
        rows.append(Row("S10", f"{name} idle: resident memory, and no periodic wake-ups", round(resident, 1), must,
                        round(resident / must, 2), must, aim, "MB", resident <= must and wake_ups == 0))
    for child in (strip, screen, lane.agent):
        processes.stop(child)
    return rows
