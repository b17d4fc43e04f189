"""The entry command: what it says, what it refuses, and one life from init to reset."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "cli"))
from db import anything_kept

STATE = Path(os.environ.get("TTHC_STATE_DIR") or ROOT / ".tthc")
DOWNLOADED_ODOO = STATE / "odoo" / "usr/lib/python3/dist-packages"


def clean_environment(**extra):
    """The caller's environment without what the test run itself set."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TTHC_", "PG", "PYTEST"))}
    if os.environ.get("TTHC_ODOO_PATH"):
        kept["TTHC_ODOO_PATH"] = os.environ["TTHC_ODOO_PATH"]
    return {**kept, **extra}


def tthc(*arguments, root=ROOT, prefix=(), env=None, text_in="", timeout=170):
    return subprocess.run(
        [*prefix, str(root / "tthc"), *arguments],
        env=env or clean_environment(),
        input=text_in,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refused(result, *words):
    """It failed, and the last line (of which there is one) says why and what to do."""
    assert result.returncode != 0
    lines = [line for line in result.stderr.splitlines() if line.startswith("tthc: ")]
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert "unexpected failure" not in result.stderr
    for word in words:
        assert word in lines[0]


def link_state(folder):
    """A state folder of its own that shares the unpacked Odoo and the venv."""
    folder.mkdir()
    for name in ("venv", "odoo", "download"):
        if (STATE / name).exists():
            (folder / name).symlink_to(STATE / name)
    (folder / "stamp").mkdir()
    for stamp in (STATE / "stamp").iterdir():
        shutil.copy(stamp, folder / "stamp")
    env = clean_environment(TTHC_STATE_DIR=str(folder))
    if DOWNLOADED_ODOO.exists():
        env["TTHC_ODOO_PATH"] = str(STATE / "odoo")
    return env


# --- what it says ---------------------------------------------------------------


def test_bare_call_prints_help():
    result = tthc()
    assert result.returncode == 0
    for command in ("run", "stop", "test", "lint", "init", "shell", "bench", "reset"):
        assert f"\n  {command}" in result.stdout


def test_unknown_command_is_named():
    refused(tthc("frobnicate"), "frobnicate", "./tthc")


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["init"], ["needs the name"]),
        (["init", "Bad-Name"], ["Bad-Name", "small letters"]),
        (["init", "a", "b"], ["one name too many"]),
        (["init", "a", "--from"], ["--from needs the name"]),
        (["run", "--port", "80"], ["1024"]),
        (["run", "--fast"], ["--fast", "--detach"]),
        (["lint", "--now"], ["--now", "--fix"]),
        (["i18n-export", "nothing_here"], ["no addon 'nothing_here'"]),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(arguments, words):
    refused(tthc(*arguments), *words)


def test_port_of_another_program_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused(tthc("run", "--port", str(port)), f"port {port} is taken", "--port")


def test_without_a_limit_every_addon_is_meant():
    """``init NAME`` and ``lint`` install all of addons/ when nobody limits them."""
    python, script = STATE / "venv/bin/python", ROOT / "cli/addons.py"
    result = subprocess.run([python, script, "list"], capture_output=True, text=True, check=True)
    found = {path.parent.name for path in ROOT.glob("addons/*/__manifest__.py")}
    assert set(result.stdout.strip().split(",")) == found


# --- what is missing ----------------------------------------------------------------


@pytest.fixture
def bare_copy():
    """The tooling alone, in a folder anybody may enter, as a fresh clone has it."""
    folder = Path(tempfile.mkdtemp(prefix="tthc-bare-"))
    folder.chmod(0o777)
    for name in ("cli", "config"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tthc", folder / "tthc")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def ordinary_user():
    if os.getuid():
        return ()
    nobody = pwd.getpwnam("nobody")
    return (
        "setpriv",
        "--reuid",
        str(nobody.pw_uid),
        "--regid",
        str(nobody.pw_gid),
        "--clear-groups",
    )


def test_ordinary_user_is_told_the_missing_packages(bare_copy):
    """Debian's own answer is shadowed: it knows none of the packages."""
    shim = bare_copy / "shim"
    shim.mkdir()
    (shim / "dpkg-query").write_text("#!/bin/sh\nexit 1\n")
    (shim / "dpkg-query").chmod(0o755)
    env = clean_environment(PATH=f"{shim}:{os.environ['PATH']}", HOME="/nonexistent")
    result = tthc("run", root=bare_copy, prefix=ordinary_user(), env=env)
    refused(
        result,
        "an administrator must run: apt-get install",
        "ca-certificates",
        "fonts-dejavu-core",
    )
    assert len(result.stderr.splitlines()) == 1


def test_folder_without_the_right_to_write(bare_copy):
    if not os.getuid():
        bare_copy.chmod(0o755)
    else:
        bare_copy.chmod(0o555)
    result = tthc("run", root=bare_copy, prefix=ordinary_user())
    refused(result, "no right to write", "TTHC_STATE_DIR")


def test_older_odoo_is_refused(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, 'final', 0, '')\n")
    env = clean_environment(TTHC_ODOO_PATH=str(tmp_path), TTHC_STATE_DIR=str(tmp_path / "state"))
    refused(tthc("shell", env=env), "holds Odoo 18.0", "needs Odoo 19.0")


def test_path_without_odoo_is_refused(tmp_path):
    env = clean_environment(TTHC_ODOO_PATH=str(tmp_path), TTHC_STATE_DIR=str(tmp_path / "state"))
    refused(tthc("shell", env=env), "holds no Odoo")


@pytest.mark.skipif(not DOWNLOADED_ODOO.exists(), reason="this Odoo was not downloaded")
def test_changed_download_is_refused_and_deleted(tmp_path):
    env = link_state(tmp_path / "state")
    del env["TTHC_ODOO_PATH"]
    download = tmp_path / "state" / "download"
    download.unlink()
    shutil.copytree(STATE / "download", download, symlinks=True, ignore=lambda *_: ["odoo-19"])
    changed = next(download.glob("libjs-jquery-form_*.deb"))
    changed.write_bytes(b"not a package")
    (tmp_path / "state" / "odoo").unlink()
    (tmp_path / "state" / "stamp" / "odoo").unlink(missing_ok=True)
    refused(tthc("shell", env=env), "libjs-jquery-form", "does not have the hash", "deleted")
    assert not changed.exists()


@pytest.mark.skipif(not DOWNLOADED_ODOO.exists(), reason="this Odoo was not downloaded")
def test_archive_out_of_reach_is_named(tmp_path):
    mirror = f"http://127.0.0.1:{free_port()}/debian"
    env = clean_environment(TTHC_DEBIAN_MIRROR=mirror, TTHC_STATE_DIR=str(tmp_path / "state"))
    refused(tthc("shell", env=env), "could not be fetched", mirror, "check the network")


# --- one life ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    """A state folder with its own PostgreSQL and one database, made twice at once."""
    folder = tmp_path_factory.mktemp("life")
    env = link_state(folder / "state")
    started = [
        subprocess.Popen(
            [str(ROOT / "tthc"), "init", "life", "--modules", "web"],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=170)[0] for process in started]
    yield env, [process.returncode for process in started], outputs
    tthc("reset", "--yes", "--all", env=env)


def test_two_at_once_do_not_break_each_other(life):
    _env, codes, outputs = life
    assert sorted(codes) == [0, 1], outputs
    assert "exists already" in outputs[codes.index(1)]


def test_init_refuses_an_existing_database(life):
    refused(tthc("init", "life", env=life[0]), "the database life exists already", "--force")


def test_init_refuses_an_unknown_module(life):
    refused(tthc("init", "other", "--modules", "web,nope", env=life[0]), "no module 'nope'")


def test_init_copies_a_database(life):
    """With its data, and with another identity: the two must not be taken for one."""
    env = life[0]
    refused(tthc("init", "copy", "--from", "nowhere", env=env), "no database nowhere")
    refused(tthc("init", "life", "--from", "life", "--force", env=env), "made from itself")
    script = """
env["res.partner"].create({"name": "Trong bản gốc"})
env.cr.commit()
"""
    assert tthc("shell", "-d", "life", env=env, text_in=script).returncode == 0
    assert tthc("init", "copy", "--from", "life", env=env).returncode == 0
    look = """
print(env["res.partner"].search_count([("name", "=", "Trong bản gốc")]),
      env["ir.config_parameter"].get_param("database.uuid"))
"""
    said = [tthc("shell", "-d", name, env=env, text_in=look).stdout for name in ("life", "copy")]
    assert said[0] != said[1]
    assert {words.split()[0] for words in said} == {"1"}


def test_shell_takes_a_script_and_its_arguments(life):
    script = "import sys\nprint(sys.argv[1:], env.cr.dbname, env.ref('base.lang_vi_VN').active)\n"
    result = tthc("shell", "-d", "life", "one", "two words", env=life[0], text_in=script)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "['one', 'two words'] life True"


def test_shell_fails_when_the_script_fails(life):
    assert tthc("shell", "-d", "life", env=life[0], text_in="1 / 0").returncode != 0


def test_shell_names_an_unknown_database(life):
    refused(tthc("shell", "-d", "nowhere", env=life[0]), "no database nowhere", "init nowhere")


def test_a_database_that_is_kept_waits_for_the_disk(life):
    script = "env.cr.execute('SHOW fsync'); print(env.cr.fetchone()[0])\n"
    result = tthc("shell", "-d", "life", env=life[0], text_in=script)
    assert result.stdout.strip() == "on"
    tests = ["postgres", "template1", "tthc_base_0123", "tthc_test_second", "tthc_try_days"]
    assert not anything_kept(tests)
    for name in ("tthc", "life", "tthc_bench", "my_tthc_test"):
        assert anything_kept([*tests, name])


def test_run_twice_and_stop(life):
    env, port = life[0], str(free_port())
    first = tthc("run", "--detach", "--port", port, "-d", "life", env=env)
    assert first.returncode == 0, first.stderr
    assert f"http://127.0.0.1:{port}" in first.stderr
    assert "admin" in first.stderr
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=30) as page:
        assert page.status == 200

    began = time.monotonic()
    second = tthc("run", "--port", port, "-d", "life", env=env)
    assert second.returncode == 0
    assert "already running" in second.stderr
    assert time.monotonic() - began < 5

    stopped = tthc("stop", env=env)
    assert stopped.returncode == 0, stopped.stderr
    assert "stopped the private PostgreSQL" in stopped.stderr
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", int(port)), timeout=2).close()


def test_reset_asks_first(life):
    refused(tthc("reset", env=life[0]), "--yes")


# --- ./tthc test itself --------------------------------------------------------------


def test_a_run_without_tests_fails(tmp_path):
    (tmp_path / "empty").mkdir()
    env = {**os.environ, "TTHC_TEST_DB": "tthc_cli_empty", "TTHC_TEST_MODULES": "none"}
    result = tthc("test", str(tmp_path / "empty"), env=env)
    subprocess.run(
        [str(STATE / "venv/bin/python"), str(ROOT / "cli/db.py"), "drop", "tthc_cli_empty"],
        check=True,
    )
    shutil.rmtree(STATE / "testdata/filestore/tthc_cli_empty", ignore_errors=True)
    assert result.returncode != 0
    assert "no tests ran" in result.stdout


def test_a_warning_during_installation_fails(tmp_path):
    log, allowed = tmp_path / "log", tmp_path / "allowed"
    log.write_text(
        "2026-01-01 10:00:00,000 1 INFO db odoo.modules.loading: fine\n"
        "2026-01-01 10:00:00,000 1 WARNING db odoo.addons.tthc_x: not fine\n"
        "    and its second line\n"
    )
    command = [
        str(STATE / "venv/bin/python"),
        str(ROOT / "cli/check_log.py"),
        str(log),
        str(allowed),
    ]
    allowed.write_text("# nothing\n")
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "not fine" in result.stdout and "second line" in result.stdout
    allowed.write_text("odoo[.]addons[.]tthc_x: not fine\n")
    assert subprocess.run(command, check=False).returncode == 0
