from odoo import fields, models


class TthcCustodyRule(models.Model):
    """Which originals stay in the file at the end, where the catalogue does not say.

    Originals go back (NĐ 61/2018/NĐ-CP Art. 20); what was written for the dossier, as the
    application form, stays in it. The first rule whose words a paper's name begins with decides,
    those of its procedure before those for all; without one, an original goes back.
    """

    _name = "tthc.custody.rule"
    _description = "Originals Kept or Given Back"
    _order = "procedure_id, sequence, id"
    _rec_name = "words"

    words = fields.Char(
        "Name Begins with", required=True, help="Capital and small letters are the same."
    )
    procedure_id = fields.Many2one(
        "tthc.procedure", index="btree_not_null", ondelete="cascade", help="Empty: every procedure."
    )
    custody = fields.Selection(
        [("return", "Given Back"), ("keep", "Stays in the File")],
        "At the End",
        required=True,
        default="keep",
    )
    legal_basis = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
