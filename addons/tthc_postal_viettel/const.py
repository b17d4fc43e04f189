"""Viettel Post's partner interface (partner.viettelpost.vn, as described in September 2026)."""

CONNECTOR = "viettel"
LIVE = "https://partner.viettelpost.vn"
TEST = "https://partnerdev.viettelpost.vn"

#: How an envelope is paid for: nothing to collect, goods and postage, goods, postage.
NONE, GOODS_AND_FEE, GOODS, FEE = 1, 2, 3, 4
#: ``TYPE`` of UpdateOrder.
APPROVE_RETURN, REDELIVER, CANCEL = 2, 3, 4
#: Seconds for which a token from the login is used.
TOKEN_SECONDS = 6 * 3600
