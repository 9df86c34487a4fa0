"""Pages of the site that no one writes by hand, as a hook of MkDocs.

The reference is made from what the program says of itself: its path is in the environment variable TAURIDE.
Documents outside `docs/` get a page, and so does every file of the repository that a page links to.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from posixpath import dirname, normpath, relpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
# Documents outside docs/, with their place in the site.
DOCUMENTS = {
    "CONTRIBUTING.md": "project/contributing.md",
    "ARCHITECTURE.md": "project/architecture.md",
    "CHANGELOG.md": "project/changelog.md",
    "scenarios/README.md": "project/scenarios.md",
    "scenarios/russia-1917/POPULATION.md": "project/population.md",
    "peers/README.md": "project/peers.md",
    "examples/README.md": "how-to/examples.md",
}
# A file over this size is told by its size alone, in bytes.
LARGEST_SHOWN = 64 * 1024
LANGUAGES = {"rs": "rust", "py": "python", "toml": "toml", "ts": "typescript", "csv": "text", "md": "markdown"}
LINK = re.compile(r"(?<=\]\()[^)\s]+(?=\))")
FENCE = re.compile(r"^(```|~~~)")

# Where each page's text comes from, by its place in the site.
written_as: dict[str, str] = {}


# ---- What the program says


def program() -> str:
    """The program that the reference is made from."""
    named = os.environ.get("TAURIDE")
    if not named:
        raise PluginError("TAURIDE is not set: `cargo xtask site` builds the program and sets it")
    return named


def said(*words: str, cwd: str | None = None) -> str:
    """What the program writes on standard output."""
    done = subprocess.run([program(), *words], capture_output=True, text=True, cwd=cwd)
    if done.returncode != 0:
        raise PluginError(f"`tauride {' '.join(words)}` ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def told(*words: str) -> dict:
    """What the program writes as JSON."""
    return json.loads(said(*words, "--json"))


def cell(value: object) -> str:
    """A value as it may stand in a cell of a table."""
    if value is None:
        return ""
    if isinstance(value, list) and len(value) == 2:
        return f"{cell(value[0])} to {cell(value[1])}"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def table(head: list[str], rows: list[list[object]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def code(text: object) -> str:
    """A name in the type of code, or nothing."""
    return f"`{text}`" if text else ""


def made_by(*commands: str) -> str:
    """Where the figures of a page are from."""
    lines = "\n".join(f"    tauride {command}" for command in commands)
    return f"This page is made from the program's own answer to:\n\n{lines}\n\n"


def commands() -> str:
    """Every command with its help."""
    help_text = said("--help")
    listed = help_text.split("Commands:\n", 1)[1].split("\n\n", 1)[0]
    names = [line.split()[0] for line in listed.splitlines() if line.strip()]
    text = "# Commands\n\n" + made_by("--help", "COMMAND --help")
    text += "The exit status is 0 when all is done, 2 when the input is wrong and nothing was written, 130 after an interruption, and 1 otherwise.\n\n"
    text += f"```text\n{help_text.rstrip()}\n```\n\n"
    for name in names:
        if name != "help":
            text += f"## tauride {name}\n\n```text\n{said(name, '--help').rstrip()}\n```\n\n"
    return text


KINDS = {
    "parameter": ("Parameters", "A parameter is changed with `--set KEY=VALUE`, or in a what-if."),
    "switch": ("Mechanisms", "A mechanism is switched off with `--set KEY=off`."),
    "input": (
        "Inputs",
        "An input is changed by a what-if of kind `input`, or in `conditions.csv` of a scenario of one's own.",
    ),
}


def parameters(scenario: str) -> str:
    """What can be set in a scenario."""
    rows = told("params", scenario)["params"]
    text = f"# Parameters of {scenario}\n\n" + made_by(f"params {scenario} --json")
    text += "All values are judgements, unless a source is named.\n"
    text += "The range is the one that a setting may have.\n\n"
    for kind, (title, how) in KINDS.items():
        mine = [row for row in rows if row["kind"] == kind]
        text += f"## {title}\n\n{how}\n\n"
        if kind == "switch":
            text += table(["key", "value", "meaning"], [[code(r["key"]), r["value"], r["meaning"]] for r in mine])
        else:
            text += table(
                ["key", "value", "unit", "range", "meaning", "source"],
                [
                    [code(r["key"]), r["value"], r["unit"], [r["low"], r["high"]], r["meaning"], r["source"]]
                    for r in mine
                ],
            )
        text += "\n"
    return text


FAMILIES = {
    "daily": "Numbers of every day",
    "record": "Questions of the record",
    "date": "Dates on which something comes for the first time",
    "sum": "Sums over a world",
    "pattern": "Patterns",
}


def observables() -> str:
    """What can be measured on a world."""
    rows = told("list", "observables")["observables"]
    text = "# Observables\n\n" + made_by("list observables --json")
    families = list(dict.fromkeys(row["family"] for row in rows))
    for family in families:
        text += f"## {FAMILIES.get(family, family)}\n\n"
        text += table(
            ["identifier", "meaning", "unit", "by", "of", "window", "reduction"],
            [
                [
                    code(r["id"]),
                    r["meaning"] or r["title"],
                    r["unit"],
                    r["by"],
                    r["denominator"],
                    r["window"],
                    r["reduction"],
                ]
                for r in rows
                if r["family"] == family
            ],
        )
        text += "\n"
    return text


def events() -> str:
    """Kinds of events, and decisions with their options."""
    answer = told("list", "events")
    decisions = told("list", "decisions")["decisions"]
    text = "# Events and decisions\n\n" + made_by("list events --json", "list decisions --json")
    text += "## Kinds of events\n\n"
    text += table(["kind", "its size counts"], [[code(row["kind"]), row["size"]] for row in answer["events"]])
    text += "\n## Who acts\n\n" + ", ".join(code(word) for word in answer["actors"]) + ".\n"
    text += "\n## What they come to\n\n" + ", ".join(code(word) for word in answer["results"]) + ".\n"
    text += "\n## Numbers of an event, in the table `event_facts`\n\n"
    text += table(["fact", "unit", "meaning"], [[code(r["key"]), r["unit"], r["meaning"]] for r in answer["facts"]])
    text += "\n## Decisions\n\nA collective actor chooses one of the options; a what-if may close or impose one.\n\n"
    text += table(
        ["decision", "who decides, and when", "options"],
        [[code(row["key"]), row["about"], ", ".join(row["options"])] for row in decisions],
    )
    return text


def tables() -> str:
    """Every table of a run, from the metadata of a small one."""
    import polars

    text = "# Tables and columns\n\n" + made_by("run one-town")
    text += "Type, unit and meaning stand in each file's own metadata, from which this page is read.\n"
    text += "[Run directory](run-directory.md) says how the tables are to be read.\n\n"
    with tempfile.TemporaryDirectory() as place:
        said("run", "one-town", "--quiet", "--out", "run", cwd=place)
        files = sorted(Path(place, "run").glob("*.parquet"))
        for file in files:
            about = polars.read_parquet_metadata(file)
            schema = polars.read_parquet_schema(file)
            text += f"## {file.stem}\n\n"
            text += f"One row for each of: {about['row']}.\n\n" if about.get("row") else ""
            text += table(
                ["column", "type", "unit", "meaning"],
                [
                    [code(name), type_, about.get(f"column.{name}.unit"), about.get(f"column.{name}.meaning")]
                    for name, type_ in schema.items()
                ],
            )
            text += "\n"
    return text


def scenarios() -> str:
    """The bundled scenarios with their size."""
    rows = told("list")["scenarios"]
    text = "# Scenarios\n\n" + made_by("list --json", "check SCENARIO --json")
    checked = [told("check", row["name"]) for row in rows]
    names = [
        "persons",
        "places",
        "named_cells",
        "links",
        "days",
        "sources",
        "unverified",
        "evidence",
        "interventions",
        "claims",
    ]
    heads = [
        "persons",
        "places",
        "named cells",
        "links",
        "days",
        "sources",
        "values that no source confirms",
        "rows of the record",
        "what-ifs",
        "claims",
    ]
    text += table(
        ["", *(code(row["name"]) for row in rows)],
        [
            ["title", *(row["title"] for row in rows)],
            *([head, *(f"{one[name]:,}" for one in checked)] for head, name in zip(heads, names, strict=True)),
            ["content", *(code(one["hash"]) for one in checked)],
        ],
    )
    text += "\n[Where the scenarios come from](../project/scenarios.md) says how their files were made.\n"
    return text


def scenario_files() -> str:
    """Every file of a scenario with its columns and keys."""
    files = told("list", "files")["files"]
    text = "# Scenario files\n\n" + made_by("list files --json")
    text += "A scenario is a directory with these files; a file that it lacks comes from its `base`, and after that from what all scenarios share.\n"
    text += "`tauride check NAME` refuses every column and key that does not stand here, with file, line and column.\n"
    for file in files:
        text += f"\n## {file['file']}\n\n{sentence(file['about'])}\n"
        for block in file["blocks"]:
            if block["block"]:
                text += f"\n### {code(block['block'])}\n"
            if block["about"]:
                text += f"\n{sentence(block['about'])}\n"
            if not block["keys"]:
                continue
            if not any(key["meaning"] for key in block["keys"]):
                text += "\nKeys: " + ", ".join(code(key["key"]) for key in block["keys"]) + ".\n"
            elif any(key["need"] for key in block["keys"]):
                text += "\n" + table(
                    ["column", "needed", "meaning"], [[code(k["key"]), k["need"], k["meaning"]] for k in block["keys"]]
                )
            else:
                text += "\n" + table(["key", "meaning"], [[code(k["key"]), k["meaning"]] for k in block["keys"]])
    return text


def sentence(words: str) -> str:
    """Words as a sentence."""
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")


def claims() -> str:
    """The claims of every scenario."""
    rows = told("list")["claims"]
    text = "# Claims\n\n" + made_by("list --json")
    text += (
        "`tauride claims SCENARIO --only ID` tests one; [the page of results](../claims.md) has what came of each.\n\n"
    )
    return text + table(
        ["claim", "scenario", "statement"], [[r["id"], code(r["scenario"]), r["statement"]] for r in rows]
    )


def models() -> str:
    """Published models on the same engine."""
    rows = told("list")["models"]
    text = "# Published models\n\n" + made_by("list --json")
    text += (
        "`tauride model NAME` runs one; [Verification](../verification.md) compares them with what was published.\n\n"
    )
    return text + table(["model", "title"], [[code(row["name"]), row["title"]] for row in rows])


def decisions_index() -> str:
    """The list of decisions."""
    text = "# Decisions\n\nA decision has one page: the question, the choice, and what would change it.\n\n"
    for path in sorted((ROOT / "docs/decisions").glob("[0-9]*.md")):
        title = path.read_text().splitlines()[0].lstrip("# ")
        text += f"- [{path.stem[:4]}: {title}]({path.name})\n"
    return text


def made_pages() -> dict[str, str]:
    """Every page that is made from the program, by its place."""
    names = [row["name"] for row in told("list")["scenarios"]]
    return {
        "reference/commands.md": commands(),
        "reference/tables.md": tables(),
        "reference/scenarios.md": scenarios(),
        "reference/scenario-files.md": scenario_files(),
        "reference/observables.md": observables(),
        "reference/events.md": events(),
        "reference/claims.md": claims(),
        "reference/models.md": models(),
        "decisions/index.md": decisions_index(),
        **{f"reference/parameters/{name}.md": parameters(name) for name in names},
    }


# ---- Links


def place_of(path: str) -> str | None:
    """Where a file of the repository stands in the site; nothing where there is no such file."""
    if path in DOCUMENTS:
        return DOCUMENTS[path]
    if path == "docs/decisions":
        return "decisions/index.md"
    if path.startswith("docs/"):
        return path.removeprefix("docs/") if not path.startswith(("docs/scripts", "docs/tests")) else shown(path)
    return shown(path)


def shown(path: str) -> str | None:
    """The page that shows a file or a folder of the repository."""
    return f"repository/{path}.md" if path not in ("", ".") and (ROOT / path).exists() else None


def of_repository(link: str, source: str) -> str | None:
    """The path that a link of a document means, where it is one of the repository."""
    path = link.split("#", 1)[0]
    if not path or "://" in path or path.startswith(("mailto:", "/")):
        return None
    return normpath(f"{dirname(source)}/{path}" if dirname(source) else path)


def turned(text: str, source: str, place: str) -> str:
    """The text with links that fit its place in the site."""

    def turn(found: re.Match[str]) -> str:
        link = found.group()
        path = of_repository(link, source)
        target = place_of(path) if path else None
        if not target or (source.startswith("docs/") and path.startswith("docs/") and path != "docs/decisions"):
            return link
        anchor = f"#{link.split('#', 1)[1]}" if "#" in link else ""
        return relpath(target, dirname(place) or ".") + anchor

    return outside_code(text, lambda line: LINK.sub(turn, line))


def outside_code(text: str, change) -> str:
    """The text with a change of every line that is not code."""
    lines, inside = [], False
    for line in text.split("\n"):
        if FENCE.match(line.strip()):
            inside = not inside
        lines.append(line if inside else change(line))
    return "\n".join(lines)


def linked_files(documents: dict[str, str]) -> set[str]:
    """Files and folders of the repository that the documents link to and that need a page."""
    found = set()
    for source, text in documents.items():
        paths = []
        outside_code(text, lambda line, paths=paths: (paths.extend(LINK.findall(line)), line)[1])
        for link in paths:
            path = of_repository(link, source)
            target = place_of(path) if path else None
            if target and target.startswith("repository/"):
                found.add(path)
    return found


def file_page(path: str) -> str:
    """The page of a file or a folder."""
    file = ROOT / path
    head = f"---\nsearch:\n  exclude: true\n---\n\n# {path}\n\n"
    if file.is_dir():
        names = sorted(
            p.name + ("/" if p.is_dir() else "") for p in file.iterdir() if not p.name.startswith((".", "__"))
        )
        return head + "The folder holds:\n\n" + "\n".join(f"- `{name}`" for name in names) + "\n"
    size = file.stat().st_size
    if size > LARGEST_SHOWN:
        return head + f"The file has {size:,} bytes and is not shown here; it stands in the repository.\n"
    language = LANGUAGES.get(file.suffix.lstrip("."), "text")
    return head + f"````{language}\n{file.read_text()}\n````\n"


# ---- What MkDocs calls


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fills the parts of the navigation that are lists of files."""
    names = [row["name"] for row in told("list")["scenarios"]]
    decisions = [path.name for path in sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))]
    lists = {
        "Parameters": [{name: f"reference/parameters/{name}.md"} for name in sorted(names, reverse=True)],
        "Decisions": ["decisions/index.md", *(f"decisions/{name}" for name in decisions)],
    }
    for part in config.nav:
        for pages in part.values():
            for page in pages if isinstance(pages, list) else []:
                if isinstance(page, dict):
                    page.update({title: lists[title] for title in page if title in lists})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are made."""
    documents = {source: (ROOT / source).read_text() for source in DOCUMENTS}
    for file in files.documentation_pages():
        documents[f"docs/{file.src_uri}"] = Path(file.abs_src_path).read_text()
        written_as[file.src_uri] = f"docs/{file.src_uri}"
    for source, place in DOCUMENTS.items():
        written_as[place] = source
        files.append(File.generated(config, place, content=documents[source]))
    for path in sorted(linked_files(documents)):
        files.append(File.generated(config, f"repository/{path}.md", content=file_page(path)))
    for place, text in made_pages().items():
        files.append(File.generated(config, place, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Turns links of the repository into links of the site."""
    source = written_as.get(page.file.src_uri)
    return turned(markdown, source, page.file.src_uri) if source else markdown
