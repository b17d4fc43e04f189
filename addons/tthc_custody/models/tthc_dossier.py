from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import custody
from ..tools.custody import Move, Place

#: Lot of the result paper, which is no component.
RESULT_LOT = (0, custody.RESULT)


class TthcDossier(models.Model):
    """Single papers on their way: lent, back, given to the applicant, posted, archived, lost.

    The whole file moves by the core's hand-over; this counts what left it. Every move locks the
    dossier and changes it (its event ledger grows), so that of two people who give the same paper
    at once, the second one waits, is retried by the server and then finds it gone.
    """

    _inherit = "tthc.dossier"

    custody_slip_ids = fields.One2many(
        "tthc.custody.slip", "dossier_id", "Papers Passed on", readonly=True
    )
    custody_incident_ids = fields.One2many(
        "tthc.custody.incident", "dossier_id", "Losses and Damage", readonly=True
    )

    # Where the papers are -----------------------------------------------------------------------

    def _custody_received(self):
        """Papers that came in with the dossier, and its result: ``{lot: count}``."""
        self.ensure_one()
        dossier = self.sudo()
        received = {
            (component, kind): count
            for (component, kind), count in dossier.component_ids._received_counts().items()
        }
        if dossier.outcome and dossier.return_method != "electronic":
            received[RESULT_LOT] = 1
        return received

    def _custody_moves(self):
        rows = self.env["tthc.custody.movement"].sudo().search([("dossier_id", "in", self.ids)])
        return [row._move() for row in rows]

    def _custody_balance(self):
        """``{(lot, place): count}``; the file's own place is the dossier's ``paper_place``."""
        return custody.balance(self._custody_received(), self._custody_moves())

    # Moving -------------------------------------------------------------------------------------

    def action_move_papers(self, way, papers, **more):
        """Record that single papers pass from one to another.

        :param way: key of :data:`..tools.custody.WAYS`
        :param papers: dicts of ``component_id`` (none for the result), ``kind``, ``quantity`` and
            where they are now: ``place``, ``agency_id``, ``user_id``
        :param more: ``to_place``, ``agency_id`` or ``user_id`` (to whom), ``receiver_name`` and
            ``giver_name`` (people without an account), ``due_on``, ``reference``, ``note``
        :return: id of the ``tthc.custody.slip``
        :raise UserError: the papers are not there, or the way does not lead there
        :raise AccessError: the papers are in somebody else's hands
        """
        self.ensure_one()
        self.check_access("read")
        if way in ("lose", "find"):
            raise UserError(self.env._("Report the loss: the papers are entered as lost with it."))
        return self._move_papers(way, papers, **more).id

    def _move_papers(self, way, papers, **more):
        """:meth:`action_move_papers` without the check of access; returns the slip."""
        if way not in custody.WAYS:
            raise UserError(self.env._("Unknown way of papers: %s.", way))
        if self.mirrored_at or self.state == "draft":
            raise UserError(self.env._("%s has no papers here.", self.display_name))
        self._lock()
        self.invalidate_recordset()
        target = self._custody_target(way, more)
        moves = [self._custody_move(row, target) for row in papers if row.get("quantity")]
        if not moves:
            raise UserError(self.env._("Choose the papers, and how many of each."))
        balance = self._custody_balance()
        for move in moves:
            there = balance.get((move.lot, move.source), 0)
            self._check_custody(way, move, there)
            balance[move.lot, move.source] = there - move.quantity
        return self._record_papers(way, moves, target, more)

    def _custody_target(self, way, more):
        """Where the papers go.

        :raise UserError: nobody is named who takes them
        """
        targets = custody.WAYS[way].targets
        if len(targets) == 1 and way != "archive":
            return Place(next(iter(targets)))
        user = self.env["res.users"].sudo().browse(more.get("user_id") or ()).exists()
        agency = self.env["tthc.agency"].sudo().browse(more.get("agency_id") or ()).exists()
        if way == "archive":
            return Place(custody.ARCHIVE, agency=self.paper_agency_id.id or 0)
        if user:
            if user.share or not user.has_group("tthc_catalogue.group_staff"):
                raise UserError(self.env._("%s is not one of the staff.", user.name))
            own = user.tthc_agency_ids
            return Place(custody.PERSON, agency=(agency or own[:1]).id or 0, user=user.id)
        if agency:
            return Place(custody.AGENCY, agency=agency.id)
        if more.get("to_place") == custody.DESK:
            return Place(custody.DESK)
        raise UserError(self.env._("Choose to whom the papers go: a person, an agency, the desk."))

    def _custody_move(self, row, target):
        """:raise UserError: a paper of another dossier, or of an unknown kind"""
        component, kind = row.get("component_id") or 0, row.get("kind")
        known = set(self.sudo().component_ids.ids)
        fits = kind in custody.COUNTS if component else kind == custody.RESULT
        if not fits or (component and component not in known):
            raise UserError(self.env._("A paper of another dossier cannot be moved here."))
        source = Place(
            row.get("place") or custody.FILE, row.get("agency_id") or 0, row.get("user_id") or 0
        )
        if source.kind == custody.FILE:
            source = Place(custody.FILE)
        return Move((component, kind), int(row["quantity"]), source, target)

    def _check_custody(self, way, move, there):
        """:raise AccessError: the papers are in somebody else's hands
        :raise UserError: they are not there, or do not go this way"""
        allowed, who = self._custody_holder(way, move)
        if not (allowed or self.env.su):
            raise AccessError(
                self.env._(
                    "%(dossier)s: “%(paper)s” is in other hands. This is for: %(who)s.",
                    dossier=self.display_name,
                    paper=self._lot_name(move.lot),
                    who=who,
                )
            )
        file_moves = custody.FILE in (move.source.kind, move.target.kind)
        if file_moves and self.paper_line_id and way != "lose":
            raise UserError(self.env._("The papers are not here: %s.", self.paper_place))
        try:
            custody.check_move(way, move, there)
        except custody.CustodyError as error:
            raise UserError(self._custody_refusal(error)) from error

    def _custody_refusal(self, error):
        paper = self._lot_name(error.move.lot)
        if error.reason == "quantity":
            return self.env._("“%s”: enter how many.", paper)
        if error.reason == "way":
            return self.env._("“%s” does not go this way from where it is.", paper)
        return self.env._(
            "“%(paper)s”: %(asked)s to move, %(there)s there. It is now: %(where)s. Reload the "
            "dossier.",
            paper=paper,
            asked=error.move.quantity,
            there=error.there,
            where=self._lot_whereabouts(error.move.lot),
        )

    def _record_papers(self, way, moves, target, more):
        now = self._now()
        slips = self.env["tthc.custody.slip"].sudo()
        number = slips.search_count([("dossier_id", "=", self.id)]) + 1
        giver, receiver = self._custody_names(way, moves[0].source, target, more)
        slip = slips._append_rows(
            [
                {
                    "name": f"{self.name or self.id}/GT{number}",
                    "dossier_id": self.id,
                    "company_id": self.company_id.id,
                    "way": way,
                    "at": now,
                    "user_id": self.env.uid,
                    "giver_name": giver,
                    "receiver_name": receiver,
                    "agency_id": target.agency or False,
                    "person_id": target.user or False,
                    "due_on": more.get("due_on") or False,
                    "reference": more.get("reference") or False,
                    "note": (more.get("note") or "").strip() or False,
                }
            ]
        )
        self.env["tthc.custody.movement"].sudo()._append_rows(
            [self._movement_values(slip, move, now) for move in moves]
        )
        if target.agency:
            self._involve(self.env["tthc.agency"].sudo().browse(target.agency))
        self._log_event(f"paper_{way}", note=slip.note, at=now, facts=self._slip_facts(slip))
        return slip.with_env(self.env)

    def _movement_values(self, slip, move, now):
        component, kind = move.lot
        return {
            "slip_id": slip.id,
            "dossier_id": self.id,
            "component_id": component or False,
            "kind": kind,
            "name": self._lot_name(move.lot),
            "quantity": move.quantity,
            "from_place": move.source.kind,
            "from_agency_id": move.source.agency or False,
            "from_user_id": move.source.user or False,
            "to_place": move.target.kind,
            "to_agency_id": move.target.agency or False,
            "to_user_id": move.target.user or False,
            "at": now,
        }

    def _custody_names(self, way, source, target, more):
        """Names of giver and receiver, as the slip prints them."""
        me = self.env.user._tthc_actor_name()
        owner = self.owner_id.sudo().name
        giver = {"receive": owner, "back": self._place_person(source)}.get(way) or me
        receiver = {
            "return": owner,
            "lend": self._place_person(target),
            "post": self.env._("The post"),
            "lose": "–",
        }.get(way) or me
        return more.get("giver_name") or giver, more.get("receiver_name") or receiver

    def _place_person(self, place):
        user = self.env["res.users"].sudo().browse(place.user)
        agency = self.env["tthc.agency"].sudo().browse(place.agency)
        return user.name or agency.name or self.company_id.sudo().name

    def _slip_facts(self, slip):
        return {
            "slip": slip.name,
            "giver": slip.giver_name,
            "receiver": slip.receiver_name,
            "papers": [
                {"name": row.name, "kind": row.kind, "quantity": row.quantity}
                for row in slip.movement_ids
            ],
        }

    def _log_event(self, kind, note=None, extra=None, **values):
        """Override: whatever happened, where the papers are is asked anew."""
        self.env["tthc.custody.holding"].invalidate_model(flush=False)
        return super()._log_event(kind, note=note, extra=extra, **values)

    # Words --------------------------------------------------------------------------------------

    def _lot_name(self, lot):
        component, _kind = lot
        if component:
            return self.env["tthc.dossier.component"].sudo().browse(component).name
        names = self.case_id.sudo().result_ids.mapped("name")
        return "; ".join(names) or self.env._("Result")

    def _lot_whereabouts(self, lot):
        places = dict(
            self.env["tthc.custody.movement"]._fields["to_place"]._description_selection(self.env)
        )
        texts = []
        for (found, place), count in self._custody_balance().items():
            if found == lot:
                where = (
                    self.paper_place
                    if place.kind == custody.FILE
                    else f"{places[place.kind]} {self._place_owner(place)}".strip()
                )
                texts.append(f"{count} – {where}")
        return "; ".join(texts) or "–"

    def _place_owner(self, place):
        return self._place_person(place) if place.user or place.agency else ""
