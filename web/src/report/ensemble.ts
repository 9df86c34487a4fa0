/** The page of an ensemble: the odds first, then courses, dates, patterns, sums, and how to repeat it. */
import {
  capital,
  el,
  forest,
  listed,
  name,
  number,
  outcomePaint,
  outcomeRank,
  percent,
  range,
  table,
  when,
} from "../charts";
import type { DateOfWorlds, EnsembleAnswer, WorldShare } from "../types/answers";
import { withUnit } from "./label";
import type { Page } from "./shell";
import {
  course,
  dateText,
  dayIn,
  dayOrNone,
  daysOf,
  ending,
  facts,
  fansInWords,
  formatFor,
  glossary,
  notBy,
  open,
  shareOf,
  spanText,
  titleOf,
} from "./study";

export function ensemble(data: unknown): void {
  const of = data as EnsembleAnswer;
  const outcomes = (Object.entries(of.outcomes) as [string, WorldShare][]).sort(
    (a, b) => b[1].worlds - a[1].worlds || outcomeRank(a[0]) - outcomeRank(b[0]),
  );
  const names = { outcome: of.outcome_names as Record<string, string> };
  const page = open(
    of,
    `ensemble of ${number(of.runs)} simulated worlds`,
    titleOf(of.head),
    summary(of, outcomes),
    names,
  );
  page.opening({
    below: [
      facts(
        ["Worlds", number(of.runs)],
        ["Scale", of.scale],
        ["Seeds", `${of.first_seed} to ${of.first_seed + of.runs - 1}`],
        ["Days", spanText(page, of.head)],
        ["Capital", of.head.capital.name],
      ),
      el("p", { class: "note", text: glossary(page) }),
    ],
  });
  odds(page, of, outcomes);
  page.section(
    "courses",
    "The course of the year",
    "Courses",
    el("p", { class: "note", text: fansInWords(of.series) }),
    el(
      "div",
      { class: "multiples wide" },
      of.series.map((s) => course(s, dayIn(of.head.start), page.calendar)),
    ),
  );
  dates(page, of);
  patterns(page, of);
  sums(page, of);
  const files = [
    "Beside this page: ",
    el("code", { text: "ensemble.json" }),
    " with what it shows, ",
    el("code", { text: "worlds.parquet" }),
    " with one row for each world, ",
    el("code", { text: "places.parquet" }),
    ` with every place, also those that only hold the places where people live, and with a column for the world ${listed(of.tables.map((t) => `${t}/*.parquet`))}.`,
  ];
  ending(page, of, "The same command gives the same worlds on any number of threads.", [], files);
}

function summary(of: EnsembleAnswer, outcomes: [string, WorldShare][]): string {
  const [most, second] = outcomes;
  if (!most) return "No world was run.";
  const told = (o: [string, WorldShare]): string => `“${name("outcome", o[0])}”, in ${shareOf(o[1], of.runs)}`;
  if (!second) return `All ${number(of.runs)} worlds end alike: ${told(most)}.`;
  const tied = second[1].worlds === most[1].worlds;
  return tied
    ? `No ending is the most frequent: ${told(most)}, and ${told(second)}, come equally often.`
    : `The most frequent ending is ${told(most)}; next comes ${told(second)}.`;
}

function odds(page: Page, of: EnsembleAnswer, outcomes: [string, WorldShare][]): void {
  const chart = forest({
    title: "Endings",
    unit: "share of the worlds",
    bars: true,
    low: 0,
    high: 1,
    interval: `${percent(of.level)} interval`,
    rows: outcomes.map(([id, s]) => ({
      name: name("outcome", id),
      value: s.share.value,
      low: s.share.interval[0],
      high: s.share.interval[1],
      text: `${s.worlds} of ${of.runs}, ${percent(s.share.value)} (${range(s.share.interval[0], s.share.interval[1], percent)})`,
      class: outcomePaint(id).fill,
    })),
    caption: `Worlds that differ in the seed of their draws${of.posterior ? " and in their parameters" : " alone"}. Lines: Wilson’s intervals at ${percent(of.level)}. The axis runs from none to all of the worlds; an ending that no world has is left out.`,
  });
  page.section("odds", "How the worlds end", "Endings", chart);
}

function dates(page: Page, of: EnsembleAnswer): void {
  const { calendar } = page;
  const end = dayIn(of.head.end);
  const none = notBy(calendar, end);
  const q = (d: DateOfWorlds, key: string): string => dateText(calendar, d.quantiles[key]);
  const spread = (d: DateOfWorlds): string =>
    d.quantiles.p10 && d.quantiles.p90 ? calendar.span(dayIn(d.quantiles.p10), dayIn(d.quantiles.p90)) : "–";
  const beside = (d: DateOfWorlds): string => {
    const b = d.beside_the_record;
    if (d.record && dayIn(d.record) > end) return "the worlds end before";
    return b ? `${b.before} before, ${b.on} on, ${b.after} after, ${b.never} ${none}` : "–";
  };
  const charts = of.dates
    .filter((d) => d.on.length)
    .map((d) =>
      when({
        title: capital(d.name),
        calendar,
        from: dayIn(of.head.start),
        to: dayIn(of.head.end),
        found: [{ name: "the worlds", days: daysOf(d.on), middle: dayOrNone(d.quantiles.p50), worlds: of.runs }],
        record: d.record && { from: dayIn(d.record), text: capital(d.name) },
      }),
    );
  page.section(
    "dates",
    "Dates, and those of the record",
    "Dates",
    table<DateOfWorlds>(
      [
        { name: "What happens", first: true, cell: (d) => capital(d.name) },
        { name: "Median", nowrap: true, cell: (d) => (d.quantiles.p50 ? q(d, "p50") : none) },
        { name: "From a tenth to nine tenths of these worlds", cell: spread },
        { name: "The record", nowrap: true, cell: (d) => (d.record ? dateText(calendar, d.record) : "none") },
        { name: "Worlds by the record’s day", cell: beside },
        { name: "Happens in", cell: (d) => shareOf(d.happens, of.runs) },
      ],
      of.dates,
      { caption: "Dates over the worlds in which each thing happens" },
    ),
    el("p", {
      class: "note",
      text: "The record’s dates are those of the case’s own list of events. The behaviour was set by hand with the year in view, so that agreement is no test.",
    }),
    el("div", { class: "multiples wide" }, charts),
  );
}

function patterns(page: Page, of: EnsembleAnswer): void {
  const chart = forest({
    title: `Worlds that show each pattern by ${page.calendar.short(dayIn(of.head.end))}`,
    unit: "share of the worlds",
    bars: true,
    low: 0,
    high: 1,
    interval: `${percent(of.level)} interval`,
    rows: of.patterns.map((p) => ({
      name: `${p.id}: ${p.statement}`,
      note: `Measured: ${p.measured}`,
      value: p.holds.share.value,
      low: p.holds.share.interval[0],
      high: p.holds.share.interval[1],
      text: p.measured_in
        ? `${p.holds.worlds} of ${of.runs}, ${percent(p.holds.share.value)}`
        : "not measured at this scale",
    })),
  });
  const isCut = of.patterns.some((p) => p.undecided > 0);
  page.section(
    "patterns",
    "Patterns that no rule states",
    "Patterns",
    el("p", {
      text: "No rule and no input states them, but parameters were set by hand with them in view: a high share says that one set of parameters can show a pattern, not that the model foretold it.",
    }),
    isCut
      ? el("p", {
          text: "These worlds end before the last day of the case: where a pattern does not hold yet, it may still come to hold.",
        })
      : "",
    chart,
  );
}

function sums(page: Page, of: EnsembleAnswer): void {
  const shown = (unit: string, x: number | null | undefined): string => formatFor(unit)(x);
  page.section(
    "sums",
    "Sums over the year",
    "Sums",
    table(
      [
        {
          name: "Sum",
          first: true,
          cell: (s) => withUnit(s.meaning, s.unit),
        },
        { name: "Mean", num: true, value: (s) => s.mean, cell: (s) => shown(s.unit, s.mean) },
        { name: "Median", num: true, value: (s) => s.quantiles.p50, cell: (s) => shown(s.unit, s.quantiles.p50) },
        {
          name: "50 % of the worlds",
          num: true,
          cell: (s) => range(s.quantiles.p25, s.quantiles.p75, formatFor(s.unit)),
        },
        {
          name: "90 % of the worlds",
          num: true,
          cell: (s) => range(s.quantiles.p5, s.quantiles.p95, formatFor(s.unit)),
        },
      ],
      of.sums,
      { caption: "Sums over a world, in real persons whatever the scale" },
    ),
  );
}
