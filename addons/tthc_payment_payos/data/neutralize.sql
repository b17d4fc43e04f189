-- A copy of the database takes in nothing from payOS and makes no links there.
UPDATE payment_provider
   SET payos_client_id = NULL,
       payos_api_key = NULL,
       payos_checksum_key = NULL,
       state = CASE WHEN code = 'payos' THEN 'disabled' ELSE state END;
