"""A carrier's status list at size: time and memory of taking it in.

    ./tthc shell -d NAME [ROWS] < benchmarks/bench_post_status.py

Makes ROWS / 5 shipments on their way and a list of ROWS (50,000) statuses of them, newest first,
as XLSX and once more as CSV; prints how long it takes to read, judge and store the list, to find
that all of it is known, and the highest memory. Everything is rolled back.
"""

import datetime
import resource
import sys
import time

from odoo.addons.tthc_catalogue.tools import bulk
from odoo.addons.tthc_postal.tools import exchange

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 50_000
STEPS = (
    "Đang vận chuyển",
    "Đã đến bưu cục",
    "Đang đi phát",
    "Phát không thành công",
    "Phát thành công",
)
HEAD = ["Số hiệu bưu gửi", "Trạng thái", "Thời gian", "Bưu cục", "Khối lượng", "Người nhận"]
START = datetime.datetime(2026, 3, 1, 1)


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(what, function, *args):
    start, used = time.perf_counter(), time.process_time()
    result = function(*args)
    env.flush_all()
    took, used = time.perf_counter() - start, time.process_time() - used
    print(f"{what:42} {took:7.2f} s ({used:.2f} s of the processor), {memory():6.0f} MB at most")
    return result


def make_shipments(carrier, company):
    """Shipments that were handed over, each with an open row of contents."""
    count = ROWS // len(STEPS)
    shipments = bulk.insert(
        env["tthc.shipment"],
        [
            {
                "name": f"BENCH/{number:06d}",
                "company_id": company.id,
                "carrier_id": carrier.id,
                "direction": "deliver",
                "state": "handed_over",
                "last_event_at": START,
                "tracking_number": f"BENCH{number:06d}",
                "recipient_name": "Nguyễn Văn A",
                "weight": 60,
            }
            for number in range(count)
        ],
    )
    bulk.insert(
        env["tthc.shipment.item"],
        [
            {"shipment_id": one, "papers": "Kết quả", "originals": 1, "is_open": True}
            for one in shipments
        ],
    )
    env.invalidate_all()


def rows():
    for step in reversed(range(len(STEPS))):
        for number in range(ROWS // len(STEPS)):
            at = START + datetime.timedelta(hours=7 + 6 * (step + 1), seconds=number % 3600)
            yield [
                f"BENCH{number:06d}",
                STEPS[step],
                at.strftime("%d/%m/%Y %H:%M:%S"),
                "Bưu cục Trung tâm",
                62,
                "Nguyễn Văn A",
            ]


def take(data, name):
    """The whole import, as the clerk and the job do it."""
    files = env["tthc.carrier.file"]
    file = files._import(carrier, data, name, "status")
    while file.state == "waiting":
        files._take_next(reading)
        env.flush_all()
    return file


carrier = env.ref("tthc_postal.carrier_viettelpost")
reading = {}
try:
    timed(f"made {ROWS // len(STEPS)} shipments", make_shipments, carrier, env.company)
    book, text = exchange.write_xlsx(HEAD, rows()), exchange.write_csv(HEAD, rows())
    first = timed(f"XLSX of {ROWS} statuses ({len(book) // 1024} kB)", take, book, "a.xlsx")
    print(f"    {first.taken_count} new, {first.moved_count} moved, {first.repeated_count} known")
    second = timed("the same as CSV: all of it known", take, text, "a.csv")
    print(f"    {second.taken_count} new, {second.repeated_count} known")
    states = env["tthc.shipment"]._read_group([("name", "like", "BENCH/")], ["state"], ["__count"])
    print("    states:", dict(states))
finally:
    env.cr.rollback()
