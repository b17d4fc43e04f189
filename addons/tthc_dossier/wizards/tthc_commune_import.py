import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools.fold import fold

from ..tools import communes, table_file
from ..tools.id_card import read_date


class TthcCommuneImport(models.TransientModel):
    """Import of the published list of communes: read first, then everything at once.

    A commune that is known by its code is brought up to date; none is deleted, since addresses
    point at them.
    """

    _name = "tthc.commune.import"
    _description = "Import of Communes"

    data = fields.Binary("List (XLSX or CSV)", required=True, attachment=False)
    file_name = fields.Char()
    report = fields.Text(readonly=True)
    ready = fields.Boolean(readonly=True)
    leave_out = fields.Boolean("Leave the Refused Rows out")

    def action_check(self):
        """Read the list and say what would happen; nothing is written."""
        self.ensure_one()
        rows, refused = self._rows()
        lines = [
            self.env._(
                "%(good)s communes can be taken, %(bad)s rows are refused.",
                good=len(rows),
                bad=len(refused),
            ),
            *(f"{number}: {reason}" for number, reason in refused[:50]),
        ]
        self.write({"report": "\n".join(lines), "ready": bool(rows)})
        return self._again()

    def action_import(self):
        """Take the communes of the list.

        :raise UserError: a row is refused and was not left out
        """
        self.ensure_one()
        rows, refused = self._rows()
        if refused and not self.leave_out:
            raise UserError(
                self.env._(
                    "Row %(number)s: %(reason)s\nNothing was taken. Correct the list, or leave "
                    "the refused rows out.",
                    number=refused[0][0],
                    reason=refused[0][1],
                )
            )
        known = {
            commune.code: commune
            for commune in self.env["tthc.commune"].search([("date_to", "=", False)])
        }
        new = []
        for values in rows:
            commune = known.get(values["code"])
            if not commune:
                new.append(values)
            elif any(self._differs(commune, name, values[name]) for name in values):
                commune.write(values)
        self.env["tthc.commune"].create(new)
        linked = self._link_addresses()
        self.report = self.env._(
            "%(new)s new communes, %(known)s known ones; %(linked)s addresses linked.",
            new=len(new),
            known=len(rows) - len(new),
            linked=linked,
        )
        return self._again()

    @staticmethod
    def _differs(commune, name, value):
        held = commune[name]
        return (held.id if name == "state_id" else held) != value

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _rows(self):
        """``(values of communes, [(row number, reason)])``

        :raise UserError: the file is no such list
        """
        try:
            table = table_file.read_file(base64.b64decode(self.data or b""))
        except table_file.NotATable as error:
            raise UserError(
                self.env._(
                    "This file cannot be read as a list: save it as XLSX or CSV (UTF-8) and choose "
                    "it again."
                )
            ) from error
        index = table_file.columns(table[0] if table else [], communes.COLUMNS)
        missing = [name for name in communes.NEEDED if name not in index]
        if missing:
            raise UserError(
                self.env._(
                    "The first row of the list names its columns; at least “Mã”, “Tên” and “Tỉnh” "
                    "must be there."
                )
            )
        provinces = {
            communes.province_key(state.name): state.id
            for state in self.env["res.country.state"].search([("country_id.code", "=", "VN")])
        }
        good, refused = [], []
        for row in communes.read_rows(table, index):
            province = provinces.get(communes.province_key(row.province))
            reasons = self._reasons(row, province)
            if reasons:
                refused.append((row.number, " ".join(reasons)))
            else:
                good.append(self._values(row, province))
        return good, refused

    def _reasons(self, row, province):
        labels = {
            "code": self.env._("“%s” is no code of five digits.", row.code),
            "twice": self.env._("The code %s stood in the list before.", row.code),
            "name": self.env._("It has no name."),
            "kind": self.env._("Neither xã nor phường nor đặc khu: put it before the name."),
            "province": self.env._("It has no province."),
        }
        reasons = [labels[problem] for problem in row.problems]
        if row.province and not province:
            reasons.append(self.env._("“%s” is no province.", row.province))
        for text in (row.date_from, row.date_to):
            if text and not read_date(text):
                reasons.append(self.env._("“%s” is no date (dd/mm/yyyy).", text))
        return reasons

    @staticmethod
    def _values(row, province):
        dates = {name: read_date(getattr(row, name)) for name in ("date_from", "date_to")}
        former = [name.strip() for name in row.former.replace(";", "\n").splitlines()]
        return {
            "code": row.code,
            "name": row.name,
            "kind": row.kind,
            "state_id": province,
            **({"former_names": "\n".join(filter(None, former))} if any(former) else {}),
            **{name: day for name, day in dates.items() if day},
        }

    def _link_addresses(self):
        """Link the addresses whose commune is written as one of the list in their province; the
        text stays as it is. Returns how many."""
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        texts = partners._read_group(
            [
                ("tthc_commune", "!=", False),
                ("tthc_commune_id", "=", False),
                ("state_id", "!=", False),
            ],
            ["state_id", "tthc_commune"],
            ["id:recordset"],
        )
        names = {}
        today = fields.Date.context_today(self)
        communes_now = self.env["tthc.commune"]
        for commune in communes_now.search(communes_now._domain_in_force(today)):
            for name in (commune.full_name, commune.name):
                names.setdefault((commune.state_id, fold(name)), []).append(commune)
        linked = 0
        for state, text, people in texts:
            found = names.get((state, fold(text)), [])
            if len(found) == 1:
                people.with_context(tracking_disable=True).write({"tthc_commune_id": found[0].id})
                linked += len(people)
        return linked
