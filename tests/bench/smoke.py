"""A few seconds that judge the harness: does every acknowledged note stand in the table, and nothing else?"""

import attack_rows
import lane_rows
import rows
from arena import Arena
from contestants import LoadGenerator
from harness.processes import Failure

_LANES = 16


def run(build, folder, say):
    arena = Arena(build, folder, lanes=_LANES)
    load = LoadGenerator(arena.tokens_file)
    for notes in (1, 100):
        result = rows.measure_stored(arena, "tillnote.note", load, arena.server.port, {}, seconds=1, connections=_LANES,
                                     notes=notes)
        if result["acknowledged_total"] < _LANES:
            raise Failure(f"only {result['acknowledged_total']} answers in two seconds")
        say(f"{notes} notes per POST: {result['acknowledged_total'] * notes:,} acknowledged and stored")
    attacked = attack_rows.slow_attacks(arena, 1, 1, say, attackers=40)
    of_a_lane = lane_rows.tap_to_tick(arena, 40, say) + lane_rows.idle_lane(arena, 1, say)
    for row in rows.tap_as_a_process(arena, 40, 1, say) + of_a_lane + attacked:
        if not 0 < row.against < 1000 or row.ours <= 0:
            raise Failure(f"figures that cannot be: {row}")
    arena.close()
    return 0
