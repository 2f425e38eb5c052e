"""``vnrestore fix``, as a user runs it."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests_support import GARBLED, RESTORED, RunCommand


@pytest.fixture
def garbled(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_bytes(GARBLED.encode())
    return path


def test_restored_text_goes_to_standard_output(vnrestore: RunCommand, garbled: Path) -> None:
    done = vnrestore("fix", garbled)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, RESTORED, b"")
    assert garbled.read_bytes() == GARBLED.encode(), "the input must stay as it is"


def test_standard_input(vnrestore: RunCommand) -> None:
    done = vnrestore("fix", "-", stdin=GARBLED.encode())
    assert (done.returncode, done.stdout.decode()) == (0, RESTORED)


def test_sample_keeps_its_lines(vnrestore: RunCommand, samples: Path) -> None:
    sample = samples / "starting_notice.noisy.txt"
    done = vnrestore("fix", sample)
    before, after = sample.read_text("utf-8"), done.stdout.decode()
    assert done.returncode == 0
    assert before != after
    assert [line == "" for line in after.split("\n")] == [line == "" for line in before.split("\n")]


def test_output_file(vnrestore: RunCommand, garbled: Path) -> None:
    out = garbled.with_name("out.txt")
    done = vnrestore("fix", garbled, "-o", out, preexec_fn=lambda: os.umask(0o027))
    assert (done.returncode, done.stdout) == (0, b"")
    assert out.read_text("utf-8") == RESTORED
    assert stat.S_IMODE(out.stat().st_mode) == 0o640, "a new file gets what the umask leaves"
    assert sorted(path.name for path in out.parent.iterdir()) == ["notice.txt", "out.txt"]


def test_output_may_name_the_input(vnrestore: RunCommand, garbled: Path) -> None:
    garbled.chmod(0o604)
    assert vnrestore("fix", garbled, "-o", garbled).returncode == 0
    assert garbled.read_text("utf-8") == RESTORED
    assert stat.S_IMODE(garbled.stat().st_mode) == 0o604, "a replaced file keeps its permissions"


def test_output_through_a_link_replaces_what_it_points_to(vnrestore: RunCommand, garbled: Path) -> None:
    target, link = garbled.with_name("target.txt"), garbled.with_name("link.txt")
    target.write_text("old", "utf-8")
    link.symlink_to(target)
    assert vnrestore("fix", garbled, "-o", link).returncode == 0
    assert link.is_symlink()
    assert target.read_text("utf-8") == RESTORED


def test_output_to_a_device(vnrestore: RunCommand, garbled: Path) -> None:
    assert vnrestore("fix", garbled, "-o", "/dev/stdout").stdout.decode() == RESTORED


def test_json(vnrestore: RunCommand, garbled: Path) -> None:
    record = json.loads(vnrestore("fix", garbled, "--json").stdout)
    assert record["schema"] == "vnrestore/restoration/1"
    assert record["text"] == RESTORED
    assert record["original"] == GARBLED
    assert isinstance(record["notice"], dict)
    assert 0 < record["confidence"] <= 1
    text = GARBLED
    for one in reversed(record["corrections"]):
        assert text[one["start"] : one["end"]] == one["original"]
        text = text[: one["start"]] + one["replacement"] + text[one["end"] :]
    assert text == RESTORED
    assert isinstance(record["suggestions"], list)


def test_diff_is_a_patch(vnrestore: RunCommand, garbled: Path) -> None:
    done = vnrestore("fix", garbled, "--diff")
    lines = done.stdout.decode().splitlines()
    assert lines[:2] == [f"--- {garbled}", f"+++ {garbled}"]
    assert [line[1:] for line in lines[2:] if line[0] == "-"] == [
        line for line in GARBLED.splitlines() if line not in RESTORED.splitlines()
    ]
    assert [line[1:] for line in lines[2:] if line[0] == "+"] == [
        line for line in RESTORED.splitlines() if line not in GARBLED.splitlines()
    ]
    assert b"\x1b" not in done.stdout, "no colour where the output is no terminal"


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_diff_in_a_terminal(
    garbled: Path, environment: dict[str, str], variables: dict[str, str], coloured: bool
) -> None:
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "vnrestore", "fix", str(garbled), "--diff"]
    child = subprocess.Popen(command, stdout=end, env=environment | variables)
    os.close(end)
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:  # how Linux tells that the other end of a terminal was closed
        pass
    os.close(terminal)
    assert child.wait(timeout=60) == 0
    assert "Thông tin".encode() in shown or "Thông".encode() in shown
    assert (b"\x1b[32m" in shown) == coloured


def test_html_page(vnrestore: RunCommand, garbled: Path) -> None:
    page = garbled.with_name("page.html")
    done = vnrestore("fix", garbled, "--html", page)
    assert done.stdout.decode() == RESTORED
    assert 'class="sure"' in page.read_text("utf-8")


def test_html_page_must_not_replace_input_or_output(vnrestore: RunCommand, garbled: Path) -> None:
    for arguments in (["--html", garbled], ["--html", "x.html", "-o", "./x.html"], ["--html", "-"]):
        done = vnrestore("fix", garbled, *arguments)
        assert done.returncode == 2
        assert done.stdout == b""
    assert garbled.read_bytes() == GARBLED.encode()


def test_min_posterior(vnrestore: RunCommand, samples: Path) -> None:
    sample = samples / "decision_medium.noisy.txt"
    bold, shy = (
        json.loads(vnrestore("fix", sample, "--json", "--min-posterior", value).stdout)["corrections"]
        for value in ("0.0", "0.999")
    )
    assert len(bold) > len(shy)
    assert all(one["posterior"] >= 0.999 for one in shy)


def test_loudness(vnrestore: RunCommand, garbled: Path) -> None:
    said = vnrestore("fix", garbled, "-v").stderr.decode()
    assert "corrections" in said
    assert said.startswith("vnrestore: ")
    assert vnrestore("fix", garbled, "-q").stderr == b""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_text_with_a_byte_order_mark(vnrestore: RunCommand, garbled: Path, encoding: str) -> None:
    garbled.write_bytes(GARBLED.encode(encoding))
    assert vnrestore("fix", garbled).stdout.decode("utf-8") == RESTORED


def test_output_is_utf8_in_any_locale(vnrestore: RunCommand, garbled: Path) -> None:
    settings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    assert vnrestore("fix", garbled, variables=settings).stdout.decode("utf-8") == RESTORED


def test_hash_seed_does_not_matter(vnrestore: RunCommand, samples: Path) -> None:
    sample = samples / "conclusions_seedlike.noisy.txt"
    outputs = {
        vnrestore("fix", sample, "--json", variables={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "77")
    }
    assert len(outputs) == 1


def test_json_lines(vnrestore: RunCommand) -> None:
    records = [{"id": 7, "text": GARBLED}, {"text": "", "page": None}]
    lines = "\n".join(json.dumps(record) for record in records) + "\n\n"
    plain = vnrestore("fix", "-", "--jsonl", stdin=lines.encode())
    assert [json.loads(line) for line in plain.stdout.decode().splitlines()] == [
        {"id": 7, "text": RESTORED},
        {"text": "", "page": None},
    ]
    full = vnrestore("fix", "-", "--jsonl", "--json", stdin=lines.encode())
    first = json.loads(full.stdout.splitlines()[0])
    assert (first["id"], first["text"], first["original"]) == (7, RESTORED, GARBLED)
    assert first["corrections"]


@pytest.mark.parametrize("line", ["Cong van", '["a"]', '{"txt": "a"}', '{"text": 5}', "[" * 100_000])
def test_bad_json_lines(vnrestore: RunCommand, line: str) -> None:
    done = vnrestore("fix", "-", "--jsonl", stdin=f'{{"text": "a"}}\n{line}\n'.encode())
    assert (done.returncode, done.stdout) == (8, b"")
    assert done.stderr.startswith(b"vnrestore: standard input: line 2 is no")
    assert done.stderr.count(b"\n") == 1


def test_own_lexicon(vnrestore: RunCommand, tmp_path: Path) -> None:
    """Words of a user's lexicon are restored to, and are left alone where they stand."""
    (tmp_path / "my.tsv").write_text("# names of our commune\nBlăng\nÊban\t50\n\nNeáng\n", "utf-8")
    noisy = "Giao ong Y Blang Eban, chuyén vién phong Vin hoa va bà Neáng Oanh thyc hién.\n"
    plain = vnrestore("fix", "-", stdin=noisy.encode()).stdout.decode()
    own = vnrestore("fix", "-", "--lexicon", "my.tsv", stdin=noisy.encode()).stdout.decode()
    assert "Blăng Êban" not in plain
    assert own == "Giao ông Y Blăng Êban, chuyên viên phòng Văn hóa và bà Neáng Oanh thực hiện.\n"
