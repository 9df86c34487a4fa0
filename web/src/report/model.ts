/** The page of a published model's run: what the model says, what came out, what is reported elsewhere. */
import { absent, capital, el, isNumber, lattice, number, readable, table, xy } from "../charts";
import type { ModelAnswer, ModelChart, ModelFigure, ModelParameter, ModelTable, ReportedFigure } from "../types/model";
import { Page, repeated } from "./shell";
import { facts } from "./study";

export function model(data: unknown): void {
  const of = data as ModelAnswer;
  const page = new Page({ kind: of.kind, title: of.title, summary: of.explains }, "run of a published model");
  page.opening({
    below: [
      el("p", { class: "note", text: of.paper }),
      facts(
        ["Seed", String(of.seed)],
        ["Parameters set by hand", String(of.parameters.filter((p) => p.is_changed).length)],
      ),
    ],
  });
  pictures(page, of);
  figures(page, of);
  rules(page, of);
  parameters(page, of);
  tables(page, of);
  repeated(
    page,
    "The same version, settings and seed give the same run, to the byte.",
    [of.command],
    [
      ["Digest", of.digest ? el("code", { text: of.digest }) : null],
      ["Version", of.version],
      ["Took", `${of.wall_seconds.toFixed(1)} seconds`],
    ],
  );
  page.close();
}

function pictures(page: Page, of: ModelAnswer): void {
  if (!of.charts.length && !of.lattices.length) return;
  page.section(
    "pictures",
    "In pictures",
    "Pictures",
    of.charts.length ? el("div", { class: of.charts.length > 1 ? "multiples wide" : "" }, of.charts.map(chart)) : null,
    of.lattices.length
      ? el(
          "div",
          { class: "multiples" },
          of.lattices.map((l) => lattice({ title: l.title, width: l.width, kinds: l.kinds, sites: l.sites })),
        )
      : null,
  );
}

function chart(c: ModelChart): HTMLElement {
  let results = 0;
  return xy({
    title: c.title,
    x: { name: c.x },
    y: { name: c.y },
    lines: c.lines.map((l) => ({
      name: l.name,
      look: l.is_guide ? "guide" : c.lines.length > 1 ? `l${results++ % 7}` : "model",
      steps: l.is_steps,
      points: l.points.filter((p): p is [number, number] => isNumber(p[0]) && isNumber(p[1])),
    })),
  });
}

function figures(page: Page, of: ModelAnswer): void {
  page.section(
    "figures",
    "What came out, and what is reported",
    "Figures",
    of.figures.length
      ? table<ModelFigure>(
          [
            {
              name: "This run",
              first: true,
              value: (f) => f.name,
              cell: (f) => [capital(f.meaning), " ", el("code", { class: "key-of", text: f.name })],
            },
            {
              name: "Value",
              num: true,
              value: (f) => f.value,
              cell: (f) => (isNumber(f.value) ? `${number(f.value)} ${f.unit}`.trim() : "none"),
            },
          ],
          of.figures,
          { caption: "Numbers of this run" },
        )
      : absent("The run gave no figure."),
    of.reported.length
      ? table<ReportedFigure>(
          [
            {
              name: "Reported, or recomputed from the definition",
              first: true,
              value: (r) => r.quantity,
              cell: (r) => [readable(r.quantity), el("span", { class: "under", text: r.source })],
            },
            { name: "Value", num: true, cell: (r) => r.value },
          ],
          of.reported,
          { caption: "What is reported elsewhere" },
        )
      : absent("Nothing is kept to compare with."),
  );
}

function rules(page: Page, of: ModelAnswer): void {
  if (!of.equations.length) return;
  page.section(
    "rules",
    "The rules",
    "Rules",
    el(
      "ol",
      { class: "equations" },
      of.equations.map((line) => el("li", { text: line })),
    ),
  );
}

function parameters(page: Page, of: ModelAnswer): void {
  if (!of.parameters.length) return;
  page.section(
    "parameters",
    "Parameters",
    "Parameters",
    table<ModelParameter>(
      [
        {
          name: "Parameter",
          first: true,
          value: (p) => p.key,
          cell: (p) => [p.meaning, " ", el("code", { class: "key-of", text: p.key })],
        },
        {
          name: "Value",
          value: (p) => p.value,
          cell: (p) =>
            p.is_changed
              ? [el("b", {}, spelled(p.value)), el("span", { class: "mark" }, " instead of ", spelled(p.default))]
              : spelled(p.value),
        },
        { name: "Unit", cell: (p) => p.unit },
        { name: "May be", cell: (p) => spelled(p.allowed) },
      ],
      of.parameters,
      { caption: "Parameters of this run" },
    ),
  );
}

/** Words that are typed as they stand are told from words that are read. */
function spelled(text: string): (string | HTMLElement)[] {
  return text
    .split(/( of |, )/)
    .map((part) => (/^[a-z]+(_[a-z]+)*$/.test(part) && part !== "one" ? el("code", { text: part }) : part));
}

function tables(page: Page, of: ModelAnswer): void {
  if (!of.tables.length) return;
  page.section(
    "tables",
    "Tables",
    "Tables",
    el("p", { class: "note", text: "Units and meanings of the columns stand in each file." }),
    table<ModelTable>(
      [
        { name: "File", first: true, value: (t) => t.name, cell: (t) => el("code", { text: `${t.name}.parquet` }) },
        { name: "One row for each", cell: (t) => t.row },
        { name: "Rows", num: true, cell: (t) => number(t.rows) },
      ],
      of.tables,
      { caption: "Tables beside this page" },
    ),
  );
}
