"""The test of the test: the oracle must object to every single kind of damage, and to nothing else."""

import copy
import dataclasses
import unittest

import oracle
from oracle import LaneEnd, NoteContent, ServerEnd, Tap, Told

DAY = "2026-03-02"


def content(number, **changes):
    made = NoteContent(note_id=f"id-{number}", seq=number, reason="101", tapped_at_ms=1_000 + number, source="script",
                       remark_key=f"key-{number}", outbox_id="outbox")
    return dataclasses.replace(made, **changes)


class Oracle(unittest.TestCase):
    def setUp(self):
        notes = [content(1), content(2), content(3, remark_key="key-2"), content(4, reason="202")]
        self.taps = [Tap(1, note.reason, 0, note.note_id, "") for note in notes]
        self.taps.append(Tap(1, "101", -9, "", ""))
        self.taps.append(Tap(1, "101", 1, "", "The outbox cannot be opened."))
        self.undo_ticks = {"id-1"}
        shown = {"show-1": ("answered", "yes"), "show-2": ("expired", "")}
        self.lanes = {1: LaneEnd(notes=notes, undone={"id-1"}, pending=0, rejected=0, integrity="ok", transactions=3, showings=shown,
                                 asked=[("ask", "key-1"), ("ask", "key-2")])}
        self.told = [Told(1, transactions=3, unsure=0, outcomes={"show-1": ("answered", "yes")})]
        self.server = ServerEnd(notes=[(1, note, DAY) for note in copy.deepcopy(notes)], undone={"id-1"}, quarantined=set(),
                                rollup={(DAY, "101"): 1, (DAY, "202"): 1}, transactions={1: 3},
                                showings=[(1, showing_id, outcome) for showing_id, outcome in shown.items()])

    def verdict(self):
        return oracle.check(self.taps, self.undo_ticks, self.lanes, self.server, self.told)

    def assert_objects(self, word):
        verdict = self.verdict()
        self.assertTrue(any(sentence.startswith(word) for sentence in verdict), f"no '{word}' in {verdict}")

    def test_accepts_an_unharmed_world(self):
        self.assertEqual(self.verdict(), [])

    def test_accepts_a_note_of_a_killed_tap(self):
        note = content(5, reason="303")
        self.lanes[1].notes.append(note)
        self.server.notes.append((1, note, DAY))
        self.server.rollup[(DAY, "303")] = 1
        self.assertEqual(self.verdict(), [])

    def test_objects_to_a_lost_note(self):
        del self.server.notes[3]
        del self.server.rollup[(DAY, "202")]
        self.assert_objects("lost")

    def test_objects_to_a_doubled_note(self):
        self.server.notes.append(self.server.notes[1])
        self.assert_objects("double")

    def test_objects_to_an_altered_note(self):
        for changes in ({"reason": "102"}, {"seq": 9}, {"tapped_at_ms": 7}, {"source": "key"}, {"remark_key": "other"},
                        {"outbox_id": "other"}):
            self.setUp()
            self.server.notes[1] = (1, content(2, **changes), DAY)
            self.assert_objects("altered")

    def test_objects_to_an_invented_note(self):
        self.server.notes.append((1, content(9), DAY))
        self.assert_objects("invented")

    def test_objects_to_a_note_under_another_lane(self):
        self.server.notes[1] = (2, content(2), DAY)
        self.assert_objects("invented")

    def test_objects_to_a_ticked_note_in_quarantine(self):
        self.server.notes.pop()
        self.server.quarantined.add("id-4")
        self.assert_objects("quarantined")

    def test_objects_to_a_lost_undo(self):
        self.server.undone.clear()
        self.assert_objects("undo lost")

    def test_objects_to_an_invented_undo(self):
        self.server.undone.add("id-2")
        self.assert_objects("undo invented")

    def test_objects_to_a_wrong_count(self):
        self.server.rollup[(DAY, "101")] = 2
        self.assert_objects("miscounted")

    def test_objects_to_a_count_of_nothing(self):
        self.server.rollup[(DAY, "999")] = 1
        self.assert_objects("miscounted")

    def test_objects_to_a_missing_count(self):
        del self.server.rollup[(DAY, "202")]
        self.assert_objects("miscounted")

    def test_objects_to_a_silent_failure(self):
        self.taps.append(Tap(1, "101", 1, "", " \n"))
        self.assert_objects("silent failure")

    def test_objects_to_a_tick_without_an_id(self):
        self.taps.append(Tap(1, "101", 0, "", ""))
        self.assert_objects("empty tick")

    def test_accepts_a_transaction_whose_answer_never_came(self):
        self.told[0].transactions, self.told[0].unsure = 2, 1
        self.assertEqual(self.verdict(), [])

    def test_objects_to_a_lost_transaction(self):
        self.told[0].transactions = 4
        self.assert_objects("transactions lost")

    def test_objects_to_a_transaction_counted_twice_on_the_lane(self):
        self.told[0].transactions = 2
        self.assert_objects("transactions doubled")

    def test_objects_to_a_transaction_counted_twice_on_the_server(self):
        for count in (2, 4):
            self.server.transactions[1] = count
            self.assert_objects("transactions differ")

    def test_objects_to_a_lost_showing(self):
        self.server.showings.pop()
        self.assert_objects("showing lost")

    def test_objects_to_a_doubled_showing(self):
        self.server.showings.append(self.server.showings[0])
        self.assert_objects("showing doubled")

    def test_objects_to_an_invented_showing(self):
        self.server.showings.append((1, "show-3", ("expired", "")))
        self.assert_objects("showing invented")

    def test_objects_to_an_altered_showing(self):
        self.server.showings[0] = (1, "show-1", ("answered", "no"))
        self.assert_objects("showing altered")

    def test_objects_to_an_outcome_that_the_lane_forgot(self):
        del self.lanes[1].showings["show-1"]
        self.assert_objects("showing altered")

    def test_objects_to_an_ask_put_twice_in_one_transaction(self):
        self.lanes[1].asked.append(("ask", "key-1"))
        self.assert_objects("asked twice")

    def test_objects_to_a_seq_used_twice(self):
        self.lanes[1].notes.append(content(6, seq=1))
        self.assert_objects("seq used twice")

    def test_objects_to_a_lane_that_is_not_at_rest(self):
        for change, word in (({"pending": 1}, "not drained"), ({"rejected": 1}, "rejected"),
                             ({"integrity": "row 3 missing from index"}, "corrupt outbox")):
            self.setUp()
            self.lanes[1] = dataclasses.replace(self.lanes[1], **change)
            self.assert_objects(word)


if __name__ == "__main__":
    unittest.main()
