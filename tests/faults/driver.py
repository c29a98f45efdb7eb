"""Cashiers: threads that tap with the real tillnote-lane and write down what they saw, outside of every fault."""

import random
import subprocess
import threading
import time

from oracle import Tap

REASONS = ("101", "102", "103", "201", "202", "301", "401", "501", "701")
# Calls that change something outside the process: a kill before the Nth of them is a kill at every interesting place.
_CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename,flock,sendto,sendmsg,recvfrom,connect"
TAP_TIMEOUT_S = 20


def kill_at_call(number):
    """The strace words that start a command which dies before its `number`th outside call, in any of its threads."""
    return ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + _CALLS, "-e",
            f"inject={_CALLS}:signal=KILL:when={number}"]


class Driver(threading.Thread):
    """Taps `count` times on one lane with pauses of up to `pause_s`; some taps are killed on the way, some undone."""

    def __init__(self, lane, seed, count, *, pause_s=0.06, kills=True):
        super().__init__(daemon=True)
        self._lane = lane
        self._random = random.Random(seed)
        self._count = count
        self._pause_s = pause_s
        self._kills = kills
        self.taps = []
        self.undo_ticks = set()
        self.undo_failures = []
        self.hung = 0

    def run(self):
        for number in range(self._count):
            self._tap(number)
            if self._random.random() < 0.12:
                self._undo()
            time.sleep(self._random.random() * self._pause_s)

    def _tap(self, number):
        reason = self._random.choice(REASONS)
        words = self._lane.words("tap", reason)
        if self._random.random() < 0.6:
            words += ["--transaction", f"till-{number // 3}"]
        kill_after_s = None
        if self._kills and self._random.random() < 0.15:
            kill_after_s = self._random.random() * 0.012
        elif self._kills and self._random.random() < 0.15:
            words = kill_at_call(self._random.randint(1, 12)) + words
        status, output, complaint = self._run(words, kill_after_s)
        self.taps.append(Tap(self._lane.number, reason, status, output, complaint))

    def _undo(self):
        status, output, complaint = self._run(self._lane.words("undo"), None)
        if status == 0 and output:
            self.undo_ticks.add(output)
        elif status != 0:
            self.undo_failures.append(complaint)

    def _run(self, words, kill_after_s):
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            output, complaint = process.communicate(timeout=TAP_TIMEOUT_S if kill_after_s is None else kill_after_s)
        except subprocess.TimeoutExpired:
            self.hung += kill_after_s is None
            process.kill()
            output, complaint = process.communicate()
        return process.returncode, output.strip(), complaint
