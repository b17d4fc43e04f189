import base64
import binascii

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.tthc_catalogue.tools.sheet.error import TableError

from ..tools import exchange, news
from .tthc_carrier_layout_line import COLUMNS
from .tthc_exchange_errors import reason

KINDS = [
    ("status", "Statuses Coming in"),
    ("numbers", "Tracking Numbers Coming in"),
    ("orders", "Orders Going out"),
]
SAMPLE_LIMIT = 3 * 1024 * 1024
SHOWN = 12


class TthcCarrierLayout(models.Model):
    """How a carrier calls the columns of the lists that are exchanged with it.

    Titles are found by their words, wherever the table begins and in whatever order its columns
    stand. A list that goes out has exactly these columns in this order, with the first word as
    title.
    """

    _name = "tthc.carrier.layout"
    _description = "List Layout"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="status", index=True)
    carrier_id = fields.Many2one("tthc.carrier", help="Empty: for every carrier.")
    line_ids = fields.One2many("tthc.carrier.layout.line", "layout_id", "Columns", copy=True)
    sample = fields.Binary("Sample File", store=False, help="Tried at once, not kept.")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.constrains("kind", "line_ids")
    def _check_columns(self):
        for layout in self:
            layout._check_known()
            layout._check_needed()

    def _check_known(self):
        allowed = exchange.OUTGOING if self.kind == "orders" else exchange.INCOMING
        labels = dict(self.line_ids._fields["key"]._description_selection(self.env))
        strange = [row.key for row in self.line_ids if row.key not in allowed]
        if strange:
            raise ValidationError(
                self.env._(
                    "“%(name)s”: a list of this kind has no column “%(column)s”.",
                    name=self.name,
                    column=labels[strange[0]],
                )
            )

    def _check_needed(self):
        columns = set(self.line_ids.mapped("key"))
        missing = [key for key in exchange.NEEDED[self.kind] if key not in columns]
        if missing or not columns & {"order_ref", "tracking_number"}:
            raise ValidationError(
                self.env._(
                    "“%s” needs a column of our reference or of the tracking number; statuses also "
                    "the status and when it happened, tracking numbers both numbers.",
                    self.name,
                )
            )

    def _plain(self):
        """The layout as the plain value that :mod:`..tools.exchange` reads with."""
        self.ensure_one()
        return exchange.ListLayout(
            self.name or "", self.kind, {row.key: row._words() for row in self.line_ids}
        )

    @api.model
    def _candidates(self, carrier, kind):
        """The layouts that a list of a carrier may have, its own ones first."""
        found = self.search([("kind", "=", kind), ("carrier_id", "in", [carrier.id, False])])
        return found.sorted(lambda row: (not row.carrier_id, row.sequence, row.id))

    # Trying a sample ----------------------------------------------------------------------------

    @api.onchange("sample")
    def _onchange_sample(self):
        """Propose the columns of the layouts that are known, where none was entered."""
        if self.sample and not self.line_ids:
            known = self.search([("kind", "=", self.kind)])
            words = {}
            for row in known.line_ids:
                words.setdefault(row.key, row.words)
            self.line_ids = [
                (0, 0, {"key": key, "words": some, "sequence": number})
                for number, (key, some) in enumerate(words.items())
            ]

    @api.depends("sample", "kind", "line_ids.key", "line_ids.words")
    def _compute_preview(self):
        for layout in self:
            layout.preview = layout._preview() if layout.sample else False

    def _preview(self):
        """What would be read of the sample with these columns, as HTML."""
        try:
            data = base64.b64decode(self.sample, validate=True)
        except (binascii.Error, TypeError, ValueError):
            return False
        if len(data) > SAMPLE_LIMIT:
            return _alert(self.env._("The sample is too large: take a few days only."))
        try:
            reading = exchange.read_list(data, [self._plain()], tolerant=True)
        except TableError as error:
            return _alert(_sentence(reason(self.env, error)))
        parts = [
            _alert(_sentence(reason(self.env, error)), "warning") for error in reading.errors[:10]
        ]
        parts.append(
            Markup("<p>%s</p>")
            % self.env._(
                "%(count)s rows can be read, %(wrong)s cannot.",
                count=len(reading.lines),
                wrong=len(reading.errors),
            )
        )
        return Markup("").join([*parts, self._preview_table(reading)])

    def _preview_table(self, reading):
        labels = dict(self.line_ids._fields["key"]._description_selection(self.env))
        keys = [key for key, _label in COLUMNS if key in reading.columns and key != "time"]
        head = Markup("").join(Markup("<th>%s</th>") % labels[key] for key in keys)
        rows = [
            Markup("").join(
                Markup("<td>%s</td>") % self._shown(key, getattr(line, key)) for key in keys
            )
            for line in reading.lines[:SHOWN]
        ]
        body = Markup("").join(Markup("<tr>%s</tr>") % row for row in rows)
        return Markup(
            '<table class="table table-sm table-striped"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table>"
        ) % (head, body)

    def _shown(self, key, value):
        """A value as the preview shows it; a status with what it means here."""
        if value is None:
            return ""
        if key == "at":
            return value.strftime("%d/%m/%Y %H:%M:%S")
        if key == "code":
            statuses = self.env["tthc.carrier.status"]
            meaning = statuses._meanings("file").get(news.code_key(value))
            names = dict(statuses._fields["meaning"]._description_selection(self.env))
            return f"{value} → {names.get(meaning, '?')}"
        return str(value)


def _alert(text, tone="danger"):
    return Markup('<div class="alert alert-%s" role="status">%s</div>') % (tone, text)


def _sentence(text):
    return text[:1].upper() + text[1:]
