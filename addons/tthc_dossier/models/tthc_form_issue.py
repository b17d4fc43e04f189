import hashlib

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import qr

from ..tools import form_pages, form_text, form_token
from .tthc_form_block import COLUMNS, TEXTS
from .tthc_form_source import INSTANT

#: Placeholders that say nothing about the matter: another value does not make another paper.
PASSING = frozenset({"số", "người in"})
#: Rows of a table that are kept in the log as they are.
KEPT_ROWS = 200


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class TthcForm(models.Model):
    """How a form is issued: an original is numbered, signed, laid out, kept and logged; the same
    content once more is the kept PDF with a mark."""

    _inherit = "tthc.form"

    @api.private
    def _issue(self, record):
        """Issue the form of one record, or print it again.

        An original is what is printed first, and whatever is printed after the content changed:
        it keeps the paper's number and takes the former one's place.

        :return: ``(row of the log, PDF)``; no row for a draft
        :raise AccessError: the record is not this user's to read, or the form not to issue
        :raise UserError: there is nothing to print, or no layout in force
        """
        self.ensure_one()
        record.ensure_one()
        record.check_access("read")
        self._check_may_print()
        obstacle = record._form_obstacle(self.key)
        if obstacle:
            raise UserError(obstacle)
        company = record._form_company(self.key)
        layout = self.sudo()._layout_for(company, record._form_day(self.key))
        values = record._form_values(self.key)
        if record._form_is_draft(self.key):
            number = record._form_known_number(self.key)
            return self.env["tthc.form.print"], self._pdf(record, layout, values, number, None)
        content = self._content(record, layout, values)
        prints = self.env["tthc.form.print"]
        logged = record._form_logged(self.key)
        latest = prints._latest(self, logged, record._form_part(self.key))
        if latest and latest.digest == prints._digest_of(content):
            return self._reprint(record, latest, values)
        return self._original(record, layout, values, content, latest)

    def _content(self, record, layout, values):
        """What the paper says, apart from its number: what is kept and compared."""
        blocks = layout.block_ids.filtered("visible")
        used = {
            name
            for block in blocks
            for row in (block, *block.item_ids.filtered("visible"))
            for field in TEXTS
            for name in form_text.names(row[field])
        }
        texts = {name: values["texts"].get(name) or "" for name in sorted(used - PASSING)}
        tables = {
            kind: self._rows_content(values.get(kind) or [])
            for kind in COLUMNS
            if kind in blocks.mapped("kind")
        }
        images = {side: sha256(image.encode()) for side, image in values["images"].items()}
        return {
            "texts": texts,
            "tables": tables,
            "fees": values.get("fees") or [],
            "images": images,
            "vouched": {
                name: value.isoformat() if hasattr(value, "isoformat") else value
                for name, value in record._form_vouched(self.key).items()
                if name not in form_token.SECRETS
            },
        }

    @staticmethod
    def _rows_content(rows):
        """The rows of a table; of a book their number and hash, since it is kept itself."""
        if len(rows) <= KEPT_ROWS:
            return rows
        return {"count": len(rows), "sha256": sha256(repr(rows).encode())}

    def _original(self, record, layout, values, content, former):
        prints, now = self.env["tthc.form.print"], record._form_now().replace(microsecond=0)
        company, agency = record._form_company(self.key), record._form_agency(self.key)
        numbered = self._number_of(record, former)
        key_id, key = prints._signing_key()
        code = prints._new_code()
        token = form_token.make(
            key_id,
            key,
            {
                **record._form_vouched(self.key),
                "form": self.key,
                "code": code,
                "number": numbered["number"],
                "issued": record._form_local_instant(now, self.key),
            },
        )
        pdf = self._pdf(record, layout, values, numbered["number"], token)
        row = prints.sudo()._append_rows(
            [
                {
                    **numbered,
                    "form_id": self.id,
                    "layout_id": layout.id,
                    "company_id": company.id,
                    "agency_id": agency.id,
                    "dossier_id": record._form_dossier(self.key).id,
                    "res_model": record._form_logged(self.key)._name,
                    "res_id": record._form_logged(self.key).id,
                    "part": record._form_part(self.key) or False,
                    "kind": "original",
                    "supersedes_id": former.id,
                    "day": record._form_day(self.key),
                    "at": now,
                    "user_id": self.env.uid,
                    "user_name": self.env.user._tthc_actor_name(),
                    "content": content,
                    "digest": prints._digest_of(content),
                    "pdf_digest": sha256(pdf),
                    "code": code,
                    "token": token,
                }
            ]
        )
        self.env["ir.attachment"].sudo().create(
            {
                "name": f"{row.sudo().display_name}.pdf".replace("/", "-"),
                "raw": pdf,
                "mimetype": "application/pdf",
                "res_model": row._name,
                "res_id": row.id,
            }
        )
        record._form_issued(self.key, row)
        return row.with_env(self.env), pdf

    def _number_of(self, record, former):
        """Number, running number and year for an original: the former one's, the record's own,
        or the next of the series."""
        own = record._form_own_number(self.key)
        if own:
            return {"number": own}
        if former:
            return {name: former[name] for name in ("number", "serial", "year")}
        form = self.sudo()
        if not form.number_pattern:
            return {"number": ""}
        company, agency = record._form_company(self.key), record._form_agency(self.key)
        serial, year, text = form._next_number(company, agency, record._form_at(self.key))
        return {"number": text, "serial": serial, "year": year}

    def _reprint(self, record, original, values):
        """The PDF of the original with a mark; made again of the same content and the same
        signed text where the kept one is gone."""
        row = original.with_env(self.env)._log_reprint(record._form_now().replace(microsecond=0))
        pdf = original._pdf()
        if not pdf:
            pdf = self._pdf(record, original.layout_id, values, original.number, original.token)
        mark = (
            f"BẢN IN LẠI (lần {row.copy_no}) – {row.user_name}, "
            f"{record._form_local(row.at, INSTANT, self.key)}"
        )
        reports = self.env["ir.actions.report"]
        return row.with_env(self.env), reports._tthc_marked(pdf, original.layout_id, mark)

    def _pdf(self, record, layout, values, number, token):
        url = record._form_check_url(token)
        values = {
            **values,
            "texts": {**values["texts"], "số": number},
            "qr": qr.data_uri(qr.png(url, pixels=4, border=1)),
        }
        running = " – ".join(filter(None, (self.sudo().name, number)))
        return self.env["ir.actions.report"]._tthc_form_pdf(layout, layout._page(values), running)

    @api.private
    def _issue_all(self, records):
        """Issue the form of each record, joined to one PDF."""
        return form_pages.joined([self._issue(record)[1] for record in records])
