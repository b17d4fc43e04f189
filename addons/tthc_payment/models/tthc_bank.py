from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.convert import convert_file

_DATA = ("data/tthc.bank.csv", "data/tthc.statement.layout.csv")


class TthcBank(models.Model):
    """A bank that takes VietQR transfers, by the identifier (BIN) the State Bank granted it.

    Source of the list that ships with the module: State Bank letter 1589/NHNN-TT of 2024-03-05.
    Names of banks change; the list is data that an accountant may edit and updates leave alone.
    """

    _name = "tthc.bank"
    _description = "Bank"
    _order = "sequence, name"
    _rec_names_search = ("name", "bin")

    name = fields.Char("Short Name", required=True, help="As banking apps show it.")
    bin = fields.Char(
        "BIN", required=True, size=6, help="Six digits that name the bank inside a VietQR code."
    )
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    layout_ids = fields.One2many("tthc.statement.layout", "bank_id", "Statement Layouts")

    _bin_unique = models.Constraint("UNIQUE (bin)", "Another bank has this BIN.")

    @api.constrains("bin")
    def _check_bin(self):
        for bank in self:
            if not (len(bank.bin) == 6 and bank.bin.isascii() and bank.bin.isdigit()):
                raise ValidationError(self.env._("A BIN has exactly six digits: %s", bank.bin))

    @api.depends("name", "bin")
    def _compute_display_name(self):
        for bank in self:
            bank.display_name = f"{bank.name} ({bank.bin})" if bank.bin else bank.name

    @api.model
    def _load_shipped(self):
        """Add the shipped banks and layouts that are not there yet; edited ones stay as edited."""
        module = Path(__file__).parents[1].name
        layouts = self.env["tthc.statement.layout"]
        there = layouts._shipped_ids()
        for name in _DATA:
            convert_file(self.env, module, name, None, mode="update", noupdate=True)
        layouts._remember_shipped(layouts._shipped_rows(), but=there)
        layouts._update_shipped()
