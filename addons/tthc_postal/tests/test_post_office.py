"""Workers of a post office: the envelopes of their carrier, and nothing behind them."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import NUMBER, FreePostalCommon
from .rights import DRAWING

VIEWS = ("tthc.postal.envelope", "tthc.postal.sheet", "tthc.postal.sheet.line")
#: Everything that lies behind an envelope.
BEHIND = (
    "tthc.dossier",
    "tthc.dossier.event",
    "tthc.dossier.component",
    "tthc.shipment",
    "tthc.shipment.item",
    "tthc.shipment.event",
    "tthc.carrier.news",
    "tthc.postal.handover",
    "tthc.postal.handover.line",
    "tthc.postal.signature",
    "tthc.postal.collection",
    "tthc.postal.remittance",
)


@tagged("post_install", "-at_install")
class TestPostOffice(FreePostalCommon):
    def setUp(self):
        super().setUp()
        self.worker = self._worker("t.buuta", self.centre, self.carrier)
        self.dossier = self.result_by_post()
        self.shipment = self.sent(self.dossier)
        self.shipment.with_user(self.clerk).tracking_number = NUMBER
        self.shipment.sudo().note = "Ghi chú nội bộ"
        self.env.flush_all()
        self.envelopes = self.env["tthc.postal.envelope"].with_user(self.worker)
        self.sheets = self.env["tthc.postal.sheet"].with_user(self.worker)
        self.envelope = self.envelopes.browse(self.shipment.id)
        #: What nobody at the post may learn of the dossier.
        self.secrets = [
            self.dossier.name,
            self.dossier.lookup_token,
            self.dossier.procedure_id.name,
            "Ghi chú nội bộ",
            self.shipment.item_ids.papers,
        ]

    def _worker(self, login, company, carriers):
        return new_test_user(
            self.env,
            login,
            groups="base.group_user,tthc_postal.group_post_office,base.group_allow_export",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            tthc_carrier_ids=[(6, 0, carriers.ids)],
        )

    def assert_silent(self, answer):
        for secret in self.secrets:
            self.assertNotIn(secret, str(answer))

    def test_every_field_of_every_view_is_silent(self):
        for model in VIEWS:
            rows = self.env[model].with_user(self.worker).search([])
            self.assertTrue(rows, model)
            self.assert_silent(rows.read())
            self.assert_silent(rows.mapped("display_name"))
            names = [name for name in rows.fields_get() if name != "id"]
            self.assert_silent(rows.export_data(names)["datas"])
            specification = {name: {"fields": {"display_name": {}}} for name in names}
            self.assert_silent(rows.web_search_read([], specification))
            for name, field in rows._fields.items():
                if field.store and field.type in ("char", "selection", "many2one"):
                    self.assert_silent(rows.web_read_group([], [name], ["__count"]))

    def test_no_field_leads_behind_the_envelope(self):
        for model in VIEWS:
            for name, field in self.env[model]._fields.items():
                self.assertNotIn(field.comodel_name, BEHIND, name)
        for path in ("shipment_id", "item_ids.dossier_number", "item_ids", "note", "recipient_id"):
            with self.subTest(path=path):
                with self.assertRaises(ValueError):
                    self.envelopes.search([(path, "ilike", "H")])
                with self.assertRaises(ValueError):
                    self.envelopes.search([], order=path.split(".")[0])

    def test_nothing_behind_is_open(self):
        for model in BEHIND:
            rows = self.env[model].with_user(self.worker)
            for act in (
                lambda rows=rows: rows.search([]),
                lambda rows=rows: rows.search_read([], ["id"]),
                lambda rows=rows: rows.name_search("H"),
                lambda rows=rows: rows._read_group([], [], ["__count"]),
            ):
                with self.subTest(model=model), self.assertRaises(AccessError):
                    act()
            for operation in ("create", "write", "unlink"):
                self.assertFalse(rows.has_access(operation), model)
        for record in (self.shipment, self.dossier, self.shipment.item_ids):
            for act in ("read", "unlink", "export_data"):
                with self.assertRaises(AccessError):
                    method = getattr(record.with_user(self.worker), act)
                    method(["display_name"]) if act == "export_data" else method()

    def test_files_and_papers(self):
        self.shipment._set({"proof_picture": DRAWING})
        files = self.env["ir.attachment"].with_user(self.worker)
        homes = [*BEHIND, "res.partner"]
        self.assertFalse(files.search([("res_model", "in", homes)]))
        reports = self.env["ir.actions.report"].with_user(self.worker)
        record = self.shipment.handover_line_ids.handover_id
        with self.assertRaises(AccessError):
            reports._render_qweb_html("tthc_postal.report_handover", record.ids)

    def test_no_paper_of_any_kind(self):
        """Whatever a form reads as superuser: who may not read the record sees no paper of it."""
        reports = self.env["ir.actions.report"]
        asked = 0
        for report in reports.search([("model", "like", "tthc.%"), ("report_type", "!=", False)]):
            record = self.env[report.model].sudo().search([], limit=1)
            if not record or record.with_user(self.worker).has_access("read"):
                continue
            asked += 1
            with self.subTest(report=report.report_name), self.assertRaises(AccessError):
                reports.with_user(self.worker)._render_qweb_html(report.report_name, record.ids)
        self.assertTrue(asked)

    def test_only_its_carrier_and_centre(self):
        self.assertIn(self.envelope, self.envelopes.search([]))
        for worker in (
            self._worker("t.buuta2", self.centre, self.free_carrier),
            self._worker("t.buuta3", self.other_centre, self.carrier),
            self._worker("t.buuta4", self.centre, self.env["tthc.carrier"]),
        ):
            for model in VIEWS:
                rows = self.env[model].with_user(worker)
                self.assertFalse(rows.search([("company_id", "=", self.centre.id)]))
            with self.assertRaises(AccessError):
                self.envelope.with_user(worker).action_open_delivery()
        self.worker.tthc_carrier_ids = self.free_carrier
        self.assertFalse(self.envelopes.search([]))

    def test_what_is_not_packed_is_not_seen(self):
        draft = self.shipment_of(self.result_by_post())
        self.assertFalse(self.envelopes.search([("id", "=", draft.id)]))
        draft.with_user(self.receptionist).action_pack()
        self.assertTrue(self.envelopes.search([("id", "=", draft.id)]))

    def test_delivery_returns_the_result(self):
        outcomes = self.env["tthc.postal.envelope.outcome"].with_user(self.worker)
        context = self.envelope.action_open_failure()["context"]
        outcomes.with_context(**context).create({"reason": "Vắng nhà"}).action_confirm()
        self.assertEqual(self.shipment.state, "failed")
        context = self.envelope.action_open_delivery()["context"]
        sheet = outcomes.with_context(**context).create({"receiver_name": "Trần Thị Nhận"})
        sheet.action_confirm()
        self.assertEqual((self.shipment.state, self.dossier.state), ("delivered", "returned"))
        self.assertEqual(self.shipment.event_ids.sorted("id")[-1].user_id, self.worker)
        with self.assertRaisesRegex(UserError, "not on its way"):
            sheet.action_confirm()

    def test_what_a_colleague_enters_is_not_seen(self):
        outcome = self.env["tthc.postal.envelope.outcome"].with_user(self.worker)
        outcome = outcome.create({"envelope_id": self.envelope.id, "kind": "fail", "reason": "x"})
        other = self._worker("t.buuta5", self.centre, self.free_carrier)
        for act in (outcome.with_user(other).read, outcome.with_user(other).action_confirm):
            with self.assertRaises(AccessError):
                act()

    def test_a_collection_is_delivered_by_the_hand_over_record_only(self):
        shipment = self.env["tthc.shipment"].create(
            {
                "direction": "collect",
                "company_id": self.centre.id,
                "carrier_id": self.carrier.id,
                "recipient_name": "Người Gửi",
            }
        )
        self.env.flush_all()
        outcomes = self.env["tthc.postal.envelope.outcome"].with_user(self.worker)
        sheet = outcomes.create(
            {"envelope_id": shipment.id, "kind": "deliver", "receiver_name": "A"}
        )
        with self.assertRaises(UserError):
            sheet.action_confirm()
        self.assertEqual(shipment.state, "draft")

    def test_it_signs_for_its_side(self):
        records = self.env["tthc.postal.handover"].with_user(self.clerk)
        record = records.create({"direction": "from_post", "carrier_id": self.carrier.id})
        record.scan_in("RR123456785VN")
        self.env.flush_all()
        sheet = self.sheets.browse(record.id)
        signs = self.env["tthc.postal.sheet.sign"].with_user(self.worker)
        context = sheet.action_open_sign()["context"]
        with self.assertRaisesRegex(UserError, "Draw"):
            signs.with_context(**context).create({}).action_confirm()
        signs.with_context(**context).create({"signature": DRAWING}).action_confirm()
        self.assertEqual(record.signed_by_post, self.worker.name)
        self.assertEqual(record.signature_ids.user_id, self.worker)
        self.assertTrue(record.post_has_signed)
        centre = self.env["tthc.postal.sign"].with_user(self.clerk)
        centre.with_context(**record.action_open_sign()["context"]).create(
            {"centre_signature": DRAWING}
        ).action_confirm()
        self.assertEqual((record.state, record.sign_mode), ("signed", "drawn"))
        with self.assertRaises(UserError):
            sheet.action_open_sign()

    def test_it_writes_nothing_else(self):
        for row in (self.envelope, self.sheets.search([], limit=1)):
            for act in (lambda row=row: row.write({"name": "x"}), row.unlink, row.copy):
                with self.assertRaises(AccessError):
                    act()
        shipment = self.shipment.with_user(self.worker)
        for act in (
            lambda: shipment.action_deliver("A"),
            lambda: shipment.action_lose("A"),
            shipment.action_pack,
            shipment.action_in_transit,
            shipment.action_record_collection,
        ):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(AccessError):
            self.worker.with_user(self.worker).tthc_carrier_ids = self.free_carrier

    def test_scanning_opens_the_envelope(self):
        scan = self.env["tthc.scan"].with_user(self.worker)
        answer = scan.resolve(NUMBER)
        self.assertEqual(answer["action"]["res_model"], "tthc.postal.envelope")
        self.assert_silent(answer)
        for code in (self.dossier.name, self.dossier.lookup_token):
            answer = scan.resolve(code)
            self.assertEqual(answer["kind"], "unknown")
            self.assertNotIn(self.dossier.name, answer["message"].replace(code, ""))
        draft = self.shipment_of(self.result_by_post())
        draft.tracking_number = "RR123456785VN"
        self.assertEqual(scan.resolve("RR123456785VN")["kind"], "unknown")

    def test_screens(self):
        menus = self.env["ir.ui.menu"].with_user(self.worker)
        shown = menus.browse(menus._visible_menu_ids())
        self.assertIn(self.env.ref("tthc_postal.menu_envelopes"), shown)
        self.assertNotIn(self.env.ref("tthc_postal.menu_post"), shown)
        Form(self.envelope)
        Form(self.sheets.search([], limit=1))
        count = self.env.cr.sql_log_count
        self.env.invalidate_all()
        self.envelopes.web_search_read([], {name: {} for name in ("name", "state")})
        self.assertLessEqual(self.env.cr.sql_log_count - count, 15)
