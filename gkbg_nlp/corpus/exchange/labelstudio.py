"""``labelstudio``: Label Studio's JSON of annotated tasks, both ways, with a labelling configuration beside it (``.xml``).

Read also: JSON-MIN, and choices (text classification) as labelled paragraphs. Label Studio counts code points and CR LF as two; versions
of 2021 and before counted UTF-16 code units, which the text that each result repeats gives away (docs/exchange.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.annotated import BLANK, GoldReport
from gkbg_nlp.corpus.exchange.form import Format, Notes, Options
from gkbg_nlp.corpus.exchange.labels import SIDECAR, Span, build, paragraph, sidecar_of, spans_of
from gkbg_nlp.corpus.exchange.labelstudio_config import BLOCKS, ENTITIES, TEXT, labelling_config
from gkbg_nlp.corpus.exchange.texts import dumps, read_json
from gkbg_nlp.corpus.exchange.units import Units
from gkbg_nlp.corpus.source import CorpusError

_CHOICES = ("section", "label", "choice", "choices", "sentiment", "category")
"""Keys under which JSON-MIN keeps a single choice as a plain string; any other string is data."""
_OF_MIN = frozenset("id text annotator annotation_id created_at updated_at lead_time".split())
_MODEL = "gkbg"


def read(path: Path, options: Options, notes: Notes) -> list[GoldReport]:
    """The reports of an exported file. Tasks without annotation are left out and noted.

    Raises:
        CorpusError: the file cannot be read; a message for each task that is broken.
    """
    value = read_json(path)
    reports: list[GoldReport] = []
    wrong: list[str] = []
    for number, task in enumerate(value if isinstance(value, list) else [value], 1):
        place = f"{path}: task {number}"
        try:
            if not isinstance(task, dict):
                raise ValueError("no task: write an object with 'data' and 'annotations'")
            name = str(task.get("id", f"{path.stem}-{number}"))
            report = (_task if "data" in task else _minimal)(place, name, task, options, notes)
        except ValueError as error:
            wrong += [f"{place}: {message}" for message in str(error).split("\n")]
            continue
        if report is not None:
            reports.append(report)
    if wrong:
        raise CorpusError(*wrong)
    return reports


def _task(place: str, name: str, task: dict[str, Any], options: Options, notes: Notes) -> GoldReport | None:
    data = task["data"]
    if not isinstance(data, dict):
        raise ValueError("'data' is no object: write {\"text\": …}")
    results = _results(task, notes)
    if results is None:
        return None
    rows: list[dict[str, Any]] = []
    choices: list[str] = []
    for result in results:
        value, kind = (result.get("value"), result.get("type")) if isinstance(result, dict) else (None, None)
        if kind == "labels" and isinstance(value, dict):
            rows.append(value)
        elif kind == "choices" and isinstance(value, dict) and "start" not in value:
            choices += _strings(value.get("choices"))
        else:
            notes[f"results of type {kind!r}, left out"] += 1
    further = {key: value for key, value in data.items() if key not in (TEXT, SIDECAR)}
    return _report(place, name, _text(data), rows, choices, data.get(SIDECAR), further, options, notes)


def _results(task: dict[str, Any], notes: Notes) -> list[Any] | None:
    """The results of the annotation that counts: the ground truth, else the newest; ``None`` where there is none."""
    annotations = task.get("annotations", task.get("completions")) or []
    if not isinstance(annotations, list) or not all(isinstance(a, dict) and isinstance(a.get("result"), list) for a in annotations):
        raise ValueError("'annotations' is no list of objects with a list 'result': export complete annotations as JSON")
    live = [a for a in annotations if not a.get("was_cancelled")]
    notes["annotations that were cancelled, left out"] += len(annotations) - len(live)
    if not live:
        only = "tasks with predictions only, left out (correct and submit them first)"
        notes[only if task.get("predictions") else "tasks without annotation, left out"] += 1
        return None
    notes["tasks with several annotations, of which the ground truth, else the newest, was taken"] += len(live) > 1
    best = max(
        enumerate(live), key=lambda n: (bool(n[1].get("ground_truth")), str(n[1].get("updated_at") or n[1].get("created_at") or ""), n[0])
    )
    return list(best[1]["result"])


def _minimal(place: str, name: str, record: dict[str, Any], options: Options, notes: Notes) -> GoldReport | None:
    """A record of JSON-MIN: the task's data and, by the names of the tags, their values, all on one level."""
    rows: list[dict[str, Any]] = []
    choices: list[str] = []
    further: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, list) and value and all(isinstance(v, dict) and "labels" in v for v in value):
            rows += value
        elif isinstance(value, dict) and "choices" in value:
            choices += _strings(value["choices"])
        elif key in _CHOICES and isinstance(value, str):
            choices.append(value)
        elif key not in _OF_MIN and key != SIDECAR:
            further[key] = value
    if not rows and not choices and SIDECAR not in record:
        notes["records without labels or choices, left out"] += 1
        return None
    return _report(place, name, _text(record), rows, choices, record.get(SIDECAR), further, options, notes)


def _report(
    place: str,
    name: str,
    text: str,
    rows: list[dict[str, Any]],
    choices: list[str],
    beside: Any,
    further: dict[str, Any],
    options: Options,
    notes: Notes,
) -> GoldReport:
    spans = _spans(rows, text, options, notes)
    if len(choices) > 1:
        raise ValueError(f"{len(choices)} choices ({', '.join(choices)}): a paragraph has one section, keep one")
    if choices:
        return paragraph(place, name, text, choices[0], beside, notes, spans, further)
    report = build(place, name, text, spans, beside, notes)
    report.meta.update({key: value for key, value in further.items() if key not in report.meta})
    return report


def _text(data: dict[str, Any]) -> str:
    """The task's text: ``text``, else the only string that there is."""
    strings = [value for value in data.values() if isinstance(value, str)]
    text = data.get(TEXT, strings[0] if len(strings) == 1 else None)
    if not isinstance(text, str):
        raise ValueError(f"no {TEXT!r} among the data ({', '.join(map(str, data))}): name the text's field {TEXT!r}")
    return text


def _spans(rows: list[dict[str, Any]], text: str, options: Options, notes: Notes) -> list[Span]:
    """The labelled spans in code points, whichever of the two ways the file counts."""
    found: list[tuple[int, int, Any, list[str]]] = []
    for row in rows:
        start, end, labels = row.get("start"), row.get("end"), _strings(row.get("labels"))
        if type(start) is not int or type(end) is not int:
            raise ValueError(f"start {start!r} and end {end!r} are no offsets: only regions of a Text tag can be read, not of HyperText")
        found.append((start, end, row.get("text"), labels))
    units = Units(text)
    points = [(start, end) for start, end, *_ in found]
    in_units = [(units.from_utf16(start), units.from_utf16(end)) for start, end in points]
    said = [written for *_, written, _ in found]
    if options.offsets == "utf-16" or (options.offsets is None and units.differ and _misfits(text, points, said)):
        if misfits := _misfits(text, in_units, said) if options.offsets is None else [p for p in in_units if None in p]:
            raise ValueError(
                f"{len(misfits)} of {len(found)} regions have offsets that fit the text neither in code points nor in UTF-16 units: "
                "was the text changed after labelling? Correct them, or name the way with --offsets"
            )
        notes["tasks whose offsets count UTF-16 units, converted"] += 1
        points = [(start, end) for start, end in in_units if start is not None and end is not None]
    elif options.offsets is None and (misfits := _misfits(text, points, said)):
        raise ValueError(
            f"the region {misfits[0]} says {said[points.index(misfits[0])]!r}, but there stands {text[slice(*misfits[0])]!r}: "
            "was the text changed after labelling? Correct start and end"
        )
    return [Span(start, end, label) for (start, end), (*_, labels) in zip(points, found, strict=True) for label in labels]


def _misfits(text: str, spans: Sequence[tuple[int | None, int | None]], said: list[Any]) -> list[Any]:
    """The spans whose text is not what the result repeats of it. Label Studio writes a line break there as ``\\n``, and drops blanks."""
    return [
        (start, end)
        for (start, end), written in zip(spans, said, strict=True)
        if start is None or end is None or (isinstance(written, str) and _bare(text[start:end]) != _bare(written))
    ]


def _bare(text: str) -> str:
    return "".join(char for char in text.replace("\\n", "") if char not in BLANK and not char.isspace())


def _strings(value: Any) -> list[str]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise ValueError(f"{value!r} is no list of labels")
    return values


def render(reports: Sequence[GoldReport], options: Options, notes: Notes) -> dict[str, bytes]:
    """A list of tasks, and the configuration of a project for them. Header, values and indicators go into the task's data."""
    tasks = []
    for report in reports:
        blocks, entities = spans_of(report)
        results = [
            {
                "id": f"{kind[0]}{number}",
                "from_name": kind,
                "to_name": TEXT,
                "type": "labels",
                "value": {"start": span.start, "end": span.end, "text": report.text[span.start : span.end], "labels": [span.label]},
            }
            for kind, spans in ((BLOCKS, blocks), (ENTITIES, entities))
            for number, span in enumerate(spans)
        ]
        work = (
            {"predictions": [{"model_version": _MODEL, "result": results}]}
            if options.predictions
            else {"annotations": [{"result": results}]}
        )
        tasks.append({"data": {TEXT: report.text, SIDECAR: sidecar_of(report)}, **work})
        notes["reports with CR LF, each of which Label Studio shows as two line breaks"] += "\r\n" in report.text
    return {"": (dumps(tasks, notes) + "\n").encode("utf-8"), ".xml": labelling_config(reports).encode("utf-8")}


FORMAT = Format("labelstudio", "Label Studio's JSON of annotated tasks, with its configuration", (".json",), read, render)
