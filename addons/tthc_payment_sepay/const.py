"""Names of SePay (developer.sepay.vn, webhooks and API 1)."""

#: ``payment.provider`` and ``payment.method`` code.
CODE = "sepay"
#: Movements of the linked accounts, oldest or newest first, at most :data:`PAGE` in one answer.
LIST_URL = "https://my.sepay.vn/userapi/transactions/list"
PAGE = 5000
#: Seconds that the clocks of sender and receiver may differ.
WINDOW = 300
