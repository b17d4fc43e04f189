"""Who may see what of VNPAY's credentials; see ``tthc_dossier/tests/rights_world.py``."""

HIDDEN = {"payment.provider": {"vnpay_hash_secret": ""}}


def make(world):
    main = world.env.ref("tthc_payment_vnpay.payment_provider_vnpay")
    provider = main.copy({"company_id": world.case.centre.id})
    provider.write({"vnpay_tmn_code": "TTHC0001", "vnpay_hash_secret": "vnpay_bi_mat"})
    world.add(provider, centre=world.case.centre, secrets=("vnpay_bi_mat",))
