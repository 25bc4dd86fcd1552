"""The error of a run that cannot be done as asked."""

from __future__ import annotations


class BatchError(Exception):
    """Wrong usage, nothing to read, or an output that cannot be written; the message is one line for people."""
