/** The page of a published model's run: what the model says, what came out, what is reported elsewhere. */
import { el, number, table } from "../charts";
import { cameOut, chart, equations, grid, isReported, spelled } from "../models/drawn";
import type { ModelAnswer, ModelParameter, ModelTable } from "../types/model";
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
    of.lattices.length ? el("div", { class: "multiples" }, of.lattices.map(grid)) : null,
  );
}

function figures(page: Page, of: ModelAnswer): void {
  page.section(
    "figures",
    "What came out, and what is reported",
    "Figures",
    cameOut(of.figures),
    isReported(of.reported),
  );
}

function rules(page: Page, of: ModelAnswer): void {
  if (of.equations.length) page.section("rules", "The rules", "Rules", equations(of.equations));
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
