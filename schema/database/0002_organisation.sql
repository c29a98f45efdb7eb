SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE district (
    CONSTRAINT district_key PRIMARY KEY (district_id),
    CONSTRAINT district_id_form CHECK (district_id ~ '^[a-z0-9-]{1,32}$'),
    district_id text COLLATE "C" NOT NULL,
    name text NOT NULL
);

CREATE TABLE store (
    CONSTRAINT store_key PRIMARY KEY (store_id),
    CONSTRAINT store_district FOREIGN KEY (district_id) REFERENCES district,
    CONSTRAINT store_id_form CHECK (store_id ~ '^[a-z0-9-]{1,32}$'),
    CONSTRAINT store_closes_after_opening CHECK (closed_on >= opened_on),
    store_id text COLLATE "C" NOT NULL,
    district_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    free_text boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN store.closed_on IS 'First business day on which the store was no longer open.';
COMMENT ON COLUMN store.free_text IS 'Whether comments of its lanes are kept.';

CREATE TABLE store_day_rule (
    CONSTRAINT store_day_rule_key PRIMARY KEY (store_id, valid_from),
    CONSTRAINT store_day_rule_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT store_day_rule_cutoff CHECK (cutoff_minutes BETWEEN 0 AND 1439),
    store_id text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    zone text NOT NULL,
    cutoff_minutes smallint NOT NULL
);
COMMENT ON TABLE store_day_rule IS 'How business days begin from valid_from on. A change is a new row, so that past days never move.';
COMMENT ON COLUMN store_day_rule.cutoff_minutes IS 'Local wall time, minutes after midnight.';

CREATE TABLE closed_day (
    CONSTRAINT closed_day_key PRIMARY KEY (store_id, business_day),
    CONSTRAINT closed_day_store FOREIGN KEY (store_id) REFERENCES store,
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    why text NOT NULL
);
COMMENT ON TABLE closed_day IS 'Days on which the store did not open: no part of any baseline.';

CREATE TABLE traffic (
    CONSTRAINT traffic_key PRIMARY KEY (store_id, business_day),
    CONSTRAINT traffic_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT traffic_positive CHECK (staffed_transactions >= 0),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    staffed_transactions bigint NOT NULL
);

CREATE TABLE department (
    CONSTRAINT department_key PRIMARY KEY (code),
    CONSTRAINT department_validity CHECK (valid_to >= valid_from - 1),
    code text COLLATE "C" NOT NULL,
    label_en text NOT NULL,
    label_es text NOT NULL,
    walk boolean NOT NULL,
    position integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);
COMMENT ON COLUMN department.walk IS 'Whether a manager can walk to it; the others are sections.';

CREATE TABLE reason (
    CONSTRAINT reason_key PRIMARY KEY (code),
    CONSTRAINT reason_department FOREIGN KEY (department) REFERENCES department,
    CONSTRAINT reason_code_form CHECK (code ~ '^[A-Za-z0-9-]{1,20}$'),
    CONSTRAINT reason_validity CHECK (valid_to >= valid_from - 1),
    CONSTRAINT reason_polarity CHECK (
        polarity IN ('praise', 'complaint', 'request', 'competitor', 'why_here', 'other', 'lane_only')),
    code text COLLATE "C" NOT NULL,
    department text COLLATE "C" NOT NULL,
    theme text NOT NULL,
    polarity text NOT NULL,
    label_en text NOT NULL,
    label_es text NOT NULL,
    owner text NOT NULL,
    starter boolean NOT NULL,
    first_screen boolean NOT NULL,
    urgent boolean NOT NULL,
    about_staff boolean NOT NULL,
    position integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);
COMMENT ON TABLE reason IS 'The catalog. A code is one row for good: it is never reused, and department, theme and polarity never change.';
COMMENT ON COLUMN reason.valid_to IS 'Last business day on which it may be tapped.';
COMMENT ON COLUMN reason.position IS 'Order of the catalog file.';

CREATE TABLE store_department (
    CONSTRAINT store_department_key PRIMARY KEY (store_id, position),
    CONSTRAINT store_department_store FOREIGN KEY (store_id) REFERENCES store,
    store_id text COLLATE "C" NOT NULL,
    position integer NOT NULL,
    department text COLLATE "C" NOT NULL
);
COMMENT ON TABLE store_department IS 'Walking order of one store. No rows: the order of the catalog.';
