"""Fills the note table to a size by SQL, as months of trade would: the bench's stores, the last 60 days, 40 notes to an outbox."""

_FILL_SQL = """
set synchronous_commit = off;
insert into tillnote.note (tap_date, business_day, note_id, outbox_id, enrolment_id, seq, tapped_at, raw_tapped_at, received_at,
                           mono_ms, boot_id, lane, utc_offset_minutes, store_id, reason, source, remark_key)
select tapped::date, tapped::date,
       (lpad(to_hex((extract(epoch from tapped) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || '8'
        || substr(noise, 4, 15))::uuid,
       md5('outbox ' || n / 40)::uuid, e.enrolment_id, n % 40 + 1, tapped, tapped, tapped, n, md5('boot')::uuid, e.lane, 0,
       e.store_id, '101', 'key', noise
from (select n, md5(n::text) as noise, date_trunc('day', now()) - ((n % 60) + 1) * interval '1 day'
                                       + (n * 7919 % 50000000) * interval '1 millisecond' as tapped
      from generate_series({first}, {last}) as n) as made
join (select store_id, lane, enrolment_id, row_number() over (order by store_id, lane) - 1 as number,
             count(*) over () as enrolments
      from tillnote.enrolment) as e on e.number = made.n / 40 % e.enrolments
order by e.store_id, made.tapped;
"""


def fill_to(cluster, size):
    """Adds what is missing to `size` notes; a later call with a larger size adds only the rest."""
    have = int(cluster.value("select count(*) from tillnote.note"))
    if have < size:
        cluster.sql(_FILL_SQL.format(first=have + 1, last=size))
    cluster.sql("analyze tillnote.note")
    cluster.sql("checkpoint")
