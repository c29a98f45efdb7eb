"""The peer's table: a twin of tillnote.note in a schema of its own, with the same columns, keys, indexes and partitions."""

NAME = "bench_peer.note"
_MAKE_SQL = """
drop schema if exists bench_peer cascade;
create schema bench_peer;
do $$
begin
    if not exists (select from pg_roles where rolname = 'bench_peer') then
        create role bench_peer login;
    end if;
end $$;
create table bench_peer.note (like tillnote.note including all) partition by range (tap_date);
do $$
declare
    part record;
begin
    for part in
        select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'tillnote.note'::regclass
    loop
        execute format('create table bench_peer.%I partition of bench_peer.note %s', part.name, part.bounds);
    end loop;
    for part in
        select conname as name, pg_get_constraintdef(oid) as bounds from pg_constraint
        where conrelid = 'tillnote.note'::regclass and contype = 'f'
    loop
        execute format('alter table bench_peer.note add constraint %I %s', part.name, part.bounds);
    end loop;
end $$;
grant usage on schema bench_peer to bench_peer;
grant insert, select on bench_peer.note to bench_peer;
"""

CLEAR_SQL = """
do $$ begin
    if to_regclass('bench_peer.note') is not null then
        truncate bench_peer.note;
    end if;
end $$;
"""


def make(cluster):
    cluster.sql(_MAKE_SQL)
