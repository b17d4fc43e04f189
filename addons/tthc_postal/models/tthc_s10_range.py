from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools import serials

#: As many gaps are written out at most.
SHOWN_GAPS = 20
#: First key of the advisory locks of ranges; the second one is the range's id.
LOCK = 0x53313000


class TthcS10Range(models.Model):
    """Tracking numbers that the post allocated to a centre ("dải số hiệu bưu gửi").

    A serial is given out once and never again: by a sequence of PostgreSQL, which no rollback
    sets back and no second process asks twice. What a rolled back transaction took is a gap; so
    is what was skipped, because labels were spoilt, say. Gaps are listed, not filled.
    """

    _name = "tthc.s10.range"
    _description = "Range of Tracking Numbers"
    _order = "carrier_id, service, serial_first"

    name = fields.Char(compute="_compute_name", store=True)
    carrier_id = fields.Many2one(
        "tthc.carrier",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("tracking_kind", "=", "s10")],
    )
    company_id = fields.Many2one(
        "res.company", "Centre", ondelete="restrict", help="Empty: every centre."
    )
    service = fields.Char(
        "Service Letters", required=True, size=2, help="RR: registered, EE: express, …"
    )
    serial_first = fields.Integer("First Serial", required=True, aggregator=None)
    serial_last = fields.Integer("Last Serial", required=True, aggregator=None)
    date_from = fields.Date("Valid from", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Valid until", help="Last day; empty: until used up.")
    source = fields.Char(help="Decision or letter of the post.")
    warn_left = fields.Integer("Warn When Left", default=200)
    active = fields.Boolean(default=True)
    number_ids = fields.One2many("tthc.s10.number", "range_id", "Numbers", readonly=True)
    skip_ids = fields.One2many("tthc.s10.skip", "range_id", "Passed over", readonly=True)
    next_serial = fields.Integer(compute="_compute_next", help="Given out next.")
    left_count = fields.Integer("Left", compute="_compute_next")
    used_share = fields.Float("Used", compute="_compute_next", help="Percent.")
    state = fields.Selection(
        [("open", "In Use"), ("low", "Nearly Used up"), ("empty", "Used up")],
        compute="_compute_next",
    )
    gaps = fields.Text(compute="_compute_gaps", help="Serials that were passed over.")

    _serials = models.Constraint(
        f"CHECK (serial_first >= 0 AND serial_last >= serial_first"
        f" AND serial_last <= {serials.LAST_SERIAL})",
        "Serials have eight digits, and the last one is not before the first.",
    )

    @api.depends("service", "serial_first", "serial_last")
    def _compute_name(self):
        for row in self:
            row.name = f"{row.service or ''} {row.serial_first:08d}–{row.serial_last:08d}"

    def _compute_next(self):
        for row in self:
            row.next_serial = row._peek()
            total = row.serial_last - row.serial_first + 1
            row.left_count = max(row.serial_last - row.next_serial + 1, 0)
            row.used_share = 100 * (total - row.left_count) / total if total > 0 else 0
            row.state = (
                "empty"
                if not row.left_count
                else "low"
                if row.left_count <= row.warn_left
                else "open"
            )

    @api.depends("number_ids")
    def _compute_gaps(self):
        for row in self:
            used = self.env["tthc.s10.number"].sudo().search([("range_id", "=", row.id)])
            missing = serials.gaps(row.serial_first, row.next_serial, used.mapped("serial"))
            row.gaps = serials.gaps_text(missing[:SHOWN_GAPS]) + (
                "…" if len(missing) > SHOWN_GAPS else ""
            )

    @api.constrains("service", "carrier_id", "serial_first", "serial_last", "date_from", "date_to")
    def _check_range(self):
        for row in self:
            letters = row.service or ""
            if not (letters.isascii() and letters.isalpha()) or len(letters) != 2:
                raise ValidationError(self.env._("Service letters are two letters, such as RR."))
            if row.date_to and row.date_to < row.date_from:
                raise ValidationError(self.env._("A range ends after it began."))
            others = (
                self.sudo()
                .with_context(active_test=False)
                .search([("service", "=", row.service), ("id", "!=", row.id)])
            )
            for other in others:
                if serials.overlap(
                    row.serial_first, row.serial_last, other.serial_first, other.serial_last
                ):
                    raise ValidationError(
                        self.env._(
                            "Serials of %(range)s are allocated already: %(other)s.",
                            range=row.name,
                            other=other.name,
                        )
                    )

    # The sequence ---------------------------------------------------------------------------------

    def _sequence(self):
        return SQL.identifier(f"tthc_s10_range_{self.id:d}")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["service"] = (vals.get("service") or "").strip().upper()
        rows = super().create(vals_list)
        for row in rows:
            self.env.cr.execute(
                SQL(
                    "CREATE SEQUENCE %s MINVALUE 0 MAXVALUE %s START %s",
                    row._sequence(),
                    SQL(str(serials.LAST_SERIAL + 1)),
                    SQL(str(row.serial_first)),
                )
            )
        return rows

    def write(self, vals):
        """Refuse what would give a number twice.

        :raise UserError: letters, carrier or first serial of a range that is in use
        """
        fixed = {"service", "carrier_id", "serial_first"} & set(vals)
        for row in self:
            changed = fixed and any(
                vals[name] != (row[name].id if name == "carrier_id" else row[name])
                for name in fixed
            )
            if changed and (row.next_serial > row.serial_first or "serial_first" in fixed):
                raise UserError(
                    self.env._("%s is in use: end it and enter another range.", row.name)
                )
            if vals.get("serial_last") is not None and vals["serial_last"] < row.next_serial - 1:
                raise UserError(
                    self.env._("Numbers up to %08d were given out already.", row.next_serial - 1)
                )
        return super().write(vals)

    def unlink(self):
        for row in self:
            if row.next_serial > row.serial_first:
                raise UserError(
                    self.env._("%s is in use and stays on record: archive it.", row.name)
                )
        names = [row._sequence() for row in self]
        result = super().unlink()
        for name in names:
            self.env.cr.execute(SQL("DROP SEQUENCE IF EXISTS %s", name))
        return result

    def _peek(self):
        """The serial that is given out next, without taking it."""
        if not isinstance(self.id, int):
            return self.serial_first
        self.env.cr.execute(SQL("SELECT last_value + is_called::int FROM %s", self._sequence()))
        return self.env.cr.fetchone()[0]

    # Giving out -----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _issue(self, shipment):
        """Give a tracking number to ``shipment`` from the oldest range in force.

        :return: the number, ``RR473124829VN``
        :raise UserError: no range is in force, or all are used up
        """
        for row in self._in_force(shipment):
            serial, number = row._take_unused()
            if not number:
                continue
            values = {"range_id": row.id, "serial": serial, "name": number}
            values.update(shipment_id=shipment.id, at=fields.Datetime.now(), user_id=self.env.uid)
            self.env["tthc.s10.number"].sudo()._append_rows([values])
            row._warn()
            return number
        raise UserError(
            self.env._(
                "No tracking number of %(carrier)s is left for %(centre)s: ask the post for "
                "another range and enter it under Configuration, or scan the number of a label.",
                carrier=shipment.carrier_id.name,
                centre=shipment.company_id.name,
            )
        )

    def _in_force(self, shipment):
        """Ranges from which ``shipment`` may get its number, the centre's own first."""
        today = fields.Date.context_today(self)
        rows = self.sudo().search(
            [
                ("carrier_id", "=", shipment.carrier_id.id),
                ("company_id", "in", [shipment.company_id.id, False]),
                ("date_from", "<=", today),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ],
            order="date_from, serial_first, id",
        )
        return rows.sorted(lambda row: not row.company_id)

    def _take(self):
        """The next serial (int), taken for good; ``None`` when the range is used up."""
        if self._peek() > self.serial_last:
            return None
        self._guard("pg_advisory_xact_lock_shared")
        self.env.cr.execute("SELECT nextval(%s)", [f"tthc_s10_range_{self.id:d}"])
        serial = self.env.cr.fetchone()[0]
        return serial if serial <= self.serial_last else None

    def _take_unused(self):
        """(serial, number), the first that no shipment has: somebody may have scanned the label of
        one before its turn. ``(None, "")`` when the range is used up."""
        shipments = self.env["tthc.shipment"].sudo()
        mine = [("carrier_id", "=", self.carrier_id.id)]
        while (serial := self._take()) is not None:
            number = serials.identifier(self.service, serial)
            if not shipments.search_count([*mine, ("tracking_number", "=", number)], limit=1):
                return serial, number
        return None, ""

    def _guard(self, lock):
        """Whoever takes a number holds the range against whoever passes numbers over."""
        self.env.cr.execute(SQL("SELECT %s(%s, %s)", SQL(lock), LOCK, self.id))

    def _warn(self):
        """Tell the user at the moment when the range becomes short."""
        self.invalidate_recordset(["next_serial", "left_count", "state"])
        if self.left_count != self.warn_left:
            return
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.env._("Tracking numbers are nearly used up"),
                "message": self.env._(
                    "%(left)s are left of %(range)s: ask the post for another range.",
                    left=self.left_count,
                    range=self.name,
                ),
                "sticky": True,
            },
        )

    def action_open_pass_over(self):
        """Ask which serials are passed over, and why."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pass over Tracking Numbers"),
            "res_model": "tthc.s10.pass.over",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_range_id": self.id,
                "default_serial": min(self.next_serial + 1, self.serial_last),
            },
        }

    def action_skip_to(self, serial, reason=""):
        """Pass over the serials before ``serial``: their labels are spoilt or lost. They are
        listed as a gap and never given out.

        :param reason: why; kept with who did it and when
        :raise UserError: no reason; it was given out already, or lies outside the range
        """
        self.ensure_one()
        self.check_access("write")
        if not reason.strip():
            raise UserError(self.env._("Enter why these numbers are passed over."))
        self._guard("pg_advisory_xact_lock")
        self.invalidate_recordset(["next_serial", "left_count"])
        first = self.next_serial
        if not first <= serial <= self.serial_last:
            raise UserError(
                self.env._(
                    "Choose a serial from %(next)08d to %(last)08d.",
                    next=first,
                    last=self.serial_last,
                )
            )
        if serial == first:
            raise UserError(self.env._("%08d comes next anyway: nothing to pass over.", first))
        values = {"range_id": self.id, "serial_from": first, "serial_to": serial - 1}
        values.update(reason=reason.strip(), at=fields.Datetime.now(), user_id=self.env.uid)
        self.env["tthc.s10.skip"].sudo()._append_rows([values])
        self.env.cr.execute("SELECT setval(%s, %s, false)", [f"tthc_s10_range_{self.id:d}", serial])
        self.invalidate_recordset(["next_serial", "left_count", "used_share", "state", "gaps"])
        return True
