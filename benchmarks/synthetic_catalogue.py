"""A catalogue of invented procedures with Vietnamese names, made in the caller's transaction."""

import itertools
import random

from odoo.fields import Command

BATCH = 500
ACTIONS = [
    "Đăng ký",
    "Cấp",
    "Cấp lại",
    "Cấp đổi",
    "Gia hạn",
    "Thu hồi",
    "Điều chỉnh",
    "Xác nhận",
    "Công nhận",
    "Thẩm định",
    "Phê duyệt",
    "Chuyển đổi",
    "Chấm dứt",
    "Thông báo",
    "Bổ sung",
    "Hỗ trợ",
    "Giải quyết",
    "Miễn giảm",
    "Xóa",
    "Thay đổi",
]
OBJECTS = [
    "khai sinh",
    "khai tử",
    "kết hôn",
    "giám hộ",
    "giấy phép lái xe",
    "giấy phép xây dựng",
    "quyền sử dụng đất",
    "hộ kinh doanh",
    "hợp tác xã",
    "thẻ bảo hiểm y tế",
    "chế độ thai sản",
    "giấy phép môi trường",
    "chứng chỉ hành nghề dược",
    "giấy phép hoạt động điện lực",
    "đất nông nghiệp",
    "tàu cá",
    "phương tiện thủy nội địa",
    "văn bằng",
    "giấy phép lao động",
    "trợ cấp xã hội",
    "hành nghề luật sư",
    "văn phòng công chứng",
    "di tích lịch sử",
    "giấy phép karaoke",
    "khai thác khoáng sản",
]
QUALIFIERS = [
    "",
    "có yếu tố nước ngoài",
    "lưu động",
    "trường hợp đã có hồ sơ",
    "đối với người có công",
    "của doanh nghiệp nhỏ và vừa",
    "tại cấp xã",
    "do bị mất hoặc hư hỏng",
    "lần đầu",
    "trong khu công nghiệp",
    "đối với hộ nghèo",
    "theo quyết định của Tòa án",
    "cho tổ chức nước ngoài",
    "tại vùng biên giới",
    "qua dịch vụ bưu chính công ích",
    "trực tuyến toàn trình",
    "có vốn đầu tư nước ngoài",
    "thuộc thẩm quyền của Bộ",
    "thuộc thẩm quyền cấp tỉnh",
    "đối với người chưa thành niên",
]
FIELDS = [
    "Hộ tịch",
    "Đất đai",
    "Đường bộ",
    "Bảo hiểm xã hội",
    "Hoạt động xây dựng",
    "Môi trường",
    "Dược phẩm",
    "Thành lập và hoạt động doanh nghiệp",
    "Lao động",
    "Bảo trợ xã hội",
    "Văn hóa",
    "Thủy sản",
    "Công chứng",
    "Khoáng sản",
    "Điện",
    "Giáo dục",
    "Người có công",
    "Đường thủy nội địa",
    "Luật sư",
    "Hợp tác xã",
]


def names(count):
    """``count`` names, each once."""
    combined = itertools.product(QUALIFIERS, OBJECTS, ACTIONS)
    for name in itertools.islice(combined, count):
        qualifier, thing, action = name
        yield f"{action} {thing} {qualifier}".strip()


class Catalogue:
    """Procedures with one published version each; a third of them offered at three centres."""

    def __init__(self, env, seed=7):
        context = {**env.context, "tracking_disable": True, "mail_create_nosubscribe": True}
        self.env = env(context=context)
        self.random = random.Random(seed)

    def make(self, count, complete=False):
        """Make ``count`` procedures.

        :param complete: with case, components, channel, fee, result and steps
        """
        self._make_surroundings()
        rows = list(enumerate(names(count), 1))
        for start in range(0, len(rows), BATCH):
            self._make_batch(rows[start : start + BATCH], complete)
            self.env.flush_all()
            self.env.invalidate_all()
        self.env.cr.execute(
            "UPDATE tthc_procedure_version SET state = 'published', published_at = now() "
            "WHERE state = 'draft' AND decision LIKE '%/QĐ-BENCH'"
        )
        self.env.invalidate_all()
        for table in ("tthc_procedure", "tthc_procedure_version", "tthc_offer"):
            self.env.cr.execute(f"ANALYZE {table}")  # pylint: disable=sql-injection

    def _make_surroundings(self):
        create = self.env["tthc.sector"].create
        self.sectors = create([{"name": f"{name} (đo)"} for name in FIELDS])
        self.agencies = self.env["tthc.agency"].create(
            [{"name": f"Sở {name} (đo)"} for name in FIELDS]
        )
        self.documents = self.env["tthc.legal.document"].create(
            [
                {"number": f"{n}/{2010 + n % 17}/{kind}", "name": f"Quy định số {n}"}
                for n in range(1001, 1301)
                for kind in ("NĐ-CP", "TT-BTP", "QH15")
            ]
        )
        self.centres = self.env["res.company"].create(
            [{"name": f"Trung tâm đo {n}", "tthc_is_centre": True} for n in range(3)]
        )

    def _make_batch(self, rows, complete):
        pick = self.random
        procedures = self.env["tthc.procedure"].create(
            [
                {"code": f"8.{n:06}", "name": name, "sector_id": pick.choice(self.sectors).id}
                for n, name in rows
            ]
        )
        self.env["tthc.procedure.version"].create(
            [self._version(procedure, complete) for procedure in procedures]
        )
        self.env["tthc.offer"].create(
            [
                {
                    "procedure_id": procedure.id,
                    "company_id": centre.id,
                    "agency_id": pick.choice(self.agencies).id,
                    "posted": pick.random() < 0.8,
                }
                for procedure in procedures
                if pick.random() < 0.33
                for centre in self.centres
            ]
        )

    def _version(self, procedure, complete):
        pick = self.random
        documents = pick.sample(self.documents.ids, pick.randint(2, 8))
        values = {
            "procedure_id": procedure.id,
            "decision": f"{procedure.id}/QĐ-BENCH",
            "date_from": "2026-01-01",
            "executing_agency": f"Ủy ban nhân dân cấp {pick.choice(['xã', 'tỉnh'])}",
            "competent_agency": f"Chủ tịch {pick.choice(self.agencies).name}",
            "keywords": pick.choice(["giấy tờ tùy thân", "hộ gia đình", "chứng nhận", ""]),
            "process_text": "Bước 1: nộp hồ sơ tại Trung tâm. " * 30,
            "legal_document_ids": [Command.set(documents)],
        }
        if complete:
            values["case_ids"] = [Command.create(self._case(documents))]
        return values

    def _case(self, documents):
        pick = self.random
        papers = ["Tờ khai theo mẫu", "Bản sao căn cước", "Giấy ủy quyền", "Hợp đồng", "Bản vẽ"]
        return {
            "name": "Trường hợp chung",
            "component_ids": [
                Command.create(
                    {
                        "name": paper,
                        "originals": 1,
                        "form_code": "Mẫu số 01" if pick.random() < 0.8 else False,
                    }
                )
                for paper in papers
            ],
            "channel_ids": [
                Command.create({"channel": name, "time_value": pick.randint(3, 30)})
                for name in ("counter", "online")
            ],
            "fee_ids": [
                Command.create(
                    {
                        "name": "Lệ phí",
                        "kind": "le_phi",
                        "amount": pick.choice([0, 100, 20000, 150000]),
                        "legal_document_id": documents[0],
                    }
                )
            ],
            "result_ids": [Command.create({"name": "Giấy chứng nhận"})],
            "step_ids": [
                Command.create(
                    {
                        "name": name,
                        "kind": kind,
                        "agency_kind": "competent" if hours > 4 else "centre",
                        "hours": hours,
                    }
                )
                for name, kind, hours in (
                    ("Tiếp nhận", "receive", 2),
                    ("Thẩm định", "process", pick.choice((8, 16, 40))),
                    ("Phê duyệt", "approve", 6),
                    ("Trả kết quả", "return", 0),
                )
            ],
        }
