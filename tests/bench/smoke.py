"""A few seconds that judge the harness: does every acknowledged note stand in the table, exactly once, and nothing else?"""

import collections
import os

import rows
from arena import Arena
from contestants import LoadGenerator
from harness.processes import Failure

_LANES = 16


def run(build, folder, say):
    arena = Arena(build, folder, lanes=_LANES)
    load = LoadGenerator(build, arena.tokens_file)
    for notes in (1, 100):
        arena.clear()
        ids_file = os.path.join(folder, "ids")
        result = load.run(arena.server.port, seconds=1.5, warmup_s=0.5, connections=_LANES, accept="200", must_hold='"stored"',
                          notes=notes, ids_file=ids_file)
        with open(ids_file, encoding="utf-8") as file:
            acknowledged = collections.Counter(file.read().split())
        stored = collections.Counter(note_id for (note_id,) in arena.cluster.sql("select note_id from tillnote.note"))
        if not acknowledged or len(acknowledged) != result["acknowledged_total"] * notes:
            raise Failure(f"the load generator counted {result['acknowledged_total']} answers and wrote {len(acknowledged)} ids")
        if acknowledged != stored:
            lost = len(acknowledged - stored)
            raise Failure(f"{lost} acknowledged notes are not stored exactly once; {len(stored - acknowledged)} stored were not acknowledged")
        say(f"{notes} notes per POST: {len(acknowledged):,} acknowledged, each stored exactly once")
    row = rows.tap_as_a_process(arena, 40, 1, say)[0]
    if not 0 < row.against < 1000 or row.ours <= 0:
        raise Failure(f"times that cannot be: {row}")
    arena.close()
    return 0
