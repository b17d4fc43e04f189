from odoo import fields, models


class TthcPostBookPrint(models.TransientModel):
    """A book of the post to print."""

    _name = "tthc.post.book.print"
    _description = "Book of the Post to Print"
    _inherit = ["tthc.book.print"]

    _book_model = "tthc.post.book"

    kind = fields.Selection(
        [
            ("sent", "Shipments Sent"),
            ("received", "Shipments Received"),
            ("failures", "Failures, Returns and Losses"),
            ("performance", "Performance by Carrier"),
        ],
        "Book",
        required=True,
        default="sent",
    )
