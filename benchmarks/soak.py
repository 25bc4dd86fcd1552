"""Kill and resume, at length: `python benchmarks/soak.py [--reports 200] [--damaged 50] [--kills 3] [--workers 2] [--page docs/reliability.md]`.

Writes that many unique reports and a set of hostile inputs to a temporary folder and runs `gkbg tag` over them once undisturbed and
once with SIGKILL at random moments, each followed by `--resume`. Compares both outputs byte for byte, records the memory of the workers over
time, and prints a Markdown table; with `--page` it also puts the table between the marks `<!-- soak -->` of that page.
Exit code 1 if a byte differs. `--kills 0` makes the undisturbed run alone: the memory of workers over a long one.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import signal
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from hostile import write_damaged

from gkbg_nlp import __version__
from gkbg_nlp.benchmark.generate import write_reports
from gkbg_nlp.evaluation.pages import fill, require_places

MEGABYTE = 1_000_000
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True)
class Run:
    """One run of the command: seconds, those until its first part was there, exit code, and (seconds since its start, bytes) of the
    largest worker at each look."""

    seconds: float = 0.0
    first: float = 0.0
    code: int = 0
    memory: list[tuple[float, int]] = field(default_factory=list)


def write_hostile(folder: Path) -> int:
    """Write the inputs that must not stop a run; returns how many there are."""
    report = "一、概述\n本机关公开政府信息12条。\n"
    plain = {
        "empty.txt": b"",
        "blank.txt": b" \n\t\n" * 50,
        "image.txt": b"\xff\xd8\xff\xe0" + bytes(500),
        "nul.txt": report.encode() + bytes(100) + report.encode(),
        "cut.txt": report.encode()[:-2],
        "mixed.txt": report.encode() + report.encode("gb18030"),
        "utf16.txt": report.encode("utf-16"),
        "one-line.txt": ("公开政府信息一百二十三条，" * 4_000).encode(),
        "many-lines.txt": b"\n" * 300_000 + report.encode(),
        "digits.txt": b"1" * 100_000,
        "brackets.txt": ("（" * 30_000 + "《" * 30_000).encode(),
        "headings.txt": ("一、概述\n" * 4_000).encode(),
        "large.txt": b"a" * 20_000_001,
        "same-1.txt": report.encode(),
        "same-2.txt": report.encode(),
        "surrogate.md": report.encode() + b"\xed\xa0\x80",
    }
    for name, data in plain.items():
        (folder / name).write_bytes(data)
    os.mkfifo(folder / "fifo.txt")
    (folder / "nowhere.txt").symlink_to("nothing")
    (folder / "circle").symlink_to(folder)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(50 * MEGABYTE))
        archive.writestr("../outside.txt", report)
        archive.writestr("inner.zip", b"PK")
        archive.writestr("good.txt", report * 2)
    with tarfile.open(folder / "links.tar.gz", "w:gz") as archive_tar:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive_tar.addfile(link)
        good = tarfile.TarInfo("good.txt")
        good.size = len(report.encode())
        archive_tar.addfile(good, io.BytesIO(report.encode()))
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 this is no archive")
    return len(plain) + 2 + 4 + 2 + 1


def command(folder: Path, output: Path, workers: int, timeout: float) -> list[str]:
    """The command line of a run."""
    limits = ["--timeout", str(timeout)] if timeout else []  # without it reports are tagged many at once
    return [sys.executable, "-m", "gkbg_nlp.cli.main", "tag", str(folder), "-o", str(output), "--resume", "-w", str(workers), *limits]


def watch(arguments: list[str], output: Path, log: Path, until: float | None = None) -> Run:
    """Run a command, look at its workers ten times a second, and shoot it after ``until`` seconds."""
    run = Run()
    began = time.monotonic()
    with log.open("ab") as errors, subprocess.Popen(arguments, stderr=errors) as process:
        while process.poll() is None:
            run.seconds = time.monotonic() - began
            if until is not None and run.seconds >= until:
                process.send_signal(signal.SIGKILL)
                break
            if not run.first and parts(output):
                run.first = run.seconds
            held = [resident(child) for child in children(process.pid)]
            run.memory.append((run.seconds, max(held, default=0)))
            time.sleep(0.1 if until is None else min(0.1, max(0.001, until - run.seconds)))
        run.code = process.wait()
    run.seconds = time.monotonic() - began
    return run


def children(parent: int) -> list[int]:
    """Processes whose parent this is."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.name))
        except OSError:  # it has ended
            continue
    return found


def resident(pid: int) -> int:
    """Bytes of memory that a process holds, 0 once it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def parts(output: Path) -> int:
    """Finished parts beside an output."""
    return len(list((output.parent / f".{output.name}.parts").glob("0*/*.json")))


def tenth(run: Run, number: int) -> str:
    """Median megabytes of the largest worker in a tenth (0 to 9) of the run's time, start-up left out."""
    looks = [held for at, held in run.memory if held and number / 10 <= at / max(run.seconds, 0.001) < (number + 1) / 10]
    return f"{statistics.median(looks) / MEGABYTE:.0f}" if looks else "-"


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def difference(one: Path, other: Path) -> str:
    """Where two outputs differ first, empty where they do not."""
    if digest(one) == digest(other):
        return ""
    with one.open("rb") as first, other.open("rb") as second:
        for number, (left, right) in enumerate(zip_longest(first, second, fillvalue=b""), 1):
            if left != right:
                at = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
                return f"line {number}, byte {at}: {left[max(0, at - 60) : at + 60]!r} / {right[max(0, at - 60) : at + 60]!r}"
    return "nowhere"


def soak(folder: Path, reports: int, damaged: int, kills: int, workers: int, seed: int, timeout: float) -> tuple[str, bool]:
    """Both runs; the table and whether the bytes are the same."""
    rng = random.Random(seed)
    source = folder / "in"
    source.mkdir()
    write_reports(source, reports)
    hostile = write_hostile(source)
    (source / "damaged").mkdir()
    write_damaged(source / "damaged", damaged, rng)
    log = folder / "stderr.log"
    whole, broken = folder / "whole.jsonl", folder / "broken.jsonl"
    calm = watch(command(source, whole, workers, timeout), whole, log)
    kept: list[int] = []
    shots = 0
    disturbed = Run()
    while shots < kills:
        # The first shot falls at start-up; the others share the time of work, so that the last life has work to do as well.
        until = rng.uniform(0, calm.first) if not shots else calm.first + rng.uniform(0, 1.6) * (calm.seconds - calm.first) / (kills + 1)
        run = watch(command(source, broken, workers, timeout), broken, log, until)
        disturbed.seconds += run.seconds
        if run.code != -signal.SIGKILL:
            break
        shots += 1
        time.sleep(0.5)  # workers leave with their parent
        kept.append(parts(broken))
    last = watch(command(source, broken, workers, timeout), broken, log) if kills else calm
    differs = difference(whole, broken if kills else whole)
    with whole.open("rb") as file:
        lines = sum(1 for _ in file)
    tracebacks = log.read_text("utf-8", "replace").count("Traceback")
    left = sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) or ["nothing"]
    rows = [
        ("version", __version__),
        ("reports", f"{reports:,}"),
        ("hostile inputs, damaged documents", f"{hostile}, {damaged:,}"),
        ("lines, bytes of the output", f"{lines:,}, {whole.stat().st_size:,}"),
        ("workers", str(workers)),
        ("undisturbed run", f"{calm.seconds:.1f} s, exit code {calm.code}"),
        ("SIGKILL of the run", f"{shots} times"),
        ("parts kept after each", ", ".join(map(str, kept)) or "-"),
        ("disturbed runs together", f"{disturbed.seconds + last.seconds:.1f} s, last exit code {last.code}"),
        ("outputs", "one run only" if not kills else f"DIFFERENT from {differs}" if differs else "the same bytes"),
        ("tracebacks on standard error", str(tracebacks)),
        ("left beside the output", ", ".join(left)),
        ("largest worker, median MB by tenth", " / ".join(tenth(calm, number) for number in range(10))),
        ("largest worker, peak MB", f"{max((held for _, held in calm.memory), default=0) / MEGABYTE:.0f}"),
    ]
    table = "| what | measured |\n|---|---|\n" + "\n".join(f"| {name} | {value} |" for name, value in rows)
    return table, not differs


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--damaged", type=int, default=50, help="damaged documents of all formats (benchmarks/hostile.py)")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--timeout", type=float, default=120.0, help="seconds a document may take; 0 sets no limit, and reports are tagged many at once"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--page", type=Path, help="page whose marks <!-- soak --> the table is put between")
    args = parser.parse_args()
    if args.page:
        require_places(args.page, ["soak"])
    with tempfile.TemporaryDirectory() as temporary:
        table, same = soak(Path(temporary), args.reports, args.damaged, args.kills, args.workers, args.seed, args.timeout)
    print(table)
    if args.page:
        fill(args.page, {"soak": table})
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
