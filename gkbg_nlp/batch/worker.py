"""One worker process: both ends of the line to it.

The parent sends (job, shard, verdicts, whether documents may be tagged together) or ``None`` for the end; the worker says ("ready", None), ("at", document), ("made", (part, bytes of
resident memory)) or ("failed", exception).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext

from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.parts import Factory, Job, Place, load_tagger, make_part
from gkbg_nlp.batch.shards import Shard


class Worker:
    """The parent's end: what the worker is at. ``since`` is the time (monotonic seconds) at which it began the document ``at``."""

    def __init__(self, context: SpawnContext, factory: Factory) -> None:
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, factory), daemon=True)
        self.process.start()
        theirs.close()  # so that its death ends the line
        self.ready = False
        self.shard: Shard | None = None
        self.at: Place | None = None
        self.since: float | None = None

    def begin(self, job: Job, shard: Shard, verdicts: Mapping[Place, tuple[str, str]], together: bool) -> None:
        """Give it a shard; a worker that is already dead will be noticed by its silence."""
        self.shard, self.at, self.since = shard, None, None
        with contextlib.suppress(OSError):
            self.connection.send((job, shard, dict(verdicts), together))

    def kill(self) -> None:
        """End the process at once, with the processes that it started."""
        pid = self.process.pid
        if pid is not None and self.process.is_alive():
            with contextlib.suppress(OSError, AttributeError):
                os.killpg(pid, signal.SIGKILL)
            self.process.kill()
        self.process.join()
        self.process.close()
        self.connection.close()


def serve(line: Connection, factory: Factory) -> None:
    """The worker: load the pipeline, then make parts until told to end."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpgid(0, 0)  # a group of its own: Ctrl-C is the parent's, and what it starts ends with it
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # the workers are the parallelism
    try:
        tagger = load_tagger(factory)
        line.send(("ready", None))
        while (task := line.recv()) is not None:
            job, shard, verdicts, together = task
            made = make_part(job, tagger, shard, verdicts, lambda place: line.send(("at", place)), together=together)
            line.send(("made", (made, resident())))
    except (EOFError, BrokenPipeError):
        return  # the parent is gone
    except BatchError as error:
        line.send(("failed", error))
    except OSError as error:
        line.send(("failed", OSError(error.errno, error.strerror or str(error))))
    except Exception as error:  # a remote store's own errors need not be known to the parent
        line.send(("failed", BatchError(f"a worker cannot go on: {type(error).__name__}: {error}")))


def resident() -> int:
    """Bytes of memory that this process holds; where the system does not tell, the most that it ever held."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # a parent that was killed cannot end its workers
        with contextlib.suppress(OSError, AttributeError):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)
