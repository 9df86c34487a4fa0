/** What went into a run, how sure it is, and how to repeat it. */
import { absent, type Child, el, number, plural, readable, sum, table } from "../../charts";
import type { InputFile, Parameter, Source, Unverified } from "../../types/run";
import { folded, type Page, repeated, say } from "../shell";
import type { Run } from "./context";

/** Links to the entries of the bibliography that a key names. */
export function sourceLink(run: Run, keys: string): Child {
  const known = new Set(run.data.sources.map((s) => s.key));
  return keys
    .split(/[;,\s]+/)
    .filter(Boolean)
    .map((key, i) => {
      const text = run.sourceName(key);
      const link = known.has(key) ? el("a", { href: `#source-${key}`, onclick: openSources, text }) : text;
      return [i ? "; " : "", link];
    });
}

function openSources(): void {
  const list = document.getElementById("sources-list");
  if (list instanceof HTMLDetailsElement) list.open = true;
}

const title = (name: string, n: number): Child => [el("b", { text: name }), ` (${number(n)})`];

export function inputs(page: Page, run: Run): void {
  const { inputs: files, unverified, sources, parameters } = run.data;
  const open = sum(files.map((i) => i.unverified)) || unverified.length;
  const changed = parameters.filter((p) => p.changed).length;
  const url = (s: Source): Child =>
    /^https?:\/\//.test(s.url) ? el("a", { href: s.url, rel: "noreferrer", text: s.title || s.key }) : s.title || s.key;
  const list = folded(
    title("Sources", sources.length),
    table<Source>(
      [
        { name: "Author", first: true, cell: (s) => s.author || "–" },
        { name: "Title", cell: url },
        { name: "Year", cell: (s) => s.year },
      ],
      sources,
      { caption: "Bibliography", hidden: true, id: (_, i) => `source-${sources[i].key}` },
    ),
  );
  list.id = "sources-list";
  page.section(
    "inputs",
    "Inputs and sources",
    "Sources",
    files.length || sources.length
      ? say(
          `The run read ${plural(sum(files.map((i) => i.rows)), "row")} from ${plural(files.length, "file")}, with ${plural(sources.length, "source")}.`,
          open
            ? `${plural(open, "value is", "values are")} unverified: remembered or assumed, not read in a source.`
            : "No value is marked unverified.",
        )
      : absent("The report holds no list of inputs."),
    files.length > 0 &&
      folded(
        title("Files", files.length),
        table<InputFile>(
          [
            { name: "File", first: true, cell: (i) => el("code", { text: i.file }) },
            { name: "What it holds", cell: (i) => i.what },
            { name: "Rows", num: true, cell: (i) => number(i.rows), value: (i) => i.rows },
            { name: "Unverified", num: true, cell: (i) => number(i.unverified), value: (i) => i.unverified },
            { name: "Sources", cell: (i) => sourceLink(run, i.sources.join(" ")) },
          ],
          files,
          { caption: "Files that the run read", hidden: true },
        ),
      ),
    unverified.length > 0 &&
      folded(
        title("Unverified values", unverified.length),
        table<Unverified>(
          [
            { name: "File", first: true, cell: (u) => el("code", { text: u.file }) },
            { name: "Item", cell: (u) => readable(u.item), value: (u) => u.item },
            { name: "Value", num: true, cell: (u) => u.value },
            { name: "Note", cell: (u) => readable(u.note) },
          ],
          unverified,
          { caption: "Values that no source confirms", hidden: true },
        ),
      ),
    sources.length > 0 && list,
    parameters.length > 0 &&
      folded(
        [...[title("Parameters", parameters.length)], changed ? `, ${changed} changed for this run` : ""],
        table<Parameter>(
          [
            {
              name: "Meaning",
              first: true,
              cell: (p) => el("span", { "data-tip": `${p.key}\nthe name under which it is set` }, p.meaning),
              value: (p) => `${p.key}: ${p.meaning}`,
            },
            {
              name: "Value",
              num: true,
              cell: (p) => (p.changed ? el("b", { text: `${p.value} (changed)` }) : String(p.value ?? "")),
              value: (p) => p.value,
            },
            { name: "Unit", cell: (p) => p.unit },
            { name: "Source", cell: (p) => sourceLink(run, p.source), value: (p) => run.sourceName(p.source) },
          ],
          parameters,
          { caption: "Parameters of the run", hidden: true },
        ),
      ),
  );
}

function duration(seconds: number): string {
  if (seconds < 60) return `${number(seconds)} seconds`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} minutes ${Math.round(seconds % 60)} seconds` : `${number(seconds / 3600)} hours`;
}

export function repeat(page: Page, run: Run): void {
  const { about } = run.data;
  repeated(
    page,
    "The same version, scenario and seed give the same bytes on any machine; the digest below must come out equal.",
    run.data.repeat,
    [
      ["Version", about.version],
      ["Scenario", about.scenario],
      ["Seed", String(about.seed)],
      ["Scale", about.scale],
      ["Digest", about.digest && el("code", { text: about.digest })],
      ["Time taken", duration(about.wall_seconds)],
    ],
  );
}
