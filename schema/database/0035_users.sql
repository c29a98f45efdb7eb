-- Administrators look after the accounts of others.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

GRANT DELETE ON account_grant TO tillnote_web;
