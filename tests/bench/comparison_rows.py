"""S8: 200 stores x 13 weeks side by side, as the page and as CSV."""

import http.client
import os
import time

from contestants import median
from harness import stores
from harness.cluster import Cluster
from harness.processes import Failure
from harness.tillnote import Server
from rows import Row

STORES = 200
LANES = 6
DAYS = 13 * 7
MUST_MS = 100.0
AIM_MS = 30.0
WARM_UP = 6  # PostgreSQL settles on its plans after five
BY_LANES = 4  # of so many stores one has its traffic from the lanes, hour by hour
HOURS = range(8, 22)

# Thirteen weeks and the days before that completeness and stories look back at; some thirteen of 32 reasons a day, as thirty
# remarks over a Zipf-like catalog give, every lane heard on most days. Traffic is given, or told by the lanes, each hour of
# which is a row. The catalog is as old as the notes.
HISTORY_SQL = f"""
set search_path = tillnote;
update reason set valid_from = current_date - 400;
insert into lane select store_id, n, now() from store, generate_series(1, {LANES}) as n;
insert into enrolment (store_id, enrolment_id, lane, device, approved_at)
    select store_id, gen_random_uuid(), n, 'bench', now() - interval '200 days' from store, generate_series(1, {LANES}) as n;
insert into rollup_lane (store_id, business_day, lane, notes, staff_notes, notes_missing, first_tapped_at, last_tapped_at)
    select store_id, day, n, 6, 0, 0, day, day + interval '20 hours'
    from store, generate_series(1, {LANES}) as n, generate_series(current_date - {DAYS + 14}, current_date - 1, interval '1 day') as day
    where hashtext(store_id || n || day) % 40 <> 0;
insert into contact (store_id, business_day, lane, last_heard_at)
    select store_id, business_day, lane, last_tapped_at from rollup_lane;
insert into rollup (store_id, business_day, reason, remarks, breadth)
    select store_id, day, code, 1 + abs(hashtext(store_id || day || code)) % greatest(1, 8 / rank), 1
    from store, generate_series(current_date - {DAYS + 14}, current_date - 1, interval '1 day') as day,
         (select code, (row_number() over (order by code))::int as rank from reason where not about_staff) as reason
    where abs(hashtext(code || store_id || day)) % 40 < 40 / (1 + rank / 6);
insert into traffic select store_id, day, 1500 + abs(hashtext(store_id || day)) % 800
    from store, generate_series(current_date - {DAYS + 14}, current_date - 1, interval '1 day') as day
    where abs(hashtext(store_id)) % {BY_LANES} <> 0;
insert into transaction_hour (store_id, outbox_id, hour_start, lane, business_day, staffed_transactions)
    select store_id, md5(store_id || n)::uuid, day + hour * interval '1 hour', n, day,
           5 + abs(hashtext(store_id || day || n || hour)) % 30
    from store, generate_series(1, {LANES}) as n, generate_series({HOURS.start}, {HOURS.stop - 1}) as hour,
         generate_series(current_date - {DAYS + 14}, current_date - 1, interval '1 day') as day
    where abs(hashtext(store_id)) % {BY_LANES} = 0;
insert into transaction_day (store_id, business_day, lanes, staffed_transactions)
    select store_id, business_day, array_agg(distinct lane order by lane), sum(staffed_transactions)
    from transaction_hour group by store_id, business_day;
do $$ begin perform pack_day(store_id, business_day) from (select distinct store_id, business_day from rollup_lane) as day; end $$;
"""


class Reader:
    """One kept-alive connection of somebody who reads the whole chain."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port)
        server.command("user", "add", "chain@bench.example", "--role", "chain", "--password-file", "-",
                       input_text="correct horse battery staple\n")
        self.token = server.command("user", "token", "chain@bench.example").stdout.strip()

    def get_ms(self, path, accept):
        """From the request to the last byte of the answer, and how many there were."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}", "Accept": accept})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise Failure(f"{path} was answered with {answer.status}: {body[:300]}")
        return (time.perf_counter() - began) * 1000, len(body)


def side_by_side(arena, count, say):
    """S8. Loopback and the client's reading are in the figure; nothing is cached between requests."""
    folder = os.path.join(arena.folder, "comparison")
    os.makedirs(folder)
    cluster = Cluster(folder)
    cluster.start()
    server = Server(arena.build, folder, cluster)
    server.prepare_database()
    stores.add(server, ["wide-1"], zone="UTC")
    stores.add_copies(cluster, "wide", STORES)
    cluster.sql(HISTORY_SQL)
    cluster.sql("vacuum analyze")
    server.start()
    reader = Reader(server)
    first, last = cluster.value(f"select current_date - {DAYS} || ' ' || current_date - 1").split()
    query = f"from={first}&to={last}&by=reason"
    api = f"/v1/districts/{stores.DISTRICT}/comparison?{query}"
    asked = {"page": (f"/districts/{stores.DISTRICT}?{query}", "text/html"), "CSV": (api, "text/csv"),
             "JSON": (api, "application/json")}
    taken = {}
    for name, (path, accept) in asked.items():
        for _ in range(WARM_UP):
            reader.get_ms(path, accept)
        times = [reader.get_ms(path, accept) for _ in range(count)]
        taken[name] = median([took for took, _ in times])
        say(f"{name}: median {taken[name]:.1f} ms, {times[0][1] / 1024:,.0f} KiB")
    server.stop()
    cluster.stop()
    return [Row("S8", f"{name} comparing 200 stores over 13 weeks", round(taken[name], 1), AIM_MS, round(taken[name] / AIM_MS, 2),
                MUST_MS, AIM_MS, "ms", taken[name] < MUST_MS) for name in ("page", "CSV")]
