import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import split_every

from odoo.addons.tthc_postal.tools import status

from ..tools import travel
from .custody_book import CustodyBook, facts_of, text_of

_logger = logging.getLogger(__name__)

#: State of an envelope to the citizen → what it does to its papers.
STEPS = {
    status.HANDED_OVER: "out",
    status.DELIVERED: "delivered",
    status.RETURNED: "back",
    status.LOST: "lost",
}
WAYS = {"out": "post", "delivered": "return", "back": "receive"}
#: Shipments that are brought into the book at once.
BATCH = 200


class TthcShipment(models.Model):
    """The papers follow the envelope: to the post, to the citizen, back, or lost.

    What happened to the envelope is never refused because of the papers: where the book says
    otherwise, or cannot be written, the step says so and waits to be looked into.
    """

    _inherit = "tthc.shipment"

    papers_count = fields.Integer(
        "Papers on the Way", compute="_compute_papers_count", compute_sudo=True
    )

    def _compute_papers_count(self):
        rows = self.env["tthc.shipment.papers"]._read_group(
            [("shipment_id", "in", self.ids), ("step", "in", ("out", "in"))],
            ["shipment_id"],
            ["paper_count:sum"],
        )
        counts = dict(rows)
        for shipment in self:
            shipment.papers_count = counts.get(shipment, 0)

    def action_view_papers(self):
        """What happened to the papers of this shipment."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_postal_custody.action_shipment_papers"
        )
        domain = [("shipment_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    def _tell_dossiers(self, new, at, note):
        """Override: the papers first, so that a result is returned with nothing left behind."""
        sent = self.filtered(lambda shipment: shipment.direction == "deliver")
        if new in STEPS and sent:
            sent.sudo()._custody_follow(STEPS[new], dict.fromkeys(sent.ids, at))
        return super()._tell_dossiers(new, at, note)

    def _return_result(self, dossier, note):
        """Override: the papers of this result were brought to the person by this delivery."""
        return super()._return_result(dossier.with_context(tthc_papers_gone=True), note)

    # Following ----------------------------------------------------------------------------------

    @api.private
    def _custody_follow(self, step, times):
        """Bring the papers of these shipments where the envelope is; what cannot be written is
        kept as a difference.

        :param step: key of ``tthc.shipment.papers.step``
        :param times: ``{shipment id: naive UTC instant}``
        """
        try:
            with self.env.cr.savepoint():
                self._custody_step(step, times)
        except OperationalError:
            raise  # concurrency: the whole request is tried again
        except Exception as error:
            self.env.invalidate_all(flush=False)
            if len(self) > 1:
                for shipment in self:
                    shipment._custody_follow(step, times)
                return
            _logger.exception("The papers of shipment %s are not in the book", self.name)
            self._custody_failed(step, times, error)

    def _custody_failed(self, step, times, error):
        fact = {"reason": "failed", "text": str(error) or type(error).__name__}
        rows = self.env["tthc.shipment.papers"]
        dossiers = self._custody_items(step, self._papers_rows()).dossier_id
        rows._append(
            [self._papers_row(one, step, times[self.id], facts=[fact]) for one in dossiers]
        )

    def _papers_rows(self):
        """The steps that these shipments have taken."""
        names = ["shipment_id", "dossier_id", "step", "slip_id", "is_open"]
        return self.env["tthc.shipment.papers"].search_fetch(
            [("shipment_id", "in", self.ids)], names, order="id"
        )

    def _custody_items(self, step, rows):
        """Contents whose papers take this step now for the first time: not of dossiers that
        another system keeps."""
        done = {(row.shipment_id.id, row.dossier_id.id) for row in rows if row.step == step}
        return self.item_ids.filtered(
            lambda item: (
                item.dossier_id
                and item.dossier_id.state != "draft"
                and not item.dossier_id.mirrored_at
                and (item.shipment_id.id, item.dossier_id.id) not in done
            )
        )

    def _custody_step(self, step, times):
        known = self._papers_rows()
        items = self._custody_items(step, known)
        dossiers = items.dossier_id
        if not dossiers:
            return
        dossiers._lock()
        self.env["tthc.custody.holding"].invalidate_model(flush=False)
        book = CustodyBook(dossiers)
        if step == "out":
            plans = self._plans_out(items, book)
        else:
            plans = self._plans_end(items, book, step, known)
        handovers = self._signed_records(step)
        rows, entries, moved = [], [], []
        for (shipment, dossier), plan in plans.items():
            at = times[shipment.id]
            row = shipment._papers_row(
                dossier, step, at, plan, handovers.get(shipment, handovers[None])
            )
            rows.append(row)
            if not plan.moves:
                continue
            if step == "lost":
                row["slip_id"] = shipment._report_lost(dossier, plan.moves, at)
                continue
            entries.append(shipment._slip_values(dossier, plan, row))
            moved.append(row)
        if entries:
            for row, slip in zip(moved, book.write(entries), strict=True):
                row["slip_id"] = slip.id
        self.env["tthc.shipment.papers"]._append(rows)
        over = known.filtered(
            lambda row: row.is_open and (row.shipment_id, row.dossier_id) in plans
        )
        over._set({"is_open": False})

    def _plans_out(self, items, book):
        to_return = book.to_return() if any(item.originals > 1 for item in items) else {}
        return {
            (item.shipment_id, item.dossier_id): item._plan_out(book, to_return) for item in items
        }

    def _plans_end(self, items, book, step, known):
        """What left with the envelope ends where the envelope does."""
        out = known.filtered(lambda row: row.step == "out")
        slips = {(row.shipment_id, row.dossier_id): row.slip_id for row in out}
        plans = {}
        for item in items:
            _shipment, dossier = key = (item.shipment_id, item.dossier_id)
            balance = book.balance(dossier)
            mine = slips.get(key, out.slip_id.browse())
            travelled = book.travelled(dossier, mine)
            if item.originals and any(lot == travel.RESULT for lot, _place in balance):
                travelled.setdefault(travel.RESULT, 1)
            # What left before anybody kept account of the post is still where it lay.
            sources = (travel.POST,) if key in slips else (travel.POST, travel.FILE, travel.DESK)
            target = {
                "delivered": travel.APPLICANT,
                "back": travel.FILE if dossier._file_is_here() else travel.DESK,
                "lost": travel.LOST,
            }[step]
            detours = book.detours(dossier, mine)
            plans[key] = travel.end(balance, travelled, target, sources, detours)
        return plans

    # Words and evidence -------------------------------------------------------------------------

    def _signed_records(self, step):
        """``{shipment: its signed hand-over record}`` of the direction of this step."""
        handovers = self.env["tthc.postal.handover"]
        found = {None: handovers}
        if step in ("out", "back", "in"):
            lines = self.env["tthc.postal.handover.line"].search(
                [
                    ("shipment_id", "in", self.ids),
                    ("handover_id.state", "=", "signed"),
                    ("handover_id.direction", "=", "to_post" if step == "out" else "from_post"),
                ],
                order="id",
            )
            found.update({line.shipment_id: line.handover_id for line in lines})
        return found

    def _papers_row(self, dossier, step, at, plan=None, handover=None, facts=None):
        facts = facts_of(dossier, plan.remarks) if plan else facts
        moves = plan.moves if plan else []
        return {
            "shipment_id": self.id,
            "dossier_id": dossier.id,
            "company_id": self.company_id.id,
            "step": step,
            "at": at,
            "user_id": self.env.uid,
            "handover_id": handover.id if handover else False,
            "papers": text_of(dossier, moves) or False,
            "paper_count": sum(move.quantity for move in moves),
            "is_open": step == "out" and bool(moves),
            "facts": facts or False,
            "differs": bool(facts),
        }

    def _slip_values(self, dossier, plan, row):
        """The slip of this step: who gave the papers to whom, by which record."""
        step = row["step"]
        handover = self.env["tthc.postal.handover"].browse(row["handover_id"] or ())
        me = self.env.user._tthc_actor_name()
        post = " – ".join(filter(None, (self.carrier_id.name, handover.signed_by_post)))
        giver, receiver = {
            "out": (me, post),
            "delivered": (self.carrier_id.name, self.receiver_name or self.recipient_name),
            "back": (post, me),
        }[step]
        return {
            "dossier": dossier,
            "moves": plan.moves,
            "way": WAYS[step],
            "at": row["at"],
            "user_id": self.env.uid,
            "giver_name": giver or "–",
            "receiver_name": receiver or "–",
            "reference": self._papers_reference(),
            "note": handover.name or False,
        }

    def _papers_reference(self):
        return ", ".join(filter(None, (self.carrier_id.name, self.name, self.tracking_number)))

    def _report_lost(self, dossier, moves, at):
        """Open an incident for each paper; returns the id of the last slip."""
        incidents = self.env["tthc.custody.incident"]
        note = self.event_ids.filtered(lambda row: row.status == status.LOST).sorted("id")[-1:].note
        for move in moves:
            component, kind = move.lot
            papers = {
                "component_id": component,
                "kind": kind,
                "quantity": move.quantity,
                "place": move.source.kind,
                "agency_id": move.source.agency,
                "user_id": move.source.user,
            }
            incidents = incidents.with_context(tthc_lost_in_post=[papers], tthc_now=at).create(
                {
                    "dossier_id": dossier.id,
                    "component_id": component or False,
                    "paper_kind": kind,
                    "quantity": move.quantity,
                    "kind": "lost",
                    "description": " – ".join(filter(None, (self._papers_reference(), note))),
                    "noticed_by": self.carrier_id.name or self.env.user.name,
                    "responsible_name": self.carrier_id.name,
                }
            )
        return incidents.slip_id.id

    # Catching up --------------------------------------------------------------------------------

    @api.model
    @api.private
    def _custody_catch_up(self, states):
        """Bring the papers of shipments that left before this addon was there into the book.

        :param states: the states of the shipments that are meant
        """
        shipments = self.sudo().search(
            [("direction", "=", "deliver"), ("state", "in", list(states))], order="id"
        )
        events = self.env["tthc.shipment.event"].sudo()
        for some in split_every(BATCH, shipments.ids, self.sudo().browse):
            for new, step in STEPS.items():
                rows = events.search(
                    [("shipment_id", "in", some.ids), ("status", "=", new), ("moved", "=", True)]
                )
                times = {row.shipment_id.id: row.at for row in rows}
                # What was packed and taken back never left.
                left = rows.shipment_id.filtered(
                    lambda one: status.HANDED_OVER in one.event_ids.mapped("status")
                )
                left._custody_follow(step, times)
