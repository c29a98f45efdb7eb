SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE ask (
    CONSTRAINT ask_key PRIMARY KEY (store_id, ask_id),
    CONSTRAINT ask_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT ask_ends_after_beginning CHECK (last_day >= first_day),
    CONSTRAINT ask_one_in CHECK (one_in BETWEEN 1 AND 1000),
    store_id text COLLATE "C" NOT NULL,
    ask_id uuid NOT NULL,
    question_en text NOT NULL,
    question_es text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    one_in integer NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
COMMENT ON TABLE ask IS 'Questions of the day. Of one store no two run on one day; question and answers never change.';
COMMENT ON COLUMN ask.one_in IS 'Shown on one transaction in this many.';
COMMENT ON COLUMN ask.closed_at IS 'From then on lanes no longer show it, whatever last_day says.';

CREATE TABLE ask_answer (
    CONSTRAINT ask_answer_key PRIMARY KEY (store_id, ask_id, position),
    CONSTRAINT ask_answer_once UNIQUE (store_id, ask_id, answer),
    CONSTRAINT ask_answer_ask FOREIGN KEY (store_id, ask_id) REFERENCES ask,
    store_id text COLLATE "C" NOT NULL,
    ask_id uuid NOT NULL,
    position integer NOT NULL,
    answer text COLLATE "C" NOT NULL,
    label_en text NOT NULL,
    label_es text NOT NULL
);

CREATE TABLE showing (
    CONSTRAINT showing_key PRIMARY KEY (store_id, showing_id),
    CONSTRAINT showing_outcome CHECK (outcome IN ('answered', 'not_asked', 'expired')),
    CONSTRAINT showing_answered CHECK ((outcome = 'answered') = (answer IS NOT NULL)),
    store_id text COLLATE "C" NOT NULL,
    showing_id uuid NOT NULL,
    ask_id uuid NOT NULL,
    lane smallint NOT NULL,
    business_day date,
    raw_shown_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    with_transaction boolean NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    answer text COLLATE "C"
);
COMMENT ON TABLE showing IS 'One showing of an ask on a lane. Written once, like a note.';
COMMENT ON COLUMN showing.with_transaction IS 'Drawn among the POS''s transactions; else asked at a random time, and answers are a share of those shown only.';
COMMENT ON COLUMN showing.business_day IS 'By the clock rules of the contract; NULL where no clock can be trusted: kept, not counted.';
CREATE INDEX showing_ask ON showing (store_id, ask_id, business_day);

CREATE VIEW ask_count AS
SELECT s.store_id, s.ask_id, s.business_day, s.answer, s.with_transaction AS sampled, count(*) AS showings
FROM showing AS s WHERE s.business_day IS NOT NULL
GROUP BY s.store_id, s.ask_id, s.business_day, s.answer, s.with_transaction;
COMMENT ON VIEW ask_count IS 'Showings by answer, NULL for none; sampled: drawn among transactions, so that they are a sample of these. Never per lane.';

CREATE VIEW ask_row AS
SELECT a.store_id, a.ask_id, a.question_en, a.question_es, a.first_day, a.last_day, a.one_in, a.closed_at,
       a.first_day - date '1970-01-01' AS first_unix_day, a.last_day - date '1970-01-01' AS last_unix_day,
       (extract(epoch FROM a.closed_at) * 1000)::bigint AS closed_unix_ms, k.position, k.answer, k.label_en, k.label_es
FROM ask AS a JOIN ask_answer AS k ON k.store_id = a.store_id AND k.ask_id = a.ask_id;
COMMENT ON VIEW ask_row IS 'One row per answer, as every reader of asks selects them.';

GRANT SELECT ON ask, ask_answer, ask_row TO tillnote_ingest, tillnote_web, tillnote_digest;
GRANT INSERT, UPDATE (last_day, one_in, closed_at) ON ask TO tillnote_web;
GRANT INSERT ON ask_answer TO tillnote_web;
GRANT SELECT, INSERT ON showing TO tillnote_ingest;
GRANT SELECT ON showing TO tillnote_digest;
GRANT SELECT ON ask_count TO tillnote_web, tillnote_digest;
