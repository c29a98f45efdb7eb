"""Where one bench takes place: a private PostgreSQL, Tillnote's server on it, 256 lanes with tokens, clean tables on demand."""

import concurrent.futures
import os

from harness import processes, stores
from harness.cluster import Cluster
from harness.tillnote import Server
import peer_table

LANES = 256
LANES_PER_STORE = 8


class Arena:
    """Everything under `folder`; `close` takes it all down."""

    def __init__(self, build, folder, lanes=LANES):
        self.build = build
        self.folder = folder
        self.cluster = Cluster(folder)
        self.cluster.start()
        self.server = Server(build, folder, self.cluster)
        self.server.prepare_database()
        self.lanes = [(f"bench-{index // LANES_PER_STORE + 1}", index % LANES_PER_STORE + 1) for index in range(lanes)]
        stores.add(self.server, sorted({store for store, _ in self.lanes}), zone="UTC")
        self.server.start()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            self.tokens = list(pool.map(lambda lane: self.server.add_lane_token(*lane), self.lanes))
        self.tokens_file = self._write("tokens", self.tokens)

    def _write(self, name, lines):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
        return path

    def write_peer_tokens(self):
        """The same lanes for the peer: token, store, lane, enrolment id."""
        enrolments = {(store, int(lane)): enrolment for store, lane, enrolment in self.cluster.sql(stores.ENROLMENTS_SQL)}
        return self._write("peer-tokens", [f"{token} {store} {lane} {enrolments[store, lane]}"
                                           for token, (store, lane) in zip(self.tokens, self.lanes)])

    def clear(self):
        """Empty tables for every slice, with nothing of the last one still at work: no recount, no checkpoint."""
        processes.wait_for(self._try_clear, timeout_s=120, what="the server to finish its recounts", every_s=0.1)
        self.cluster.sql("checkpoint")

    def _try_clear(self):
        # The look and the truncation are two moments; where a recount began between them, PostgreSQL may call a deadlock.
        return (self.cluster.value(stores.MARKS_SQL) == "0"
                and self.cluster.try_sql("set lock_timeout = '2s';" + stores.CLEAR_SQL + peer_table.CLEAR_SQL))

    def close(self):
        if self.server.process:
            processes.stop(self.server.process)
        self.cluster.stop()
