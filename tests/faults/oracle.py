"""Nothing lost, nothing counted twice, nothing invented: one judgement for every fault.

A pure function over plain data, so that its own tests can hand it a lost, a doubled and an altered note and see it object.
"""

import collections
import dataclasses


@dataclasses.dataclass(frozen=True)
class NoteContent:
    """What must be the same in the lane's outbox and in PostgreSQL, in one spelling for both."""

    note_id: str
    seq: int
    reason: str
    tapped_at_ms: int
    source: str
    remark_key: str
    outbox_id: str


@dataclasses.dataclass
class Tap:
    """One run of `tillnote-lane tap`, as the driver saw it from outside."""

    lane: int
    reason: str
    exit_status: int  # negative: killed by that signal
    note_id: str
    stderr: str


@dataclasses.dataclass
class Told:
    """What the lane's POS and display were told, as the driver saw it from outside."""

    lane: int
    transactions: int = 0  # begun, and answered with exit 0
    unsure: int = 0  # begun without ever an answer: they may count or not
    outcomes: dict = dataclasses.field(default_factory=dict)  # showing id -> (outcome, answer or ""), acknowledged


@dataclasses.dataclass
class LaneEnd:
    """One lane after healing."""

    notes: list  # of NoteContent: all that its outbox holds, delivered or not
    undone: set  # note ids with an undo in the outbox
    pending: int
    rejected: int
    integrity: str  # what PRAGMA integrity_check says
    transactions: int = 0  # of all its hours
    showings: dict = dataclasses.field(default_factory=dict)  # showing id -> (outcome, answer or "")
    asked: list = dataclasses.field(default_factory=list)  # (ask, remark key) of each showing in a transaction


@dataclasses.dataclass
class ServerEnd:
    """One store in PostgreSQL after healing."""

    notes: list  # of (lane, NoteContent, business_day or None); a list, so that a double shows
    undone: set  # note ids
    quarantined: set  # note ids
    rollup: dict  # (business_day, reason) -> remarks
    transactions: dict = dataclasses.field(default_factory=dict)  # lane -> of all its hours
    showings: list = dataclasses.field(default_factory=list)  # of (lane, showing id, (outcome, answer or ""))


def check(taps, undo_ticks, lanes, server, told=()):
    """Every violation as one sentence; an empty list is a pass.

    `taps`: of Tap. `undo_ticks`: note ids whose undo exited 0. `lanes`: lane number -> LaneEnd. `told`: of Told.
    """
    violations = []
    for rule in (_every_failure_said_why, _every_tick_is_stored_once, _nothing_invented, _content_is_equal, _undo_is_undone,
                 _lanes_are_at_rest, _rollup_is_the_count):
        violations += rule(taps, undo_ticks, lanes, server)
    for rule in (_transactions_count_once, _outcomes_are_kept, _showings_are_equal):
        violations += rule(told, lanes, server)
    return violations


def _every_failure_said_why(taps, _undo_ticks, _lanes, _server):
    for tap in taps:
        if tap.exit_status > 0 and not tap.stderr.strip():
            yield f"silent failure: a tap on lane {tap.lane} exited {tap.exit_status} without a word on stderr"
        if tap.exit_status == 0 and not tap.note_id:
            yield f"empty tick: a tap on lane {tap.lane} exited 0 without an id"


def _every_tick_is_stored_once(taps, _undo_ticks, _lanes, server):
    stored = collections.Counter(content.note_id for _, content, _ in server.notes)
    for note_id in sorted({tap.note_id for tap in taps if tap.exit_status == 0 and tap.note_id}):
        if note_id in server.quarantined:
            yield f"quarantined: ticked note {note_id} is kept but not counted"
        elif stored[note_id] == 0:
            yield f"lost: ticked note {note_id} is not stored"
    for note_id, count in sorted(stored.items()):
        if count > 1:
            yield f"double: note {note_id} is stored {count} times"


def _nothing_invented(_taps, _undo_ticks, lanes, server):
    known = {(number, content.note_id) for number, lane in lanes.items() for content in lane.notes}
    for number, content, _ in server.notes:
        if (number, content.note_id) not in known:
            yield f"invented: note {content.note_id} of lane {number} was never in that lane's outbox"


def _content_is_equal(_taps, _undo_ticks, lanes, server):
    tapped = {content.note_id: content for lane in lanes.values() for content in lane.notes}
    for _, content, _ in server.notes:
        original = tapped.get(content.note_id)
        if original is not None and original != content:
            yield f"altered: note {content.note_id} was {original} on the lane and is {content} on the server"
    seen = {}
    for number, lane in lanes.items():
        for content in lane.notes:
            key = (content.outbox_id, content.seq)
            if seen.setdefault(key, content.note_id) != content.note_id:
                yield f"seq used twice: {content.seq} on lane {number}"


def _undo_is_undone(_taps, undo_ticks, lanes, server):
    on_lanes = set().union(*(lane.undone for lane in lanes.values())) if lanes else set()
    for note_id in sorted(undo_ticks - server.undone):
        yield f"undo lost: {note_id} was undone on the lane and counts on the server"
    for note_id in sorted(server.undone - on_lanes):
        yield f"undo invented: {note_id} is undone on the server and not on its lane"


def _lanes_are_at_rest(_taps, _undo_ticks, lanes, _server):
    for number, lane in lanes.items():
        if lane.pending:
            yield f"not drained: lane {number} still has {lane.pending} pending"
        if lane.rejected:
            yield f"rejected: lane {number} has {lane.rejected} rejected notes"
        if lane.integrity != "ok":
            yield f"corrupt outbox on lane {number}: {lane.integrity}"


def _rollup_is_the_count(_taps, _undo_ticks, _lanes, server):
    remarks = {(day, number, content.remark_key, content.reason)
               for number, content, day in server.notes
               if day is not None and content.note_id not in server.undone}
    counted = collections.Counter((day, reason) for day, _, _, reason in remarks)
    for key in sorted(set(counted) | set(server.rollup)):
        if counted[key] != server.rollup.get(key, 0):
            yield f"miscounted: {key} has {counted[key]} remarks and the rollup says {server.rollup.get(key, 0)}"


def _transactions_count_once(told, lanes, server):
    for one in told:
        counted = lanes[one.lane].transactions
        if counted < one.transactions:
            yield f"transactions lost: lane {one.lane} was told of {one.transactions} and counted {counted}"
        if counted > one.transactions + one.unsure:
            yield f"transactions doubled: lane {one.lane} was told of {one.transactions}, maybe {one.unsure} more, and counted {counted}"
    for number, lane in lanes.items():
        if server.transactions.get(number, 0) != lane.transactions:
            yield (f"transactions differ: lane {number} counted {lane.transactions} and the server has "
                   f"{server.transactions.get(number, 0)}")


def _outcomes_are_kept(told, lanes, _server):
    for one in told:
        for showing_id, outcome in sorted(one.outcomes.items()):
            kept = lanes[one.lane].showings.get(showing_id)
            if kept != outcome:
                yield f"showing altered: {showing_id} was acknowledged as {outcome} and lane {one.lane} has {kept}"
    for number, lane in lanes.items():
        for (ask, remark_key), count in collections.Counter(lane.asked).items():
            if count > 1:
                yield f"asked twice: {ask} was shown {count} times in transaction {remark_key} of lane {number}"


def _showings_are_equal(_told, lanes, server):
    stored = collections.Counter(showing_id for _, showing_id, _ in server.showings)
    for showing_id, count in sorted(stored.items()):
        if count > 1:
            yield f"showing doubled: {showing_id} is stored {count} times"
    for number, lane in lanes.items():
        for showing_id in sorted(set(lane.showings) - set(stored)):
            yield f"showing lost: {showing_id} of lane {number} is not stored"
    for number, showing_id, outcome in server.showings:
        shown = lanes[number].showings.get(showing_id) if number in lanes else None
        if shown is None:
            yield f"showing invented: {showing_id} of lane {number} was never in that lane's outbox"
        elif shown != outcome:
            yield f"showing altered: {showing_id} was {shown} on lane {number} and is {outcome} on the server"
