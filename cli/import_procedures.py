"""./tthc import-procedures, inside Odoo's shell: progress, then the table of parse rates."""

import sys
import time

from odoo.exceptions import UserError


def show_progress(batch):
    """One line for each chunk of records."""
    done = batch.total - batch.waiting_count
    print(f"  {done} / {batch.total} records", file=sys.stderr, flush=True)


def show_table(batch):
    labels = dict(batch.env["tthc.import.rate"]._fields["field"].selection)
    print(f"\n{'field':36}{'parsed':>8}{'flagged':>9}{'absent':>8}{'rate':>9}")
    for row in sorted(batch.rate_ids, key=lambda row: row.field):
        share = f"{row.rate:.1f} %" if row.parsed or row.flagged else "–"
        label = labels[row.field]
        print(f"{label:36}{row.parsed:>8}{row.flagged:>9}{row.absent:>8}{share:>9}")
    print(
        f"\n{batch.total} records in {batch.seconds:.1f} s: {batch.draft_count} drafts made,"
        f" {batch.review_count} drafts to review, {batch.unchanged_count} unchanged,"
        f" {batch.rejected_count} rejected; usable {batch.usable_rate:.1f} %;"
        f" {batch.open_issue_count} open issues"
    )


def main(path):
    env = globals()["env"]
    vietnamese = env["res.lang"]._get_data(code="vi_VN")
    batches = env["tthc.import.batch"]
    if vietnamese:
        batches = batches.with_context(lang="vi_VN")
    began = time.monotonic()
    try:
        batch = batches.import_file(path, show_progress)
    except (UserError, OSError) as error:
        env.cr.rollback()
        print(f"tthc: {error}", file=sys.stderr)
        sys.exit(1)
    env.cr.commit()
    if batch.state == "failed":
        print(f"tthc: {batch.problem}", file=sys.stderr)
        sys.exit(1)
    show_table(batch)
    print(f"{time.monotonic() - began:.1f} s in all")
    if batch.problem:
        print(f"tthc: {batch.problem}", file=sys.stderr)
        sys.exit(1)


main(sys.argv[1])
