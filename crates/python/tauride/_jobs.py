"""Worlds as independent jobs, on any executor: one machine, a cluster, a pool of processes."""

from __future__ import annotations

import concurrent.futures as futures
import functools
import json
import multiprocessing
import os
import pathlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from . import _native
from ._asked import Date, Path, Value, asked
from ._progress import Progress, shown
from ._table import Table
from .errors import InputError, TaurideError


@dataclass(frozen=True)
class Job:
    """One world to be run: all that decides it.

    Attributes:
        scenario: Name of a scenario that comes with the package, or a directory that every worker can read.
        seed: Seed of all chance.
        scale: One person for every N.
        set: Parameters and switches to change, by their keys.
        what_if: What-ifs by name, or files that every worker can read.
        until: Last day to simulate: a text in the calendar of the case, or a `datetime.date`, which is Gregorian.
    """

    scenario: str
    seed: int = 1
    scale: int | str = 1
    set: Mapping[str, Value] = field(default_factory=dict)
    what_if: tuple[str, ...] = ()
    until: Date | None = None

    def __hash__(self) -> int:
        return hash((self.seed, *_frozen(self._key())))

    def _key(self) -> _native.Asked:
        return asked(self.scenario, self.seed, self.scale, self.set, self.what_if, self.until)

    @property
    def name(self) -> str:
        """Its name: scenario, what-ifs, settings, seed, scale and last day, and the hash of all that decides it.

        Raises:
            InputError: The scenario, a setting, a what-if or the date is wrong.
        """
        return _named(self)


def _frozen(key: _native.Asked) -> tuple[Any, ...]:
    scenario, _, scale, settings, what_if, until = key
    return scenario, scale, tuple(settings), tuple(what_if), until


@functools.lru_cache(maxsize=8)
def _case(
    scenario: str, scale: int | None, settings: tuple[str, ...], what_if: tuple[str, ...], until: str | None
) -> Any:
    """A checked case, kept while a worker has jobs of it."""
    return _native.Case(scenario, 1, scale, list(settings), list(what_if), until)


def _named(job: Job) -> str:
    name: str = _case(*_frozen(job._key())).name_of(job.seed)
    return name


def run_jobs(jobs: Sequence[Job]) -> list[str]:
    """What a worker does: run the worlds one after another, and give a line of JSON for each."""
    return [_case(*_frozen(job._key())).row(job.seed) for job in jobs]


class Executor(Protocol):
    """What `map_worlds` needs of an executor: the part of `concurrent.futures.Executor` that hands work in."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> futures.Future[Any]:
        """Hand work in; the future gives its result or what it raised."""


def map_worlds(
    jobs: Iterable[Job],
    executor: Any = None,
    *,
    store: Path,
    chunk: int = 1,
    retries: int = 3,
    progress: Progress = True,
) -> Table:
    """Run worlds on an executor, keep each as it ends, and give one row for each in the order of the jobs.

    A call that ends early, or whose machine does, goes on where it was: the same call runs only what is missing.
    Files and rows are the same bytes whatever the executor, the number of workers and the interruptions.

    Args:
        jobs: The worlds. Each stands once.
        executor: Where they run: None or a number for that many processes of this machine; a `concurrent.futures`
            executor (`mpi4py.futures.MPIPoolExecutor` is one); a `dask.distributed.Client`; or the module `ray`.
        store: Directory of what is finished: `worlds.jsonl`, and `worlds.parquet` when all is done.
        chunk: Worlds in a piece of work; more where a world takes less than a tenth of a second.
        retries: How often a piece of work is handed in again after its worker has died.
        progress: Whether a bar is shown, or a function that is told what is made, how much is done and of how much.

    Returns:
        The table that `worlds.parquet` holds: job, settings, seed, digest, outcome, dates, patterns and sums.

    Raises:
        InputError: A job is wrong, stands twice, or the executor is none of those above. Nothing has been run.
        TaurideError: A piece of work lost its worker more than `retries` times, or a file cannot be written.
        KeyboardInterrupt: Ctrl-C; finished worlds are kept.
    """
    if not isinstance(jobs, Iterable):
        raise InputError(f"jobs={jobs!r} is no list of jobs")
    wanted = list(jobs)
    wrong = [job for job in wanted if not isinstance(job, Job)]
    if wrong:
        raise InputError(f"{wrong[0]!r} is no job: write tauride.Job('one-town', seed=1)")
    names = [job.name for job in wanted]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise InputError(f"a world stands once among the jobs, and these stand more often: {', '.join(twice)}")
    if chunk < 1:
        raise InputError(f"chunk={chunk} is no number of worlds in a piece of work: give at least 1")
    directory = pathlib.Path(store)
    with _Store(directory) as kept, shown(progress, "world") as tell, _workers(executor) as workers:
        missing = [job for job, name in zip(wanted, names, strict=True) if name not in kept.names]
        pieces = [missing[at : at + chunk] for at in range(0, len(missing), chunk)]
        for lines in workers.results(pieces, retries):
            for line in lines:
                kept.write(line)
            if tell is not None:
                tell("worlds", len(kept.names), len(wanted))
        return kept.close(names)


class _Store:
    """The finished worlds of a directory: a line of JSON each, as they end."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory, self.path = directory, directory / "worlds.jsonl"
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TaurideError(f"cannot make {directory}: {error}") from error
        held = [entry.name for entry in directory.iterdir()]
        if held and "worlds.jsonl" not in held:
            raise InputError(f"{directory} holds other files and no store of worlds; name an empty or a new directory")
        self.names = {name for name, _ in self._lines()}
        self._to: Any = None

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Name and line of each finished world; a line that a crash cut short is not read."""
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    try:
                        yield json.loads(line)["name"], line
                    except (ValueError, KeyError):
                        continue

    def __enter__(self) -> _Store:
        # What a crash cut short goes, before anything is written behind it.
        self._rewrite(line for _, line in self._lines())
        self._to = self.path.open("a", encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        if self._to is not None:
            self._to.close()

    def _rewrite(self, lines: Iterable[str]) -> None:
        part = self.path.with_suffix(".jsonl.new")
        with part.open("w", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)

    def write(self, line: str) -> None:
        """Keep a world that has ended."""
        try:
            self._to.write(line + "\n")
            self._to.flush()
        except OSError as error:
            raise TaurideError(f"cannot write {self.path}: {error}; finished worlds are kept") from error
        self.names.add(json.loads(line)["name"])

    def close(self, names: Sequence[str]) -> Table:
        """Write all worlds in the order of these names, and the table of them."""
        self._to.close()
        self._to = None
        lines = dict(self._lines())
        self._rewrite(lines[name] for name in names)
        native = _native.write_worlds(str(self.directory / "worlds.parquet"), [lines[name] for name in names])
        return Table(native, "worlds")


def _workers(executor: Any) -> _Workers:
    """How work reaches an executor, whichever kind it is."""
    if executor is None or (isinstance(executor, int) and executor > 0):
        return _Own(executor or os.cpu_count() or 1)
    if type(executor) is futures.ProcessPoolExecutor:
        return _Pool(executor)
    if isinstance(executor, futures.Executor):
        return _Workers(executor.submit)
    if hasattr(executor, "get_executor"):
        # Pure by default: dask would take equal arguments for the same work, which they are.
        return _Workers(executor.get_executor(retries=3).submit)
    if hasattr(executor, "remote") and hasattr(executor, "wait"):
        return _Workers(_Ray(executor).submit)
    if callable(getattr(executor, "submit", None)):
        return _Workers(executor.submit)
    kind = type(executor).__name__
    raise InputError(
        f"executor={executor!r} ({kind}) is none: give a number of processes, a concurrent.futures executor, "
        "a dask.distributed Client, or the module ray"
    )


class _Ray:
    """The module `ray` as an executor; it runs work again whose worker has died."""

    def __init__(self, ray: Any) -> None:
        self._run = ray.remote(max_retries=3)(run_jobs)

    def submit(self, fn: Callable[..., Any], jobs: Sequence[Job]) -> futures.Future[Any]:
        assert fn is run_jobs, "worlds are all that is run here"
        future: futures.Future[Any] = self._run.remote(jobs).future()
        return future


_IN_FLIGHT = 64
"""Pieces of work that are handed in at once: enough for many workers, few enough to keep the memory flat."""


class _Workers:
    """An executor, and the pieces of work that it has."""

    def __init__(self, submit: Callable[..., futures.Future[Any]]) -> None:
        self._submit = submit
        self._breaks = 0
        """How often the executor broke since a piece of work was last finished."""

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def _replace(self) -> bool:
        """Whether there is a new executor after the old one broke."""
        return False

    def results(self, pieces: Sequence[Sequence[Job]], retries: int) -> Iterator[list[str]]:
        """The lines of each piece of work, in the order in which they end."""
        waiting: deque[tuple[Sequence[Job], int]] = deque((piece, 0) for piece in pieces)
        running: dict[futures.Future[Any], tuple[Sequence[Job], int]] = {}
        try:
            while waiting or running:
                while waiting and len(running) < _IN_FLIGHT:
                    piece, lost = waiting.popleft()
                    running[self._hand_in(piece, retries)] = (piece, lost)
                done, _ = futures.wait(running, timeout=0.5, return_when=futures.FIRST_COMPLETED)
                for future in done:
                    piece, lost = running.pop(future)
                    try:
                        lines = future.result()
                    except (InputError, TaurideError):
                        raise
                    except futures.BrokenExecutor:
                        # A broken pool takes all its work with it, and nobody knows whose fault it was.
                        waiting.appendleft((piece, lost))
                        continue
                    except Exception as error:
                        if lost >= retries:
                            names = ", ".join(job.name for job in piece)
                            raise TaurideError(f"the worker of {names} was lost {lost + 1} times: {error}") from error
                        waiting.append((piece, lost + 1))
                        continue
                    self._breaks = 0
                    yield lines
        finally:
            for future in running:
                future.cancel()

    def _hand_in(self, piece: Sequence[Job], retries: int) -> futures.Future[Any]:
        try:
            return self._submit(run_jobs, list(piece))
        except Exception as error:
            if self._breaks < retries and self._replace():
                self._breaks += 1
                return self._submit(run_jobs, list(piece))
            raise TaurideError(f"the executor takes no more work: {error}; finished worlds are kept") from error


class _Pool(_Workers):
    """A pool of processes, begun anew when one of them dies."""

    def __init__(self, pool: futures.ProcessPoolExecutor) -> None:
        self._pool = self._given = pool
        super().__init__(lambda *work: self._pool.submit(*work))

    def _replace(self) -> bool:
        processes = getattr(self._pool, "_max_workers", None)
        context = getattr(self._pool, "_mp_context", None)
        self._pool.shutdown(wait=False)
        self._pool = futures.ProcessPoolExecutor(processes, mp_context=context)
        return True

    def __exit__(self, *_: object) -> None:
        # The user's own pool is the user's to close.
        if self._pool is not self._given:
            self._pool.shutdown(cancel_futures=True)


class _Own(_Pool):
    """Processes of this machine."""

    def __init__(self, processes: int) -> None:
        super().__init__(futures.ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")))

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
