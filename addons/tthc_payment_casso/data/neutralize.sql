-- A copy of the database takes in nothing from Casso and asks it for nothing.
UPDATE payment_provider
   SET casso_secret = NULL,
       casso_api_key = NULL,
       state = CASE WHEN code = 'casso' THEN 'disabled' ELSE state END;
