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
#: Rows of a file that are judged while the user waits, unless the system parameter says otherwise;
#: those of larger files are judged by a scheduled job.
AT_ONCE = 500
AT_ONCE_PARAMETER = "tthc_payment.judge_at_once"
#: Rows that are stored or judged in one transaction.
BATCH = 5000
#: Matches that are followed up in one transaction.
FOLLOW_UP_BATCH = 50
