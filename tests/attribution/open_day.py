"""An open day as it is seen by a manager who reads it all the time."""

import time
from concurrent.futures import ThreadPoolExecutor

from harness import processes, stores
from harness.api import ScriptedLane

from attacker import features_of
from shift_plan import LANES

# What tells of the day, and what tells of the lanes while it runs.
POLLED = ("/v1/stores/{store}/digests/today", "/stores/{store}/today", "/stores/{store}/lanes")
PATIENCE_S = 20  # a remark shows within two seconds; what takes longer than this is taken for hidden


class OpenDay:
    """The same day in `count` stores of their own, whose remarks are heard at the same moments on other lanes."""

    def __init__(self, published, count):
        self.published = published
        self.names = [f"watched-{index}" for index in range(count)]
        published.add_places(self.names)
        self.lanes = {name: {lane: ScriptedLane(published.api, published.server.add_lane_token(name, lane), f"{name} {lane}")
                             for lane in range(1, LANES + 1)} for name in self.names}
        processes.wait_for(lambda: not any(text.startswith("status") for text in self._poll()[-1].values()), timeout_s=60,
                           what="the stores that are watched")

    def hear(self, taps):
        """What each store shows otherwise once its (lane, reason) of `taps` was tapped: empty where nothing shows in time."""
        self._beat()
        before = self._features()
        for index, (name, (lane, reason)) in enumerate(zip(self.names, taps)):
            terminal = self.lanes[name][lane]
            terminal.send_notes([terminal.note(reason, self.published.clock.instant(0, 24 * 60), f"{name} {terminal.last_seq} {index}")])
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and any(one == other for one, other in zip(before, self._features())):
            time.sleep(0.2)
        return [frozenset((place, now[place] - then[place]) for place in now.keys() | then.keys() if now[place] != then[place])
                for then, now in zip(before, self._features())]

    def _beat(self):
        """Lanes tell every minute that they are there, whether anything was tapped or not."""
        for terminals in self.lanes.values():
            for terminal in terminals.values():
                terminal.send("/v1/heartbeat", {"last_seq": terminal.last_seq, "version": "0.1.0"})

    def _features(self):
        """Of each store, once everything that has come is counted."""
        processes.wait_for(lambda: self.published.cluster.value(stores.MARKS_SQL) == "0", timeout_s=60, what="the rollup worker")
        return [features_of(texts) for texts in self._poll()]

    def _poll(self):
        with ThreadPoolExecutor(4) as readers:
            return list(readers.map(lambda name: self.published.read_paths(name, POLLED, "manager"), self.names))
