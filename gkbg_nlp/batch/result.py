"""What a run did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class BatchResult:
    """What a run did.

    ``written`` counts the lines of the output, failed inputs among them; ``failed`` holds path, code and message of each of those;
    ``merged`` counts inputs whose content another line has (it names them in ``source.also``); ``resumed`` counts the lines kept from
    earlier work; ``seconds`` is wall time. ``finished_before``: there was nothing to do; ``failed_before`` counts the failed inputs
    among the lines of that work, which ``failed`` does not hold. ``stopped``: the run ended at a failed input (``fail_fast``) and can be
    resumed.
    """

    written: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    skipped_unknown: int = 0
    merged: int = 0
    seconds: float = 0.0
    resumed: int = 0
    finished_before: bool = False
    failed_before: int = 0
    stopped: bool = False

    @property
    def tagged(self) -> int:
        """Reports that were read and tagged."""
        return self.written - len(self.failed) - self.failed_before

    @property
    def exit_code(self) -> int:
        """0 where every input became a report (or finished work was left alone), else 1."""
        return 1 if self.failed else 0
