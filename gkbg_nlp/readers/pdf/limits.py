"""What a PDF may cost: no file makes the reader work or hold much more than these say."""

from __future__ import annotations

# The longest reports have some tens of pages; yearbooks of all bodies of a city some hundreds.
MAX_PAGES = 2_000
# A page full of small print holds about 5,000 characters; a yearbook of 2,000 pages about 1.5 million.
MAX_PAGE_CHARACTERS = 50_000
MAX_CHARACTERS = 2_000_000
# Objects looked at for ruling lines and images; a page with more is a drawing or a map.
MAX_PAGE_OBJECTS = 20_000
# The same over all pages, and objects of any kind passed over on one.
MAX_OBJECTS = 1_000_000
MAX_OBJECTS_VISITED = 500_000
MAX_PATH_SEGMENTS = 2_000
MAX_RULINGS = 10_000
# Forms inside forms, as a PDF may nest its drawing.
MAX_FORM_DEPTH = 6
# Elementary cells of one ruled grid; a full page of a form has some thousands.
MAX_GRID = 40_000
# Points; the format's own limit is 14,400 (200 inches), with larger user units more.
MAX_PAGE_SIDE = 100_000.0
