-- A copy of the database takes in nothing from SePay and asks it for nothing.
UPDATE payment_provider
   SET sepay_secret = NULL,
       sepay_token = NULL,
       state = CASE WHEN code = 'sepay' THEN 'disabled' ELSE state END;
