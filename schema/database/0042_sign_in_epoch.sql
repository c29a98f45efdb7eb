-- A sign-in that is under way ends with those that are there already.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

ALTER TABLE account ADD COLUMN sign_in_epoch bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN account.sign_in_epoch IS 'Grows whenever the sign-ins of the account end. One that began under an earlier number makes no session any more.';
