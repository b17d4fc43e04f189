"""Who may see what of SePay's credentials; see ``tthc_dossier/tests/rights_world.py``."""

HIDDEN = {
    "payment.provider": dict.fromkeys(("sepay_secret", "sepay_token", "sepay_list_url"), ""),
}


def make(world):
    main = world.env.ref("tthc_payment_sepay.payment_provider_sepay")
    provider = main.copy({"company_id": world.case.centre.id})
    provider.write({"sepay_secret": "whsec_bi_mat", "sepay_token": "token_bi_mat"})
    world.add(provider, centre=world.case.centre, secrets=("whsec_bi_mat", "token_bi_mat"))
