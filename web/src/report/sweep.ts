/** The page of a sweep: endings by the first factor, a line for each level of the second, and a table of all points. */
import {
  capital,
  el,
  forest,
  isNumber,
  listed,
  name,
  number,
  outcomeRank,
  percent,
  plural,
  range,
  small,
  table,
  type Value,
  xy,
} from "../charts";
import type { SweepAnswer, SweepCurve, SweepFactor, SweepLevel, SweepPoint, WorldShare } from "../types/answers";
import { lackingUnit } from "./label";
import type { Page } from "./shell";
import { dateText, ending, estimated, facts, formatFor, glossary, keyed, open, shareOf, spanText } from "./study";

/** Rows of the table of points that a page shows. */
const MOST_ROWS = 500;

export function sweep(data: unknown): void {
  const of = data as SweepAnswer;
  const endings = Object.keys(of.outcome_names).sort((a, b) => spread(of, b) - spread(of, a) || order(a, b));
  const names = { outcome: of.outcome_names as Record<string, string> };
  const page = open(
    of,
    `sweep of ${plural(of.points.length, "point")} in ${number(of.points.length * of.runs)} simulated worlds`,
    `${of.head.scenario.name} by ${listed(of.factors.map(called))}`,
    summary(of, endings),
    names,
  );
  page.opening({
    below: [
      facts(
        ["Case", of.head.scenario.name],
        ["Points", number(of.points.length)],
        ["Worlds at each", number(of.runs)],
        ["Seeds", `${of.first_seed} to ${of.first_seed + of.runs - 1}, the same at every point`],
        ["Scale", of.scale],
        ["Days", spanText(page, of.head)],
      ),
      el("p", { class: "note", text: glossary(page) }),
    ],
  });
  page.section("varied", "What is varied", "Factors", factors(of));
  page.section(
    "endings",
    "Endings over the factors",
    "Endings",
    el("p", { class: "note", text: howDrawn(of) }),
    el(
      "div",
      { class: "multiples wide" },
      endings.map((id) => chart(of, id)),
    ),
  );
  points(page, of, endings);
  const files = [
    "Beside this page: ",
    el("code", { text: "sweep.json" }),
    " with what it shows, and ",
    el("code", { text: "sweep.parquet" }),
    " with one row for each world: point, seed, the level of each factor, ending, dates, patterns and sums.",
  ];
  const lead = "The same command gives the same worlds on any number of threads.";
  ending(page, of, lead, [["Design", designText(of)]], files);
}

const order = (a: string, b: string): number => outcomeRank(a) - outcomeRank(b);
const shareAt = (at: { outcomes: Record<string, WorldShare | undefined> }, id: string): number =>
  at.outcomes[id]?.share.value ?? 0;
const levelText = (level: SweepLevel | null | undefined): string =>
  isNumber(level) ? number(level) : level === "none" ? "no what-if" : `${level ?? ""}`;

/** What a factor is called where its meaning is too long: its whole key in words, since parts of keys are alike. */
const called = (f: SweepFactor): string => (f.key === "with" ? "what-ifs" : f.key.replace(/[._]/g, " "));

/** By how much the odds of an ending differ between points. */
function spread(of: SweepAnswer, id: string): number {
  const all = of.points.map((p) => shareAt(p, id));
  return Math.max(...all) - Math.min(...all);
}

function summary(of: SweepAnswer, endings: readonly string[]): string {
  const [most] = endings;
  if (!most) return "No world was run.";
  const sorted = [...of.points].sort((a, b) => shareAt(a, most) - shareAt(b, most));
  const [least, greatest] = [sorted[0], sorted[sorted.length - 1]];
  const told = (p: SweepPoint): string => `${percent(shareAt(p, most))} at point ${p.point}`;
  const title = `“${name("outcome", most)}”`;
  if (shareAt(least, most) === shareAt(greatest, most))
    return `Every ending has the same odds at all points: ${title} comes in ${percent(shareAt(least, most))} of the worlds.`;
  return `The odds of ${title} differ most: from ${told(least)} to ${told(greatest)}.`;
}

function designText(of: SweepAnswer): string {
  const known: Record<string, string> = {
    factorial: "all combinations of the levels",
    sobol: "points of a scrambled Sobol’ sequence",
    lhs: "points of a Latin hypercube",
  };
  return known[of.design] ?? `the rows of ${of.design}`;
}

function factors(of: SweepAnswer): HTMLElement {
  const over = (f: SweepFactor): string =>
    f.is_number && f.levels.length > 8
      ? `${range(f.levels[0] as Value, f.levels[f.levels.length - 1] as Value)}, ${number(f.levels.length)} values`
      : f.levels.map(levelText).join(", ");
  return table<SweepFactor>(
    [
      { name: "Factor", first: true, value: (f) => f.key, cell: (f) => keyed(f.name, f.key) },
      { name: "Levels", cell: over },
      { name: "Unit", cell: (f) => f.unit || "–" },
    ],
    of.factors,
    { caption: "What is varied" },
  );
}

function howDrawn(of: SweepAnswer): string {
  const [first, second] = of.factors;
  if (!of.curves.length)
    return `One dot for each point. The odds move with the other factors too, so that the dots make a cloud and no line.`;
  const lines = of.curves.length > 1 ? `, one line for each level of “${small(second.name)}”` : "";
  const rest = of.factors.length - (of.curves.length > 1 ? 2 : 1);
  const pooled =
    rest > 0
      ? ` Worlds at all levels of the ${rest === 1 ? "other factor" : `${number(rest)} other factors`} are counted together.`
      : "";
  return `Share of the worlds by “${small(first.name)}”${lines}.${pooled}`;
}

const curveName = (of: SweepAnswer, c: SweepCurve, id: string): string =>
  c.second === null ? name("outcome", id) : `${called(of.factors[1])} ${levelText(c.second)}`;

function chart(of: SweepAnswer, id: string): HTMLElement {
  const [first] = of.factors;
  const title = name("outcome", id);
  if (!first.is_number && of.curves.length)
    return forest({
      title,
      unit: "share of the worlds",
      bars: true,
      low: 0,
      high: 1,
      interval: `${percent(of.level)} interval`,
      rows: of.curves.flatMap((c) =>
        c.at.map((at) => ({
          group: c.second === null ? undefined : curveName(of, c, id),
          name: `${called(first)} ${levelText(at.first)}`,
          value: shareAt(at, id),
          low: at.outcomes[id]?.share.interval[0],
          high: at.outcomes[id]?.share.interval[1],
          text: `${at.outcomes[id]?.worlds ?? 0} of ${at.worlds}`,
        })),
      ),
    });
  const lines = of.curves.length
    ? of.curves.map((c) => ({
        name: curveName(of, c, id),
        points: c.at.map((at) => [at.first as number, shareAt(at, id)] as const),
      }))
    : [
        {
          name: "points",
          dots: true,
          points: of.points
            .filter((p) => isNumber(p.levels[0]))
            .map((p) => [p.levels[0] as number, shareAt(p, id)] as const),
        },
      ];
  return xy({
    title,
    unit: "share of the worlds",
    x: { name: called(first), unit: first.unit },
    y: { name: "share of the worlds", format: percent, low: 0, high: 1 },
    lines,
  });
}

function points(page: Page, of: SweepAnswer, endings: readonly string[]): void {
  const { calendar } = page;
  const rows = of.points.slice(0, MOST_ROWS);
  const left = of.points.length - rows.length;
  const share = (p: SweepPoint, id: string): string => {
    const found = p.outcomes[id];
    return found ? shareOf(found, of.runs) : `0 of ${of.runs} worlds`;
  };
  const level = (at: number) => (p: SweepPoint) => p.levels[at];
  const columns = of.factors.map((f, at) => ({
    name: called(f),
    num: f.is_number,
    value: level(at),
    cell: (p: SweepPoint) => levelText(p.levels[at]),
  }));
  const isSeen = (i: number) => of.points.some((p) => p.dates[i].happens.worlds > 0);
  const came = of.dates.map((d, i) => ({ d, i })).filter(({ i }) => isSeen(i));
  const never = of.dates.filter((_, i) => !isSeen(i));
  const head = {
    name: "Point",
    first: true,
    num: true,
    value: (p: SweepPoint) => p.point,
    cell: (p: SweepPoint) => p.point,
  };
  page.section(
    "points",
    "All points",
    "Points",
    table<SweepPoint>(
      [
        head,
        ...columns,
        ...endings.map((id) => ({
          name: name("outcome", id),
          value: (p: SweepPoint) => shareAt(p, id),
          cell: (p: SweepPoint) => share(p, id),
        })),
      ],
      rows,
      { caption: `Endings at every point, with Wilson’s intervals at ${percent(of.level)}` },
    ),
    table<SweepPoint>(
      [
        head,
        ...columns,
        ...came.map(({ d, i }) => ({
          name: capital(d.name),
          value: (p: SweepPoint) => p.dates[i].quantiles.p50?.date,
          cell: (p: SweepPoint) =>
            `${dateText(calendar, p.dates[i].quantiles.p50)} (${p.dates[i].happens.worlds} of ${of.runs})`,
        })),
      ],
      rows,
      { caption: "Median dates at every point, and in how many worlds each happens" },
    ),
    never.length > 0
      ? el("p", { class: "note", text: `In no world of any point: ${listed(never.map((d) => d.name))}.` })
      : null,
    table<SweepPoint>(
      [
        head,
        ...columns,
        ...of.sums.map((s, i) => ({
          name: capital(s.meaning),
          unit: lackingUnit(s.meaning, s.unit),
          num: true,
          value: (p: SweepPoint) => p.sums[i].mean.value,
          cell: (p: SweepPoint) => estimated(p.sums[i].mean, formatFor(s.unit)),
        })),
      ],
      rows,
      { caption: `Means of the sums at every point, with intervals at ${percent(of.level)}` },
    ),
    left > 0
      ? el("p", { class: "note", text: `${number(left)} more points are in sweep.json and sweep.parquet.` })
      : null,
  );
}
