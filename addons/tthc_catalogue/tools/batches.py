"""Long work in committed batches, for scheduled jobs."""

import logging
import time

from psycopg2 import OperationalError

from odoo import modules
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

TRIES = 5


def in_batches(model, work, remaining):
    """Call ``work()`` until it has done nothing, committing after each call.

    A batch that another transaction overtook is rolled back and tried again. When the time of the
    job is over, it is run again soon.

    :param work: does one batch and returns how many rows that were
    :param remaining: counts what waits, for the progress of the job; where that is not known
        beforehand, 0: a job that says that something waits and does nothing is warned of
    """
    checkpoint(model, 0, remaining())
    while done := _retrying(model, work):
        if not checkpoint(model, done):
            checkpoint(model, 0, max(1, remaining()))
            return


def checkpoint(model, done, left=None):
    """Commit what was done; seconds that remain for this run of the job."""
    if modules.module.current_test:
        model.env.flush_all()
        return float("inf")
    return model.env["ir.cron"]._commit_progress(done, remaining=left)


def _retrying(model, work):
    for again in range(TRIES):
        try:
            done = work()
            model.env.flush_all()
            return done
        except OperationalError as error:
            last = again == TRIES - 1 or modules.module.current_test
            if last or not isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                raise
            _logger.info("A batch was overtaken by another transaction and is tried again.")
            model.env.cr.rollback()
            model.env.transaction.reset()
            time.sleep(0.1 * 2**again)
    return 0
