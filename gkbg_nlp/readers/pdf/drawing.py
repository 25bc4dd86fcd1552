"""What a page draws beside text: ruling lines, and how much of it images cover."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from gkbg_nlp.readers.pdf.limits import MAX_FORM_DEPTH, MAX_OBJECTS_VISITED, MAX_PAGE_OBJECTS, MAX_PATH_SEGMENTS, MAX_RULINGS
from gkbg_nlp.readers.pdf.page import Frame, Ruling

# A filled rectangle of at most this height or width (points) is drawn to be a line.
_THICKEST = 3.0
# A line slopes by at most this much; shorter pieces than this are dots of dashes, which joining puts together.
_SLOPE, _SHORTEST = 1.0, 0.5

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Rulings of a page, the share of it under images (0 to 1), whether it draws any path, how many objects were looked at."""

    rulings: tuple[Ruling, ...]
    images: float
    paths: bool
    seen: int


def drawing(page: Any, frame: Frame) -> Drawing:
    """Look through the objects of PDFium's page; one with too many objects or lines is a picture and has no rulings."""
    rulings: list[Ruling] = []
    area = 0.0
    paths = False
    seen = 0
    for handle, kind, matrix in _objects(page):
        seen += 1
        if seen > MAX_PAGE_OBJECTS or len(rulings) > MAX_RULINGS:
            return Drawing((), min(1.0, area), True, seen)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths = True
            rulings.extend(_path(handle, matrix, frame))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            area += _share(handle, matrix, frame)
    return Drawing(tuple(rulings), min(1.0, area), paths, seen)


def _objects(page: Any) -> Iterator[tuple[Any, int, _Matrix]]:
    """(object, kind, matrix of the form it stands in) of all paths and images, those inside forms too."""
    wanted = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
    stack: list[tuple[Any, int, _Matrix, int]] = []
    left = MAX_OBJECTS_VISITED
    for index in range(max(0, pdfium.FPDFPage_CountObjects(page))):
        handle = pdfium.FPDFPage_GetObject(page, index)
        stack.append((handle, pdfium.FPDFPageObj_GetType(handle), _IDENTITY, 0))
        while stack:
            handle, kind, outer, depth = stack.pop()
            left -= 1
            if left < 0:
                return
            if kind not in wanted:
                continue
            if kind != pdfium.FPDF_PAGEOBJ_FORM:
                yield handle, kind, outer
            elif depth < MAX_FORM_DEPTH:
                inner = _times(_matrix(handle), outer)
                number = min(max(0, pdfium.FPDFFormObj_CountObjects(handle)), MAX_PAGE_OBJECTS)
                members = [pdfium.FPDFFormObj_GetObject(handle, member) for member in range(number)]
                stack.extend((member, pdfium.FPDFPageObj_GetType(member), inner, depth + 1) for member in members)


def _matrix(handle: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(x: float, y: float, matrix: _Matrix) -> _Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _share(handle: Any, matrix: _Matrix, frame: Frame) -> float:
    """The share of the page that an image covers."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *sides):
        return 0.0
    left, bottom, right, top = (side.value for side in sides)
    ax, ay = frame.place(*_moved(left, bottom, matrix))
    bx, by = frame.place(*_moved(right, top, matrix))
    width = min(max(ax, bx), frame.width) - max(min(ax, bx), 0.0)
    height = min(max(ay, by), frame.height) - max(min(ay, by), 0.0)
    share = width * height / (frame.width * frame.height)
    return share if width > 0 and height > 0 and math.isfinite(share) else 0.0


def _path(handle: Any, outer: _Matrix, frame: Frame) -> Iterator[Ruling]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not (fill.value or stroke.value):
        return  # a clipping path
    for points in _outlines(handle, _times(_matrix(handle), outer), frame):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if min(width, height) <= _THICKEST and max(width, height) > _THICKEST:
            yield _thin(min(xs), min(ys), width, height)
        elif stroke.value:
            for (ax, ay), (bx, by) in pairwise(points):
                if min(abs(ax - bx), abs(ay - by)) <= _SLOPE and max(abs(ax - bx), abs(ay - by)) >= _SHORTEST:
                    yield _thin(min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by))


def _thin(x: float, y: float, width: float, height: float) -> Ruling:
    """The line down the middle of a thin rectangle."""
    if width >= height:
        return Ruling(x, y + height / 2, x + width, y + height / 2)
    return Ruling(x + width / 2, y, x + width / 2, y + height)


def _outlines(handle: Any, matrix: _Matrix, frame: Frame) -> Iterator[list[_Point]]:
    """The straight outlines of a path, each as points on the page; one with a curve in it is left out."""
    number = pdfium.FPDFPath_CountSegments(handle)
    if number > MAX_PATH_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    curved = False
    for index in range(max(0, number)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.place(*_moved(x.value, y.value, matrix))
        if not all(map(math.isfinite, point)):
            return
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
