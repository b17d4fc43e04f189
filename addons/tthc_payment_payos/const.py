"""Names of payOS (payos.vn/docs, payment-requests API 2)."""

#: ``payment.provider`` and ``payment.method`` code.
CODE = "payos"
#: Production; payOS has no address of its own for trials.
API_URL = "https://api-merchant.payos.vn"
#: Longest description of a transfer: of an account that is not linked through the bank's own
#: interface, and of one that is (payos.vn/docs, "description").
SHORT, LONG = 9, 25
