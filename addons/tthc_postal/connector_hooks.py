"""What the addons of carriers share when they come and go."""


def retire_connector(env, connector):
    """The addon of ``connector`` is uninstalled: its carriers exchange files again and their
    accounts rest. What was said, and the news, stays; its status codes go."""
    carriers = env["tthc.carrier"].with_context(active_test=False)
    carriers = carriers.search([("connector", "=", connector)])
    orders = env["tthc.carrier.order"].search(
        [("carrier_id", "in", carriers.ids), ("state", "in", ("waiting", "dead"))]
    )
    orders._drop()
    accounts = env["tthc.carrier.account"].search([("carrier_id", "in", carriers.ids)])
    accounts.active = False
    statuses = env["tthc.carrier.status"].with_context(active_test=False)
    statuses.search([("connector", "=", connector)]).unlink()
