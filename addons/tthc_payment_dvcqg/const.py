"""Names and defaults of the national payment platform's interface (KeyPay 3.0 shape)."""

#: ``payment.provider`` and ``payment.method`` code.
CODE = "dvcqg"
MODULE = "tthc_payment_dvcqg"
COMMAND = "PAY"
VERSION = "3.0"
#: Seconds that the platform has to confirm what it has just told: its call waits meanwhile.
PATIENCE = 8
#: ``error_code`` of a look-up by dossier number.
UNKNOWN, NOTHING, PAYABLE = -1, 0, 1
#: Results of a notification that is to be sent again.
TRY_AGAIN = {
    "bad_signature": "error: check_sum invalid",
    "malformed": "error: data invalid",
    "error": "error: try again",
}
