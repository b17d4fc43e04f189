"""The bus by which one-stop systems reach VNPost. It has no public address: the province's
operator gives it."""

CONNECTOR = "vnpost"
#: Seconds for which an access token is used at most.
TOKEN_SECONDS = 50 * 60
