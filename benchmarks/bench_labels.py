"""Measure labels of envelopes: 2,000 A6 pages with barcode and QR code, drawn as the job
draws them, and the same label as HTML through wkhtmltopdf for comparison.

    ./tthc shell -d DATABASE < benchmarks/bench_labels.py

Needs a database with tthc_postal; another number of labels may be given as an argument. Everything
is made in one transaction and rolled back.
"""

import resource
import sys
import time

from odoo.addons.tthc_postal.models import tthc_postal_label_job
from odoo.addons.tthc_postal.tests.common import FreePostalCommon

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
COMPARED = 20

HTML = """<html><head><meta charset="utf-8"></head><body style="margin:0">{}</body></html>"""
PAGE = """<div style="page-break-after: always; width: 105mm; height: 140mm">
<b>{label.carrier}</b> {label.service}
<div><img src="{bars}" style="width:90mm;height:14mm"></div>{label.code}
<p>{label.sender.name}</p><h2>{label.receiver.name}</h2><p>{label.receiver.street}</p>
<h1>{label.receiver.commune}<br>{label.receiver.province}</h1>
<img src="{dots}" style="width:27mm"></div>"""


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


desk = FreePostalCommon.on_shell(env)
FreePostalCommon._make_post()
shipments = env["tthc.shipment"].create(
    [
        {
            "company_id": desk.centre.id,
            "carrier_id": desk.carrier.id,
            "service": "Bưu chính công ích",
            "recipient_name": f"Nguyễn Thị Thu Hường {number}",
            "recipient_phone": "0912000111",
            "recipient_street": f"Số {number}, ngõ 15, đường Nguyễn Đăng Đạo",
            "recipient_commune": "Phường Võ Cường",
            "recipient_state_id": env.ref("base.state_vn_VN-56").id,
            "weight": 75,
        }
        for number in range(COUNT)
    ]
)
for number, shipment in enumerate(shipments):
    shipment._set({"name": f"BG/BENCH/{number:05d}", "state": "packed"})
env.flush_all()
env.invalidate_all()

before = memory()
start = time.perf_counter()
job = env["tthc.postal.label.job"]._start(shipments).sudo()
for part in job.part_ids:
    part._run()
drawn = time.perf_counter() - start
job._finish()
seconds = time.perf_counter() - start
file = env["ir.attachment"].search(
    [("res_model", "=", job._name), ("res_field", "=", "file"), ("res_id", "=", job.id)]
)
assert job.state == "done" and file
print(
    f"drawn: {COUNT:,} labels in {seconds:.1f} s (parts of {tthc_postal_label_job.PART}: "
    f"{drawn:.1f} s, put together: {seconds - drawn:.1f} s)"
)
size = len(file.raw) / 1024**2
print(f"memory: {before:.0f} MiB before, at most {memory():.0f} MiB; file {size:.1f} MiB")

report = env["ir.actions.report"]
if report.get_wkhtmltopdf_state() != "install":
    from odoo.addons.tthc_catalogue.tools import qr

    some = shipments[:COMPARED]
    start = time.perf_counter()
    pages = []
    for row in some:
        label = row._label()
        bars, dots = (qr.data_uri(qr.png(text)) for text in (label.code, label.number))
        pages.append(PAGE.format(label=label, bars=bars, dots=dots))
    paper = {"format": "custom", "page_width": 105, "page_height": 148}
    report._tthc_wkhtmltopdf(HTML.format("".join(pages)), (2, 2, 5, 5), paper)
    taken = time.perf_counter() - start
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"wkhtmltopdf: {COMPARED} labels in {taken:.1f} s, {children:.0f} MiB; "
        f"{COUNT:,} would take {taken / COMPARED * COUNT:.0f} s"
    )
env.cr.rollback()
