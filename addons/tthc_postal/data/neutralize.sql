-- A copy of the database talks to no carrier and believes no message.
UPDATE tthc_carrier_account
   SET mode = 'test', active = false, url = NULL, password = NULL, secret = NULL,
       webhook_secret = NULL, webhook_key = NULL, webhook_key_old = NULL;
