"""Fail on warnings and errors in the log of an Odoo installation.

check_log.py LOG ALLOWED
"""

import re
import sys
from pathlib import Path

LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) ")
HEAD, TAIL = 2, 14


def complaints(lines, allowed):
    """The complaining lines, each with the traceback or text that follows it."""
    kept, taking = [], False
    for line in lines:
        if re.match(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ [A-Z]+ ", line):
            taking = bool(LINE.match(line)) and not any(rule.search(line) for rule in allowed)
            if taking:
                kept.append([])
        if taking:
            kept[-1].append(line)
    return kept


def shortened(entry):
    """The message, and of a long traceback only the end, which says why."""
    if len(entry) <= HEAD + TAIL:
        return entry
    return [*entry[:HEAD], "    …", *entry[-TAIL:]]


def main(log, allowed):
    rules = [line.strip() for line in Path(allowed).read_text().splitlines()]
    rules = [re.compile(line) for line in rules if line and not line.startswith("#")]
    found = complaints(Path(log).read_text(errors="replace").splitlines(), rules)
    for entry in found[:5]:
        print("\n".join(shortened(entry)))
    if len(found) > 5:
        print(f"… {len(found) - 5} more warnings or errors")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
