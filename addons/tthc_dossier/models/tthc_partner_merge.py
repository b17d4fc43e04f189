from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

#: Tables whose rows stay with the contact they were written for.
KEPT_TABLES = frozenset({"tthc_access_log", "tthc_partner_merge", "tthc_duplicate_pair"})
#: Columns of the contact that follow from others, or say how it was merged.
KEPT_COLUMNS = frozenset(
    {
        ("res_partner", "commercial_partner_id"),
        ("res_partner", "tthc_merged_into_id"),
        ("res_users", "partner_id"),
        ("res_company", "partner_id"),
    }
)
#: What points at a contact by model and id: table, column of the model, column of the id.
BY_NAME = (
    ("mail_message", "model", "res_id"),
    ("mail_activity", "res_model", "res_id"),
    ("mail_followers", "res_model", "res_id"),
    ("ir_attachment", "res_model", "res_id"),
)


class TthcPartnerMerge(models.Model):
    """A merge of two contacts, with all that it moved, so that it can be undone.

    The contact that is given up is archived, never deleted; every row that pointed at it points at
    the one that stays. Undone, exactly those rows go back, as far as nobody changed them since.
    """

    _name = "tthc.partner.merge"
    _description = "Merge of Contacts"
    _order = "id desc"
    _rec_name = "kept_id"

    kept_id = fields.Many2one(
        "res.partner", "Contact That Stays", required=True, readonly=True, index=True,
        ondelete="restrict",
    )  # fmt: skip
    source_id = fields.Many2one(
        "res.partner", "Contact Given up", required=True, readonly=True, index=True,
        ondelete="restrict",
    )  # fmt: skip
    source_name = fields.Char("Name Given up", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Merged by", required=True, readonly=True)
    merged_at = fields.Datetime("Merged on", required=True, readonly=True)
    reason = fields.Char(readonly=True)
    moved = fields.Json(readonly=True, help="{table: {column: [ids]}} of what pointed at it.")
    values = fields.Json(readonly=True, help="{field: [before, after]} of the contact that stays.")
    moved_count = fields.Integer("Records Moved", compute="_compute_moved_count")
    state = fields.Selection(
        [("done", "Merged"), ("undone", "Undone")], required=True, default="done", readonly=True
    )
    undone_by_id = fields.Many2one("res.users", readonly=True)
    undone_at = fields.Datetime("Undone on", readonly=True)
    not_restored = fields.Text(readonly=True)

    @api.depends("moved")
    def _compute_moved_count(self):
        for merge in self:
            tables = (merge.moved or {}).values()
            merge.moved_count = sum(len(ids) for columns in tables for ids in columns.values())

    # Merging --------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _merge(self, kept, source, values, reason=None):
        """Merge ``source`` into ``kept``.

        :param values: ``{field: value}`` that the contact that stays is given
        :return: the record of the merge
        :raise AccessError: the user is no manager
        :raise UserError: the two cannot be one person's
        """
        if not self.env.user.has_group("tthc_dossier.group_manager"):
            raise AccessError(self.env._("A centre manager merges contacts, after comparing them."))
        self._check_mergeable(kept, source)
        self.env.flush_all()
        people = (kept | source).sudo()
        self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE id IN %s ORDER BY id FOR UPDATE",
                tuple(people.ids),
            )
        )
        before = {name: self._plain(kept.sudo()[name]) for name in values}
        self._keep_names(source.sudo())
        moved = self._move(source, kept)
        self.env.invalidate_all()
        quiet = {"tracking_disable": True}
        kept.sudo().with_context(**quiet).write(values)
        source.sudo().with_context(**quiet).write({"active": False, "tthc_merged_into_id": kept.id})
        after = {name: self._plain(kept.sudo()[name]) for name in values}
        merge = self.sudo().create(
            {
                "kept_id": kept.id,
                "source_id": source.id,
                "source_name": source.sudo().name,
                "user_id": self.env.uid,
                "merged_at": self.env["tthc.dossier"]._now(),
                "reason": reason,
                "moved": moved,
                "values": {
                    name: [before[name], after[name]]
                    for name in values
                    if before[name] != after[name]
                },
            }
        )
        pairs = self.env["tthc.duplicate.pair"]
        pairs._pair_of(kept, source)._judge("merged")
        self.env["tthc.access.log"]._record(people, "merge", reason, merge)
        return merge.sudo(False)

    @staticmethod
    def _plain(value):
        """A value of a field as JSON keeps it."""
        if isinstance(value, models.BaseModel):
            return value.id
        return fields.Date.to_string(value) if hasattr(value, "strftime") else value

    def _check_mergeable(self, kept, source):
        """:raise UserError: see there"""
        people = (kept | source).sudo()
        if len(people) != 2:
            raise UserError(self.env._("Choose two different contacts."))
        if not all(people.mapped("active")):
            raise UserError(self.env._("One of the two is archived: it may be merged already."))
        accounts = people.with_context(active_test=False).user_ids
        if accounts:
            raise UserError(
                self.env._(
                    "%s has an account: people who log in are never merged. Ask the administrator.",
                    accounts[0].partner_id.name,
                )
            )
        if self.env["res.company"].sudo().search_count([("partner_id", "in", people.ids)]):
            raise UserError(self.env._("One of the two is a centre: centres are never merged."))
        if not all(people.mapped("tthc_kind")):
            raise UserError(self.env._("Only applicants are merged here."))
        if len({kind == "organisation" for kind in people.mapped("tthc_kind")}) > 1:
            raise UserError(self.env._("A person and an organisation are never one."))

    def _keep_names(self, source):
        """Accepted dossiers keep the name that stands on their papers."""
        parties = self.env["tthc.dossier.party"].sudo().search([("partner_id", "=", source.id)])
        kept = parties.filtered(
            lambda row: row.dossier_id.state not in ("draft", "registered") and not row.name_then
        )
        kept.with_context(tracking_disable=True).name_then = source.name

    # References -----------------------------------------------------------------------------------

    def _foreign_keys(self):
        """``[(table, column)]`` that point at contacts and are moved."""
        found = self.env["base.partner.merge.automatic.wizard"]._get_fk_on("res_partner")
        append_only = {
            model._table
            for model in self.env.registry.values()
            if not model._abstract and issubclass(model, self.env.registry["tthc.append.only"])
        }
        return sorted(
            (table, column)
            for table, column in found
            if table not in KEPT_TABLES | append_only
            and (table, column) not in KEPT_COLUMNS
            and not table.startswith("base_partner_merge_")
        )

    def _move(self, source, kept):
        """Point everything that points at ``source`` at ``kept``.

        :return: ``{table: {column: [ids]}}``; for tables without ids, ids of the other column
        """
        moved = {}
        for table, column in self._foreign_keys():
            other = self._other_column(table, column)
            ids = self._repoint(table, column, other or "id", source.id, kept.id)
            if ids:
                moved.setdefault(table, {})[column] = ids
        for table, model_column, column in BY_NAME:
            ids = self._repoint(table, column, "id", source.id, kept.id, model_column)
            if ids:
                moved.setdefault(table, {})[column] = ids
        return moved

    def _other_column(self, table, column):
        """The other column of a table that holds nothing but a relation; ``None`` for others."""
        names = [
            name
            for (name,) in self.env.execute_query(
                SQL(
                    """SELECT attname FROM pg_attribute
                        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped""",
                    table,
                )
            )
        ]
        return next(name for name in names if name != column) if "id" not in names else None

    def _repoint(self, table, column, key, old, new, model_column=None, only=None):
        """Rows of ``table`` from ``old`` to ``new``, those that clash with a row which is there
        already left where they are.

        :param only: ids of the rows that may move; all of them by default
        :return: ids of the rows that moved
        """
        where = [SQL("%s = %s", SQL.identifier(column), old)]
        if model_column:
            where.append(SQL("%s = 'res.partner'", SQL.identifier(model_column)))
        if table == "ir_attachment":
            where.append(SQL("res_field IS NULL"))
        if only is not None:
            where.append(SQL("%s = ANY(%s)", SQL.identifier(key), list(only)))
        rows = [
            number
            for (number,) in self.env.execute_query(
                SQL(
                    "SELECT %s FROM %s WHERE %s",
                    SQL.identifier(key),
                    SQL.identifier(table),
                    SQL(" AND ").join(where),
                )
            )
        ]
        if not rows or self._update(table, column, key, new, rows, where):
            return rows
        return [row for row in rows if self._update(table, column, key, new, [row], where)]

    def _update(self, table, column, key, new, rows, where):
        """Whether the rows could be pointed at ``new``."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE %s = ANY(%s) AND %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        new,
                        SQL.identifier(key),
                        rows,
                        SQL(" AND ").join(where),
                    )
                )
        except IntegrityError:
            return False
        return True

    # Undoing --------------------------------------------------------------------------------------

    def action_undo(self):
        """Take the merge back: what it moved goes back, what was changed since stays, and is
        named.

        :raise AccessError: the user is no manager
        :raise UserError: it is undone, or the contact that stayed was merged away itself
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("tthc_dossier.group_manager"):
            raise AccessError(self.env._("A centre manager undoes a merge."))
        merge = self.sudo()
        if merge.state == "undone":
            raise UserError(self.env._("This merge is undone already."))
        kept, source = merge.kept_id, merge.source_id
        if kept.tthc_merged_into_id:
            raise UserError(
                self.env._(
                    "%(kept)s was merged into %(other)s since: undo that merge first.",
                    kept=kept.name,
                    other=kept.tthc_merged_into_id.name,
                )
            )
        self.env.flush_all()
        left = merge._move_back() + merge._values_back()
        self.env.invalidate_all()
        source.with_context(tracking_disable=True).write(
            {"active": True, "tthc_merged_into_id": False}
        )
        merge._names_back()
        merge.write(
            {
                "state": "undone",
                "undone_by_id": self.env.uid,
                "undone_at": self.env["tthc.dossier"]._now(),
                "not_restored": "\n".join(left) or False,
            }
        )
        pair = self.env["tthc.duplicate.pair"]._pair_of(kept, source)
        pair.write({"state": "open", "judged_by_id": False, "judged_at": False})
        self.env["tthc.access.log"]._record(kept | source, "unmerge", record=merge)
        return True

    def _move_back(self):
        """Point the rows that were moved at the old contact again; say which are not there."""
        left = []
        by_name = {table: model_column for table, model_column, _column in BY_NAME}
        known = set(self._foreign_keys()) | {(table, column) for table, _m, column in BY_NAME}
        for table, columns in (self.moved or {}).items():
            for column, ids in columns.items():
                if (table, column) not in known:
                    left.append(self.env._("%s: its addon is not installed any more.", table))
                    continue
                model_column = by_name.get(table) if column == "res_id" else None
                back = self._repoint(
                    table,
                    column,
                    self._other_column(table, column) or "id",
                    self.kept_id.id,
                    self.source_id.id,
                    model_column,
                    only=ids,
                )
                if len(back) < len(ids):
                    left.append(
                        self.env._(
                            "%(table)s: %(count)s of %(all)s were deleted or belong to somebody "
                            "else since.",
                            table=self._table_label(table),
                            count=len(ids) - len(back),
                            all=len(ids),
                        )
                    )
        return left

    def _table_label(self, table):
        for name, model in self.env.registry.items():
            if model._table == table and not model._abstract:
                return self.env["ir.model"]._get(name).name
        return table

    def _values_back(self):
        """Give the contact that stayed its values again where nobody changed them since."""
        left, kept, back = [], self.kept_id, {}
        self.env.invalidate_all()
        for name, (before, after) in (self.values or {}).items():
            if name not in kept._fields:
                continue
            if self._plain(kept[name]) == after:
                back[name] = before
            else:
                left.append(
                    self.env._(
                        "%s: it was changed since and stays.",
                        kept._fields[name]._description_string(self.env),
                    )
                )
        kept.with_context(tracking_disable=True).write(back)
        return left

    def _names_back(self):
        """Dossiers that are the old contact's again need no name of their own."""
        parties = (
            self.env["tthc.dossier.party"]
            .sudo()
            .search([("partner_id", "=", self.source_id.id), ("name_then", "=", self.source_name)])
        )
        parties.name_then = False

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A merge stays on record: undo it instead."))
