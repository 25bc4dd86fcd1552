"""Damaged documents of every format, made from the sample reports: cut, with random bytes inside, nothing but noise, under a wrong name."""

from __future__ import annotations

import io
import random
import zipfile
from html import escape
from importlib.resources import files
from pathlib import Path

import docx
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SUFFIXES = (".txt", ".md", ".html", ".docx", ".pdf", ".zip", ".doc")


def documents() -> dict[str, bytes]:
    """A sample report in each format, by its suffix."""
    text = sorted(entry for entry in files("gkbg_nlp.samples").iterdir() if entry.name.endswith(".txt"))[0].read_text("utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    word_out, pdf_out, zip_out = io.BytesIO(), io.BytesIO(), io.BytesIO()
    word.save(word_out)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(pdf_out)
    canvas.setFont("STSong-Light", 12)
    for number, line in enumerate(lines[:50]):
        canvas.drawString(60, 800 - 15 * number, line[:40])
    canvas.save()
    with zipfile.ZipFile(zip_out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)
    page = "<html><meta charset=gbk><body>" + "".join(f"<p>{escape(line)}</p>" for line in lines) + "</body></html>"
    return {
        ".txt": text.encode(), ".md": text.encode(), ".html": page.encode("gb18030"), ".docx": word_out.getvalue(),
        ".pdf": pdf_out.getvalue(), ".zip": zip_out.getvalue(), ".doc": page.encode("gb18030"),
    }  # fmt: skip


def write_damaged(folder: Path, number: int, rng: random.Random) -> int:
    """Write that many damaged documents; returns how many."""
    whole = documents()
    for at in range(number):
        data = bytearray(whole[rng.choice(SUFFIXES)])
        kind = at % 4
        if kind == 0:
            del data[rng.randrange(len(data)) :]
        elif kind == 1:
            for _ in range(rng.randrange(1, 60)):
                data[rng.randrange(len(data))] = rng.randrange(256)
        elif kind == 2:
            data = bytearray(rng.randbytes(rng.randrange(1, 20_000)))
        data += f"\n{at}".encode() * (kind == 3)  # each its own, or they would be one line
        (folder / f"damaged-{at:05}{rng.choice(SUFFIXES)}").write_bytes(bytes(data))
    return number
