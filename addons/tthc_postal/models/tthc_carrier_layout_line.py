from odoo import fields, models

COLUMNS = [
    ("order_ref", "Our Reference"),
    ("tracking_number", "Tracking Number"),
    ("code", "Status"),
    ("at", "When"),
    ("time", "Time of Day"),
    ("place", "Place"),
    ("note", "Note or Reason"),
    ("receiver_name", "Received by"),
    ("receiver_relation", "Relation"),
    ("weight", "Weight (g)"),
    ("price", "Postage"),
    ("cod_amount", "Cash on Delivery"),
    ("sender_name", "Sender"),
    ("sender_phone", "Sender's Phone"),
    ("sender_address", "Sender's Address"),
    ("recipient_name", "Recipient"),
    ("recipient_phone", "Recipient's Phone"),
    ("recipient_street", "Recipient's Street"),
    ("recipient_commune", "Commune"),
    ("recipient_province", "Province"),
    ("payer", "Postage Is Paid by"),
    ("service", "Service"),
    ("papers", "Papers"),
    ("papers_count", "Number of Papers"),
]


class TthcCarrierLayoutLine(models.Model):
    """A column of an exchanged list and the words of its title."""

    _name = "tthc.carrier.layout.line"
    _description = "List Column"
    _order = "layout_id, sequence, id"
    _rec_name = "words"

    layout_id = fields.Many2one(
        "tthc.carrier.layout", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    key = fields.Selection(COLUMNS, "Column", required=True)
    words = fields.Char(
        "Title",
        required=True,
        help="Coming in: words of the title, best first, separated by semicolons; =word only the "
        "title that is exactly the word. Going out: the title.",
    )

    _key_unique = models.UniqueIndex("(layout_id, key)", "A layout has each column once.")

    def _words(self):
        return tuple(word.strip() for word in (self.words or "").split(";") if word.strip())
