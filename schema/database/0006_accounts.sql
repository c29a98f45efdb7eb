SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE account (
    CONSTRAINT account_key PRIMARY KEY (account_id),
    CONSTRAINT account_email UNIQUE (email),
    CONSTRAINT account_email_lower_case CHECK (email = lower(email)),
    account_id uuid NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz
);
COMMENT ON COLUMN account.password_hash IS 'Argon2id in its text form.';

CREATE TABLE account_grant (
    CONSTRAINT account_grant_key PRIMARY KEY (account_id, role, scope),
    CONSTRAINT account_grant_account FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT account_grant_role CHECK (role IN ('manager', 'district', 'chain', 'admin')),
    CONSTRAINT account_grant_scope CHECK ((role IN ('manager', 'district')) = (scope <> '')),
    account_id uuid NOT NULL,
    role text COLLATE "C" NOT NULL,
    scope text COLLATE "C" NOT NULL
);
COMMENT ON COLUMN account_grant.scope IS 'A store for manager, a district for district, empty for chain and admin.';

CREATE TABLE session (
    CONSTRAINT session_key PRIMARY KEY (session_id),
    CONSTRAINT session_token UNIQUE (token_sha256),
    CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES account,
    session_id uuid NOT NULL,
    account_id uuid NOT NULL,
    token_sha256 text COLLATE "C" NOT NULL,
    csrf_token text NOT NULL,
    by_cookie boolean NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    idle_max_seconds bigint NOT NULL
);
COMMENT ON COLUMN session.last_used_at IS 'Moved at most once a minute.';
COMMENT ON COLUMN session.idle_max_seconds IS 'Longest pause since last_used_at; 0 is no limit.';
CREATE INDEX session_account_id ON session (account_id);
CREATE INDEX session_expiry ON session (expires_at);
