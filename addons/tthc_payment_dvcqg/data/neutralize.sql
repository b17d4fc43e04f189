-- a copy of the database pays nobody and takes nobody's money
UPDATE payment_provider
   SET dvcqg_client_id = NULL,
       dvcqg_key_1 = NULL,
       dvcqg_key_2 = NULL,
       dvcqg_create_url = NULL,
       dvcqg_detail_url = NULL;
