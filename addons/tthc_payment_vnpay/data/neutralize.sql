-- a copy of the database pays nobody and takes nobody's money
UPDATE payment_provider
   SET vnpay_tmn_code = NULL,
       vnpay_hash_secret = NULL,
       vnpay_pay_url = NULL,
       vnpay_api_url = NULL;
