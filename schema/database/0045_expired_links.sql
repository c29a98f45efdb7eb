-- Sign-ins that wait for a code, links that set a password and set-up tokens went with the next of their kind only.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE OR REPLACE VIEW expiry_rule WITH (security_invoker = true) AS
SELECT * FROM (VALUES
    ('session', interval '0'),
    ('sign_in_step', interval '0'),
    ('account_link', interval '0'),
    ('setup_token', interval '0'),
    ('enrolment_request', interval '1 day')
) AS rule (table_name, kept_for);
