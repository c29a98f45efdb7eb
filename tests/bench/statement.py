"""The server's own insert statement, seen on the wire while it works, and the same statement again for pgbench.

The text, the rows per statement and the writers are observed, not written down here, so that the limit of S3 cannot drift
away from what the server does.
"""

import dataclasses
import re
import statistics
import threading

from harness.processes import Failure

# How each column of the statement gets its value in row n of a batch that begins at `base`; a hundred rows are one lane's POST.
_LANE = "(n / 100) % 256"
_VALUES = {
    "store_id": f"'bench-' || ({_LANE} / 8 + 1)",
    "tap_date": "made_on",
    "note_id": "(lpad(to_hex(made_ms + n / 1000), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid",
    "outbox_id": f"md5('outbox ' || {_LANE})::uuid",
    "enrolment_id": f"md5('enrolment ' || {_LANE})::uuid",
    "seq": "n / 25600 * 100 + n % 100 + 1",
    "business_day": "made_on",
    "tapped_at": "made_at",
    "raw_tapped_at": "made_at",
    "received_at": "made_at",
    "mono_ms": "n",
    "boot_id": "md5('boot')::uuid",
    "lane": f"{_LANE} % 8 + 1",
    "utc_offset_minutes": "0::smallint",
    "reason": "'101'::text",
    "source": "'key'::text",
    "remark_key": "noise",
}
# What is marked of the same rows: each store of the batch once.
_MARKS = {
    "stores": "array_agg(distinct store_id)",
    "business_days": "(array_agg(business_day))[1:count(distinct store_id)]",
}


@dataclasses.dataclass
class Insert:
    text: str  # with $1, $2 ... as the server prepared it
    columns: list  # name and element type of $1, $2 ..., in order
    rows: int  # per statement, median
    writers: int  # connections that run it


def observe(cluster, work):
    """Watches PostgreSQL while `work()` runs."""
    texts = {}
    pids = set()
    done = threading.Event()

    def watch():
        while not done.is_set():
            for pid, text in cluster.sql("select pid, replace(query, E'\\n', ' ') from pg_stat_activity "
                                         "where usename = 'tillnote_ingest' and query ~* 'insert into (tillnote\\.)?note\\M'"):
                texts[text] = texts.get(text, 0) + 1
                pids.add(pid)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    if not texts:
        raise Failure("the server's insert into note was not seen at work")
    text = max(texts, key=texts.get)
    groups = [int(rows) for (rows,) in cluster.sql("select count(*) from tillnote.note group by xmin")]
    return Insert(text, _columns_of(text), int(statistics.median(groups)), len(pids))


def _columns_of(text):
    """Name and array type of $1, $2 ...: the columns of INSERT INTO note (...) SELECT unnest($1::text[]), ..., then the marks."""
    marks = re.search(r"insert\s+into\s+(?:tillnote\.)?stale_batch\s*\((?P<names>[^)]*)\)\s*values\s*\((?P<parameters>[^)]*)\)", text, re.I)
    notes = re.search(r"insert\s+into\s+(?:tillnote\.)?note\s*\((?P<names>[^)]*)\)\s*select(?P<parameters>(?:\s*unnest\([^)]*\),?)+)", text, re.I)
    if not marks or not notes:
        raise Failure("the server's insert is not of the form INSERT INTO note (...) SELECT unnest($1::text[]), ...: " + text[:400])
    columns = []
    for part in (notes, marks):
        parameters = re.findall(r"\$(\d+)::(\w+)\[\]", part["parameters"])
        names = [name.strip() for name in part["names"].split(",")]
        if [int(number) for number, _ in parameters] != list(range(len(columns) + 1, len(columns) + len(names) + 1)):
            raise Failure(f"columns {names} do not go with the parameters {parameters}")
        columns += [(name, kind) for name, (_, kind) in zip(names, parameters)]
    if unknown := {name for name, _ in columns} - set(_VALUES) - set(_MARKS):
        raise Failure(f"the bench does not know how to fill the columns {sorted(unknown)}: extend statement.py")
    return columns


def make_batches(cluster, insert, *, statements):
    """Array parameters ready in their types, one row per statement, keys sorted as the server sorts them. Used up once per
    empty table.
    """
    parameters = [f"p{index + 1}" for index in range(len(insert.columns))]
    values = ", ".join(f"{value} as {name}" for name, value in _VALUES.items())
    arrays = ", ".join(f"({_MARKS.get(name, f'array_agg({name})')})::{kind}[]" for name, kind in insert.columns)
    cluster.sql(f"""
        create schema if not exists bench_batch;
        drop table if exists bench_batch.batch;
        create unlogged table bench_batch.batch (
            id bigint primary key, {', '.join(f'{name} {kind}[]' for name, (_, kind) in zip(parameters, insert.columns))});
        {''.join(f'alter table bench_batch.batch alter {name} set storage external;' for name in parameters)}
        set work_mem = '256MB';
        set max_parallel_workers_per_gather = 0;
        insert into bench_batch.batch
        select batch, {arrays}
        from (select batch, {values}
              from (select n / {insert.rows} as batch, n, md5(n::text) as noise, now()::date as made_on,
                           (extract(epoch from now()) * 1000)::bigint as made_ms, date_trunc('milliseconds', now()) as made_at
                    from generate_series(0, {statements * insert.rows - 1}) as n) as made
              order by batch, store_id, note_id) as sorted
        group by batch;
        vacuum analyze bench_batch.batch;
    """)


def pgbench_text(insert):
    """The server's text with each parameter fetched from the batch."""
    def fetch(found):
        return f"(select p{int(found[1])} from bench_batch.batch where id = :client_id::bigint * :share::bigint + :batch::bigint)"

    return re.sub(r"\$(\d+)", fetch, insert.text)
