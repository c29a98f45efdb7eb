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


@dataclasses.dataclass
class Insert:
    text: str  # with $1, $2 ... as the server prepared it
    columns: list  # what $1, $2 ... are, in order
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
    """The names behind $1, $2 ...: the columns of INSERT INTO note (...) SELECT * FROM unnest($1..., $2...)."""
    found = re.search(r"insert\s+into\s+(?:tillnote\.)?note\s*\((?P<names>[^)]*)\)\s*select\s+\*\s+from\s+"
                      r"unnest\s*\((?P<parameters>[^)]*)\)", text, re.I)
    if not found:
        raise Failure("the server's insert is not of the form INSERT INTO note (...) SELECT * FROM unnest($1, ...): " + text[:300])
    numbers = [int(number) for number in re.findall(r"\$(\d+)", found["parameters"])]
    names = [name.strip() for name in found["names"].split(",")]
    if numbers != list(range(1, len(names) + 1)):
        raise Failure(f"columns {names} do not go with the parameters {numbers}")
    if unknown := set(names) - set(_VALUES):
        raise Failure(f"the bench does not know how to fill the columns {sorted(unknown)}: extend statement.py")
    return names


def make_batches(cluster, insert, *, statements):
    """Array parameters as text, one row per statement, keys sorted as the server sorts them. Used up once per empty table."""
    parameters = [f"p{index + 1}" for index in range(len(insert.columns))]
    values = ", ".join(f"{_VALUES[name]} as {name}" for name in insert.columns)
    cluster.sql(f"""
        create schema if not exists bench_batch;
        drop table if exists bench_batch.batch;
        create unlogged table bench_batch.batch (id bigint primary key, {', '.join(name + ' text' for name in parameters)});
        {''.join(f'alter table bench_batch.batch alter {name} set storage external;' for name in parameters)}
        set work_mem = '256MB';
        set max_parallel_workers_per_gather = 0;
        insert into bench_batch.batch
        select batch, {', '.join(f'array_agg({name})::text' for name in insert.columns)}
        from (select batch, {values}
              from (select n / {insert.rows} as batch, n, md5(n::text) as noise, now()::date as made_on,
                           (extract(epoch from now()) * 1000)::bigint as made_ms, date_trunc('milliseconds', now()) as made_at
                    from generate_series(0, {statements * insert.rows - 1}) as n) as made
              order by batch, store_id, note_id) as sorted
        group by batch;
        vacuum analyze bench_batch.batch;
    """)


def pgbench_text(insert):
    """The server's text with each parameter fetched from the batch; the arrays are read from text, as from the wire."""
    def fetch(found):
        number = int(found[1])
        if number > len(insert.columns):
            return f"{insert.rows}"  # the one further parameter is the number of rows
        return f"(select p{number} from bench_batch.batch where id = :client_id::bigint * :share::bigint + :batch::bigint)"

    return re.sub(r"\$(\d+)", fetch, insert.text)
