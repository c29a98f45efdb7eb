#!/usr/bin/python3
"""PostgreSQL put back to an earlier time: lanes give again what it has lost, also what no number of notes tells of.

usage: restored.py [--build DIR]
After the copy was taken the lane undoes, asks and rings up, and taps nothing: have_seq is right before and after the restore.
"""

import argparse
import os
import shutil
import sys

import oracle
from agent_socket import AgentSocket
from harness import processes
from harness.tillnote import default_build_folder
from oracle import Tap, Told
from world import World


class Desk:
    """The cashier, the POS and the display of one lane, with nothing in their way; keeps what they were told."""

    def __init__(self, lane):
        self.agent = AgentSocket(lane.state)
        self.display = AgentSocket(lane.state)
        self.taps = []
        self.undone = set()
        self.told = Told(lane.number)

    def tap(self, reason):
        done = self._ask(do="tap", reason=reason, source="touch")
        self.taps.append(Tap(self.told.lane, reason, 0, done["note_id"], ""))

    def undo(self, number, note_id):
        self._ask(do="undo", undo_id=f"00000000-0000-4000-8000-{number:012x}", note_id=note_id)
        self.undone.add(note_id)

    def ring_up(self, answer):
        """One transaction, with its ask answered."""
        # Asks are drawn while a display is there to show them.
        self.display.ask(do="watch", shows_asks=True)
        self._ask(do="begin", transaction=f"sale-{self.told.transactions}")
        self.told.transactions += 1
        ask = self.display.ask(do="watch", shows_asks=True)["ask"]
        self._ask(do="answer", showing_id=ask["showing_id"], answer=answer)
        self.told.outcomes[ask["showing_id"]] = ("answered", answer)
        self._ask(do="end")

    def beat(self):
        self._ask(do="reload")

    def hang_up(self):
        self.agent.hang_up()
        self.display.hang_up()

    def _ask(self, **request):
        answer = self.agent.ask(**request)
        if not answer["ok"]:
            raise processes.Failure(f"{request} was answered with {answer}")
        return answer


def open_desk(world):
    world.open_store(1)
    desk = Desk(world.lanes[0])

    def has_ask():
        catalog = desk.agent.ask(do="catalog")["catalog"]
        return catalog and catalog["asks"]

    processes.wait_for(has_ask, timeout_s=20, what="the ask to reach the lane")
    return desk


def settle(world, desk):
    """Everything is delivered, the hours are told, and the lane has looked whether the server still has it all."""
    world.heal()
    desk.beat()
    world.hear_hours(desk.told.transactions)
    # A server that is stopped in the middle of the lane's look for a restore leaves a sign of a loss, and the lane offers everything
    # again only once a day. The first heartbeat looks at all that was delivered, and is over when the second one comes.
    for _ in range(2):
        await_heartbeat(world, desk)


def await_heartbeat(world, desk):
    heard = "select coalesce(max(last_heard_at), '-infinity') from tillnote.contact"
    (before,), = world.cluster.sql(heard)
    desk.beat()
    processes.wait_for(lambda: world.cluster.sql(f"select 1 where ({heard}) > '{before}'"), timeout_s=30, what="a heartbeat")


def await_return(world, desk):
    """Until what was lost is there again; that it never comes is for the oracle to say."""
    def is_back():
        server = world.read_server()
        return len(server.showings) == len(desk.told.outcomes) and desk.undone <= server.undone

    try:
        processes.wait_for(is_back, timeout_s=30, what="all that was lost")
    except processes.Failure:
        pass


class Backup:
    """A copy of the data folder, taken and played back while PostgreSQL stands still."""

    def __init__(self, world):
        self._world = world
        self._copy = os.path.join(world.cluster.root, "copy")

    def take(self):
        self._while_stopped(lambda: processes.run(["cp", "-a", self._world.cluster.data, self._copy]))

    def restore(self):
        def play_back():
            shutil.rmtree(self._world.cluster.data)
            os.rename(self._copy, self._world.cluster.data)

        self._while_stopped(play_back)

    def _while_stopped(self, work):
        self._world.stop_server_gently()
        self._world.cluster.stop()
        work()
        self._world.cluster.start()
        self._world.server.start()


def play(world):
    """Gives every violation as one sentence."""
    desk = open_desk(world)
    backup = Backup(world)
    for reason in ("101", "201", "301"):
        desk.tap(reason)
    desk.ring_up("yes")
    settle(world, desk)
    backup.take()
    desk.undo(1, desk.taps[0].note_id)
    for answer in ("no", "yes", "no"):
        desk.ring_up(answer)
    settle(world, desk)
    before = world.read_server()
    backup.restore()
    lost = world.read_server()
    if len(lost.notes) != len(before.notes) or len(lost.showings) == len(before.showings) or lost.undone:
        raise processes.Failure("the restore lost nothing, or a note: this run shows nothing")
    # Business goes on. What comes now is new to the server, and hides nothing.
    desk.ring_up("yes")
    settle(world, desk)
    await_return(world, desk)
    world.heal()
    server = world.read_server()
    desk.hang_up()
    return oracle.check(desk.taps, desk.undone, world.close_store(), server, [desk.told])


def main(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=default_build_folder(), help="folder with bin/ of the programs")
    options = parser.parse_args(words)
    processes.arrange_clean_end()
    folder = processes.scratch_folder_on_a_real_disk("tillnote-restored-")
    try:
        world = World(os.path.abspath(options.build), folder, stores_wanted=1)
        violations = play(world)
        world.server.command("verify")
        world.close()
        print("\n".join(violations) or "all of it is back", flush=True)
        return 1 if violations else 0
    except processes.Failure as failure:
        print(f"restored: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        processes.stop_all()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
