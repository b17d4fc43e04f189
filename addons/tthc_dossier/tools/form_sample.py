"""A dossier that never was, for looking at a layout: as most are, or as long as they get."""

from datetime import date

#: 400 characters with every kind of letter that Vietnamese has.
LONG_NAME = (
    "Công ty Trách nhiệm hữu hạn Thương mại, Dịch vụ, Xuất nhập khẩu và Đầu tư phát triển hạ tầng "
    "kỹ thuật đô thị Nguyễn Đặng Trường Giang Quỳnh Thuỷ – Chi nhánh huyện đảo, phường Ỷ La, quận "
    "Ỡ Ặng Ẵm Ự Ỹ Ỗ Ễ, khu phố Nghĩa Hưởng, đường Khuất Duy Tiến kéo dài, tổ dân phố số hai mươi "
    "bảy, ngõ một trăm linh tám, ngách bốn mươi lăm, số nhà mười hai bis, cạnh Nhà văn hoá cộng "
    "đồng các dân tộc thiểu số"
).ljust(400, "ỹ")[:400]
_PAPER = "Bản sao có chứng thực Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở số"


def values(form, long=False):
    """Values of a made-up paper, see ``tthc.form.block._drawn``; ``form`` is its key."""
    count = 30 if long else 4
    return {
        "texts": _texts(form, LONG_NAME if long else "Nguyễn Thị Thanh Thuỷ"),
        "components": [_component(index, long) for index in range(count)],
        "fees": [
            {"name": "Phí thẩm định hồ sơ", "amount": 150000, "text": "150.000 đồng",
             "state": "đã nộp"},
            {"name": "Lệ phí cấp giấy chứng nhận", "amount": 0, "text": "0 đồng",
             "state": "được miễn"},
        ],
        "payment_qr": False,
        "steps": [_step(index) for index in range(count)],
        "ledger": [_line(index, long) for index in range(count)],
        "dossiers": [_line(index, long) for index in range(count)],
        "images": {},
    }  # fmt: skip


def _texts(form, name):
    return {
        "trung tâm": "Trung tâm Phục vụ hành chính công tỉnh Mẫu",
        "tên viết tắt": "TTPVHCC",
        "cơ quan cấp trên": "Văn phòng UBND tỉnh Mẫu",
        "cơ quan": "Sở Nông nghiệp và Môi trường",
        "địa danh": "Mẫu",
        "ngày ký": date(2026, 3, 9).strftime("ngày %d tháng %m năm %Y"),
        "số": "01/MẪU",
        "người in": "Người In Thử",
        "điện thoại trung tâm": "0200 3 123 456",
        "email trung tâm": "ttpvhcc@mau.gov.vn",
        "trang web": "https://dichvucong.mau.gov.vn",
        "mã hồ sơ": "H99.01-260309-0001",
        "mã thủ tục": "1.004221",
        "tên thủ tục": "Đăng ký biến động đối với trường hợp đổi tên hoặc thay đổi thông tin về "
        "người sử dụng đất, chủ sở hữu tài sản gắn liền với đất",
        "trường hợp": "Trường hợp chung",
        "nội dung": "Đăng ký biến động quyền sử dụng đất",
        "chủ hồ sơ": name,
        "số định danh": "027•••••••19",
        "địa chỉ": "Số 12, đường Mẫu, phường Mẫu, tỉnh Mẫu",
        "số điện thoại": "0912 000 111",
        "email": "cong.dan@mau.vn",
        "người nộp": name,
        "người nộp thay": "",
        "ngày tiếp nhận": "09/03/2026",
        "giờ ngày tiếp nhận": "09 giờ 00 phút, ngày 09/03/2026",
        "hẹn trả": "17 giờ 00 phút, ngày 12/03/2026",
        "nơi trả": "Trung tâm Phục vụ hành chính công tỉnh Mẫu",
        # a refusal is signed by the desk or by the agency, never by both
        "người tiếp nhận": "Trần Văn Tiếp" if form != "refusal" else "",
        "cơ quan thẩm quyền": "Sở Nông nghiệp và Môi trường",
        "trung tâm thẩm quyền": "",
        "quyển số": "2026",
        "số thứ tự": "128",
        "mã tra cứu": "MAUMAUMAUMAU",
        "số bộ": "01",
        "thời hạn": "10 ngày làm việc",
        "lý do": "Hồ sơ chưa có bản sao chứng thực của giấy tờ quy định tại Điều 5.",
        "giải thích": "Đề nghị Ông/Bà bổ sung đầy đủ trong một lần.",
        "căn cứ": "Điều 17 Nghị định số 61/2018/NĐ-CP",
        "người ký": "Lê Thị Lãnh Đạo",
        "chức vụ người ký": "GIÁM ĐỐC",
        "lần": "1",
        "hạn bổ sung": "17 giờ 00 phút, ngày 31/03/2026",
        "người hướng dẫn": "Trần Văn Tiếp",
        "người duyệt": "Lê Thị Lãnh Đạo",
        "giai đoạn": "khi tiếp nhận hồ sơ",
        "liên hệ": "Trần Văn Tiếp, điện thoại 0200 3 123 456",
        "giấy tờ liên quan": "Giấy chứng nhận",
        "nơi có thẩm quyền": "",
        "hẹn trả trước": "17 giờ 00 phút, ngày 12/03/2026",
        "hẹn trả lại": "17 giờ 00 phút, ngày 17/03/2026",
        "đã giải quyết đến": "Thẩm định",
        "giấy tờ còn thiếu": "",
        "tiền đã nộp": "Hoàn trả 150.000 đồng",
        "trả lại giấy tờ": "Trả lại toàn bộ bản chính",
        "ngày đề nghị rút": "10/03/2026",
        "năm": "2026",
        "từ ngày": "01/01/2026",
        "đến ngày": "31/12/2026",
        "số hồ sơ": "30",
        "số giấy tờ": "95",
        "số đầu": "1",
        "số cuối": "30",
        "khóa sổ": "Sổ chưa khóa.",
        "loại sổ": "",
        "bên giao": "Trung tâm Phục vụ hành chính công tỉnh Mẫu",
        "bên nhận": "Sở Nông nghiệp và Môi trường",
        "người giao": "Trần Văn Tiếp",
        "người nhận": "Phạm Thị Nhận",
        "thời gian bàn giao": "15 giờ 30 phút, ngày 09/03/2026",
        "cơ quan giải quyết": "Sở Nông nghiệp và Môi trường",
    }


def _component(index, long):
    return {
        "name": f"{_PAPER} {index + 1}" if long or index else "Tờ khai",
        "originals": 1 if index % 2 == 0 else "",
        "certified_copies": 1 if index % 2 else "",
        "copies": "",
        "kind": "Bản chính" if index % 2 == 0 else "Bản chứng thực",
        "total": 1,
        "problem": "Thiếu trang 3, bản sao chưa có dấu chứng thực" if index % 3 == 0 else "",
    }


def _step(index):
    return {
        "agency": ("Trung tâm Phục vụ hành chính công", "Sở Nông nghiệp và Môi trường")[index % 2],
        "step": f"Bước {index + 1}",
        "given_at": f"09 giờ {index:02d} phút, ngày 09/03/2026",
        "given_by": "Trần Văn Tiếp",
        "taken_at": f"10 giờ {index:02d} phút, ngày 09/03/2026",
        "taken_by": "Phạm Thị Nhận",
        "due": "17 giờ 00 phút, ngày 10/03/2026",
        "ended_at": "15 giờ 00 phút, ngày 10/03/2026",
        "result": "Trước hạn",
        "remark": "",
    }


def _line(index, long):
    return {
        "number": index + 1,
        "name": f"H99.01-260309-{index + 1:04d}",
        "procedure": "Đăng ký biến động quyền sử dụng đất",
        "owner": LONG_NAME if long and index == 2 else "Nguyễn Thị Thanh Thuỷ",
        "address": "Số 12, đường Mẫu, phường Mẫu, 0912000111",
        "agency": "Sở Nông nghiệp và Môi trường",
        "received": "09/03/2026",
        "due": "12/03/2026",
        "returned": "",
        "method": "Trực tiếp",
        "remark": "",
        "quantity": 1,
        "papers": 3,
        "giver": "",
        "taker": "",
    }
