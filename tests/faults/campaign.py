"""Seeded runs: bring up, tap, break, heal, judge. One seed is one run, so a failing seed is a test case of its own."""

import dataclasses
import random
import time

import faults
import oracle
from driver import Driver
from harness.processes import Failure

# Hidden damage done after healing: with any of these the judgement must be red, or it judges nothing.
DAMAGE = {
    "lose": "delete from tillnote.note where store_id = '{store}'",
    "alter": "update tillnote.note set remark_key = remark_key || 'x' where store_id = '{store}' and note_id = "
             "(select note_id from tillnote.note where store_id = '{store}' limit 1)",
    "invent": "insert into tillnote.note select (jsonb_populate_record(n, jsonb_build_object('note_id', gen_random_uuid()))).* "
              "from tillnote.note n where store_id = '{store}' limit 1",
    "miscount": "update tillnote.rollup set remarks = remarks + 1 where store_id = '{store}'",
    "lose a showing": "delete from tillnote.showing where store_id = '{store}' and showing_id = "
                      "(select showing_id from tillnote.showing where store_id = '{store}' limit 1)",
    "alter a showing": "update tillnote.showing set outcome = 'expired', answer = null where store_id = '{store}' and outcome = 'answered'",
    "invent a showing": "insert into tillnote.showing select (jsonb_populate_record(s, jsonb_build_object('showing_id', "
                        "gen_random_uuid()))).* from tillnote.showing s where store_id = '{store}' limit 1",
    "count twice": "update tillnote.transaction_hour set staffed_transactions = 2 * staffed_transactions where store_id = '{store}'",
    # The last one: without the key, nothing can be stored any more.
    "double": "insert into tillnote.note select * from tillnote.note where store_id = '{store}' limit 1",
}
# How the judgement begins that each of them has to bring about.
SENTENCES = {"lose": "lost", "alter": "altered", "invent": "invented", "miscount": "miscounted", "double": "double",
             "lose a showing": "showing lost", "alter a showing": "showing altered", "invent a showing": "showing invented",
             "count twice": "transactions differ"}
DOUBLE_NEEDS = "alter table tillnote.note drop constraint note_key"


@dataclasses.dataclass
class Verdict:
    seed: int
    faults: list
    ticked: int
    stored: int
    violations: list
    seconds: float
    refused: int
    killed: int
    transactions: int  # acknowledged
    answers: int  # outcomes of asks, acknowledged
    killed_calls: int  # of POS and display


def _play(world, rng, lane_count):
    """Taps and faults side by side; gives the drivers when both have ended, and the names of the faults."""
    plan = [rng.choice(faults.ALL) for _ in range(rng.randint(1, 3))]
    drivers = [Driver(lane, rng.randrange(2**32), rng.randint(8, 18)) for lane in world.lanes[:lane_count]]
    for driver in drivers:
        driver.start()
    for fault in plan:
        time.sleep(rng.random() * 0.3)
        fault(world, rng)
    for driver in drivers:
        driver.join(120)
        if driver.is_alive():
            raise Failure("a driver hangs")
    return drivers, [fault.__name__ for fault in plan]


def one_run(world, seed, *, damage=None):
    """Failure says that healing did not succeed, which is a finding like any violation."""
    begin = time.monotonic()
    rng = random.Random(seed)
    lane_count = rng.randint(1, 3)
    names = []
    drivers = []
    violations = []
    server = None
    try:
        world.open_store(lane_count)
        drivers, names = _play(world, rng, lane_count)
        world.heal()
        if damage:
            # The faults may have left nothing to damage.
            drivers[0].ring_up_in_peace()
            world.heal()
        told = [driver.told for driver in drivers]
        world.hear_hours(sum(one.transactions for one in told))
        # Before the damage: an agent that runs gives again what the server has lost.
        lanes = world.close_store()
        if damage:
            world.cluster.sql((DOUBLE_NEEDS + ";" if damage == "double" else "") + DAMAGE[damage].format(store=world.store))
        server = world.read_server()
        taps = [tap for driver in drivers for tap in driver.taps]
        undo_ticks = set().union(*(driver.undo_ticks for driver in drivers))
        violations = oracle.check(taps, undo_ticks, lanes, server, told)
        violations += _verify(world)
    except Failure as failure:
        violations = [f"did not heal: {failure}"]
    for driver in drivers:
        violations += ["silent failure: an undo exited without a word" for complaint in driver.undo_failures if not complaint.strip()]
        violations += ["silent failure: begin or end exited without a word" for complaint in driver.call_failures
                       if not complaint.strip()]
        violations += ["hung: a call of tillnote-lane did not end"] * driver.hung
    if not violations:
        world.forget_store()
    taps = [tap for driver in drivers for tap in driver.taps]
    return Verdict(seed, names, len({tap.note_id for tap in taps if tap.exit_status == 0}), len(server.notes) if server else 0,
                   violations, time.monotonic() - begin, sum(tap.exit_status > 0 for tap in taps),
                   sum(tap.exit_status < 0 for tap in taps), sum(driver.told.transactions for driver in drivers),
                   sum(len(driver.told.outcomes) for driver in drivers), sum(driver.killed_calls for driver in drivers))


def _verify(world):
    done = world.server.command("verify", check=False)
    if done.returncode != 0:
        return [f"verify exits {done.returncode}: {(done.stdout + done.stderr).strip()[-400:]}"]
    return []
