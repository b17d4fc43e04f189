"""Names of Casso (developer.casso.vn, webhooks 1 and 2, API 2)."""

#: ``payment.provider`` and ``payment.method`` code.
CODE = "casso"
#: Movements of the linked accounts from a day on, oldest first, in pages.
LIST_URL = "https://oauth.casso.vn/v2/transactions"
PAGE = 100
#: No more pages than this at a time; the rest waits for the next time.
MOST_PAGES = 200
#: A bank may tell Casso of a movement late: so many days are read again.
OVERLAP_DAYS = 2
