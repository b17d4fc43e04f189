"""VNPAY's addresses and code tables, version 2.1.0 of its interface."""

from datetime import timedelta

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: ``payment.provider`` and ``payment.method`` code.
CODE = "vnpay"
MODULE = "tthc_payment_vnpay"

#: Addresses by the provider's state. Those of the test state are published; those of the enabled
#: state come with the contract and may differ (fields of the provider override both).
URLS = {
    "test": {
        "pay": "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html",
        "api": "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction",
    },
    "enabled": {
        "pay": "https://pay.vnpay.vn/vpcpay.html",
        "api": "https://merchant.vnpay.vn/merchant_webapi/api/transaction",
    },
}

#: How long VNPAY's page takes a payment of an attempt without a term of its own.
TERM = timedelta(minutes=15)

#: What ``vnp_ResponseCode`` of a payment says, in the words of the staff.
RESPONSE_TEXTS = {
    "07": _lt(
        "Money taken, but the payment looks suspicious to VNPAY: confirm or refuse it there."
    ),
    "09": _lt("The card or account is not registered for internet banking."),
    "10": _lt("Card or account data were wrong three times."),
    "11": _lt("The time for the payment ran out."),
    "12": _lt("The card or account is locked."),
    "13": _lt("The one-time password was wrong."),
    "24": _lt("The payer cancelled."),
    "51": _lt("Not enough money in the account."),
    "65": _lt("The account's daily limit is exceeded."),
    "75": _lt("The payer's bank is under maintenance."),
    "79": _lt("The payment password was wrong too often."),
}

#: What ``vnp_TransactionStatus`` says where the response code says nothing.
STATUS_TEXTS = {
    "01": _lt("The payer has not finished."),
    "02": _lt("The payment failed."),
    "04": _lt("The payer's bank took the money, but VNPAY has not received it yet."),
    "05": _lt("VNPAY is working on a refund."),
    "06": _lt("VNPAY has sent the refund to the bank."),
    "07": _lt("VNPAY suspects fraud."),
    "09": _lt("The refund was refused."),
}

#: What the answer code of a query or refund says.
ANSWER_TEXTS = {
    "02": _lt("VNPAY does not know this TmnCode."),
    "03": _lt("VNPAY could not read the request."),
    "91": _lt("VNPAY does not know this payment."),
    "94": _lt(
        "VNPAY is still working on an earlier request for this payment: see there whether it is "
        "this one."
    ),
    "95": _lt("The payment did not succeed at VNPAY: there is nothing to refund."),
    "97": _lt("VNPAY says the signature is wrong: compare the hash secret."),
    "99": _lt("VNPAY reports an error of its own."),
}

#: What VNPAY is told after its notification, by what became of it.
ANSWERS = {
    "done": ("00", "Confirm Success"),
    "recorded": ("00", "Confirm Success"),
    "ignored": ("00", "Confirm Success"),
    "late": ("00", "Confirm Success"),
    "unmatched": ("00", "Confirm Success"),
    "test": ("00", "Confirm Success"),
    "unknown": ("01", "Order not found"),
    "duplicate": ("02", "Order already confirmed"),
    "already_paid": ("02", "Order already confirmed"),
    "wrong_amount": ("04", "Invalid amount"),
    "wrong_currency": ("04", "Invalid amount"),
    "bad_signature": ("97", "Invalid signature"),
    "malformed": ("99", "Unknown error"),
    "error": ("99", "Unknown error"),
}
