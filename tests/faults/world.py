"""The whole system under test: PostgreSQL, server, a breakable network and the lanes of the present run."""

import os
import signal
import shutil
import sqlite3
import time
import uuid

from harness import processes, stores
from harness.cluster import Cluster
from harness.processes import Failure
from harness.tillnote import Lane, Server
from agent_socket import AgentSocket
from oracle import LaneEnd, NoteContent, ServerEnd
from proxy import FaultProxy, Weather

_DELIVERED = 1
_REJECTED = 2


class World:
    """`stores_wanted`: how many runs it is for; each has a store of its own, so that one run's notes are never another's.

    Every store has an ask, shown in one transaction of `one_in`.
    """

    def __init__(self, build, folder, stores_wanted, one_in=1):
        self.build = build
        self.folder = folder
        self.cluster = Cluster(folder)
        self.cluster.start()
        self.server = Server(build, folder, self.cluster)
        self.server.prepare_database()
        # Before the server starts: it learns of new stores only now and then.
        stores.add(self.server, ["run-1"], zone="America/New_York")
        stores.add_ask(self.server, "run-1", one_in)
        stores.add_copies(self.cluster, "run", stores_wanted)
        self._stores_used = 0
        self.server.start()
        self.proxy = FaultProxy(self.server.port)
        self.lanes = []
        self.store = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.proxy.port}"

    def open_store(self, lane_count):
        """The next store, with enrolled lanes, each with its agent."""
        self._stores_used += 1
        self.store = store = f"run-{self._stores_used}"
        self.lanes = []
        for number in range(1, lane_count + 1):
            lane = Lane(self.build, os.path.join(self.folder, f"{store}-{number}"), number)
            self._enrol(lane, self.server.add_lane_token(store, number))
            lane.launch_agent()
            self.lanes.append(lane)

    def _enrol(self, lane, token):
        # A server whose idle connections PostgreSQL has just thrown out says once that it is busy; a person would ask again.
        processes.wait_for(lambda: lane.enrol(self.url, token, check=False), timeout_s=30, what=f"lane {lane.number} to enrol")

    def server_backends(self, role_pattern):
        try:
            return [int(pid) for (pid,) in self.cluster.sql(
                f"select pid from pg_stat_activity where usename like '{role_pattern}' and usename like 'tillnote%'")]
        except Failure:
            return []

    def stop_server_gently(self):
        """SIGTERM; Failure when a server that was up does not drain and exit 0 in time."""
        if self.server.process.poll() is not None:
            return
        was_ready = self.server.ready()
        status = self.server.stop()
        if was_ready and status != 0:
            raise Failure(f"tillnote-server answered SIGTERM with exit {status}: {self.server.log_tail()}")

    def heal(self):
        """Everything runs again and nothing is in the way; then every lane is told to deliver what it holds."""
        self.proxy.set(Weather())
        if self.cluster.process.poll() is not None:
            self.cluster.start()
        processes.wait_for(self.cluster.answers, timeout_s=30, what="PostgreSQL after the faults")
        if self.server.wrapped:
            processes.stop(self.server.process)
        if self.server.process.poll() is not None:
            self.server.launch()
        self.server.process.send_signal(signal.SIGCONT)
        processes.wait_for(self._server_ready_or_restarted, timeout_s=30, what="tillnote-server after the faults")
        for lane in self.lanes:
            if lane.wrapped:
                processes.stop(lane.agent)
            if lane.agent.poll() is not None:
                lane.launch_agent()
            lane.agent.send_signal(signal.SIGCONT)
        for lane in self.lanes:
            lane.command("flush", "--timeout", "30", timeout_s=60)
        processes.wait_for(self._rollups_rest, timeout_s=20, what="the rollup worker to catch up")

    def hear_hours(self, transactions):
        """Lets every lane tell its hours now. That the server never has them all is for the oracle to say."""
        deadline = time.monotonic() + 10
        # A heartbeat that meets a connection which PostgreSQL took along is answered with 503, and the next one is a minute away.
        while sum(self._transactions().values()) < transactions and time.monotonic() < deadline:
            for lane in self.lanes:
                desk = AgentSocket(lane.state)
                desk.ask(do="reload")
                desk.hang_up()
            time.sleep(0.5)

    def _transactions(self):
        return {int(lane): int(count) for lane, count in self.cluster.sql(
            f"select lane, sum(staffed_transactions) from tillnote.transaction_hour where store_id = '{self.store}' group by lane")}

    def _server_ready_or_restarted(self):
        # One that was started while PostgreSQL was away may have given up; whoever runs it starts it again.
        if self.server.process.poll() is not None:
            self.server.launch()
        return self.server.ready()

    def _rollups_rest(self):
        return self.cluster.value(stores.MARKS_SQL) == "0"

    def close_store(self):
        """Ends the agents; Failure when one does not end well. Gives lane number -> LaneEnd."""
        ends = {}
        for lane in self.lanes:
            status = lane.status()
            exit_status = processes.stop(lane.agent)
            if exit_status != 0:
                raise Failure(f"the agent of lane {lane.number} answered SIGTERM with exit {exit_status}")
            ends[lane.number] = _read_outbox(os.path.join(lane.state, "outbox.db"), status)
        return ends

    def forget_store(self):
        for lane in self.lanes:
            shutil.rmtree(lane.state, ignore_errors=True)
        self.lanes = []

    def read_server(self):
        """The present store as PostgreSQL holds it, read past Tillnote as superuser."""
        where = f"where store_id = '{self.store}'"
        notes = [(int(lane), NoteContent(note_id, int(seq), reason, int(ms), source, key, outbox), day or None)
                 for lane, note_id, seq, reason, ms, source, key, outbox, day in self.cluster.sql(
                     "select lane, note_id, seq, reason, round(extract(epoch from raw_tapped_at) * 1000)::bigint, source, remark_key, "
                     f"outbox_id, business_day from tillnote.note {where}")]
        # An undo may come before its note and stay without one, when the tap that made the note was killed.
        undone = {note_id for (note_id,) in self.cluster.sql(
            f"select distinct note_id from tillnote.note_undo {where}")}
        quarantined = {note_id for (note_id,) in self.cluster.sql(f"select note_id from tillnote.quarantine {where}")}
        rollup = {(day, reason): int(remarks) for day, reason, remarks in self.cluster.sql(
            f"select business_day, reason, remarks from tillnote.rollup {where} and remarks > 0")}
        showings = [(int(lane), showing_id, (outcome, answer)) for lane, showing_id, outcome, answer in self.cluster.sql(
            f"select lane, showing_id, outcome, coalesce(answer, '') from tillnote.showing {where}")]
        return ServerEnd(notes, undone, quarantined, rollup, self._transactions(), showings)

    def time_recovery(self):
        """Seconds from kill -9 to working again: lane, server, PostgreSQL to the first note stored."""
        self.open_store(1)
        lane = self.lanes[0]
        begin = time.monotonic()
        processes.kill(lane.agent)
        lane.launch_agent()
        socket_file = os.path.join(lane.state, "agent.sock")
        processes.wait_for(lambda: os.path.exists(socket_file) and lane.status()["server_reachable"], timeout_s=20, what="the agent")
        lane.command("tap", "101")
        lane_s = time.monotonic() - begin

        begin = time.monotonic()
        processes.kill(self.server.process)
        self.server.start()
        server_s = time.monotonic() - begin

        begin = time.monotonic()
        self.cluster.kill_all()
        lane.command("tap", "102")
        self.cluster.start()
        processes.wait_for(lambda: len(self.read_server().notes) == 2, timeout_s=60, what="the first note stored after PostgreSQL")
        postgres_s = time.monotonic() - begin
        self.close_store()
        self.forget_store()
        return {"lane": lane_s, "server": server_s, "PostgreSQL to first note": postgres_s}

    def close(self):
        self.proxy.close()
        for lane in self.lanes:
            if lane.agent and lane.agent.poll() is None:
                processes.stop(lane.agent)
        processes.stop(self.server.process)
        self.cluster.stop()


def _read_outbox(path, status):
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("select note_id, seq, reason, tapped_at_ms, source, remark_key, outbox_id, state from note").fetchall()
        undos = connection.execute("select note_id, state from undo").fetchall()
        showings = connection.execute("select showing_id, outcome, coalesce(answer, ''), state, ask_id, remark_key from showing").fetchall()
        transactions = connection.execute("select coalesce(sum(transactions), 0) from staffed_hour").fetchone()[0]
        integrity = connection.execute("pragma integrity_check").fetchone()[0]
    finally:
        connection.close()
    notes = [NoteContent(str(uuid.UUID(bytes=note_id)), seq, reason, ms, source, key, str(uuid.UUID(bytes=outbox)))
             for note_id, seq, reason, ms, source, key, outbox, _ in rows]
    note_states = [row[-1] for row in rows]
    undo_states = [state for _, state in undos]
    # Without an outcome it is still shown, and nothing has come of it yet.
    over = [row for row in showings if row[1] is not None]
    showing_states = [row[3] for row in over]
    waiting = [sum(state not in (_DELIVERED, _REJECTED) for state in states) for states in (note_states, undo_states, showing_states)]
    if waiting[0] != status["pending"]:
        integrity += f"; status says {status['pending']} pending and the file {waiting[0]}"
    return LaneEnd(notes, {str(uuid.UUID(bytes=note_id)) for note_id, _ in undos}, sum(waiting),
                   (note_states + undo_states + showing_states).count(_REJECTED), integrity, transactions,
                   {str(uuid.UUID(bytes=row[0])): (row[1], row[2]) for row in over},
                   [(str(uuid.UUID(bytes=row[4])), row[5]) for row in showings if row[5]])
