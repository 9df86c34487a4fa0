"""Runs the commands of a page as printed, and compares what they say with what the page shows.

    python docs/scripts/printed.py PROGRAM [PAGE ...]            runs the commands and tells what differs
    python docs/scripts/printed.py PROGRAM [PAGE ...] --write    writes what they say, and how long they took, into the pages

A mark stands in a comment on the line above a block: `run` for commands, `file: NAME` for a file to be saved, `output` for
lines that the block above must have said, in their order; `…` stands for anything.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
BLOCK = re.compile(
    r"<!-- (?P<mark>run|output|file: (?P<file>\S+)) -->\n```(?P<language>\w+)\n(?P<text>.*?)\n```\n", re.S
)
MEASURED = re.compile(r"<!-- measured -->\n.*?<!-- end of measured -->", re.S)


@dataclass
class Block:
    """A marked block of the page."""

    mark: str
    language: str
    text: str
    file: str | None
    span: tuple[int, int]
    said: str = ""


def blocks(page: str) -> list[Block]:
    """The marked blocks, in order."""
    return [
        Block(m["mark"].split(":")[0], m["language"], m["text"], m["file"], m.span("text"))
        for m in BLOCK.finditer(page)
    ]


def carry_out(page: str, program: Path) -> tuple[list[Block], float]:
    """Carries out every block in a directory of its own; the answer has what they said, and the seconds."""
    found = blocks(page)
    with tempfile.TemporaryDirectory() as place:
        tools = Path(place, "tools")
        tools.mkdir()
        (tools / "tauride").symlink_to(program.resolve())
        work = Path(place, "work")
        work.mkdir()
        environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
        began = time.monotonic()
        last = None
        for block in found:
            if block.mark == "file":
                (work / block.file).parent.mkdir(parents=True, exist_ok=True)
                (work / block.file).write_text(block.text + "\n")
            elif block.mark == "run":
                words = ["bash", "-euc", block.text] if block.language == "sh" else [sys.executable, "-c", block.text]
                done = subprocess.run(words, cwd=work, env=environment, capture_output=True, text=True)
                if done.returncode != 0:
                    raise AssertionError(f"`{block.text}` ended with {done.returncode}:\n{done.stdout}{done.stderr}")
                block.said, last = done.stdout, block
            else:
                block.said = last.said
        return found, time.monotonic() - began


def fits(shown: str, line: str) -> bool:
    """Whether a line is what the page shows."""
    parts = [re.escape(part) for part in shown.rstrip().split("…")]
    return re.fullmatch(".*".join(parts), line.rstrip()) is not None


def faults(found: list[Block]) -> list[str]:
    """The lines of the page that no command said."""
    missing = []
    for block in found:
        if block.mark == "output":
            rest = block.said.splitlines()
            for shown in block.text.splitlines():
                at = next((i for i, line in enumerate(rest) if fits(shown, line)), None)
                if at is None:
                    missing.append(f"the page shows `{shown}`, which the command did not say:\n{block.said}")
                else:
                    rest = rest[at + 1 :]
    return missing


def key(line: str) -> str:
    """What a line begins with: it stays the same when figures change. All lines of one word are alike."""
    words = line.split()
    if len(words) == 1:
        return "a word"
    return line.split(":")[0] if line.startswith("  ") and ":" in line else " ".join(words[:1]) + line[:1]


def renewed(block: Block) -> str:
    """The lines that a block shows, as they are said now."""
    rest = block.said.splitlines()
    lines = []
    for shown in block.text.splitlines():
        same = (i for i, line in enumerate(rest) if fits(shown, line))
        alike = (i for i, line in enumerate(rest) if key(line) == key(shown))
        at = next(same, next(alike, None))
        if at is None:
            lines.append(shown)
            continue
        lines.append(shown if fits(shown, rest[at]) else rest[at])
        rest = rest[at + 1 :]
    return "\n".join(lines)


def processor() -> str:
    """The name of the processor."""
    try:
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        return names[0].split(":", 1)[1].strip()
    except (OSError, IndexError):
        return platform.machine()


def written(page: str, found: list[Block], seconds: float) -> str:
    """The page with what the commands say now."""
    for block in reversed(found):
        if block.mark == "output":
            begin, end = block.span
            page = page[:begin] + renewed(block) + page[end:]
    load = os.getloadavg()[0]
    told = (
        f"The commands of steps 2 to 10 took {seconds:.0f} seconds in all, on {os.cpu_count()} cores ({processor()}); "
        f"the load of the machine at the end was {load:.1f}.\n"
        "This figure and the outputs above are written by:\n\n"
        "    cargo xtask site --write\n\n"
    )
    return MEASURED.sub(lambda _: f"<!-- measured -->\n{told}<!-- end of measured -->", page)


def pages() -> list[Path]:
    """The pages that have marked blocks."""
    return [page for page in sorted(DOCS.rglob("*.md")) if BLOCK.search(page.read_text())]


def main() -> int:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description="Run the commands of pages as printed.")
    arguments.add_argument("program", type=Path)
    arguments.add_argument("pages", type=Path, nargs="*")
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    missing = []
    for page in given.pages or pages():
        text = page.read_text()
        found, seconds = carry_out(text, given.program)
        if given.write:
            now = written(text, found, seconds)
            page.write_text(now)
            for before, after in zip(text.splitlines(), now.splitlines(), strict=False):
                if before != after:
                    print(f"  {before}\n  is now\n  {after}\n  (read the sentences around it)")
        missing += [f"{page}: {fault}" for fault in faults(blocks_again(page, found))]
        print(f"{page}: {seconds:.0f} seconds")
    print("\n".join(missing))
    return 1 if missing else 0


def blocks_again(page: Path, found: list[Block]) -> list[Block]:
    """The blocks of the page as it is now, with what its commands said."""
    now = blocks(page.read_text())
    for block, before in zip(now, found, strict=True):
        block.said = before.said
    return now


if __name__ == "__main__":
    sys.exit(main())
