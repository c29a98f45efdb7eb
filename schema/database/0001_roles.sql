-- Roles belong to the whole cluster, so another database, or another migrator at this moment, may have made them.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('tillnote_owner', 'NOLOGIN'),
            ('tillnote_migrate', 'LOGIN CREATEROLE'),
            ('tillnote_ingest', 'LOGIN'),
            ('tillnote_web', 'LOGIN'),
            ('tillnote_digest', 'LOGIN'),
            ('tillnote_read', 'LOGIN')) AS role (name, attributes)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_auth_members
        WHERE roleid = 'tillnote_owner'::regrole AND member = 'tillnote_migrate'::regrole)
    THEN
        GRANT tillnote_owner TO tillnote_migrate;
    END IF;
EXCEPTION WHEN unique_violation OR internal_error THEN
    NULL;  -- another migrator granted it in the same moment
END
$$;

CREATE SCHEMA tillnote AUTHORIZATION tillnote_owner;
GRANT USAGE ON SCHEMA tillnote TO tillnote_ingest, tillnote_web, tillnote_digest, tillnote_read;

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['tillnote_migrate', 'tillnote_ingest', 'tillnote_web', 'tillnote_digest', 'tillnote_read']
    LOOP
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = tillnote', role_name, current_database());
    END LOOP;
END
$$;

SET LOCAL ROLE tillnote_owner;
-- Not IN SCHEMA: the built-in grant to public can only be taken away from the role's own defaults.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM public;
ALTER DEFAULT PRIVILEGES IN SCHEMA tillnote GRANT SELECT ON TABLES TO tillnote_read;

CREATE TABLE tillnote.schema_migration (
    CONSTRAINT schema_migration_key PRIMARY KEY (number),
    CONSTRAINT schema_migration_number CHECK (number > 0),
    number integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tillnote.schema_migration IS 'One row per file of schema/database that has been applied, with the hash of its text.';
GRANT SELECT ON tillnote.schema_migration TO tillnote_ingest, tillnote_web, tillnote_digest;
