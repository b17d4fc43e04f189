from odoo import api, models
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools import batches

#: Namespace of the advisory lock of a centre's ledger of shares.
LOCK = 0x7472
#: Matches that are entered at a time.
BATCH = 20_000
#: Entries that change the size of the ledger.
MANY = 10_000
#: Days after which no transaction is open any more that may still bring an older match.
SETTLED_DAYS = 3

#: The day of a moment at the centre, but not in a period that was signed off before.
_DAY = """GREATEST(
    (%s AT TIME ZONE 'UTC' AT TIME ZONE %%(zone)s)::date,
    (SELECT max(signed.date_to) + 1 FROM tthc_period_signoff signed
      WHERE signed.company_id = %%(company)s AND signed.state = 'signed'
        AND signed.agency_id IS NOT DISTINCT FROM %s)
)"""

#: One match of each request at a time: what a line still lacks depends on the match before.
_ENTER = f"""
WITH event AS (
    SELECT DISTINCT ON (match.expected_id) match.id, match.expected_id, match.amount,
        match.matched_at, match.note, match.incoming_id, match.currency_id
    FROM tthc_payment_match match
    WHERE match.company_id = %(company)s AND match.id > %(low)s AND match.id <= %(high)s
      AND NOT EXISTS (SELECT 1 FROM tthc_remittance_entry entry WHERE entry.match_id = match.id)
    ORDER BY match.expected_id, match.id
), line AS (
    SELECT event.*, fee.id AS line_id, fee.fee_id, fee.name, fee.kind, fee.amount AS fee_amount,
        fee.kept AS fee_kept, request.dossier_id, COALESCE(done.paid, 0) AS paid,
        COALESCE(done.kept, 0) AS kept_so_far,
        COALESCE(done.agency_id, dossier.competent_agency_id, offer.agency_id) AS agency_id
    FROM event
    JOIN tthc_expected_payment request ON request.id = event.expected_id
    JOIN tthc_dossier dossier ON dossier.id = request.dossier_id
    LEFT JOIN tthc_offer offer ON offer.procedure_id = dossier.procedure_id
        AND offer.company_id = dossier.company_id
    LEFT JOIN tthc_fee_line fee ON fee.expected_id = event.expected_id AND fee.amount > 0
    LEFT JOIN LATERAL (
        SELECT sum(entry.collected) AS paid, sum(entry.kept) AS kept,
            max(entry.agency_id) AS agency_id
        FROM tthc_remittance_entry entry WHERE entry.fee_line_id = fee.id
    ) done ON TRUE
), weighed AS (
    SELECT *, CASE WHEN sum(GREATEST(fee_amount - paid, 0)) OVER (PARTITION BY id) >= amount
        THEN GREATEST(fee_amount - paid, 0) ELSE COALESCE(fee_amount, 1) END AS weight
    FROM line
), divided AS (
    SELECT *, div(amount * weight, sum(weight) OVER (PARTITION BY id)) AS floor,
        mod(amount * weight, sum(weight) OVER (PARTITION BY id)) AS remainder
    FROM weighed
), ranked AS (
    SELECT *, amount - sum(floor) OVER (PARTITION BY id) AS rest,
        row_number() OVER (PARTITION BY id ORDER BY remainder DESC, line_id) AS rank
    FROM divided
), part AS (
    SELECT *, floor + CASE WHEN rank <= rest THEN 1 ELSE 0 END AS collected FROM ranked
), share AS (
    SELECT *, CASE WHEN kind = 'postage' OR fee_amount IS NULL THEN 0 ELSE
        LEAST(GREATEST(div((paid + collected) * fee_kept, fee_amount) - kept_so_far, 0), collected)
        END AS kept
    FROM part WHERE collected > 0
)
INSERT INTO tthc_remittance_entry (
    company_id, day, event, match_id, expected_id, dossier_id, fee_line_id, fee_id, name, kind,
    agency_id, collected, kept, remitted, passed, currency_id)
SELECT %(company)s, {_DAY % ("share.matched_at", "share.agency_id")},
    CASE WHEN refund.id IS NULL THEN 'matched' ELSE 'rest' END, share.id, expected_id,
    share.dossier_id, line_id, fee_id, COALESCE(share.name, 'Khoản thu'),
    CASE WHEN kind IN ('phi', 'le_phi', 'postage') THEN kind ELSE 'other' END,
    share.agency_id, collected, kept, CASE WHEN kind = 'postage' THEN 0 ELSE collected - kept END,
    CASE WHEN kind = 'postage' THEN collected ELSE 0 END, share.currency_id
FROM share
LEFT JOIN LATERAL (
    SELECT refund.id FROM tthc_refund refund
    WHERE refund.incoming_id = share.incoming_id AND refund.expected_id = share.expected_id
      AND refund.name = share.note AND refund.match_id <> share.id LIMIT 1
) refund ON TRUE
ORDER BY share.id, line_id
ON CONFLICT DO NOTHING
RETURNING match_id
"""

#: What was undone, of matches that are in the ledger.
_TAKE_BACK = f"""
INSERT INTO tthc_remittance_entry (
    company_id, day, event, match_id, expected_id, dossier_id, fee_line_id, fee_id, name, kind,
    agency_id, collected, kept, remitted, passed, currency_id)
SELECT entry.company_id, {_DAY % ("match.reversed_at", "entry.agency_id")},
    CASE WHEN refund.id IS NULL THEN 'undone' ELSE 'refunded' END, entry.match_id,
    entry.expected_id, entry.dossier_id, entry.fee_line_id, entry.fee_id, entry.name, entry.kind,
    entry.agency_id, -entry.collected, -entry.kept, -entry.remitted, -entry.passed,
    entry.currency_id
FROM tthc_payment_match match
JOIN tthc_remittance_entry entry ON entry.match_id = match.id
LEFT JOIN LATERAL (
    SELECT refund.id FROM tthc_refund refund
    WHERE refund.match_id = match.id AND refund.name = match.reverse_reason
      AND refund.checker_id IS NOT NULL LIMIT 1
) refund ON TRUE
WHERE match.company_id = %(company)s AND match.state = 'reversed'
  AND NOT EXISTS (
    SELECT 1 FROM tthc_remittance_entry back
    WHERE back.match_id = match.id AND back.event IN ('undone', 'refunded'))
ORDER BY entry.id
ON CONFLICT DO NOTHING
RETURNING match_id
"""

#: What follows from an entry for each of its shares.
_DIVIDE = """
INSERT INTO tthc_remittance_share (
    entry_id, company_id, day, agency_id, kind, name, share, amount, currency_id)
SELECT entry.id, entry.company_id, entry.day, entry.agency_id, entry.kind, entry.name, share.name,
    share.amount, entry.currency_id
FROM tthc_remittance_entry entry,
    LATERAL (VALUES ('budget', entry.remitted), ('retained', entry.kept),
                    ('postage', entry.passed)) share (name, amount)
WHERE entry.id > %(last)s AND entry.company_id = %(company)s AND share.amount <> 0
"""


class TthcRemittanceEntry(models.Model):
    """Filling the ledger of shares, set by set: a day may bring 100,000 matches."""

    _inherit = "tthc.remittance.entry"

    @api.model
    @api.private
    def _fill(self, company):
        """Enter every match of a centre that is not in the ledger yet, and what was undone.

        Two that fill at once wait for each other; the one that did not see what the other wrote
        fails to be serialised and is tried again by Odoo.
        """
        while self._fill_batch(company):
            pass

    def _fill_batch(self, company, batch=None):
        """Enter the next matches.

        :return: number of entries made; 0 when all is entered
        """
        self.env.flush_all()
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, company.id))
        values = {
            "company": company.id,
            "zone": company.sudo()._tthc_zone(),
            "low": self._settled(company),
        }
        values["high"], waiting = self._window(company, values["low"], batch or BATCH)
        [(last,)] = self.env.execute_query(
            SQL("SELECT COALESCE(max(id), 0) FROM tthc_remittance_entry")
        )
        count = self._entered(_TAKE_BACK, values)[0]
        while waiting:
            entered, matches = self._entered(_ENTER, values)
            waiting = waiting - matches if matches else 0
            count += entered + self._entered(_TAKE_BACK, values)[0]
        if count:
            self.env.cr.execute(SQL(_DIVIDE, company=company.id, last=last))
            self.env["tthc.remittance.share"].invalidate_model()
        if count > MANY:
            # The planner still takes the ledger for as small as it was before.
            self.env.cr.execute(SQL("ANALYZE tthc_remittance_entry"))
        return count

    def _entered(self, query, values):
        """Number of entries that ``query`` made, and of matches that they are of."""
        rows = self.env.execute_query(SQL(query, **values))
        return len(rows), len(set(rows))

    def _settled(self, company):
        """Id up to which every match is in the ledger: they are entered in the order of ids, and
        no transaction stays open for days."""
        [(low,)] = self.env.execute_query(
            SQL(
                """SELECT COALESCE(max(match_id), 0) FROM tthc_remittance_entry
                    WHERE company_id = %(company)s AND day = (
                        SELECT max(day) FROM tthc_remittance_entry
                         WHERE company_id = %(company)s
                           AND day < (now() AT TIME ZONE 'UTC')::date - %(days)s)""",
                company=company.id,
                days=SETTLED_DAYS,
            )
        )
        return low

    def _window(self, company, low, batch):
        """Id of the last of the next ``batch`` matches, and their number."""
        [(high, count)] = self.env.execute_query(
            SQL(
                """SELECT COALESCE(max(id), 0), count(*) FROM (
                    SELECT match.id FROM tthc_payment_match match
                     WHERE match.company_id = %(company)s AND match.id > %(low)s
                       AND NOT EXISTS (SELECT 1 FROM tthc_remittance_entry entry
                                        WHERE entry.match_id = match.id)
                     ORDER BY match.id LIMIT %(batch)s) next""",
                company=company.id,
                low=low,
                batch=batch,
            )
        )
        return high, count

    @api.model
    def _cron_fill(self):
        """Enter what came since, centre by centre."""
        for company in self.env["res.company"].search([("tthc_is_centre", "=", True)]):
            batches.in_batches(self, lambda company=company: self._fill_batch(company), lambda: 0)
