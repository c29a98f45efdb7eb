-- Input and JSON of an edition are long texts, made a thousand at a time in the morning: LZ4 packs them at a fraction of the
-- cost of PostgreSQL's own method, where the server was built with it.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

DO $$
BEGIN
    IF 'lz4' = ANY ((SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression')::text[]) THEN
        ALTER TABLE edition ALTER COLUMN input SET COMPRESSION lz4, ALTER COLUMN digest SET COMPRESSION lz4;
    END IF;
END
$$;
