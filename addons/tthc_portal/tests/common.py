"""A citizen with an account, whose dossier waits for a supplement."""

import io

from PIL import Image
from pypdf import PdfWriter

from odoo import http
from odoo.tests import new_test_user

from odoo.addons.tthc_dossier.tests.common import DossierCommon


def document(width=200):
    """Bytes of a PDF of one empty page."""
    target = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width, 300)
    writer.write(target)
    return target.getvalue()


PDF = document()


def picture(shade=200, size=(60, 80)):
    """Bytes of a small PNG."""
    target = io.BytesIO()
    Image.new("L", size, shade).save(target, "PNG")
    return target.getvalue()


class PortalCommon(DossierCommon):
    """``citizen_user`` owns :meth:`asked`'s dossier, ``neighbour`` does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen_user, cls.neighbour = (
            new_test_user(
                cls.env,
                login,
                password=login,
                groups="base.group_portal",
                email=f"{login}@example.com",
                company_id=cls.centre.id,
                company_ids=[(6, 0, cls.centre.ids)],
            )
            for login in ("t.nguoidan", "t.hangxom")
        )

    def asked(self, **more):
        """A dossier of the citizen that waits for two things, one of them on its list."""
        dossier = self.take_in(owner=self.citizen_user.partner_id.id, **more)
        dossier.with_user(self.receptionist).action_forward()
        items = [
            {"component_id": dossier.component_ids[0].id, "problem": "chụp mờ"},
            {"name": "Ảnh 4×6", "problem": "thiếu", "originals": 2},
        ]
        dossier.with_user(self.officer).action_request_supplement("Bổ sung", items=items)
        return dossier

    def draft(self, dossier, user=None):
        """The citizen's draft for it."""
        acting = dossier.with_user(user or self.citizen_user).sudo()
        return acting.env["tthc.online.supply"]._open_draft(acting)

    def supplied(self, dossier, files=((0, "to khai.pdf", PDF),), **more):
        """What the citizen sent; ``files`` are item index, name and bytes."""
        draft = self.draft(dossier)
        for index, name, content in files:
            draft._add_file(draft.round_id.item_ids[index], name, content, None)
        draft._send(**more)
        return draft.with_env(self.env)

    # Over HTTP: for those who are an HttpCase as well ---------------------------------------------

    def log_in(self, user=None):
        login = (user or self.citizen_user).login
        self.authenticate(login, login)

    def post(self, path, files=None, token=True, json=False, **data):
        if token:
            data["csrf_token"] = http.Request.csrf_token(self)
        headers = {"Accept": "application/json"} if json else {}
        return self.url_open(path, data=data, files=files, headers=headers)

    def upload(self, dossier, index=0, name="to khai.pdf", content=PDF, key="", **more):
        item = dossier.supplement_round_ids[-1:].item_ids[index]
        return self.post(
            f"/my/dossiers/{dossier.id}/supplement/files",
            files={"file": (name, content)},
            item_id=item.id,
            key=key,
            json=True,
            **more,
        )
