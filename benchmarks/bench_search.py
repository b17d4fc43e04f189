"""Measure the search of 10,000 procedures at the list: ``web_search_read`` as staff, with the
columns of the list, the count, and the answer written as JSON.

    ./tthc shell -d DATABASE < benchmarks/bench_search.py

Needs a database with tthc_catalogue. Everything is made in one transaction and rolled back.
"""

import json
import os
import statistics
import sys
import time

from odoo.tests import new_test_user

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))
from synthetic_catalogue import Catalogue

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
ROUNDS = 5
SPECIFICATION = {
    "code": {},
    "short_name": {},
    "sector_id": {"fields": {"display_name": {}}},
    "state": {},
    "active": {},
}
QUERIES = {
    "words with diacritics": ["khai sinh", "giấy phép xây dựng", "đổi lái xe", "Trợ cấp xã hội"],
    "words without diacritics": [
        "khai sinh",
        "giay phep xay dung",
        "doi lai xe",
        "tro cap xa hoi",
        "dat nong nghiep bien gioi",
        "chung chi hanh nghe duoc",
        "mat hong giay phep karaoke",
    ],
    "any order, parts of words": ["sinh khai nuoc", "xe lai gi", "nghi hanh du", "thu tau ca"],
    "code": ["8.004321", "8.000001", "8.009999", "004321"],
    "beginning of a code": ["8.0043", "8.00", "8.", "8.0099"],
    "agency": ["so ho tich", "Sở Môi trường", "uy ban nhan dan cap xa", "chủ tịch sở điện"],
    "legal number": ["1200/2020/NĐ-CP", "1200/2020/nd-cp", "1077/20", "tt-btp 1155"],
    "1–2 letters": ["k", "xe", "tử", "ca", "d", "a"],
    "no hit": ["zzz", "khai sinh zzz", "9.999999", "%", "không có thủ tục như thế này"],
}


def answer(model, text):
    domain = [("search_words", "ilike", text)]
    result = model.web_search_read(domain, SPECIFICATION, limit=80, count_limit=10_001)
    json.dumps(result, default=str)
    return result["length"]


def timed(act):
    """Seconds and queries of ``act``, with no record in the cache."""
    env.invalidate_all()
    before, start = env.cr.sql_log_count, time.perf_counter()
    result = act()
    return result, time.perf_counter() - start, env.cr.sql_log_count - before


def report(title, seconds):
    ordered = sorted(second * 1000 for second in seconds)
    p95 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    print(
        f"{title:28s} median {statistics.median(ordered):6.1f} ms  p95 {p95:6.1f} ms"
        f"  max {ordered[-1]:6.1f} ms"
    )


def explain(model, text):
    query = model._search([("search_words", "ilike", text)], order=model._order, limit=80)
    code = query.select()
    env.cr.execute("EXPLAIN (ANALYZE, COSTS OFF) " + code.code, code.params)
    print(f"\nplan of {text!r}")
    for (line,) in env.cr.fetchall():
        print(f"  {line}")


def main():
    start = time.perf_counter()
    Catalogue(env).make(COUNT)
    print(f"{COUNT:,} procedures made in {time.perf_counter() - start:.0f} s")
    procedures = env["tthc.procedure"].with_context(active_test=False).search([])
    start = time.perf_counter()
    for batch in range(0, len(procedures), 1000):
        env.add_to_compute(procedures._fields["search_text"], procedures[batch : batch + 1000])
        env.flush_all()
    print(f"search text of all computed anew in {time.perf_counter() - start:.1f} s")
    env.cr.execute("SELECT avg(length(search_text))::int FROM tthc_procedure")
    print(f"characters of search text, on average: {env.cr.fetchone()[0]}\n")

    model = env["tthc.procedure"].with_user(new_test_user(env, "b", groups=STAFF))
    answer(model, "khai")
    everything, queries = [], set()
    for title, texts in QUERIES.items():
        kind = []
        for text in texts * ROUNDS:
            _rows, seconds, count = timed(lambda text=text: answer(model, text))
            kind.append(seconds)
            queries.add(count)
        everything += kind
        report(title, kind)
    report("the list, all", everything)
    names = [text for texts in QUERIES.values() for text in texts]
    report(
        "typed into a field",
        [timed(lambda text=text: model.name_search(text, limit=8))[1] for text in names * ROUNDS],
    )
    print(f"SQL queries of one search: {min(queries)} to {max(queries)}")
    for text in ("giay phep xay dung", "1200/2020/nd-cp", "xe", "k"):
        explain(model, text)


STAFF = "tthc_catalogue.group_staff"
try:
    main()
finally:
    env.cr.rollback()
