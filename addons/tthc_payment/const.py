"""Names shared by the models of this module and the outside world."""

#: ``payment.provider`` and ``payment.method`` code of a transfer made with a VietQR code.
PROVIDER_CODE = "tthc_vietqr"
#: PostgreSQL sequence behind the serial in payment references.
REFERENCE_SEQUENCE = "tthc_payment_reference_seq"
#: Days after which a payment request lapses, unless the system parameter
#: ``tthc_payment.validity_days`` says otherwise.
VALIDITY_DAYS = 90
VALIDITY_PARAMETER = "tthc_payment.validity_days"
#: Set in a database for trials only: payments of a provider in test mode settle requests there.
TEST_MONEY_PARAMETER = "tthc_payment.test_money"
#: Minutes that a payer has on the page of a gateway.
ATTEMPT_MINUTES = 15
#: Days after which nobody is asked about an attempt any more.
ASK_DAYS = 3
