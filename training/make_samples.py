"""Write the sample reports that `gkbg demo` tags: texts of corpus reports, one of each era and habit."""

from __future__ import annotations

from pathlib import Path

from gkbg_nlp.corpus.annotated import load

ROOT = Path(__file__).resolve().parents[1]
# era, habit -> report: run-in heads and half-written numbers; joined agencies; index table and tables; Markdown with slogans
SAMPLES = {"a2012-naiman-traffic": "r009", "b2016-shandong-office": "r022", "c2020-hengyang-city": "r039", "d2023-qingpu-civil": "r011"}

if __name__ == "__main__":
    folder = ROOT / "gkbg_nlp/samples"
    folder.mkdir(exist_ok=True)
    for name, report in SAMPLES.items():
        (folder / f"{name}.txt").write_bytes(load(ROOT / f"data/corpus/reports/{report}.gkbg").text.encode("utf-8"))
