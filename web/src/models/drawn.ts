/** What a run of a published model came to, as its written page and the page of the models draw it. */
import { absent, type Column, capital, el, isNumber, lattice, readable, table, xy } from "../charts";
import type { ModelChart, ModelFigure, ModelLattice, ReportedFigure } from "../types/model";

const five = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 5 });
const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** A number with as many digits as what it is compared with is reported with. */
export const exact = (x: number): string =>
  (Math.abs(x) >= 1e5 ? whole.format(x) : five.format(x)).replace("-", "\u2212");

/** A unit beside a number: one person, two persons. */
const unitOf = (x: number, unit: string): string =>
  x === 1 ? unit.replace(/^(persons|rounds|steps)\b/, (of) => of.slice(0, -1)) : unit;

export function chart(c: ModelChart): HTMLElement {
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

export const grid = (l: ModelLattice): HTMLElement =>
  lattice({ title: l.title, width: l.width, kinds: l.kinds, sites: l.sites });

/** The numbers of a run. */
export const cameOut = (figures: readonly ModelFigure[]): HTMLElement =>
  figures.length
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
            cell: (f) => (isNumber(f.value) ? `${exact(f.value)} ${unitOf(f.value, f.unit)}`.trim() : "none"),
          },
        ],
        figures,
        { caption: "Numbers of this run" },
      )
    : absent("The run gave no figure.");

/** What a page that can run a model does with a reported figure. */
export interface Trying {
  /** Whether the values are those with which it was measured. */
  isNow(row: ReportedFigure): boolean;
  /** Sets the values with which it was measured. */
  take(row: ReportedFigure): void;
}

/** What is reported of a model; with a button that sets the values of a row, where the page can run it. */
export function isReported(reported: readonly ReportedFigure[], trying?: Trying): HTMLElement {
  if (!reported.length) return absent("Nothing is kept to compare with.");
  const columns: Column<ReportedFigure>[] = [
    {
      name: "Reported, or recomputed from the definition",
      first: true,
      value: (r) => r.quantity,
      cell: (r) => [readable(r.quantity), el("span", { class: "under", text: r.source })],
    },
    { name: "Value", num: true, cell: (r) => r.value },
  ];
  if (trying && reported.some((r) => r.set.length))
    columns.push({
      name: "Run",
      cell: (r) => {
        if (!r.set.length) return "";
        const isNow = trying.isNow(r);
        const label = `${isNow ? "As set now" : "Run with the values of"}: ${readable(r.quantity)}`;
        const attributes = { type: "button", class: "try", "aria-pressed": String(isNow), "aria-label": label };
        return el("button", { ...attributes, onclick: () => trying.take(r) }, isNow ? "As set now" : "Run");
      },
    });
  return table<ReportedFigure>(columns, reported, { caption: "What is reported elsewhere" });
}

/** The rules of a model, one a line. */
export const equations = (lines: readonly string[]): HTMLElement =>
  el(
    "ol",
    { class: "equations" },
    lines.map((line) => el("li", { text: line })),
  );

/** Words that are typed as they stand are told from words that are read. */
export function spelled(text: string): (string | HTMLElement)[] {
  return text
    .split(/( of |, )/)
    .map((part) => (/^[a-z]+(_[a-z]+)*$/.test(part) && part !== "one" ? el("code", { text: part }) : part));
}
