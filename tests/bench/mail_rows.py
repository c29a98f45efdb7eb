"""S7: the morning run of a chain, against the same SMTP server fed with the same mails, ready-made."""

import os
import smtplib
import subprocess
import time

from contestants import median
from harness import processes, stores
from harness.cluster import Cluster
from harness.processes import Failure
from harness.tillnote import Server
from rows import Row

STORES = 1000
LANES = 4
MUST_SECONDS = 30.0

# Eight weeks of each store: four lanes, a dozen reasons a day, each day's rows of a store together, as its recount writes
# them; everybody's digest of yesterday is due.
HISTORY_SQL = f"""
set search_path = tillnote;
insert into lane select store_id, n, now() from store, generate_series(1, {LANES}) as n;
insert into enrolment (store_id, enrolment_id, lane, device, approved_at)
    select store_id, gen_random_uuid(), n, 'bench', now() - interval '100 days' from store, generate_series(1, {LANES}) as n;
insert into rollup_lane (store_id, business_day, lane, notes, staff_notes, notes_missing, first_tapped_at, last_tapped_at)
    select store_id, day, n, 9, 0, 0, day, day + interval '20 hours'
    from store, generate_series(1, {LANES}) as n, generate_series(current_date - 64, current_date - 1, interval '1 day') as day
    order by day, store_id, n;
insert into rollup (store_id, business_day, reason, remarks, breadth)
    select store_id, day, code, 1 + (n * 7 + extract(doy from day)::int) % 5, 2
    from store, generate_series(current_date - 64, current_date - 1, interval '1 day') as day,
         (select code, row_number() over (order by code) as n from reason where not about_staff) as reason
    where (n + extract(doy from day)::int) % 3 = 0
    order by day, store_id, code;
insert into rollup_day (store_id, business_day, reasons, lanes)
    select d.store_id, d.business_day, p.reasons, p.lanes
    from (select store_id, business_day from rollup_lane group by 2, 1 order by 2, 1) as d,
         lateral pack_of(d.store_id, d.business_day) as p;
insert into recipient (store_id, recipient_id, email, kind, language, local_minutes, unsubscribe_token, unsubscribe_sha256, created_at)
    select store_id, gen_random_uuid(), 'boss@' || store_id || '.example', 'digest', 'en', 345, store_id || '.secret', 'x', now()
    from store;
analyze;
"""

# Yesterday's digests are due a moment after the server has started: what was due before waits for lanes, and here are none.
# A day that ends at midnight can be due at any time of the next.
SOON_SQL = """
set search_path = tillnote;
update store_day_rule set cutoff_minutes = 0;
update recipient set local_minutes = extract(hour from soon.at) * 60 + extract(minute from soon.at)
    from (select now() at time zone 'UTC' + interval '100 seconds' as at) as soon;
"""

# The schedule goes on after the day before the one that is due.
DUE_SQL = """
set search_path = tillnote;
truncate edition, delivery, digest_run;
insert into digest_run (store_id, business_day, outcome, decided_at)
    select store_id, (now() at time zone 'UTC' + interval '100 seconds')::date - 2, 'begun', now() from store;
"""

TOOK_SQL = """
select extract(epoch from max(d.finished_at) - min(e.frozen_at)) from tillnote.delivery as d, tillnote.edition as e
where d.state = 'sent'
"""


class Sink:
    """smtp_sink.py as a process."""

    def __init__(self, folder, expect):
        self.kept = os.path.join(folder, "kept")
        os.makedirs(self.kept)
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "smtp_sink.py")
        self.process = subprocess.Popen(["/usr/bin/python3", script, "--expect", str(expect), "--keep", self.kept],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def await_round(self):
        """All mails of a round have come."""
        self.process.stdout.readline()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)


def _feed(sink, mails):
    """One client on one connection, with nothing to do but send."""
    began = time.monotonic()
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        for index, mail in enumerate(mails):
            client.sendmail("tillnote@bench.example", [f"boss@s{index}.example"], mail)
    sink.await_round()
    return time.monotonic() - began


def _prepare(build, folder, sink):
    cluster = Cluster(folder)
    cluster.start()
    server = Server(build, folder, cluster)
    with open(server.config, "a", encoding="utf-8") as config:
        config.write(f'\n[mail]\nsmtp = "smtp://127.0.0.1:{sink.port}"\nstarttls = "off"\nfrom = "tillnote@bench.example"\n')
    server.prepare_database()
    stores.add(server, ["mail-1"], zone="UTC")
    stores.add_copies(cluster, "mail", STORES)
    cluster.sql(HISTORY_SQL)
    return cluster, server


def morning_run(arena, rounds, say):
    """S7."""
    folder = os.path.join(arena.folder, "mail")
    os.makedirs(folder)
    sink = Sink(folder, STORES)
    cluster, server = _prepare(arena.build, folder, sink)
    ours, against = [], []
    cluster.sql(SOON_SQL)
    cluster.sql(DUE_SQL)
    server.start()
    for _ in range(rounds):
        sink.await_round()
        processes.wait_for(lambda: cluster.value("select count(*) from tillnote.delivery where state <> 'sent'") == "0",
                           timeout_s=60, what="the last mail to be written down")
        if (sent := cluster.value("select count(*) from tillnote.delivery")) != str(STORES):
            raise Failure(f"{sent} mails for {STORES} stores")
        ours.append(float(cluster.value(TOOK_SQL)))
        mails = [open(os.path.join(sink.kept, name), "rb").read() for name in sorted(os.listdir(sink.kept))]
        against.append(_feed(sink, mails))
        say(f"{STORES} digests: ours {ours[-1]:.2f} s, fed ready-made {against[-1]:.2f} s")
        if len(ours) < rounds:
            cluster.sql(DUE_SQL)
    server.stop()
    cluster.stop()
    sink.close()
    took, fed = median(ours), median(against)
    ratio = took / fed
    return [Row("S7", "morning run: 1,000 digests made and handed to an SMTP server, in seconds", round(took, 2), round(fed, 2),
                round(ratio, 2), 3.0, 1.5, "x", ratio <= 3.0 and took < MUST_SECONDS)]
