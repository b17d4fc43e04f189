import base64
import hashlib
from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import signoff as rules

#: Figures that the ledger alone decides; the others are as they were when the period was made.
KEPT = ("dossiers", "collected", "undone", "refunded", "kept", "remitted", "passed")


class TthcPeriodSignoff(models.Model):
    """The figures of a period, and whether they still are what the ledger says."""

    _inherit = "tthc.period.signoff"

    @api.private
    def _refresh(self):
        """Enter what is missing in the ledger and work the figures out."""
        self.env["tthc.remittance.entry"]._fill(self.company_id)
        self.env["tthc.period.signoff.line"]._replace(self, self._figures())
        self.invalidate_recordset()

    def _figures(self):
        """Rows of the period out of the ledger: dictionaries with ``kind``, ``name`` and
        :data:`..tools.signoff.FIGURES`."""
        found = {}
        for kind, name, *numbers in self.env.execute_query(self._ledger_query()):
            names = (*KEPT, "paid", "unpaid")
            row = dict(zip(names, (round(number or 0) for number in numbers), strict=True))
            found[kind, name] = {"kind": kind, "name": name, "waived": 0, **row}
        for kind, name, saving in self.env.execute_query(self._waived_query()):
            empty = {"kind": kind, "name": name, **dict.fromkeys(rules.FIGURES, 0)}
            found.setdefault((kind, name), empty)["waived"] = round(saving)
        return [found[key] for key in sorted(found)]

    def _ledger_query(self):
        return SQL(
            """SELECT entry.kind, entry.name,
                count(DISTINCT entry.dossier_id) FILTER (WHERE entry.event = 'matched'),
                sum(entry.collected) FILTER (WHERE entry.event = 'matched'),
                -sum(entry.collected) FILTER (WHERE entry.event = 'undone'),
                -sum(entry.collected) FILTER (WHERE entry.event IN ('refunded', 'rest')),
                sum(entry.kept), sum(entry.remitted), sum(entry.passed),
                sum(paid.amount), sum(entry.collected) - COALESCE(sum(paid.amount), 0)
            FROM tthc_remittance_entry entry
            LEFT JOIN LATERAL (
                SELECT sum(share.amount) AS amount FROM tthc_remittance_share share
                WHERE share.entry_id = entry.id AND share.remitted_on IS NOT NULL
            ) paid ON TRUE
            WHERE entry.company_id = %s AND entry.day >= %s AND entry.day <= %s
                AND entry.agency_id IS NOT DISTINCT FROM %s
            GROUP BY entry.kind, entry.name ORDER BY 1, 2""",
            self.company_id.id,
            self.date_from,
            self.date_to,
            self.agency_id.id or None,
        )

    def _waived_query(self):
        """What benefits saved of the fees that were asked for in the period."""
        zone = self.company_id._tthc_zone()
        end = self.date_to + timedelta(days=1)
        return SQL(
            """SELECT line.kind, line.name, sum(line.saving)
            FROM tthc_fee_line line
            JOIN tthc_dossier dossier ON dossier.id = line.dossier_id
            LEFT JOIN tthc_offer offer ON offer.procedure_id = dossier.procedure_id
                AND offer.company_id = dossier.company_id
            LEFT JOIN tthc_expected_payment request ON request.id = line.expected_id
            WHERE line.company_id = %s AND line.create_date >= %s AND line.create_date < %s
                AND line.saving > 0 AND line.kind IN ('phi', 'le_phi')
                AND COALESCE(request.state, 'open') <> 'cancelled'
                AND COALESCE(dossier.competent_agency_id, offer.agency_id)
                    IS NOT DISTINCT FROM %s
            GROUP BY line.kind, line.name""",
            self.company_id.id,
            wall_time.to_utc(datetime.combine(self.date_from, time.min), zone),
            wall_time.to_utc(datetime.combine(end, time.min), zone),
            self.agency_id.id or None,
        )

    def _stored(self):
        """The rows as they are stored."""
        return [
            {
                "kind": line.kind,
                "name": line.name,
                **{name: round(line[name]) for name in rules.FIGURES},
            }
            for line in self.line_ids
        ]

    def _differences(self):
        """Names of the fees whose stored figures are not those of the ledger."""

        def held(rows):
            return {
                (row["kind"], row["name"]): tuple(row[name] for name in KEPT)
                for row in rows
                if any(row[name] for name in KEPT)
            }

        stored, ledger = held(self._stored()), held(self._figures())
        keys = sorted({*stored, *ledger})
        return [key[1] for key in keys if stored.get(key) != ledger.get(key)]

    def _text(self):
        """What the hash covers: who answers for it, the signed record, and every figure."""
        scan = base64.b64decode(self.with_context(bin_size=False).scan or b"")
        head = (
            "tthc.period.signoff/1", self.company_id.id, self.agency_id.id, self.date_from,
            self.date_to, self.maker_id.id, self.signer_id.id, self.signed_at, self.agreed_name,
            self.agreed_position, self.agreed_on, hashlib.sha256(scan).hexdigest(),
        )  # fmt: skip
        return rules.canonical(head, self._stored())

    @api.private
    def _wrong(self):
        """What does not hold of a signed period, in words; empty when all is as it was signed."""
        self.ensure_one()
        found, before = [], self._before()
        text = self._text()
        if text != self.content:
            found.append(self.env._("The stored figures are not the text that was signed."))
        if rules.digest(self.previous_digest, text) != self.digest:
            found.append(self.env._("The hash does not fit the stored figures."))
        if self.previous_digest != (before.digest or rules.GENESIS):
            found.append(self.env._("The hash of the period before is another one."))
        fees = self._differences()
        if fees:
            found.append(self.env._("The ledger says something else: %s.", ", ".join(fees)))
        return found

    def action_verify(self):
        """Recompute the hash from the stored rows and compare the rows with the ledger.

        :return: a notification that says what was found
        """
        self.check_access("read")
        self._require("signed")
        lines = [
            f"{signoff.display_name}: {text}"
            for signoff in self.sudo()
            for text in signoff._wrong()
        ]
        good = self.env._("Figures, hash and ledger are as they were signed off.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if lines else "success",
                "sticky": bool(lines),
                "message": "\n".join(lines) or good,
            },
        }
