"""Import of a file and of one five times as long: time and memory, for ./tthc shell.

    ./tthc shell -d NAME < benchmarks/bench_import.py

NAME is a database of its own with tthc_catalogue_import: what is imported stays there. Prints the
time a record takes and the process's memory at several points of each run; a ratio near 1 says
that neither grows with the file.
"""

import gzip
import json
import os
import tempfile

from odoo.addons.tthc_catalogue_import.tests import portal

SHORT = 400
FACTOR = 5


def resident():
    """Memory of this process in MB (Linux)."""
    with open("/proc/self/statm") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def write_file(folder, count, offset):
    path = os.path.join(folder, f"{count}.jsonl.gz")
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for number, record in enumerate(portal.records(count), offset):
            record["ma_thu_tuc"] = f"7.{number:06d}"
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def measure(path):
    memory = []
    batches = env["tthc.import.batch"]
    batch = batches.import_file(path, lambda _batch: memory.append(resident()))
    return batch.total, batch.seconds, memory


with tempfile.TemporaryDirectory() as folder:
    runs = []
    for count, offset in ((SHORT, 1), (SHORT * FACTOR, 100_000)):
        path = write_file(folder, count, offset)
        total, seconds, memory = measure(path)
        points = ", ".join(f"{value:.0f}" for value in memory[:: max(1, len(memory) // 6)])
        print(f"{total} records: {seconds:.1f} s, {1000 * seconds / total:.1f} ms each")
        print(f"  memory after chunks: {points} MB; highest {max(memory):.0f} MB")
        again = measure(path)
        print(f"  the same file again: {again[1]:.1f} s, {1000 * again[1] / total:.1f} ms each")
        runs.append((seconds / total, max(memory)))
    (short_time, short_memory), (long_time, long_memory) = runs
    print(f"{FACTOR} times the file: time a record × {long_time / short_time:.2f},", end=" ")
    print(f"highest memory × {long_memory / short_memory:.2f}")
