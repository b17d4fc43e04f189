"""Batch work, line by line as the scheduled job does it, against one transition by itself."""

import time

COUNT = 500


def main(desk, made):
    """Forward ``made`` (dossiers at an officer's step) in one batch; one line of figures.

    :param desk: the tests' small centre
    """
    env = desk.env
    batch = env["tthc.batch"].with_user(desk.officer)
    batch = batch._start("forward", made.with_user(desk.officer)).sudo()
    queries = []
    start = time.perf_counter()
    for line in batch.line_ids:
        env.invalidate_all()  # as after the commit of each line
        before = env.cr.sql_log_count
        line._run()
        env.flush_all()
        queries.append(env.cr.sql_log_count - before)
    seconds = time.perf_counter() - start
    batch._finish()
    done = batch.done_count
    print(
        f"batch: forward {len(made)} dossiers, {done} done{'':22s} {max(queries):4d} queries "
        f"{seconds / len(made) * 1000:8.2f} ms {len(made) / seconds:8.1f} /s"
    )
    return max(queries), seconds / len(made)
