from odoo import fields, models

#: Findings printed for one responsible person; of the others the number is said.
PRINTED = 12
SEVERITY_PRINTED = {"error": "Lỗi", "warning": "Cảnh báo", "notice": "Lưu ý"}
LEVEL_PRINTED = {
    "province": "Cấp tỉnh",
    "commune": "Cấp xã",
    "both": "Cấp tỉnh và cấp xã",
    "unknown": "Chưa xác định cấp",
}


class TthcAuditRule(models.Model):
    """What the printed report says. Printed text, Vietnamese at source."""

    _inherit = "tthc.audit.rule"

    def _audit_sheet(self):
        """Everything on the report, of these rules and with the user's rights."""
        rules = [
            {
                "name": rule.print_name,
                "severity": SEVERITY_PRINTED[rule.severity],
                "open": rule.open_count,
                "accepted": rule.accepted_count,
                "oldest": rule.oldest and rule.oldest.strftime("%d/%m/%Y"),
            }
            for rule in self
        ]
        ran = [rule.last_run for rule in self if rule.last_run]
        return {
            "printed": fields.Datetime.context_timestamp(self, fields.Datetime.now()),
            "ran": ran and fields.Datetime.context_timestamp(self, min(ran)),
            "rules": rules,
            "open": sum(row["open"] for row in rules),
            "people": self._sheet_people(),
            "coverage": self._sheet_coverage(),
            "target": self._coverage_target(),
        }

    def _sheet_people(self):
        """Open findings by responsible person, the most serious first, nobody's last."""
        finding = self.env["tthc.audit.finding"]
        domain = [("rule_id", "in", self.ids), ("state", "=", "open")]
        groups = finding._read_group(domain, ["responsible_id"], ["__count"])
        people = []
        for user, count in sorted(groups, key=lambda group: (not group[0], -group[1])):
            rows = finding.search([*domain, ("responsible_id", "=", user.id)], limit=PRINTED)
            people.append(
                {
                    "name": user.name or "Chưa phân công",
                    "count": count,
                    "rows": [row._printed() for row in rows],
                    "more": count - len(rows),
                }
            )
        return people

    def _coverage_target(self):
        """Per cent of the procedures in force that should be offered."""
        return self.env.ref("tthc_catalogue_audit.rule_coverage_low").minimum

    def _sheet_coverage(self):
        """Tables of coverage: ``[(title, rows of (label, in force, offered, posted, share))]``."""
        whole, centres = self.env["tthc.audit.coverage"], self.env["tthc.audit.coverage.centre"]
        return [
            ("Toàn danh mục", self._coverage_rows(whole, [], lambda: "Tất cả")),
            (
                "Theo cấp thực hiện",
                self._coverage_rows(whole, ["level"], lambda level: LEVEL_PRINTED[level]),
            ),
            (
                "Theo trung tâm",
                self._coverage_rows(centres, ["company_id"], lambda centre: centre.name),
            ),
            (
                "Theo lĩnh vực",
                self._coverage_rows(whole, ["sector_id"], lambda sector: sector.name),
            ),
            (
                "Theo cơ quan thực hiện (như đã công bố)",
                self._coverage_rows(whole, ["agency"], lambda agency: agency or "Chưa nêu"),
            ),
        ]

    def _coverage_rows(self, model, groupby, label):
        groups = model._read_group([], groupby, ["__count", "offered:sum", "posted:sum"])
        rows = []
        for group in groups:
            count, offered, posted = group[len(groupby) :]
            if count:
                name = label(*group[: len(groupby)])
                rows.append((name, count, offered, posted, 100 * offered / count))
        return sorted(rows, key=lambda row: (row[4], row[0]))


class TthcAuditFinding(models.Model):
    _inherit = "tthc.audit.finding"

    def _printed(self):
        """This finding as a row of the report."""
        self.ensure_one()
        since = fields.Datetime.context_timestamp(self, self.first_seen)
        return {
            "severity": SEVERITY_PRINTED[self.severity],
            "subject": self.procedure_id.display_name or self.sector_id.name or "",
            "rule": self.rule_id.print_name,
            "detail": self.detail,
            "since": since.strftime("%d/%m/%Y"),
        }
