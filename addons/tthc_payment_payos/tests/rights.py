"""Who may see what of payOS's credentials; see ``tthc_dossier/tests/rights_world.py``."""

HIDDEN = {"payment.provider": dict.fromkeys(("payos_api_key", "payos_checksum_key"), "")}


def make(world):
    main = world.env.ref("tthc_payment_payos.payment_provider_payos")
    provider = main.copy({"company_id": world.case.centre.id})
    provider.write({"payos_api_key": "khoa_bi_mat", "payos_checksum_key": "tong_bi_mat"})
    world.add(provider, centre=world.case.centre, secrets=("khoa_bi_mat", "tong_bi_mat"))
