from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import desk

#: Rows of a table and of a list of records on a desk; the list behind has them all.
TABLE_ROWS, RECORD_ROWS = 12, 6
#: What is read of the records of a list.
COLUMNS = {
    "tthc.dossier": ("name", "procedure_id", "owner_id", "submitted_at", "due_at", "urgency"),
    "tthc.dossier.task": ("name", "dossier_id", "started_at", "due_at", "urgency"),
}


class TthcDesk(models.AbstractModel):
    """The first screen of each role ("bàn làm việc"): what waits for this person, and how it
    stands, each number opening the list of exactly what it counts.

    Everything is searched with the rights of the user, so that nothing is counted that the user
    may not see. All figures of all roles are counted in one statement.

    Extension point for the modules above: ``_section_<role>`` returns a
    :class:`..tools.desk.Section`; ``_roles`` names the roles and their groups.
    """

    _name = "tthc.desk"
    _description = "Desk"

    @api.model
    def _roles(self):
        """Keys of the sections and the group that has each, in the order of the screen."""
        return {
            "receptionist": "tthc_dossier.group_receptionist",
            "leader": "tthc_dossier.group_leader",
            "officer": "tthc_dossier.group_officer",
            "manager": "tthc_dossier.group_manager",
            "inspector": "tthc_dossier.group_inspector",
        }

    def _sections(self):
        user = self.env.user
        return [
            getattr(self, f"_section_{key}")()
            for key, group in self._roles().items()
            if user.has_group(group)
        ]

    @api.model
    @api.readonly
    def get_desk(self):
        """The desks of this user: ``at`` (naive UTC, as text) and ``sections``, as the client
        action draws them."""
        sections = self._sections()
        counts = self._count(sections)
        return {
            "at": fields.Datetime.to_string(fields.Datetime.now()),
            "sections": [self._section_data(section, counts) for section in sections],
        }

    @api.model
    @api.readonly
    def open_figure(self, section, figure, value=None):
        """The window action of what a figure counts.

        :param section: key of the role
        :param figure: key of the figure, ``table/figure`` for one of a table
        :param value: value of the table's row, ``False`` for the one without
        :raise UserError: this user has no such desk, or it has no such figure
        """
        group = self._roles().get(section)
        found = None
        if group and self.env.user.has_group(group):
            desk_section = getattr(self, f"_section_{section}")()
            found = desk_section.figures().get(figure)
        if not found:
            raise UserError(self.env._("This desk has changed: load the page again."))
        domain = found.domain
        if "/" in figure:
            field = desk_section.table(figure.split("/")[0]).field
            domain = [*domain, (field, "=", value)]
        return self._action(found, domain)

    def _action(self, figure, domain):
        """The figure's window action with its own domain, and no filter of the menu's."""
        action = self.env["ir.actions.act_window"]._for_xml_id(figure.action)
        # Without its id: a page that is loaded again keeps this domain, not the menu's.
        for name in ("id", "xml_id", "path", "binding_model_id"):
            action.pop(name, None)
        return {
            **action,
            "name": figure.label,
            "display_name": figure.label,
            "domain": domain,
            "context": {"create": False},
        }

    # Counting -----------------------------------------------------------------------------------

    def _count(self, sections):
        """``{(section, figure): count}`` of the figures that stand alone, in one statement."""
        wanted = {
            (section.key, key): one
            for section in sections
            for key, one in section.figures().items()
            if "/" not in key
        }
        if not wanted:
            return {}
        [row] = self.env.execute_query(self._count_sql(wanted.values()))
        return dict(zip(wanted, row, strict=True))

    def _count_sql(self, figures):
        """One statement with a column for each figure."""
        terms = [
            SQL("(%s)", self._query(one.model, one.domain).select(SQL("COUNT(*)")))
            for one in figures
        ]
        return SQL("SELECT %s", SQL(", ").join(terms))

    def _query(self, model, domain):
        return self.env[model]._search(Domain(domain))

    # What the client draws ----------------------------------------------------------------------

    def _section_data(self, section, counts):
        kinds = {
            desk.Figures: self._figures_data,
            desk.Table: self._table_data,
            desk.Rows: self._rows_data,
        }
        return {
            "key": section.key,
            "title": section.title,
            "help": section.help,
            "buttons": [{"label": label, "action": action} for label, action in section.buttons],
            "blocks": [kinds[type(block)](section, block, counts) for block in section.blocks],
        }

    def _figures_data(self, section, block, counts):
        rows = []
        for one in block.figures:
            count = counts[section.key, one.key]
            row = self._figure_data(one, count)
            if one.share_of:
                whole = counts[section.key, one.share_of]
                row["share"], row["whole"] = desk.share(count, whole), whole
            rows.append(row)
        nothing = not any(row["count"] for row in rows)
        return {
            "type": "figures",
            "title": block.title,
            "figures": rows,
            "empty": block.empty if nothing else "",
        }

    def _figure_data(self, figure, count):
        return {
            "key": figure.key,
            "label": figure.label,
            "help": figure.help,
            "tone": figure.tone if count else "",
            "count": count,
            "sequence": figure.sequence and bool(count),
        }

    def _table_data(self, section, table, counts):
        found = {}
        for one in table.figures:
            groups = self.env[one.model]._read_group(one.domain, [table.field], ["__count"])
            for value, count in groups:
                found.setdefault(value, {})[one.key] = count
        more = getattr(self, table.more)(table) if table.more else {}
        rows, left_out = desk.ranked(list(found.items()), table.order, TABLE_ROWS)
        keys = [one.key for one in table.figures]
        return {
            "type": "table",
            "key": table.key,
            "title": table.title,
            "columns": [
                {"key": one.key, "label": one.label, "help": one.help, "tone": one.tone}
                for one in table.figures
            ],
            "more": more.get("label", ""),
            "share": bool(table.share),
            "left_out": left_out,
            "empty": "" if rows else table.empty,
            "rows": [
                {
                    "value": value.id if isinstance(value, models.BaseModel) else value,
                    "label": self._value_label(table, value),
                    "counts": {key: numbers.get(key, 0) for key in keys},
                    "share": desk.share(numbers.get(keys[0], 0), numbers.get(table.share, 0)),
                    "more": more.get("texts", {}).get(value, ""),
                }
                for value, numbers in rows
            ],
        }

    def _value_label(self, table, value):
        if not value:
            return table.none
        if isinstance(value, models.BaseModel):
            # a colleague or an agency is named although the user may not open it
            return value.sudo().with_context(tthc_short=True).display_name
        figure = table.figures[0]
        selection = self.env[figure.model]._fields[table.field]._description_selection(self.env)
        return dict(selection).get(value, value)

    def _rows_data(self, section, block, counts):
        figure = block.figure
        records = self.env[figure.model]
        rows = []
        count = counts[section.key, figure.key]
        if count:
            records = records.search_fetch(
                figure.domain, COLUMNS[figure.model], order=block.order, limit=RECORD_ROWS
            )
            rows = [self._record_data(record) for record in records]
        return {
            "type": "rows",
            "title": block.title,
            "take": block.take,
            "figure": self._figure_data(figure, count),
            "rows": rows,
            "empty": "" if count else block.empty,
        }

    def _record_data(self, record):
        is_task = record._name == "tthc.dossier.task"
        dossier = record.dossier_id if is_task else record
        begun = record.started_at if is_task else record.submitted_at
        person = dossier.owner_id.sudo().name or ""
        urgencies = dict(record._fields["urgency"]._description_selection(self.env))
        return {
            "id": record.id,
            "dossier": dossier.id,
            "title": dossier.name or person,
            "text": record.name if is_task else dossier.procedure_id.sudo().short_name or "",
            "person": person if dossier.name else "",
            "since": fields.Datetime.to_string(begun) if begun else "",
            "due": fields.Datetime.to_string(record.due_at) if record.due_at else "",
            "urgency": record.urgency or "",
            "urgency_label": urgencies.get(record.urgency, ""),
        }

    # Parts of domains ---------------------------------------------------------------------------

    def _at_my_centres(self):
        """Dossiers of the centres that are switched on: received by them, or for them."""
        centres = self.env.companies.ids
        return ["|", ("company_id", "in", centres), ("competent_company_id", "in", centres)]

    def _my_steps(self, *roles, **more):
        """Dossiers with an open step that is this user's job in one of the ``roles``."""
        step = [("is_mine", "=", True), ("role", "in", list(roles))]
        step += [(name, "=", value) for name, value in more.items()]
        return [("open_task_ids", "any", step)]
