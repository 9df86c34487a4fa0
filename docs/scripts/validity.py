"""Coverage and skill of the latest scoring, copied from docs/validation.md to where readers meet them.

    python docs/scripts/validity.py            says which documents have other figures
    python docs/scripts/validity.py --write    writes the figures

`cargo xtask analysis validation` makes docs/validation.md; the figures stand in README.md and docs/explanation/validity.md.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "docs/validation.md"
DOCUMENTS = ["README.md", "docs/explanation/validity.md"]
BEGIN, END = "<!-- validity: written by a command -->", "<!-- end of validity -->"
ARMS = {
    "the values set by hand": "values set by hand",
    "the posterior": "posterior (`--set posterior=on`)",
}


def section(page: str, arm: str) -> str:
    """The part of the page about the test rows of one arm."""
    return page.split(f"## Test rows together: {arm}\n", 1)[1].split("\n## ", 1)[0]


def inside(text: str, per_cent: int) -> str:
    """How many rows lie inside a central interval."""
    return re.search(rf"^\| {per_cent} % \| (.*?) \|", text, re.M)[1]


def skill(text: str) -> tuple[str, str, str]:
    """Skill over the strongest baseline, with its interval: baseline, skill, rows."""
    name = re.search(r"Against the strongest of those that foretell many rows, (.*?): \S+ over (\d+) rows", text)
    row = re.search(rf"^\| {re.escape(name[1])} \| (\d+) \| (.*?) \|", text, re.M)
    return name[1], row[2], row[1]


def box() -> str:
    """The table of the figures, with its commands."""
    page = SOURCE.read_text()
    texts = {words: section(page, arm) for arm, words in ARMS.items()}
    lines = [f"| | {' | '.join(texts)} |", "|---|" + "---|" * len(texts)]
    for per_cent in (50, 95):
        row = " | ".join(inside(text, per_cent) for text in texts.values())
        lines.append(f"| test rows inside the central {per_cent} per cent of the worlds | {row} |")
    skills = [skill(text) for text in texts.values()]
    baseline, _, rows = skills[0]
    values = " | ".join(value for _, value, _ in skills)
    lines.append(f"| skill over the baseline “{baseline}”, {rows} rows, with its 95 per cent interval | {values} |")
    told = []
    for words, text in texts.items():
        share = int(re.search(r"\((\d+) %\)", inside(text, 95))[1])
        is_sure = (
            "fewer than 95 %, so these worlds are surer than they should be" if share < 95 else "as many as it should"
        )
        low, high = (float(end) for end in re.search(r"\((\S+) to (\S+)\)", skill(text)[1]).groups())
        is_told = "they foretell better than the baseline" if low > 0 else "they foretell worse than the baseline"
        if low <= 0 <= high:
            is_told = (
                "the interval of their skill includes 0, so it is not shown that they foretell better than the baseline"
            )
        told.append(
            f"The {words}: the central 95 per cent of the worlds hold {inside(text, 95)} test rows, {is_sure}; "
            f"{is_told}."
        )
    lines += ["", *told]
    command = re.search(r"^    (cargo xtask analysis validation .*)$", page, re.M)[1]
    return f"{BEGIN}\n\n" + "\n".join(lines) + f"\n\nMade by:\n\n    {command}\n\n{END}"


def renewed(text: str) -> str:
    """A document with the figures as they are now."""
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: box(), text, flags=re.S)


def differing() -> list[str]:
    """Documents that have other figures, or none."""
    texts = {path: (ROOT / path).read_text() for path in DOCUMENTS}
    return [path for path, text in texts.items() if BEGIN not in text or renewed(text) != text]


def main() -> int:
    """Reads the command line."""
    wrong = differing()
    if "--write" in sys.argv[1:]:
        for path in wrong:
            file = ROOT / path
            file.write_text(renewed(file.read_text()))
        return 0
    print("\n".join(wrong) or "as in docs/validation.md")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
