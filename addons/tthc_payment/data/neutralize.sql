-- A copy of the database must not collect: its codes would name the real accounts. Accounts and
-- what they hold stay; this module keeps no key of its own (the providers' addons blank theirs).
UPDATE payment_provider
   SET state = 'disabled'
 WHERE code = 'tthc_vietqr';
-- Nobody is asked about, and nothing is paid back from, a copy.
UPDATE payment_transaction
   SET tthc_ask_at = NULL
 WHERE tthc_ask_at IS NOT NULL;
UPDATE tthc_refund
   SET ask_at = NULL
 WHERE ask_at IS NOT NULL;
