"""Synthetic records in the national portal's format, and the proof that a parser lost nothing.

No text of a real record stands here: names, sums and numbers are made up.
"""

import random
import re

from ..tools import channels, components, legal
from ..tools.text import NOTHING, clean

RESIDUE = (
    "Chọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành-- Chọn Tỉnh/ Thành phố --Phường/ XãSở"
    "-- Chọn Phường/ Xã --Hệ thống chỉ hiển thị những cơ quan đã áp dụng dịch vụ công trực tuyến"
    "Nộp hồ sơ"
)
SECTORS = ("Chợ phiên", "Vườn ươm", "Bến đò ngang", "Thả diều", "Làng nghề")
THINGS = ("bến đò ngang", "quầy chợ phiên", "vườn ươm cây giống", "câu lạc bộ thả diều")
ACTS = ("Cấp giấy xác nhận", "Gia hạn giấy xác nhận", "Thu hồi giấy xác nhận", "Đăng ký")
PAPERS = ("Tờ khai", "Sơ đồ vị trí", "Giấy giới thiệu (nếu có)", "Bản cam kết;", "Ảnh chụp.")
LEVELS = ("Cấp xã", "Cấp tỉnh", "Cấp bộ", "Cấp tỉnh, Cấp xã")
GROUPS = ("Công dân Việt Nam", "Cán bộ, công chức, viên chức, Doanh nghiệp", "Hợp tác xã")


def channel(label, time, fee, note="", description=""):
    return f"{label}{time}{fee}{note}{description}"


def channel_table(*rows):
    return channels.HEADER + "".join(rows)


def component_table(*groups):
    """Groups of (heading, [(name, form, count), …])."""
    return "".join(
        heading + components.TITLES + "".join(name + form + count for name, form, count in rows)
        for heading, rows in groups
    )


def legal_table(*rows):
    return legal.HEADER + "".join(title + number for title, number in rows)


def result_text(*rows, keywords=NOTHING, description=NOTHING, residue=RESIDUE):
    body = "".join(f"{name}Mã: {code}" for name, code in rows)
    return f"{body}Từ khóa{keywords}Mô tả{description}{residue}"


def record(number=1, **values):
    """A complete record of the made-up procedure ``number``."""
    name = f"{ACTS[number % len(ACTS)]} {THINGS[number % len(THINGS)]} số {number}"
    return {
        "ma_thu_tuc": f"8.{number:06d}",
        "detail_url": f"https://example.org/thu-tuc/{number}",
        "formality_id": "",
        "ten_thu_tuc": name,
        "so_quyet_dinh": "12/QĐ-BVD",
        "cap_thuc_hien": LEVELS[number % len(LEVELS)],
        "loai_thu_tuc": "TTHC được giao luật quy định chi tiết",
        "linh_vuc": SECTORS[number % len(SECTORS)],
        "doi_tuong_thuc_hien": GROUPS[number % len(GROUPS)],
        "co_quan_co_tham_quyen": "Ủy ban nhân dân cấp xã",
        "dia_chi_tiep_nhan": "",
        "co_quan_duoc_uy_quyen": "",
        "co_quan_phoi_hop": "",
        "thu_tuc_lien_quan": NOTHING,
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\nBước 2: Trả kết quả trong 03 ngày làm việc.",
        "cach_thuc_thuc_hien": channel_table(
            channel("Trực tiếp", "3 Ngày làm việc", "50,000 Việt Nam Đồng", "(Lệ phí cấp giấy)"),
            channel("Trực tuyến", "3 Ngày làm việc", "50,000 Việt Nam Đồng", "(Lệ phí cấp giấy)"),
        ),
        "thanh_phan_ho_so": component_table(
            (
                "--",
                [
                    (f"Tờ khai số {number} theo mẫu", "Mẫu số 01.docx", "1 bản chính"),
                    ("Bản vẽ vị trí;", "", "0 bản chính,1 bản sao"),
                ],
            )
        ),
        "can_cu_phap_ly": legal_table(
            ("Luật Thử nghiệm", "91/2024/QH15"),
            ("Nghị định 92/2025/NĐ-CP", "92/2025/NĐ-CP"),
        ),
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "yeu_cau_dieu_kien": NOTHING,
        "ket_qua_xu_ly": result_text((f"Giấy xác nhận số {number}", f"KQ.G99.{number:06d}")),
        "bo": "bo-thu",
        **values,
    }


def records(count, seed=1):
    """``count`` different records, a part of them with what a person must look at."""
    dice = random.Random(seed)
    for number in range(1, count + 1):
        rows = []
        for label in channels.CHANNELS:
            time = dice.choice(("5 Ngày", "7 Ngày làm việc", "8 Giờ", "2 Tháng", "3", NOTHING))
            fee = dice.choice(("Miễn phí", NOTHING, "Miễn phí", "120,000 Việt Nam Đồng"))
            if time == "3" and fee[0].isdigit():
                fee = "Miễn phí"
            note = dice.choice(("", "", "(Phí thẩm định)", "(Lệ phí cấp giấy)"))
            rows.append(channel(label, time, fee, note, dice.choice(("", "Nộp tại quầy."))))
        papers = [
            (
                f"{position}) {dice.choice(PAPERS)}",
                dice.choice(("", "", "Mẫu số 02.docx")),
                dice.choice(("1 bản chính", "0 bản chính,1 bản sao", "0 bản chính")),
            )
            for position in range(dice.randint(2, 9))
        ]
        groups = [("--", papers)]
        if number % 4 == 0:
            groups.append((f"Trường hợp gia hạn lần {number % 3 + 1}:", papers[:2]))
        yield record(
            number,
            cach_thuc_thuc_hien=channel_table(*rows),
            thanh_phan_ho_so=component_table(*groups),
        )


def lost(found, raw):
    """What of ``raw`` is neither layout of the page, nor in a row, nor in an issue: a list of
    texts, empty when the parser kept everything."""
    problems = []
    if "".join(piece.text for piece in found.pieces) != clean(raw):
        problems.append("the pieces do not join to the source")
    kept = _solid("\n".join([*map(_text_of, found.rows), *(i.verbatim for i in found.issues)]))
    kept += _solid(f"{getattr(found, 'keywords', '')}{getattr(found, 'description', '')}")
    queued = _solid("\n".join(issue.verbatim for issue in found.issues))
    for piece in found.pieces:
        where = {"value": kept, "queued": queued}.get(piece.kind)
        if where is not None and _solid(piece.text) not in where:
            problems.append(piece.text)
    return problems


def _solid(text):
    return re.sub(r"\s+", "", text)


def _text_of(row):
    if isinstance(row, components.CaseRow):
        papers = (paper.name + "".join(paper.forms) + paper.count_text for paper in row.components)
        return "\n".join([row.name, *papers])
    if isinstance(row, channels.ChannelRow):
        return f"{row.time_text}\n{row.fee.cell}\n{row.fee.raw_note}\n{row.description}"
    return "\n".join([row.name, getattr(row, "number", ""), getattr(row, "code", "")])
