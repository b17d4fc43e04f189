"""A published procedure that the public may see, offered at two centres."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.tthc_catalogue.tests.common import CatalogueCase

NAME = "Thủ tục đăng ký thử nghiệm bưu kiện <script>alert('x')</script>"
PDF = b"%PDF-1.4 mau don"


class PostingCase(CatalogueCase):
    """Dates are counted from the day in Việt Nam, so that no test depends on the day it runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env["tthc.procedure"]._public_today()
        cls.procedure.write({"name": NAME, "short_name": "đăng ký thử nghiệm"})
        cls.centre = cls.make_centre("Trung tâm thử Một", "H99.01")
        cls.centre2 = cls.make_centre("Trung tâm thử Hai", "H99.02")
        cls.offer = cls.env["tthc.offer"].create(
            {
                "company_id": cls.centre.id,
                "procedure_id": cls.procedure.id,
                "agency_id": cls.agency.id,
                "counter": "Quầy 7",
            }
        )
        cls.document.write(
            {
                "name": "Nghị định thử",
                "url": "https://vanban.example/901",
                "date_effective": "2020-01-01",
            }
        )

    @classmethod
    def make_centre(cls, name, code):
        return cls.env["res.company"].create(
            {
                "name": name,
                "street": "Số 5, đường Thử",
                "phone": "0222 300 9999",
                "tthc_is_centre": True,
                "tthc_level": "commune",
                "tthc_unit_code": code,
                "tthc_superior_name": "UBND xã Thử",
            }
        )

    @classmethod
    def days(cls, number):
        return cls.today + timedelta(days=number)

    @classmethod
    def make_rich(cls, date_from=None, **values):
        """A draft with a value in every field that must be posted."""
        level = cls.env["tthc.level"].search([], limit=1)
        group = cls.env["tthc.target.group"].search([], limit=1)
        return cls.make_draft(
            date_from or cls.days(-10),
            **{
                "decision": "77/QĐ-THU",
                "level_ids": [Command.set(level.ids)],
                "target_group_ids": [Command.set(group.ids)],
                "executing_agency": "Sở Thử nghiệm thực hiện",
                "competent_agency": "Ủy ban có thẩm quyền thử",
                "process_text": "Bước 1: nộp hồ sơ thử\nBước 2: nhận kết quả thử",
                "conditions": "Phải đủ điều kiện thử",
                "reception_address": "Nơi tiếp nhận thử",
                **values,
            },
        )

    @classmethod
    def add_form(cls, version, name="Mẫu đơn số 01.pdf", content=PDF, **values):
        """A form file of the draft's first component, uploaded as its editor does."""
        component = version.case_ids.component_ids[:1]
        file = (
            cls.env["ir.attachment"]
            .with_user(cls.users["editor"])
            .create({"name": name, "raw": content, **values})
        )
        component.write({"form_attachment_ids": [Command.link(file.id)]})
        return file

    @classmethod
    def publish_rich(cls, version):
        if hasattr(cls, "publish"):
            return cls.publish(version)
        version.with_user(cls.users["publisher"]).action_publish()
        return version

    @classmethod
    def make_clerk(cls, login, centre):
        return new_test_user(
            cls.env,
            login,
            groups="tthc_posting.group_posting",
            company_id=centre.id,
            company_ids=[Command.set(centre.ids)],
        )

    @classmethod
    def make_board(cls, centre, name="Bảng niêm yết sảnh", kind="hall"):
        return cls.env["tthc.posting.board"].create(
            {"name": name, "kind": kind, "company_id": centre.id}
        )

    def post(self, version, board=None, user=None, **values):
        """Post by the wizard, as the clerk does it; the sheet is really printed."""
        board = board or self.board
        wizard = self.env["tthc.posting.wizard"].with_user(user or self.clerk)
        wizard = wizard.with_context(force_report_rendering=True).with_company(board.company_id)
        action = wizard.create(
            {
                "company_id": board.company_id.id,
                "board_id": board.id,
                "version_ids": [Command.set(version.ids)],
                **values,
            }
        ).action_post()
        return self.env["tthc.posting"].search(action["domain"])
