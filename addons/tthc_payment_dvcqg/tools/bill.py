"""``bill_info``: what a payment on the national platform is for. Plain Python."""

from dataclasses import dataclass, field
from datetime import timedelta, timezone

_GMT_7 = timezone(timedelta(hours=7))
#: LoaiPhiLePhi: a charge; anything else, postage too, is the price of a service.
CHARGE, FEE = "2", "1"
#: Of payments of fines only; the platform wants them present.
_FINE = (
    "MaLoaiHinhThuPhat",
    "TenLoaiHinhThuPhat",
    "KhoBac",
    "NgayQD",
    "SoQD",
    "ThoiGianViPham",
    "DiaDiemViPham",
    "TenNguoiViPham",
    "TaiKhoanThuNSNN",
)


@dataclass(frozen=True)
class Line:
    """A fee (``phi``), a charge (``le_phi``) or another sum, VND."""

    name: str
    kind: str
    amount: int


@dataclass(frozen=True)
class Account:
    """Where the money goes: number, bank code and holder."""

    number: str = ""
    bank: str = ""
    holder: str = ""


@dataclass(frozen=True)
class Payer:
    """Who pays."""

    name: str = ""
    identity: str = ""
    address: str = ""
    district: str = ""
    province: str = ""


@dataclass(frozen=True)
class Bill:
    """A payment request as the platform wants to know it.

    :ivar service_kind: MaDichVu, 2 for fees and charges
    :ivar service_suffix: what follows the procedure's code in MaDVC
    :ivar fee_code: MaPhiLePhi of every line
    """

    dossier: str
    procedure_code: str
    procedure_name: str
    content: str
    amount: int
    unit_code: str = ""
    unit_name: str = ""
    service_kind: str = "2"
    service_suffix: str = ""
    fee_code: str = "2"
    lines: tuple = ()
    account: Account = field(default_factory=Account)
    payer: Payer = field(default_factory=Payer)


def bill_info(bill, fixed=None, names=None):
    """The ``bill_info`` of a payment.

    Lines that do not add up to the amount (a part was paid before) become one line of it.

    :param fixed: values that replace ours or come in addition, by our names
    :param names: other names of our fields, at every depth
    """
    lines = bill.lines
    if sum(line.amount for line in lines) != bill.amount:
        kind = lines[0].kind if lines else "le_phi"
        lines = (Line(bill.content, kind, bill.amount),)
    info = {
        "MaDichVu": bill.service_kind,
        "TKThuHuong": bill.account.number,
        "MaNHThuHuong": bill.account.bank,
        "TenTKThuHuong": bill.account.holder,
        "PhiLePhi": [
            {
                "LoaiPhiLePhi": CHARGE if line.kind == "le_phi" else FEE,
                "MaPhiLePhi": bill.fee_code,
                "TenPhiLePhi": line.name,
                "SoTien": line.amount,
            }
            for line in lines
        ],
        "MaDonVi": bill.unit_code,
        "TenDonVi": bill.unit_name,
        "MaHoSo": bill.dossier,
        "MaTTHC": bill.procedure_code,
        "TenTTHC": bill.procedure_name,
        "MaDVC": f"{bill.procedure_code}{bill.service_suffix}",
        "TenDVC": bill.procedure_name,
        "NoiDungThanhToan": bill.content,
        "HoTenNguoiNop": bill.payer.name,
        "SoCMNDNguoiNop": bill.payer.identity,
        "DiaChiNguoiNop": bill.payer.address,
        "HuyenNguoiNop": bill.payer.district,
        "TinhNguoiNop": bill.payer.province,
        "MaCoQuanQD": bill.unit_code,
        "TenCoQuanQD": bill.unit_name,
        **dict.fromkeys(_FINE, ""),
        "DSKhoanNop": [{"NoiDung": bill.content, "SoTien": str(bill.amount)}],
        **(fixed or {}),
    }
    return rename(info, names or {})


def rename(value, names):
    """``value`` with the names of its fields replaced, at every depth."""
    if isinstance(value, dict):
        return {names.get(name, name): rename(item, names) for name, item in value.items()}
    return [rename(item, names) for item in value] if isinstance(value, list) else value


def lookup_code(dossier, instant):
    """MaTraCuuTT: the dossier's number and the time of the look-up (naive UTC, shown in GMT+7)."""
    local = instant.replace(tzinfo=timezone.utc).astimezone(_GMT_7)
    return f"{dossier}{local:%Y%m%d%H%M%S}"
