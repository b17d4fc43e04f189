"""Measure the audit of a whole catalogue of 10,000 procedures, rule by rule, and a second run.

    ./tthc shell -d DATABASE < benchmarks/bench_audit.py

Needs a database with tthc_catalogue_audit. Everything is made in one transaction, rolled back.
"""

import os
import resource
import sys
import time

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))
from synthetic_catalogue import Catalogue

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run(rules):
    total = 0
    for rule in rules:
        env.flush_all()
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        rule._audit()
        env.flush_all()
        seconds = time.perf_counter() - start
        total += seconds
        print(
            f"{rule.code:24s} {rule.open_count:7,d} open {seconds:7.2f} s"
            f" {env.cr.sql_log_count - queries:5d} queries"
        )
    print(f"{'all':24s} {sum(rules.mapped('open_count')):7,d} open {total:7.2f} s\n")


def main():
    start = time.perf_counter()
    Catalogue(env).make(COUNT, complete=True)
    print(f"{COUNT:,} procedures made in {time.perf_counter() - start:.0f} s, {memory()} MB\n")
    rules = env["tthc.audit.rule"].search([])
    for title in ("first run", "second run, nothing changed"):
        print(title)
        run(rules)
    print(f"memory at most {memory()} MB")


try:
    main()
finally:
    env.cr.rollback()
