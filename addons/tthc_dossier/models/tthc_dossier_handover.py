from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcDossier(models.Model):
    """Where the paper file is, and how it passes from hand to hand."""

    _inherit = "tthc.dossier"

    paper_agency_id = fields.Many2one(
        "tthc.agency",
        "Papers at",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The agency that has the paper file; empty: the receiving centre.",
    )
    paper_line_id = fields.Many2one(
        "tthc.handover.line",
        "Papers under Way",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Set while the paper file is handed over and not taken over yet.",
    )
    handover_line_ids = fields.One2many(
        "tthc.handover.line", "dossier_id", "Hand-overs", readonly=True
    )
    paper_place = fields.Char(compute="_compute_paper_place")

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {"paper_agency_id", "paper_line_id"}

    @api.depends("paper_agency_id", "paper_line_id")
    def _compute_paper_place(self):
        for dossier in self:
            line = dossier.paper_line_id.sudo()
            if line:
                dossier.paper_place = self.env._(
                    "Under way to %(place)s, list %(number)s",
                    place=dossier._place_name(line.to_agency_id),
                    number=line.handover_id.name,
                )
            else:
                dossier.paper_place = dossier._place_name(dossier.paper_agency_id)

    def _place_name(self, agency):
        return agency.sudo().name or self.company_id.sudo().name

    def action_hand_over(self, note=None, to_agency_id=None, handover_id=None):
        """Give the paper files to an agency, or back to the centre, on one list.

        :param to_agency_id: the agency; none for the receiving centre
        :param handover_id: a list begun before, of the current user
        """
        return self._perform(
            "hand_over", note=note, to_agency_id=to_agency_id, handover_id=handover_id, opened={}
        )

    def action_take_over(self, note=None):
        """Confirm that the paper files are here; for the giver: that they never left."""
        return self._perform("take_over", note=note)

    def _do_hand_over(self, note, task, to_agency_id=None, handover_id=None, opened=None):
        """:param opened: the list that this call opened, by its origin, so that the dossiers of
        one call share it"""
        now = self._now()
        origin = self.paper_agency_id.sudo()
        lists = self.env["tthc.handover"].sudo()
        target = self.env["tthc.agency"].sudo().browse(to_agency_id or ()).exists()
        handover = lists.browse(handover_id or ()).exists()
        if handover:
            self._check_list(handover, origin)
            target = handover.to_agency_id
        elif target == origin:
            raise UserError(self.env._("The papers are at %s already.", self._place_name(origin)))
        opened = {} if opened is None else opened
        key = (self.company_id, origin)
        handover = handover or opened.get(key)
        if not handover:
            handover = lists._open(self.company_id, origin, target, self.env.user, now)
            opened[key] = handover
        papers = self._paper_count()
        line = handover.line_ids.create(
            {
                "handover_id": handover.id,
                "dossier_id": self.id,
                "papers": papers,
                "remark": note or False,
            }
        )
        self._involve(target)
        return {"paper_line_id": line.id}, {
            "at": now,
            "from_agency_id": origin.id,
            "to_agency_id": target.id,
            "facts": {
                "handover": handover.id,
                "number": handover.name,
                "from_name": self._place_name(origin),
                "to_name": self._place_name(target),
                "papers": papers,
            },
        }

    def _paper_count(self):
        """How many papers the file holds. Extension point: those that left it do not count."""
        return sum(
            row.originals + row.certified_copies + row.copies
            for row in self.component_ids.sudo()
            if row.received
        )

    def _check_list(self, handover, origin):
        """:raise UserError: the list begun before is of somebody or somewhere else"""
        if (
            handover.giver_id != self.env.user
            or handover.company_id != self.company_id
            or handover.from_agency_id != origin
        ):
            raise UserError(
                self.env._(
                    "List %(number)s is for papers at %(place)s; those of %(dossier)s are at "
                    "%(here)s.",
                    number=handover.name,
                    place=handover.from_agency_id.name or handover.company_id.name,
                    dossier=self.display_name,
                    here=self._place_name(origin),
                )
            )

    def _do_take_over(self, note, task):
        now, line = self._now(), self.paper_line_id.sudo()
        handover = line.handover_id
        person = self._acting_person("take_over", task)
        arrived = handover._is_of(person, handover.to_agency_id)
        line.write({"ended_at": now, "receiver_id": self.env.uid, "returned": not arrived})
        place = handover.to_agency_id if arrived else handover.from_agency_id
        return {"paper_line_id": False, "paper_agency_id": place.id}, {
            "at": now,
            "from_agency_id": handover.from_agency_id.id,
            "to_agency_id": place.id,
            "facts": {
                "handover": handover.id,
                "number": handover.name,
                "from_name": self._place_name(handover.from_agency_id),
                "to_name": self._place_name(place),
                "papers": line.papers,
                "returned": not arrived,
            },
        }

    # Whose it is --------------------------------------------------------------------------------

    def _holder_paper_holder(self, task):
        """Whoever has the paper file: the agency, or the desk of the centre."""
        place = self.paper_agency_id.sudo()
        return self._is_at(place), self._place_label(place)

    def _holder_receiver(self, task):
        """The body that the file was given to; or the giver's, to whom it came back."""
        line = self.paper_line_id.sudo()
        if not line:
            return False, self.env._("nobody: no papers of this dossier are under way")
        target = line.to_agency_id
        return self._is_at(target) or self._is_at(line.from_agency_id), self._place_label(target)

    def _is_at(self, agency):
        user = self.env.user
        if agency:
            is_officer = user.has_group("tthc_dossier.group_officer")
            return is_officer and agency.id in user._tthc_agency_id_set()
        return self._of_centre(user) and user.has_group("tthc_dossier.group_receptionist")

    def _place_label(self, agency):
        if agency:
            return self.env._("an officer of %s", agency.name)
        return self.env._("a receptionist of %s", self.company_id.sudo().name)

    def _action_obstacles(self, action):
        """Extends the engine: papers under way are not handed over again."""
        obstacles = super()._action_obstacles(action)
        if action == "hand_over" and self.paper_line_id:
            obstacles = [
                *obstacles,
                self.env._("The papers are not here: %s.", self.paper_place),
            ]
        return obstacles

    def _offer_fits(self, action, task):
        """Extends the engine: papers under way are taken over, the others handed over."""
        fits = super()._offer_fits(action, task)
        return fits and (action.name != "hand_over" or not self.paper_line_id)
