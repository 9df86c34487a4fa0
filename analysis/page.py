"""A page in Markdown, and its place between two marks in a document that people may write around."""

from collections.abc import Iterable
from pathlib import Path

from analysis.words import cell


class Page:
    """A page as it grows."""

    def __init__(self) -> None:
        """Begins an empty page."""
        self._blocks: list[str] = []

    def say(self, *lines: str) -> None:
        """Adds a paragraph, one sentence a line."""
        self._blocks.append("\n".join(lines))

    def head(self, title: str, level: int = 2) -> None:
        """Adds a heading."""
        self._blocks.append(f"{'#' * level} {title}")

    def commands(self, *commands: str) -> None:
        """Adds commands as a block of code."""
        self._blocks.append("\n".join(f"    {command}" for command in commands))

    def made_by(self, *commands: str) -> None:
        """Says which commands made the figures that follow."""
        self.say("Made by:")
        self.commands(*dict.fromkeys(commands))

    def table(self, columns: list[str], rows: Iterable[Iterable[str]]) -> None:
        """Adds a table.

        Raises ValueError when a row has other columns than the table: a bug.
        """
        lines = ["".join(f"| {cell(name)} " if name else "| " for name in columns) + "|", "|---" * len(columns) + "|"]
        for row in rows:
            cells = [cell(text) for text in row]
            if len(cells) != len(columns):
                raise ValueError(f"a row of {len(cells)} cells in a table of {len(columns)} columns: {cells}")
            lines.append(f"| {' | '.join(cells)} |")
        self._blocks.append("\n".join(lines))

    def text(self) -> str:
        """The whole page."""
        return "\n\n".join(block.strip("\n") for block in self._blocks) + "\n"


def marks(name: str) -> tuple[str, str]:
    """The comments before and after the part of this name."""
    return (f"<!-- {name}: written by a command -->", f"<!-- end of {name} -->")


def put(document: str, name: str, part: str) -> str:
    """The document with this part in the place of the old one of its name, or at the end."""
    first, last = marks(name)
    part = f"{first}\n\n{part.strip()}\n\n{last}"
    begin = document.find(first)
    end = document.find(last, begin)
    if begin < 0 or end < 0:
        return f"{document.rstrip()}\n\n{part}\n"
    return document[:begin] + part + document[end + len(last) :]


def write(path: Path, title: str, name: str, page: Page) -> None:
    """Writes a page between its marks; all else in the document stays. A document that is not there gets its title."""
    old = path.read_text("utf-8") if path.exists() else f"# {title}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(put(old, name, page.text()), "utf-8")
    print(f"wrote {path}", flush=True)
