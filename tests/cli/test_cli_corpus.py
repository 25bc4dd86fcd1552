"""`gkbg corpus`: what it prints, and the code it ends with."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from gkbg_nlp.cli.main import main

LONG = "每逢赶场天，干部把公示材料装进背篓带到集市上念给赶场的人听。"


def write(folder: Path, name: str, *blocks: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    header = f'+++\nid = "{name}"\nera = "B"\nprovince = "吉林省"\nbody = "bureau"\n+++\n'
    (folder / f"{name}.gkbg").write_text(header + "".join(f"@{block}\n" for block in blocks), "utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    write(tmp_path / "c" / "reports", "a", "paragraph overview\n公开{COUNT:12条}。", f"paragraph requests\n{LONG}")
    write(tmp_path / "c" / "reports", "b", f"paragraph requests\n{LONG}")
    (tmp_path / "c" / "split.toml").write_text('test = ["b"]\n', "utf-8")
    return tmp_path / "c" / "reports"


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["validate"], ["stats"], ["compile"], ["similar"], ["agreement"]):
        assert main(["corpus", *command, "--help"]) == 0
        assert "Usage: gkbg corpus" in capsys.readouterr().out
    for wrong in (["corpus", "nothing"], ["corpus", "agreement", "x"], ["corpus", "similar", "--limit", "2"]):
        assert main(wrong) == 2
        assert "Usage: gkbg corpus" in capsys.readouterr().err


def test_validate(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "validate", str(small), "--partial"]) == 0
    assert capsys.readouterr().out == "2 reports, 3 blocks, 0 errors, 0 warnings\n"
    assert main(["corpus", "validate", str(small)]) == 1
    assert "the class is empty" in capsys.readouterr().out
    write(small, "c", "heading overview 2\n一、概述", "paragraph overview\n公开12条。")
    assert main(["corpus", "validate", str(small), "--partial"]) == 1
    out = capsys.readouterr().out
    assert "c.gkbg:7: error [numbering] " in out and "c.gkbg:10: warning [forgotten] not marked as COUNT?" in out
    assert main(["corpus", "validate", str(small / "c.gkbg"), "--no-warnings"]) == 1
    out = capsys.readouterr().out
    assert "forgotten" not in out and out.endswith("1 reports, 2 blocks, 1 errors, 1 warnings\n")
    (small / "c.gkbg").write_text("no header", "utf-8")
    assert main(["corpus", "validate", str(small), "--partial"]) == 1
    assert "c.gkbg:1: the file begins with a line '+++'" in capsys.readouterr().out


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["validate"], ["stats"], ["similar"], ["compile", "-o", "x.jsonl"]):
        for folder in ([], [str(tmp_path)], [str(tmp_path / "no")]):  # the default folder is not there either
            assert main(["corpus", *command, *folder]) == 2
            assert capsys.readouterr().err.startswith("gkbg: ")
    assert main(["corpus", "agreement", str(tmp_path), str(tmp_path)]) == 2


def test_stats(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "stats", str(small)]) == 0
    assert capsys.readouterr().out.startswith("reports     2\n")
    assert main(["corpus", "stats", str(small), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["split"]["test"] == {"reports": 1, "blocks": 1}
    assert main(["corpus", "stats", str(small.parent)]) == 0


def test_second_annotations_are_not_counted(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(small, small.parent / "second")
    assert main(["corpus", "stats", str(small.parent), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reports"] == 2
    assert main(["corpus", "stats", str(small.parent / "second"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reports"] == 2


def test_a_broken_report_stops_the_others(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(small, "c", "paragraph weather\n甲", "paragraph overview\n{X}")
    for command in (["stats"], ["similar"], ["compile", "-o", "x.jsonl"]):
        assert main(["corpus", *command, str(small)]) == 2
        err = capsys.readouterr().err
        assert "c.gkbg:7: unknown section" in err and "c.gkbg:10: '{' opens no mark" in err and "2 errors: gkbg corpus validate" in err
    assert not Path("x.jsonl").exists()


def test_a_broken_split_is_named(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small.parent / "split.toml").write_text("test = 3\n", "utf-8")
    for command in (["stats"], ["compile", "-o", "x.jsonl"]):
        assert main(["corpus", *command, str(small)]) == 2
        assert "test is no list of ids" in capsys.readouterr().err


def test_compile(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, gold = tmp_path / "out" / "c.jsonl", tmp_path / "gold"
    assert main(["corpus", "compile", str(small), "--output", str(out), "--gold", str(gold)]) == 0
    assert [(r["id"], r["split"]) for r in map(json.loads, out.read_text("utf-8").splitlines())] == [("a", "train"), ("b", "test")]
    assert sorted(p.name for p in gold.iterdir()) == ["a.json", "a.txt", "b.json", "b.txt"]
    assert f"2 reports written to {out} and {gold}" in capsys.readouterr().err
    for existing in (["--output", str(out)], ["--gold", str(gold)]):
        assert main(["corpus", "compile", str(small), *existing]) == 2
        assert "exists: name another, or --overwrite" in capsys.readouterr().err
    assert main(["corpus", "compile", str(small), "-o", str(out), "--overwrite", "--part", "test"]) == 0
    assert len(out.read_text("utf-8").splitlines()) == 1
    assert main(["corpus", "compile", str(small)]) == 2
    assert main(["corpus", "compile", str(small), "-o", str(tmp_path / "d.jsonl"), "--part", "half"]) == 2
    (small.parent / "split.toml").unlink()
    assert main(["corpus", "compile", str(small), "-o", str(tmp_path / "d.jsonl"), "--part", "test"]) == 2
    assert main(["corpus", "compile", str(small), "-o", str(out / "under-a-file.jsonl")]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_similar(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "similar", str(small)]) == 1
    out = capsys.readouterr().out
    assert f"1.00  {small / 'a.gkbg'}:10: {LONG}\n      {small / 'b.gkbg'}:8: {LONG}\n" in out
    assert "2 of 2 sentences of 20 characters or more (100.00%), above the limit of 4.00%" in out
    assert main(["corpus", "similar", str(small), "--limit", "1"]) == 0
    (small.parent / "formulas.txt").write_text(f"{LONG.replace('，', ',')}\ta saying\n", "utf-8")
    capsys.readouterr()
    assert main(["corpus", "similar", str(small)]) == 0
    assert "2  a saying" in capsys.readouterr().out
    (tmp_path / "own.txt").write_text("x\n", "utf-8")
    assert main(["corpus", "similar", str(small), "--formulas", str(tmp_path / "own.txt")]) == 2
    assert "own.txt:1: the formula has no reason" in capsys.readouterr().err
    assert main(["corpus", "similar", str(small), "--formulas", str(tmp_path / "none.txt")]) == 2


def test_agreement(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = write(small.parent / "second", "a", "paragraph proactive\n公开{COUNT:12条}。", f"paragraph requests\n{LONG}")
    assert main(["corpus", "agreement", str(small), str(other)]) == 0
    said = capsys.readouterr()
    assert "reports annotated twice   1" in said.out and "1 reports only in the first" in said.err and "block boundaries" in said.out
    assert main(["corpus", "agreement", str(small), str(other), "--differences"]) == 0
    assert "a at 0: block: '公开12条。': paragraph overview (" in capsys.readouterr().out
    assert main(["corpus", "agreement", str(small), str(other), "--json", "--differences"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["section"]["same"] == 1 and len(found["differences"]) == 1
    assert main(["corpus", "agreement", str(small), str(other), "--json"]) == 0
    assert "differences" not in json.loads(capsys.readouterr().out)
    assert main(["corpus", "agreement", str(small), str(write(small.parent / "third", "z", "title\n别的"))]) == 2


def test_control_characters_do_not_reach_the_terminal(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(small, "c", f"paragraph overview\n\x1b[31m{LONG}")
    assert main(["corpus", "similar", str(small)]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_every_command_of_the_document_is_real(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").symlink_to(root / "data")
    shell = "".join(re.findall(r"```sh\n(.*?)```", (root / "docs" / "corpus.md").read_text("utf-8"), re.S))
    commands = [shlex.split(line, comments=True) for line in shell.splitlines()]
    assert len(commands) >= 8 and all(words[:2] == ["gkbg", "corpus"] for words in commands)
    for words in commands:
        assert main(words[1:]) == 0, (words, capsys.readouterr())
