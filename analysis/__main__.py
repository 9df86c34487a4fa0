"""`python -m analysis NAME`: makes a page."""

import argparse
import os
import sys
from pathlib import Path
from types import ModuleType

from analysis import cases, claims, contingency, docking, experiments, law, models, patterns, sensitivity, validation
from analysis.commands import Failed, Program
from analysis.page import write

PAGES: dict[str, ModuleType] = {
    "patterns": patterns,
    "experiments": experiments,
    "law": law,
    "contingency": contingency,
    "cases": cases,
    "claims": claims,
    "sensitivity": sensitivity,
    "validation": validation,
    "docking": docking,
    "models": models,
}
# The program as it is built, unless the environment names another.
PROGRAM = Path(os.environ.get("TAURIDE", "target/release/tauride"))


def parser() -> argparse.ArgumentParser:
    """The arguments: a page, its own options, and those that all pages have."""
    found = argparse.ArgumentParser(prog="python -m analysis", description="Makes a page that is made of many runs.")
    pages = found.add_subparsers(dest="page", required=True, metavar="PAGE")
    for name, module in PAGES.items():
        of_page = pages.add_parser(name, help=(module.__doc__ or "").strip().splitlines()[0])
        module.options(of_page)
        of_page.set_defaults(
            own={action.dest: action.option_strings[0] for action in of_page._actions if action.dest != "help"}
        )
        every = of_page.add_argument_group("of every page")
        every.add_argument("--program", type=Path, default=PROGRAM, help="the program")
        every.add_argument("--docs", type=Path, default=Path("docs"), help="where the page is written")
        every.add_argument("--studies", type=Path, default=Path("runs/analysis"), help="where its studies are kept")
        every.add_argument("--threads", type=int, help="threads, a world to each")
        every.add_argument("--fresh", action="store_true", help="begin the studies anew instead of going on with them")
        of_page.set_defaults(usual=of_page.get_default)
    return found


def repeat(asked: argparse.Namespace) -> str:
    """The command that makes the page again: every number of it, and what else is not as usual."""
    words = []
    for name, option in asked.own.items():
        value = getattr(asked, name)
        is_number = isinstance(value, int | list) and not isinstance(value, bool)
        if is_number or value != asked.usual(name):
            words.append(option)
            words += [] if value is True else [str(v) for v in (value if isinstance(value, list) else [value])]
    return " ".join(["cargo xtask analysis", asked.page, *words])


def main(words: list[str]) -> int:
    """Makes the page that the arguments name; the exit status."""
    asked = parser().parse_args(words)
    asked.repeat = repeat(asked)
    module = PAGES[asked.page]
    program = Program(asked.program, asked.studies / asked.page, asked.threads, asked.fresh)
    try:
        page = module.make(program, asked)
    except Failed as failed:
        print(f"error: {failed}", file=sys.stderr)
        return 1
    write(asked.docs / module.DOCUMENT, module.TITLE, getattr(module, "PART", asked.page), page)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
