#!/usr/bin/python3
"""A lane's full day in a minute: 2,000 transactions, 60 taps, undos, asks, three network losses, a killed agent and server.

usage: full_day.py [--build DIR] [--seed N]
At the end the outbox is empty and PostgreSQL holds what was ticked, counted and answered, no more and no less.
"""

import argparse
import os
import random
import shutil
import sqlite3
import sys
import time

import oracle
from agent_socket import AgentSocket
from driver import REASONS
from harness import processes
from harness.tillnote import default_build_folder
from oracle import Tap
from proxy import Weather
from world import World

TRANSACTIONS = 2000
TAPS = 60
UNDOS = 8
ONE_IN = 40
_TRAFFIC_SQL = "select coalesce(sum(staffed_transactions), 0) from tillnote.day_traffic where store_id = 'run-1'"
_SHOWINGS_SQL = "select showing_id, outcome, coalesce(answer, '') from tillnote.showing where store_id = 'run-1'"


class Plan:
    """What happens in which transaction, drawn from the seed."""

    def __init__(self, rng):
        self.taps = {}
        for _ in range(TAPS):
            reasons = self.taps.setdefault(rng.randrange(TRANSACTIONS), [])
            reasons.append(rng.choice([reason for reason in REASONS if reason not in reasons]))
        self.undos = set(rng.sample(sorted(self.taps), UNDOS))
        self.weather = {}
        for kind, begin in zip(rng.sample(("refuse", "hole", "cut_answer"), 3), (200, 800, 1500)):
            at = begin + rng.randrange(200)
            self.weather[at] = Weather(kind)
            self.weather[at + rng.randint(50, 200)] = Weather()
        self.server_dies = 1150 + rng.randrange(100)
        self.server_returns = self.server_dies + rng.randint(20, 100)
        self.agent_dies = rng.choice([number for number in self.taps if number > 300])
        self.dies_at = rng.choice(("begin", "tap", "end"))


class Day:
    """The one cashier, the POS and the display of one lane; keeps what they were told."""

    def __init__(self, world, plan, rng):
        self.world = world
        self.plan = plan
        self.rng = rng
        self.lane = world.lanes[0]
        self.agent = AgentSocket(self.lane.state)
        self.display = AgentSocket(self.lane.state)
        self.taps = []
        self.undone = set()
        self.shown = {}  # showing id -> outcome and answer

    def play(self):
        for number in range(TRANSACTIONS):
            self._break_or_mend(number)
            self._ask(number, do="begin", transaction=f"till-{number}")
            self._answer_an_ask()
            for reason in self.plan.taps.get(number, ()):
                done = self._ask(number, do="tap", reason=reason, source="touch")
                self.taps.append(Tap(1, reason, 0, done["note_id"], ""))
            if number in self.plan.undos:
                undo_id = f"00000000-0000-4000-8000-{number:012x}"
                self.undone.add(self._ask(number, do="undo", undo_id=undo_id)["note_id"])
            self._ask(number, do="end")

    def _break_or_mend(self, number):
        if number in self.plan.weather:
            self.world.proxy.set(self.plan.weather[number])
        if number == self.plan.server_dies:
            processes.kill(self.world.server.process)
        if number == self.plan.server_returns:
            self.world.server.launch()

    def _ask(self, number, **request):
        if number == self.plan.agent_dies and request["do"] == self.plan.dies_at:
            self.plan.agent_dies = None
            self.agent.tell(**request)
            processes.kill(self.lane.agent)
            self.agent.hang_up()
            self.lane.launch_agent()
        answer = self.agent.ask(**request)
        if not answer["ok"]:
            raise processes.Failure(f"transaction {number}: {request} was answered with {answer}")
        return answer

    def _answer_an_ask(self):
        """A display looks; the first ask is answered, of the others some are answered, some not asked, some left."""
        ask = self.display.ask(do="watch", shows_asks=True)["ask"]
        if ask is None:
            return
        choice = self.rng.choice(("yes", "no", "not_asked", "expired")) if self.shown else "yes"
        showing = {"showing_id": ask["showing_id"]}
        if choice in ("yes", "no"):
            self._ask(None, do="answer", answer=choice, **showing)
            self.shown[ask["showing_id"]] = ("answered", choice)
        else:
            if choice == "not_asked":
                self._ask(None, do="not_asked", **showing)
            self.shown[ask["showing_id"]] = (choice, "")


def open_lane(world):
    """A lane whose catalog has the ask of the day."""
    world.open_store(1)
    agent = AgentSocket(world.lanes[0].state)

    def has_ask():
        catalog = agent.ask(do="catalog")["catalog"]
        if catalog and catalog["asks"]:
            return True
        agent.ask(do="reload")
        return False

    # The server learns of new asks once a second.
    processes.wait_for(has_ask, timeout_s=20, what="the ask to reach the lane", every_s=0.2)
    agent.hang_up()


def judge(world, day):
    """Every violation as one sentence."""
    world.heal()
    day.agent.ask(do="reload")  # with a heartbeat, which tells the last transactions
    counted = processes.wait_for(lambda: int(world.cluster.value(_TRAFFIC_SQL)) >= TRANSACTIONS and world.cluster.value(_TRAFFIC_SQL),
                                 timeout_s=20, what=f"{TRANSACTIONS} transactions to be told")
    shown = {showing: (outcome, answer) for showing, outcome, answer in world.cluster.sql(_SHOWINGS_SQL)}
    day.agent.hang_up()
    server = world.read_server()
    outbox = os.path.join(day.lane.state, "outbox.db")
    lanes = world.close_store()
    violations = oracle.check(day.taps, day.undone, lanes, server)
    ticked = {tap.note_id: tap.reason for tap in day.taps}
    stored = {content.note_id: content.reason for _, content, _ in server.notes}
    if stored != ticked:
        violations.append(f"ticked and stored differ: {sorted(ticked.items() ^ stored.items())}")
    if len(ticked) != TAPS:
        violations.append(f"{TAPS} taps in {len(ticked)} notes")
    if server.undone != day.undone:
        violations.append(f"undone on the lane and on the server differ: {server.undone ^ day.undone}")
    if int(counted) != TRANSACTIONS:
        violations.append(f"{TRANSACTIONS} transactions and a traffic of {counted}")
    # One may have been shown by the agent that was killed before it said so.
    unseen = [showing for showing in shown if showing not in day.shown]
    if len(unseen) > 1 or shown != day.shown | dict.fromkeys(unseen, ("expired", "")):
        violations.append(f"showings differ: {sorted(shown.items() ^ day.shown.items())}")
    if ("answered", "yes") not in shown.values():
        violations.append("no ask was shown and answered")
    with sqlite3.connect(outbox) as connection:
        waiting = connection.execute("select (select count(*) from showing where state <> 1), "
                                     "(select count(*) from staffed_hour where reported <> transactions)").fetchone()
    if waiting != (0, 0):
        violations.append(f"the outbox is not empty: {waiting[0]} showings and {waiting[1]} hours wait")
    return violations


def run(build, folder, seed):
    rng = random.Random(seed)
    plan = Plan(rng)
    world = World(build, folder, stores_wanted=1, one_in=ONE_IN)
    open_lane(world)
    day = Day(world, plan, rng)
    begin = time.monotonic()
    day.play()
    played_s = time.monotonic() - begin
    violations = judge(world, day)
    world.server.command("verify")
    print(f"seed {seed}: {TRANSACTIONS} transactions in {played_s:.1f} s, {len(day.taps)} taps, {len(day.undone)} undone, "
          f"{len(day.shown)} asks shown; {world.proxy.broken} connections broken, agent killed at '{plan.dies_at}'", flush=True)
    for violation in violations:
        print(f"    {violation}", flush=True)
    world.close()
    return not violations


def main(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=default_build_folder(), help="folder with bin/ of the programs")
    parser.add_argument("--seed", type=int, default=None, help="default: the clock")
    options = parser.parse_args(words)
    processes.arrange_clean_end()
    folder = processes.scratch_folder_on_a_real_disk("tillnote-day-")
    try:
        seed = options.seed if options.seed is not None else int(time.time())
        return 0 if run(os.path.abspath(options.build), folder, seed) else 1
    except processes.Failure as failure:
        print(f"full day: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        processes.stop_all()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
