"""Settings of all tests."""

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
