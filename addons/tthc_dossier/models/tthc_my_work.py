from odoo import api, models
from odoo.fields import Domain

from ..tools import actions

#: Steps that one person's queue holds; nobody gets through more in a day.
QUEUE_LIMIT = 500
UNFINISHED_LIMIT = 3


class TthcMyWork(models.AbstractModel):
    """What the screens ask about the work of the current user, by that user's rights."""

    _name = "tthc.my.work"
    _description = "My Work"

    @api.model
    @api.readonly
    def get_queue(self):
        """Ids of the dossiers with an open step that is the current user's job and can be worked
        on now, the most urgent step first. Read anew each time, so that what somebody else took
        meanwhile is not in it; what waits for the person is not either."""
        tasks = self.env["tthc.dossier.task"]
        if not tasks.has_access("read"):
            return []
        waiting = Domain("dossier_id.state", "in", (actions.SUPPLEMENT, actions.FINANCIAL))
        steps = tasks.search_fetch(
            tasks._domain_mine() & ~waiting, ["dossier_id"], order="due_at, id", limit=QUEUE_LIMIT
        )
        return list(dict.fromkeys(step.dossier_id.id for step in steps))

    @api.model
    @api.readonly
    def get_favourites(self, company_id):
        """The procedures that the desk of a centre is asked for most: dicts of ``id`` and
        ``display_name``.

        :param company_id: id of one of the user's centres; nothing for another one
        """
        if company_id not in self.env.user.company_ids.ids:
            return []
        if not self.env["tthc.dossier"].has_access("read"):
            return []
        favourites = self.env["tthc.procedure"]._desk_favourites(company_id)
        return [{"id": row.id, "display_name": row.display_name} for row in favourites]

    @api.model
    @api.readonly
    def get_unfinished(self):
        """The intake sheets that this user left without taking anything in, the latest first:
        dicts of ``id`` and ``label``."""
        sheets = self.env["tthc.dossier.intake"]
        if not sheets.has_access("read"):
            return []
        found = sheets.search(
            [
                ("create_uid", "=", self.env.uid),
                ("dossier_id", "=", False),
                ("finished", "=", False),
                ("name", "!=", False),
            ],
            order="write_date desc",
            limit=UNFINISHED_LIMIT,
        )
        return [
            {"id": sheet.id, "group": bool(sheet.group_id), "label": sheet._unfinished_label()}
            for sheet in found
        ]
