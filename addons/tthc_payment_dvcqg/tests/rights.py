"""Who may see what of the national platform's keys; see ``tthc_dossier/tests/rights_world.py``."""

HIDDEN = {"payment.provider": dict.fromkeys(("dvcqg_key_1", "dvcqg_key_2"), "")}


def make(world):
    main = world.env.ref("tthc_payment_dvcqg.payment_provider_dvcqg")
    provider = main.copy({"company_id": world.case.centre.id})
    provider.write({"dvcqg_key_1": "khoa_mot_bi_mat", "dvcqg_key_2": "khoa_hai_bi_mat"})
    world.add(provider, centre=world.case.centre, secrets=("khoa_mot_bi_mat", "khoa_hai_bi_mat"))
