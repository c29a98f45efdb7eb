SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE read_token (
    CONSTRAINT read_token_key PRIMARY KEY (token_id),
    CONSTRAINT read_token_hash UNIQUE (token_sha256),
    CONSTRAINT read_token_reads CHECK (reads IN ('store', 'district', 'chain')),
    CONSTRAINT read_token_scope CHECK ((reads = 'chain') = (scope = '')),
    CONSTRAINT read_token_expiry CHECK (expires_at > created_at),
    token_id uuid NOT NULL,
    name text NOT NULL,
    reads text COLLATE "C" NOT NULL,
    scope text COLLATE "C" NOT NULL,
    token_sha256 text COLLATE "C" NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
COMMENT ON TABLE read_token IS 'Programs that read figures: BI tools. A row stays when it has expired or was revoked, so that it is known who read until when.';
COMMENT ON COLUMN read_token.scope IS 'Id of the store or district; empty for the chain.';
COMMENT ON COLUMN read_token.created_by IS 'E-mail of the administrator, or ''operator'' for the command line.';
COMMENT ON COLUMN read_token.last_used_at IS 'Moved at most once a minute.';

GRANT SELECT, INSERT, UPDATE (last_used_at, revoked_at) ON read_token TO tillnote_web;
