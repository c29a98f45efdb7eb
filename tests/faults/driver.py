"""Cashiers: threads that tap and ring up with the real tillnote-lane and write down what they saw, outside of every fault."""

import random
import subprocess
import threading
import time

from agent_socket import AgentSocket
from oracle import Tap, Told

REASONS = ("101", "102", "103", "201", "202", "301", "401", "501", "701")
# Calls that change something outside the process: a kill before the Nth of them is a kill at every interesting place.
_CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename,flock,sendto,sendmsg,recvfrom,connect"
TAP_TIMEOUT_S = 20
TRIES = 8


def kill_at_call(number):
    """The strace words that start a command which dies before its `number`th outside call, in any of its threads."""
    return ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + _CALLS, "-e",
            f"inject={_CALLS}:signal=KILL:when={number}"]


class Driver(threading.Thread):
    """Taps `count` times on one lane with pauses of up to `pause_s`, rings up in between, and answers the asks as its display.

    Some calls are killed on the way, some taps undone. A call of the POS that was killed is made again, as a POS does.
    """

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
        self.call_failures = []
        self.hung = 0
        self.told = Told(lane.number)
        self.killed_calls = 0
        self._display = AgentSocket(lane.state)

    def run(self):
        for number in range(self._count):
            rings_up = number == 0 or self._random.random() < 0.4
            if rings_up:
                self._ring_up(number)
            self._tap(number)
            if self._random.random() < 0.12:
                self._undo()
            if rings_up and self._random.random() < 0.7:
                self._call("end")
            time.sleep(self._random.random() * self._pause_s)
        self._call("end")
        self._display.hang_up()

    def ring_up_in_peace(self):
        """One more transaction whose ask is answered, with nothing in the way: call it when all is healed and run() has ended."""
        self._kills = False
        self._ring_up(self._count, "yes")
        self._call("end")
        self._display.hang_up()

    def _tap(self, number):
        reason = self._random.choice(REASONS)
        words = self._lane.words("tap", reason)
        if self._random.random() < 0.6:
            words += ["--transaction", f"till-{number // 3}"]
        status, output, complaint = self._run(*self._endanger(words))
        self.taps.append(Tap(self._lane.number, reason, status, output, complaint))

    def _endanger(self, words):
        """The words and after how many seconds to kill what they start, None for never."""
        if self._kills and self._random.random() < 0.15:
            return words, self._random.random() * 0.012
        if self._kills and self._random.random() < 0.15:
            return kill_at_call(self._random.randint(1, 12)) + words, None
        return words, None

    def _ring_up(self, number, choice=None):
        """A transaction of its own begins; the display looks, and deals with the ask, by `choice` where that is given."""
        self._display.try_ask(do="watch", shows_asks=True)
        if self._call("begin", f"sale-{number}"):
            self.told.transactions += 1
        else:
            self.told.unsure += 1
        view = self._display.try_ask(do="watch", shows_asks=True)
        if view and view["ask"]:
            self._deal_with(view["ask"]["showing_id"], choice or self._random.choice(("yes", "no", "not_asked", "left")))

    def _deal_with(self, showing_id, choice):
        if choice == "left":
            return
        request = {"do": "not_asked"} if choice == "not_asked" else {"do": "answer", "answer": choice}
        outcome = ("not_asked", "") if choice == "not_asked" else ("answered", choice)
        if self._kills and self._random.random() < 0.25:
            # The display dies before it hears the answer; nobody may say what came of it.
            try:
                self._display.tell(showing_id=showing_id, **request)
            except OSError:
                pass  # the agent has gone, too
            self.killed_calls += 1
            self._display.hang_up()
        for _ in range(TRIES):
            answer = self._display.try_ask(showing_id=showing_id, **request)
            if answer:
                if answer["ok"]:
                    self.told.outcomes[showing_id] = outcome
                return

    def _call(self, *words):
        """A call of the POS, made again until it is answered. Whether it was."""
        for _ in range(TRIES):
            status, _, complaint = self._run(*self._endanger(self._lane.words(*words)))
            self.killed_calls += status < 0
            if status > 0:
                self.call_failures.append(complaint)
            if status == 0:
                return True
        return False

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
