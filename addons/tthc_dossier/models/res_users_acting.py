from odoo import fields, models, tools

from ..tools import delegation

ROLES = ("receptionist", "manager", "officer", "leader")


class ResUsers(models.Model):
    """For whom a user acts: himself, and those whose deputy he is at this instant."""

    _inherit = "res.users"

    @tools.ormcache("self.id")
    def _tthc_delegations(self):
        """Delegations to this user that have not ended, with their instants; cached until a
        delegation or somebody's groups change, and compared with the clock by the callers."""
        rows = (
            self.env["tthc.delegation"]
            .sudo()
            .search_fetch(
                [
                    ("deputy_id", "=", self.id),
                    ("cancelled_at", "=", False),
                    ("ends_at", ">", fields.Datetime.now()),
                    ("absent_id.active", "=", True),
                ],
                ["absent_id", "deputy_id", "starts_at", "ends_at"],
            )
        )
        return tuple(row._pure() for row in rows if self.sudo()._tthc_may_deputise(row.absent_id))

    def _tthc_absent_users(self):
        """Extends the user: those whose deputy he is at this instant."""
        rows = self._tthc_delegations()
        if not rows:
            return super()._tthc_absent_users()
        return self.browse(delegation.absent_at(rows, self.id, fields.Datetime.now()))

    def _tthc_acting_agency_id_set(self):
        """Ids of the agencies for which this user acts now, the absent persons' included."""
        own = self._tthc_agency_id_set()
        return own.union(*(user._tthc_agency_id_set() for user in self._tthc_absent_users()))

    def _tthc_roles(self):
        return frozenset(role for role in ROLES if self.has_group(f"tthc_dossier.group_{role}"))

    def _tthc_may_deputise(self, absent):
        """Whether this user holds what ``absent`` would pass on; for work of the desk, in the
        same centre too, since he sees the centre's dossiers by his own company only."""
        roles = absent._tthc_roles()
        at_desk = delegation.FAMILIES[0] & roles
        return delegation.may_deputise(roles, self._tthc_roles()) and (
            not at_desk or absent.company_id in self.company_ids
        )
