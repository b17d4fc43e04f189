from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.tools import wall_time


class TthcRemittance(models.Model):
    """Making a list out of the ledger of shares, and giving its shares back."""

    _inherit = "tthc.remittance"

    @api.model
    @api.private
    def _today(self, company):
        """Today at the centre."""
        now = self.env["tthc.dossier"]._now()
        return wall_time.to_local(now, company.sudo()._tthc_zone()).date()

    @api.model
    @api.private
    def _last_day_allowed(self, company):
        """Extension point: the last day whose money may be remitted: it is over, and so is the
        reconciliation of it and of all days before."""
        last = self._today(company) - timedelta(days=1)
        first = company.sudo().tthc_reconcile_from
        waiting = first and self._days_not_closed(company, first, last)
        return waiting[0] - timedelta(days=1) if waiting else last

    @api.model
    @api.private
    def _days_not_closed(self, company, first, last):
        """Days from ``first`` to ``last`` that are to be reconciled and are not closed, in order.
        Nothing is made here: days after the last one that is known are not closed either."""
        start = company.sudo().tthc_reconcile_from
        if not start:
            return []
        days, here = self.env["tthc.reconciliation.day"].sudo(), [("company_id", "=", company.id)]
        [(known,)] = days._read_group([*here, ("day", "<=", last)], [], ["day:max"])
        within = [("day", ">=", first), ("day", "<=", last), ("state", "!=", "closed")]
        found = set(days.search([*here, *within]).mapped("day"))
        after = max(first, start, known + timedelta(days=1) if known else start)
        found |= {after + timedelta(days=count) for count in range((last - after).days + 1)}
        return sorted(found)

    @api.model
    @api.private
    def _make(self, company, account, day_to, agencies=None, kind=None, share=None):
        """Make a list of what is not in one yet.

        :param account: collection account that pays
        :param day_to: last day of collection
        :param agencies: of these agencies only; ``kind`` and ``share``: of these only
        :return: the draft list
        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: a day that is not over, nothing to remit, or no receiving account
        """
        company.check_access("read")
        self._check_maker(company)
        if account and account.sudo().company_id != company:
            raise UserError(self.env._("The money is paid from an account of the same centre."))
        last = self._last_day_allowed(company)
        if day_to > last:
            raise UserError(
                self.env._(
                    "Money is remitted up to %s at most: later days are not over or not closed.",
                    f"{last:%d/%m/%Y}",
                )
            )
        self.env["tthc.remittance.entry"].sudo()._fill(company)
        where = self._selected(company, day_to, agencies, kind, share)
        groups, left_out = self._groups(company, where)
        if not groups:
            raise UserError(
                left_out or self.env._("Nothing is to be remitted up to %s.", f"{day_to:%d/%m/%Y}")
            )
        return self._create_list(company, account, day_to, where, groups, left_out)

    @api.model
    def _check_maker(self, company):
        roles = self.env.su or self.env.user.has_group("tthc_payment.group_accountant")
        if not roles or not (self.env.su or company in self.env.user.company_ids):
            raise AccessError(self.env._("Only an accountant works with remittance lists."))

    def _selected(self, company, day_to, agencies, kind, share):
        where = SQL(
            "company_id = %s AND day <= %s AND remittance_id IS NULL AND remitted_on IS NULL",
            company.id,
            day_to,
        )
        if agencies:
            where = SQL("%s AND agency_id IN %s", where, tuple(agencies.ids))
        if kind:
            where = SQL("%s AND kind = %s", where, kind)
        return SQL("%s AND share = %s", where, share) if share else where

    def _groups(self, company, where):
        """What is to be remitted: ``[(receiving account, agency id, kind, name, share, amount)]``,
        and in words what has to wait: without a receiving account, or less than nothing of one
        because more was undone than collected."""
        accounts = self.env["tthc.remittance.account"].sudo()
        rules = accounts._of_day(company, self._today(company))
        found, sums, missing = [], {}, {}
        for agency, kind, name, share, amount in self.env.execute_query(
            SQL(
                """SELECT agency_id, kind, name, share, sum(amount) FROM tthc_remittance_share
                    WHERE %s GROUP BY agency_id, kind, name, share ORDER BY 1, 2, 3, 4""",
                where,
            )
        ):
            account = accounts._pick(rules, agency, kind, share)
            if account:
                found.append((account, agency, kind, name, share, round(amount)))
                sums[account] = sums.get(account, 0) + round(amount)
            else:
                missing[agency, kind, share] = missing.get((agency, kind, share), 0) + round(amount)
        owed = {account for account, total in sums.items() if total < 0}
        kept = [group for group in found if group[0] not in owed]
        if not any(sums[group[0]] for group in kept):
            kept = []
        return kept, self._left_out(missing, {account: sums[account] for account in owed})

    def _left_out(self, missing, owed):
        """What has to wait, in words."""
        shares = self.env["tthc.remittance.share"]
        kinds = dict(shares._fields["kind"]._description_selection(self.env))
        names = dict(shares._fields["share"]._description_selection(self.env))
        lines = [
            self.env._(
                "No receiving account: %(agency)s, %(kind)s, %(share)s: %(amount)s đ.",
                agency=self.env["tthc.agency"].sudo().browse(agency).name or self.env._("centre"),
                kind=kinds[kind],
                share=names[share],
                amount=grouped(amount),
            )
            for (agency, kind, share), amount in missing.items()
        ]
        lines += [
            self.env._(
                "More was undone than collected, it is set off in a later list: %(account)s: "
                "%(amount)s đ.",
                account=account.display_name,
                amount=grouped(amount),
            )
            for account, amount in owed.items()
        ]
        return "\n".join(lines)

    def _create_list(self, company, account, day_to, where, groups, left_out):
        currency = company.sudo().currency_id
        [(first,)] = self.env.execute_query(
            SQL("SELECT min(day) FROM tthc_remittance_share WHERE %s", where)
        )
        remittance = self.sudo().create(
            {
                "name": company.sudo()._tthc_remittance_number(),
                "company_id": company.id,
                "account_id": account.id,
                "day": self._today(company),
                "day_from": first,
                "day_to": day_to,
                "amount": sum(group[-1] for group in groups),
                "currency_id": currency.id,
                "left_out": left_out or False,
                "maker_id": self.env.uid,
                "made_at": self._now(),
            }
        )
        names = ("receiving_id", "agency_id", "kind", "name", "share", "amount")
        lines = self.env["tthc.remittance.line"].sudo()
        lines = lines.create(
            [
                {
                    **dict(zip(names, (group[0].id, *group[1:]), strict=True)),
                    "remittance_id": remittance.id,
                    "company_id": company.id,
                    "currency_id": currency.id,
                }
                for group in groups
            ]
        )
        self.env.flush_all()
        self._take_shares(remittance, lines, where)
        return remittance.with_env(self.env)

    def _take_shares(self, remittance, lines, where):
        """Put the shares into the list. What another list took meanwhile fails to be serialised,
        and Odoo tries again."""
        self.env.cr.execute(
            SQL(
                """UPDATE tthc_remittance_share share
                      SET remittance_id = %(list)s, line_id = line.id
                     FROM tthc_remittance_line line
                    WHERE line.remittance_id = %(list)s
                      AND line.agency_id IS NOT DISTINCT FROM share.agency_id
                      AND line.kind = share.kind AND line.name = share.name
                      AND line.share = share.share
                      AND share.id IN (SELECT id FROM tthc_remittance_share WHERE %(where)s)""",
                list=remittance.id,
                where=where,
            )
        )
        self.env["tthc.remittance.share"].invalidate_model()

    @api.private
    def _release(self):
        """Give the shares of these lists back."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE tthc_remittance_share SET remittance_id = NULL, line_id = NULL
                    WHERE remittance_id IN %s AND remitted_on IS NULL""",
                tuple(self.ids),
            )
        )
        self.env["tthc.remittance.share"].invalidate_model()

    @api.private
    def _mark_remitted(self, moment):
        """The shares of this list are remitted."""
        self.ensure_one()
        day = wall_time.to_local(moment, self.company_id._tthc_zone()).date()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE tthc_remittance_share SET remitted_on = %s WHERE remittance_id = %s",
                day,
                self.id,
            )
        )
        self.env["tthc.remittance.share"].invalidate_model()
