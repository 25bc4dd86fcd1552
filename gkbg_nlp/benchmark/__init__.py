"""What the package costs: generated reports, rooms under a stopwatch, reference designs, calls. Knows every room; only `cli` knows it."""
