"""Stores and lanes for a campaign, and the few SQL texts that look at Tillnote's tables from outside."""

OPENED_ON = "2020-01-01"
DISTRICT = "harness"

ENROLMENTS_SQL = "select store_id, lane, enrolment_id from tillnote.enrolment where revoked_at is null"

# Everything that notes leave behind; stores, lanes and tokens stay.
CLEAR_SQL = """
truncate tillnote.note, tillnote.note_comment, tillnote.note_undo, tillnote.quarantine, tillnote.refusal, tillnote.stale_mark,
    tillnote.stale_batch, tillnote.rollup, tillnote.rollup_hour, tillnote.rollup_lane, tillnote.rollup_gap, tillnote.rollup_day, tillnote.outbox, tillnote.contact;
"""

# What still has to be recounted.
MARKS_SQL = "select (select count(*) from tillnote.stale_mark) + (select count(*) from tillnote.stale_batch)"


def add_copies(cluster, pattern, count, *, first=2):
    """`pattern`-1 exists: adds `pattern`-`first` ... `pattern`-`count` with the same settings and asks, in one go."""
    for table in ("store", "store_day_rule", "ask", "ask_answer"):
        # An ask has an id of its own in each store; tables without one do not mind.
        cluster.sql(f"insert into tillnote.{table} select (jsonb_populate_record(t, jsonb_build_object('store_id', '{pattern}-' || n, "
                    f"'ask_id', md5('{pattern}-' || n)::uuid))).* from tillnote.{table} t, generate_series({first}, {count}) as n where t.store_id = '{pattern}-1'")


def add(server, store_ids, *, zone):
    """Adds stores through the operator's own commands."""
    server.command("store", "district", DISTRICT, "--name", "Harness")
    for store in store_ids:
        server.command("store", "add", store, "--name", store, "--district", DISTRICT, "--zone", zone, "--opened-on", OPENED_ON)


def add_ask(server, store_id, one_in):
    """The ask of today, answered with yes or no and shown in one transaction of `one_in`."""
    server.command("ask", "add", store_id, "--question-en", "Did you find everything?", "--question-es", "¿Encontró todo?",
                   "--answer", "yes=Yes=Sí", "--answer", "no=No=No", "--one-in", str(one_in))
