"""Runs the program and reads what it wrote.

A study lies in a folder of its own, in which the program finds its finished worlds again: to make a page once more, or with
more worlds, runs only what is missing. A study of other worlds in the same folder is refused by the program; `fresh` begins
anew then, and the program sets the old worlds aside.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl


class Failed(Exception):
    """A command did not do what was asked; the message says what to try."""


@dataclass(frozen=True)
class Study:
    """A finished study: its folder, the answer that the program printed, and the command that repeats it."""

    folder: Path
    answer: dict[str, Any]

    @property
    def command(self) -> str:
        """The command that makes the same, as the program puts it."""
        return self.answer["command"]

    @property
    def command_with_folder(self) -> str:
        """The same with the folder, for a command that reads it."""
        return f"{self.command} --out {self.folder.as_posix()}"

    def worlds(self) -> pl.DataFrame:
        """One row for each world of an ensemble, in the order of the seeds."""
        return pl.read_parquet(self.folder / "worlds.parquet").sort("world")

    def table(self, name: str) -> pl.LazyFrame:
        """A table of an ensemble with all its worlds; names of places, parties and scopes as text."""
        frame = pl.scan_parquet(self.folder / name / "*.parquet")
        return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


@dataclass(frozen=True)
class Program:
    """The program, and where the studies of a page lie."""

    path: Path
    folder: Path
    threads: int | None = None
    fresh: bool = False

    def study(self, name: str, *words: str, threads: int | None = None) -> Study:
        """Runs a study into the folder of this name, or goes on with it. `threads` is for this study alone.

        Raises Failed when the program refuses it or is interrupted.
        """
        folder = self.folder / name
        threads = threads or self.threads
        command = [str(self.path), *words, "--out", str(folder), "--json"]
        command += [] if threads is None else ["--threads", str(threads)]
        if not self.fresh:
            command.append("--resume")
        return Study(folder, self.answer(command))

    def score(self, ensemble: Study) -> Study:
        """Scores an ensemble against the record."""
        return Study(ensemble.folder, self.answer([str(self.path), "score", str(ensemble.folder), "--json"]))

    def answer(self, command: list[str], is_shown: bool = True) -> dict[str, Any]:
        """What a command prints as JSON; what it says on its way goes to the standard error.

        Raises Failed when it ends with another status than 0.
        """
        if is_shown:
            print("$", " ".join(command), flush=True)
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode == 130:
            raise Failed("interrupted; the same command goes on from here")
        if done.returncode != 0:
            raise Failed(
                f"`{' '.join(command)}` ended with {done.returncode}; "
                "where the worlds that are there are of another study, --fresh sets them aside and begins anew"
            )
        return json.loads(done.stdout)

    def each(
        self,
        name: str,
        words: list[str],
        seeds: range,
        read: Callable[[dict[str, Any], Path], Any],
        at_once: int | None = None,
    ) -> list[Any]:
        """Runs a command once for each seed and keeps what `read` takes from its answer and its folder, and no more."""

        def run(seed: int) -> Any:
            with TemporaryDirectory() as folder:
                out = Path(folder) / "run"
                command = [str(self.path), *words, "--seed", str(seed), "--out", str(out), "--quiet", "--json"]
                return read(self.answer(command, is_shown=False), out)

        print(f"$ {self.path} {' '.join(words)}, {len(seeds)} seeds", flush=True)
        with ThreadPoolExecutor(at_once or self.at_once()) as pool:
            return self.kept(name, seeds, lambda missing: pool.map(run, missing))

    def at_once(self) -> int:
        """How many single runs go side by side."""
        return self.threads or os.cpu_count() or 1

    def kept(self, name: str, seeds: range, run: Callable[[list[int]], Iterable[Any]]) -> list[Any]:
        """What `run` gives for each seed; kept in a file, a line for each, so that a seed is run once."""
        path = self.folder / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        is_there = path.exists() and not self.fresh
        known = dict(map(json.loads, path.read_text("utf-8").splitlines())) if is_there else {}
        missing = [seed for seed in seeds if seed not in known]
        with path.open("a" if is_there else "w", encoding="utf-8") as file:
            for seed, row in zip(missing, run(missing), strict=True):
                known[seed] = row
                file.write(f"{json.dumps([seed, row])}\n")
                file.flush()
        return [known[seed] for seed in seeds]
