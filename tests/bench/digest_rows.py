"""S6: what reading one store's digest costs as the chain and its history grow."""

import datetime
import http.client
import os
import time

from contestants import median
from harness import stores
from harness.cluster import Cluster
from harness.processes import Failure
from harness.tillnote import Server
from rows import Row

SMALL_STORES, SMALL_DAYS = 10, 31
LARGE_STORES, LARGE_DAYS = 1000, 396
LANES = 4
NOTES_A_DAY = 32
DAYS_READ = 14
EMAIL = "bench@bench.example"

LANES_SQL = f"""
set search_path = tillnote;
insert into lane select store_id, n, now() from store, generate_series(1, {LANES}) as n on conflict do nothing;
insert into enrolment (store_id, enrolment_id, lane, device, approved_at)
    select store_id, gen_random_uuid(), n, 'bench', now() - interval '500 days' from store, generate_series(1, {LANES}) as n
    where not exists (select from enrolment as e where e.store_id = store.store_id);
"""

# Notes as lanes would have sent them, day by day, all stores side by side. Every eighth customer gives two reasons.
NOTES_SQL = """
set search_path = tillnote;
set synchronous_commit = off;
insert into note (tap_date, business_day, note_id, outbox_id, enrolment_id, seq, tapped_at, raw_tapped_at, received_at, mono_ms,
                  boot_id, lane, utc_offset_minutes, store_id, reason, source, remark_key)
select day, day,
       (lpad(to_hex((extract(epoch from tapped) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || '8'
        || substr(noise, 4, 15))::uuid,
       md5('outbox ' || store_id || lane)::uuid, md5('enrolment')::uuid, (day - date '2020-01-01') * 100 + n, tapped, tapped, tapped, n,
       md5('boot')::uuid, lane, 0, store_id, codes[1 + (n * 7 + extract(doy from day)::int + length(store_id)) % cardinality(codes)], 'key',
       md5(store_id || day || (case when n % 8 = 0 then n - 4 else n end))
from (select s.store_id, d::date as day, n, 1 + n % {lanes} as lane, md5(s.store_id || d::date || n) as noise,
             d + interval '8 hours' + n * interval '23 minutes' as tapped,
             (select array_agg(code order by code) from reason where polarity <> 'lane_only' and not about_staff) as codes
      from generate_series(date '{first}', date '{last}', interval '1 day') as d
      cross join store as s cross join generate_series(1, {notes}) as n
      where not exists (select from note as k where k.store_id = s.store_id and k.tap_date = d::date)
      order by d, s.store_id, n) as made;
"""

# What the service's recount of those days would write, all days in one statement each.
ROLLUP_SQL = """
set search_path = tillnote;
set synchronous_commit = off;
create temporary table fresh on commit drop as
    select n.* from note as n
    where n.tap_date between date '{first}' and date '{last}'
      and not exists (select from rollup_lane as k where k.store_id = n.store_id and k.business_day = n.business_day);
insert into rollup (store_id, business_day, reason, remarks, breadth)
    select store_id, business_day, reason, count(distinct remark_key), count(distinct (lane, extract(hour from tapped_at)::int / 2))
    from fresh group by 2, 1, 3 order by 2, 1, 3;
insert into rollup_hour (store_id, business_day, reason, hour, remarks)
    select store_id, business_day, reason, extract(hour from tapped_at)::int - 4, count(distinct remark_key)
    from fresh group by 2, 1, 3, 4 order by 2, 1, 3, 4;
insert into rollup_lane (store_id, business_day, lane, notes, staff_notes, notes_missing, first_tapped_at, last_tapped_at)
    select store_id, business_day, lane, count(*), 0, 0, min(tapped_at), max(tapped_at)
    from fresh group by 2, 1, 3 order by 2, 1, 3;
insert into rollup_day (store_id, business_day, reasons, lanes)
    select d.store_id, d.business_day, p.reasons, p.lanes
    from (select store_id, business_day from fresh group by 2, 1 order by 2, 1) as d,
         lateral pack_of(d.store_id, d.business_day) as p;
"""


def _fill(cluster, days, today, say):
    """History of all stores that are there, `days` days up to yesterday; what is there already stays. A month at a time."""
    began = time.monotonic()
    first = today - datetime.timedelta(days=days)
    yesterday = today - datetime.timedelta(days=1)
    while first <= yesterday:
        last = min(yesterday, (first.replace(day=1) + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1))
        span = {"first": first, "last": last}
        cluster.sql(f"select tillnote.make_note_month(date '{first}')")
        cluster.sql(NOTES_SQL.format(lanes=LANES, notes=NOTES_A_DAY, **span))
        cluster.sql("begin;" + ROLLUP_SQL.format(**span) + "commit;")
        first = last + datetime.timedelta(days=1)
    cluster.sql("vacuum analyze; checkpoint")
    notes, of_stores = cluster.sql("select count(*), count(distinct store_id) from tillnote.rollup_lane")[0]
    say(f"{int(notes):,} lane days of {of_stores} stores filled in {time.monotonic() - began:.0f} s")


def _read_ms(server, token, of_stores, today):
    """The median of a script that reads the digests of the last days, on one kept-alive connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    taken = []
    for round_number in range(3):
        for back in range(1, DAYS_READ + 1):
            for store in of_stores:
                day = today - datetime.timedelta(days=back)
                began = time.perf_counter()
                connection.request("GET", f"/v1/stores/{store}/digests/{day}", headers={"Authorization": f"Bearer {token}"})
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200 or b'"state":"ended"' not in body:
                    raise Failure(f"digest of {store} on {day}: {answer.status} {body[:300]!r}")
                if round_number > 0:  # the first warms connection, plans and pages
                    taken.append((time.perf_counter() - began) * 1000)
    connection.close()
    return median(taken)


def digest_as_the_chain_grows(arena, say):
    """S6."""
    folder = os.path.join(arena.folder, "digest")
    os.makedirs(folder)
    cluster = Cluster(folder)
    cluster.start()
    server = Server(arena.build, folder, cluster)
    server.prepare_database()
    stores.add(server, ["digest-1"], zone="UTC")
    stores.add_copies(cluster, "digest", SMALL_STORES)
    server.command("user", "add", EMAIL, "--role", "chain", "--password-file", "-", input_text="nobody signs in here\n")
    token = server.command("user", "token", EMAIL).stdout.strip()
    today = datetime.date.fromisoformat(cluster.value("select (now() - interval '4 hours')::date"))

    taken = {}
    for of_stores, days in ((SMALL_STORES, SMALL_DAYS), (LARGE_STORES, LARGE_DAYS)):
        if of_stores > SMALL_STORES:
            stores.add_copies(cluster, "digest", of_stores, first=SMALL_STORES + 1)
        cluster.sql(LANES_SQL)
        _fill(cluster, days, today, say)
        step = of_stores // SMALL_STORES
        server.start()
        taken[of_stores] = _read_ms(server, token, [f"digest-{1 + index * step}" for index in range(SMALL_STORES)], today)
        server.stop()
        say(f"{of_stores} stores, {days} days: {taken[of_stores]:.2f} ms a digest")
    cluster.stop()
    ours, against = taken[LARGE_STORES], taken[SMALL_STORES]
    ratio = ours / against
    return [Row("S6", "a store's digest: 13 months of 1,000 stores, against 1 month of 10", round(ours, 2), round(against, 2),
                round(ratio, 2), 1.5, 1.1, "ms", ratio <= 1.5)]
