"""Set-up on installation and clearing away on uninstallation."""

from odoo.tools import SQL

from .models.res_company import SEQUENCES

#: Tables of this module that others of it refer to, those that refer to others first.
TABLES = (
    "tthc_shipment_again",
    "tthc_shipment_wish",
    "tthc_dossier_return",
    "tthc_s10_pass_over",
    "tthc_s10_skip",
    "tthc_s10_number",
    "tthc_s10_range",
    "tthc_shipment_redelivery",
    "tthc_postal_label_part",
    "tthc_postal_label_job",
    "tthc_shipment_outcome",
    "tthc_post_book_print",
    "tthc_carrier_promise",
    "tthc_carrier_export",
    "tthc_carrier_import",
    "tthc_carrier_news",
    "tthc_postal_envelope_outcome",
    "tthc_postal_sheet_sign",
    "tthc_postal_sign",
    "tthc_postal_signature",
    "tthc_postal_collection_sheet",
    "tthc_postal_remittance_line",
    "tthc_postal_collection",
    "tthc_postal_remittance",
    "tthc_carrier_file",
    "tthc_carrier_layout_line",
    "tthc_carrier_layout",
    "tthc_carrier_decision",
    "tthc_carrier_log",
    "tthc_carrier_order",
    "tthc_carrier_account",
    "tthc_postal_handover_line",
    "tthc_postal_batch",
    "tthc_postal_handover",
    "tthc_shipment_event",
    "tthc_shipment_item",
    "tthc_shipment",
)
#: Models whose records have files of their own.
WITH_FILES = (
    "tthc.shipment",
    "tthc.postal.handover",
    "tthc.postal.remittance",
    "tthc.carrier.file",
    "tthc.postal.label.job",
    "tthc.postal.label.part",
)


def post_init_hook(env):
    """Give every company that exists already its number series."""
    env["res.company"].search([])._tthc_create_postal_sequences()


def uninstall_hook(env):
    """Remove what belongs to no data file: number series, files, and the rows that would hold
    the carriers fast. Dossiers and their ledgers stay as they are, events of the post included.
    """
    env["ir.sequence"].with_context(active_test=False).search(
        [("code", "in", list(SEQUENCES))]
    ).unlink()
    env["ir.attachment"].search([("res_model", "in", list(WITH_FILES))]).unlink()
    _let_go(env)
    # The records refuse to be deleted one by one, and their tables are dropped right after.
    for table in TABLES:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
    _keep_acting_users(env)


def _let_go(env):
    """What would hold the rows of the post fast: triggers, references among shipments; and the
    sequences behind ranges of tracking numbers."""
    for name in (
        "tthc.s10.number",
        "tthc.s10.skip",
        "tthc.shipment.redelivery",
        "tthc.postal.signature",
    ):
        env[name]._drop_guards()
    env.flush_all()
    env.cr.execute(
        SQL("UPDATE tthc_shipment SET replaces_id = NULL, pair_id = NULL, batch_id = NULL")
    )
    for row in env["tthc.s10.range"].with_context(active_test=False).search([]):
        env.cr.execute(SQL("DROP SEQUENCE IF EXISTS %s", row._sequence()))


def _keep_acting_users(env):
    """Demo users who stand in a dossier's ledger outlive this module, as do their partners."""
    named = env["ir.model.data"].search(
        [("module", "=", "tthc_postal"), ("model", "in", ["res.users", "res.partner"])]
    )
    users = named.filtered(lambda row: row.model == "res.users").mapped("res_id")
    acting = env["tthc.dossier.event"].sudo().search([("user_id", "in", users)]).user_id
    kept = {"res.users": acting.ids, "res.partner": acting.partner_id.ids}
    named.filtered(lambda row: row.res_id in kept[row.model]).unlink()
