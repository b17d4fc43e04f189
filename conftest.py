"""Settings of all tests."""

import inspect

from hypothesis import settings

# How long an example takes is a matter of the machine, and no failure.
settings.register_profile("tthc", deadline=None)
settings.load_profile("tthc")


def pytest_collection_finish(session):
    """A browser that is slow to start on a busy machine is waited for: Odoo would skip its test
    after ten seconds, and nobody would notice."""
    from odoo.tests import common

    common.CHECK_BROWSER_ITERATIONS = 600
    common.BROWSER_WAIT = common.CHECK_BROWSER_SLEEP * common.CHECK_BROWSER_ITERATIONS
    classes = {item.cls for item in session.items if inspect.isclass(getattr(item, "cls", None))}
    if any(issubclass(cls, common.HttpCase) for cls in classes):
        _make_assets(common.get_db_name())


def _make_assets(database):
    """Scripts and styles of the pages, as Odoo makes them before its own tests: what is made
    within a test goes with its transaction, and each browser would wait for all of it anew."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cr:
        api.Environment(cr, SUPERUSER_ID, {})["ir.qweb"]._pregenerate_assets_bundles()
