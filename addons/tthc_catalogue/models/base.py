from odoo import SUPERUSER_ID, api, models


class Base(models.AbstractModel):
    """Gaps of the framework that are closed for the records of the suite."""

    _inherit = "base"

    @api.model
    def default_get(self, fields):
        """Override: what a form shows as read-only is not entered by way of the context.

        A call from outside brings its own context, and ``default_state`` in it would stand on
        the new record although no form, import or call may write the state. The same context
        follows the call into the code that writes as superuser, where no value of it counts.
        """
        records = self
        if self._name.startswith("tthc.") and not self._transient:
            given = self.env.context
            kept = {key: value for key, value in given.items() if self._keeps_default(key)}
            if len(kept) < len(given):
                records = self.with_env(self.env(context=kept))
        return super(Base, records).default_get(fields)

    def _keeps_default(self, key):
        name = key.removeprefix("default_")
        if name == key or name not in self._fields:
            return True
        if self.env.su:
            return self.env.uid == SUPERUSER_ID
        return not self._fields[name].readonly

    @api.model_create_multi
    def create(self, vals_list):
        """Override: see :meth:`_check_links`."""
        for vals in vals_list:
            self._check_links(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Override: nobody writes a record of the suite out of one's own reach.

        Odoo asks whether the record may be written as it stands, and not whether it may stand
        where it is then put: a row could be hung under another centre's dossier, and a deputy be
        appointed for somebody else.

        :raise AccessError: the record would be another centre's, agency's or person's
        """
        self._check_links(vals)
        result = super().write(vals)
        if self._name.startswith("tthc.") and not self.env.su:
            links = (self._fields[name].type == "many2one" for name in vals)
            if any(links):
                self.check_access("write")
        return result

    def _check_links(self, vals):
        """A dialog is not opened on what its user may not read: its related fields are read as
        superuser and would tell it.

        :raise AccessError: a record of the suite that ``vals`` link is not the user's to read
        """
        if self.env.su or not self._transient or not self._name.startswith("tthc."):
            return
        for name, value in vals.items():
            column = self._fields.get(name)
            if column and column.type == "many2one" and isinstance(value, int) and value:
                target = self.env[column.comodel_name].browse(value)
                if target._name.startswith("tthc."):
                    target.check_access("read")
