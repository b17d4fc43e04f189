"""Who may see what of Casso's credentials; see ``tthc_dossier/tests/rights_world.py``."""

HIDDEN = {"payment.provider": dict.fromkeys(("casso_secret", "casso_api_key"), "")}


def make(world):
    main = world.env.ref("tthc_payment_casso.payment_provider_casso")
    provider = main.copy({"company_id": world.case.centre.id})
    provider.write({"casso_secret": "khoa_bao_mat", "casso_api_key": "khoa_api_mat"})
    world.add(provider, centre=world.case.centre, secrets=("khoa_bao_mat", "khoa_api_mat"))
