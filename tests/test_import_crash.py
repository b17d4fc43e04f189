"""./tthc import-procedures end to end, killed in the middle and started again."""

import gzip
import json
import os
import signal
import subprocess
import time

import pytest
from databases import answer, copy_with
from test_setup_cli import ROOT, clean_environment, refused, tthc

DATABASE = "tthc_try_import"
COUNT = 240

GENERATE = """
import json
from odoo.addons.tthc_catalogue_import.tests import portal
for record in portal.records({count}):
    print(json.dumps(record, ensure_ascii=False))
"""

#: Everything that an import leaves behind, without identifiers and times.
RESULT = """
import json
records = env["tthc.import.record"].search([], order="line, id")
versions = env["tthc.procedure.version"].search([])
content = sorted(
    (version.procedure_id.code, version.decision, sorted(
        (case.name, len(case.component_ids), len(case.channel_ids), len(case.fee_ids))
        for case in version.case_ids
    ))
    for version in versions
)
issues = sorted((issue.code, issue.field, issue.reason) for issue in records.issue_ids)
print("RESULT " + json.dumps([
    [(record.code, record.state) for record in records],
    content,
    issues,
    len(env["tthc.import.batch"].search([])),
    env["tthc.legal.document"].search_count([]),
]))
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A file of made-up records, and a database to import them into."""
    copy_with("tthc_catalogue_import", DATABASE)
    generated = tthc("shell", "-d", DATABASE, text_in=GENERATE.format(count=COUNT), timeout=120)
    lines = [line for line in generated.stdout.splitlines() if line.startswith("{")]
    assert len(lines) == COUNT, generated.stderr[-2000:]
    path = tmp_path_factory.mktemp("import") / "records.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def forget():
    script = """
env["tthc.import.batch"].search([]).unlink()
env["tthc.procedure"].search([]).unlink()
env["tthc.legal.document"].search([]).unlink()
env.cr.commit()
print("RESULT null")
"""
    answer(DATABASE, script)


def run(path):
    return tthc("import-procedures", "-d", DATABASE, str(path), timeout=170)


def test_killed_import_goes_on_as_if_nothing_had_happened(file):
    whole = run(file)
    assert whole.returncode == 0, whole.stderr
    assert f"{COUNT} records in" in whole.stdout
    assert "Components" in whole.stdout
    expected = answer(DATABASE, RESULT)
    assert len(expected[1]) == COUNT
    forget()

    process = subprocess.Popen(
        [str(ROOT / "tthc"), "import-procedures", "-d", DATABASE, str(file)],
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for line in process.stderr:
        if line.strip().startswith("100 /"):
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()
    time.sleep(1)

    again = run(file)
    assert again.returncode == 0, again.stderr
    assert answer(DATABASE, RESULT) == expected


def test_same_file_again_makes_nothing(file):
    before = answer(DATABASE, RESULT)
    result = run(file)
    assert result.returncode == 0, result.stderr
    assert f"{COUNT} unchanged" in result.stdout
    assert answer(DATABASE, RESULT)[1] == before[1]


def test_two_imports_at_once(file, tmp_path):
    """The second one says so, in the language of the database, and leaves nothing behind."""
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({"ma_thu_tuc": "7.000001"}))
    script = """
import time
env.cr.execute("SELECT pg_advisory_lock(%s)", [0x74746863_696D70])
print("RESULT held", flush=True)
time.sleep(25)
"""
    holder = subprocess.Popen(
        [str(ROOT / "tthc"), "shell", "-d", DATABASE],
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        holder.stdin.write(script)
        holder.stdin.close()
        for line in holder.stdout:
            if "held" in line:
                break
        refused(run(other), "Đang có một lần nhập khác")
    finally:
        os.killpg(holder.pid, signal.SIGKILL)
        holder.wait()
        holder.stdout.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không có bản ghi"),
        (b"a;b\n1;2\n", "JSON từng dòng"),
        ("{}".encode("utf-16"), "UTF-8"),
    ],
)
def test_unreadable_file(file, tmp_path, content, words):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    refused(run(path), words)


def test_rejects_do_not_fail_the_command(file, tmp_path):
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"ma_thu_tuc": "7.000002"}\n{broken\n')
    result = run(path)
    assert result.returncode == 0, result.stderr
    assert "2 rejected" in result.stdout


def test_arguments():
    refused(tthc("import-procedures"), "needs a file")
    refused(tthc("import-procedures", "/no/such/file"), "cannot be read")
    refused(tthc("import-procedures", "--quick", "x"), "no option")
