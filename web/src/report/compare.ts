/** The page of a comparison: odds with and without the change, courses, dates, numbers, where the worlds first part. */
import {
  numeric,
  capital,
  el,
  type Forest,
  forest,
  largest,
  lines,
  name,
  number,
  outcomeRank,
  percent,
  range,
  table,
  timeChart,
  type Value,
  when,
} from "../charts";
import type { CompareAnswer, Compared, FirstDifference, OneSided, OutcomeOdds, SeriesOfArms } from "../types/answers";
import { withUnit } from "./label";
import { type Page, say } from "./shell";
import {
  dateText,
  dayIn,
  dayOrNone,
  daysOf,
  ending,
  estimated,
  facts,
  formatFor,
  glossary,
  holdsZero,
  isUnitInterval,
  observedPoints,
  open,
  points,
  settings,
  spanText,
  titleOf,
  two,
  whatIfs,
  withSign,
} from "./study";

/** What the two arms are called everywhere on the page. */
const BASE = "as it was";
const CHANGED = "with the change";

type Odds = [string, OutcomeOdds];

export function compare(data: unknown): void {
  const of = data as CompareAnswer;
  const odds = (Object.entries(of.outcomes) as Odds[]).sort((a, b) => outcomeRank(a[0]) - outcomeRank(b[0]));
  const names = { outcome: of.outcome_names as Record<string, string> };
  const what = `comparison of ${number(of.pairs)} pairs of simulated worlds`;
  const page = open(of, what, changesOf(of), summary(odds), names);
  page.opening({
    below: [
      facts(
        ["Case", of.head.scenario.name],
        ["Pairs of worlds", number(of.pairs)],
        ["Scale", of.scale],
        ["Seeds", `${of.head.seed} to ${of.head.seed + of.pairs - 1}`],
        ["Days", spanText(page, of.head)],
        ["Capital", of.head.capital.name],
      ),
      el("p", {
        class: "note",
        text: `The two worlds of a pair share every random draw that the change does not reach. ${glossary(page)}`,
      }),
    ],
  });
  page.section("change", "What is changed", "The change", ...whatIfs(of.head.what_ifs), settings(of.changed_settings));
  oddsOfEndings(page, of, odds);
  courses(page, of);
  dates(page, of);
  numbers(page, of);
  firstDifference(page, of.first_difference);
  ending(page, of, "The same command gives the same pairs on any number of threads.");
}

/** The title: what the second arm has and the first has not. */
function changesOf(of: CompareAnswer): string {
  const settings = of.changed_settings.map((s) => `${s.name}: ${s.value}`);
  return [...of.head.what_ifs.map((w) => w.name), ...settings].join("; ") || titleOf(of.head);
}

function summary(odds: Odds[]): string {
  const size = (o: Odds): number => Math.abs(o[1].difference?.value ?? 0);
  const most = [...odds].sort((a, b) => size(b) - size(a))[0];
  const difference = most?.[1].difference;
  if (!difference) return "Nothing could be compared.";
  const told = `${points(difference.value)} points (${range(difference.interval[0], difference.interval[1], points)})`;
  const ending = `“${name("outcome", most[0])}”`;
  if (holdsZero(difference))
    return `No ending’s odds change by more than chance would change them: the most by ${told}, for ${ending}.`;
  return `With the change ${ending} comes in ${percent(most[1].changed.value)} of the worlds instead of ${percent(most[1].base.value)}: ${told}.`;
}

function oddsOfEndings(page: Page, of: CompareAnswer, odds: Odds[]): void {
  const level = `${percent(of.level)} interval`;
  const arms: Forest["rows"] = odds.flatMap(([id, o]) =>
    [
      { text: BASE, share: o.base, look: "of-other" },
      { text: CHANGED, share: o.changed, look: "of-model" },
    ].map((arm) => ({
      group: name("outcome", id),
      name: arm.text,
      value: arm.share.value,
      low: arm.share.interval[0],
      high: arm.share.interval[1],
      class: arm.look,
    })),
  );
  page.section(
    "odds",
    "The odds of each ending",
    "Endings",
    forest({
      title: "Odds in both arms",
      unit: "share of the worlds",
      bars: true,
      low: 0,
      high: 1,
      interval: level,
      rows: arms,
      caption: `Lines: Wilson’s intervals at ${percent(of.level)}. The axis runs from none to all of the worlds.`,
    }),
    forest({
      title: "Change of the odds",
      unit: "points of the share of the worlds",
      zero: 0,
      format: points,
      interval: level,
      rows: odds.map(([id, o]) => ({
        name: name("outcome", id),
        value: o.difference?.value,
        low: o.difference?.interval[0],
        high: o.difference?.interval[1],
        open: holdsZero(o.difference),
      })),
      caption:
        "With the change less as it was, with Newcombe’s intervals for pairs. A hollow dot has an interval that holds no change.",
    }),
    table<Odds>(
      [
        { name: "Ending", first: true, cell: ([id]) => name("outcome", id) },
        {
          name: "Pairs: both, only as it was, only with the change, neither",
          num: true,
          cell: ([, o]) => `${o.pairs.both}, ${o.pairs.base_only}, ${o.pairs.with_only}, ${o.pairs.neither}`,
        },
        { name: "Necessity", unit: "share", num: true, cell: ([, o]) => estimated(o.necessity, percent) },
        { name: "Sufficiency", unit: "share", num: true, cell: ([, o]) => estimated(o.sufficiency, percent) },
        {
          name: "Variance left by pairing",
          num: true,
          value: ([, o]) => o.variance_ratio,
          cell: ([, o]) => two(o.variance_ratio),
        },
        {
          name: `Pairs for ±${points(of.pairs_needed_for).replace("+", "")} points`,
          num: true,
          value: ([, o]) => o.pairs_needed,
          cell: ([, o]) => number(o.pairs_needed),
        },
      ],
      odds,
      { caption: "Pairs, and what pairing tells" },
    ),
    el("p", {
      class: "note",
      text: "Necessity: of the worlds that end so as it was, the share that no longer do. Sufficiency: of the worlds that do not end so with the change, the share that do without it. Both take the shared draws for what makes two worlds the same.",
    }),
  );
}

function courses(page: Page, of: CompareAnswer): void {
  const { calendar } = page;
  const chart = (s: SeriesOfArms): HTMLElement => {
    const [base, changed] = [s.quantiles, s.changed] as Record<string, Value[]>[];
    const days = base.p50.map((_, i) => dayIn(of.head.start) + i * s.every_days);
    if (!(Math.max(largest(base.p95), largest(changed.p95)) > 0))
      return el(
        "figure",
        { class: "chart" },
        el("div", { class: "chart-head" }, el("h3", { text: s.title })),
        el("p", { class: "empty", text: "Nought on every day in nineteen worlds of twenty of both arms." }),
      );
    const panel = lines({
      title: s.title,
      unit: s.unit,
      height: 150,
      ...(isUnitInterval(s.unit) && { low: 0, high: 1 }),
      series: [
        {
          name: BASE,
          values: base.p50,
          look: "other",
          bands: [{ name: "90 % of the worlds", low: base.p5, high: base.p95 }],
        },
        {
          name: CHANGED,
          values: changed.p50,
          look: "model",
          bands: [{ name: "90 % of the worlds", low: changed.p5, high: changed.p95 }],
        },
      ],
      observed: observedPoints(s.observed, s.unit, calendar),
    });
    return timeChart({ title: s.title, unit: s.unit, lead: farthest(s, days, page), calendar, days, panels: [panel] });
  };
  page.section(
    "courses",
    "The year in both arms",
    "Courses",
    el("p", {
      class: "note",
      text: "Dashed line in ink: the median of the worlds as they were; full line in green: the median with the change. Bands: 90 per cent of the worlds of each arm. Each day is looked at by itself. Dots: observations of the record.",
    }),
    el("div", { class: "multiples wide" }, of.series.map(chart)),
  );
}

/** On which day the medians of both arms are farthest apart. */
function farthest(s: SeriesOfArms, days: readonly number[], page: Page): string {
  const [base, changed] = [s.quantiles.p50, s.changed.p50] as Value[][];
  let [at, most] = [-1, 0];
  base.forEach((b, i) => {
    const gap = Math.abs((changed[i] ?? 0) - (b ?? 0));
    if (gap > most) [at, most] = [i, gap];
  });
  if (at < 0) return "The medians of both arms are the same on every day.";
  const format = formatFor(s.unit);
  return `The medians are farthest apart on ${page.calendar.short(days[at])}: ${format(base[at])} ${BASE}, ${format(changed[at])} ${CHANGED}.`;
}

function dates(page: Page, of: CompareAnswer): void {
  const { calendar } = page;
  const charts = of.dates
    .filter((d) => d.base_on.length || d.changed_on.length)
    .map((d) =>
      when({
        title: capital(d.name),
        calendar,
        from: dayIn(of.head.start),
        to: dayIn(of.head.end),
        found: [
          {
            name: BASE,
            days: daysOf(d.base_on),
            middle: dayOrNone(d.base_median_date),
            worlds: of.pairs,
            look: "other",
          },
          { name: CHANGED, days: daysOf(d.changed_on), middle: dayOrNone(d.changed_median_date), worlds: of.pairs },
        ],
      }),
    );
  const middle = (date: Compared["base_median_date"], worlds: number): string =>
    date ? `${dateText(calendar, date)} (${worlds} of ${of.pairs} worlds)` : `in none of ${of.pairs} worlds`;
  page.section(
    "dates",
    "Dates",
    "Dates",
    table<Compared>(
      [
        { name: "What happens", first: true, cell: (d) => capital(d.name) },
        { name: "Median as it was", cell: (d) => middle(d.base_median_date, d.both + d.base_only) },
        { name: "Median with the change", cell: (d) => middle(d.changed_median_date, d.both + d.changed_only) },
        {
          name: "Difference of the means",
          unit: "days",
          num: true,
          value: (d) => d.mean_difference.value,
          cell: (d) => estimated(d.mean_difference, withSign),
        },
        { name: "Pairs: earlier, later, the same", num: true, cell: (d) => `${d.smaller}, ${d.greater}, ${d.ties}` },
        numeric("Variance left by pairing", (d) => d.variance_ratio, two),
      ],
      of.dates,
      { caption: "Dates in both arms" },
    ),
    el("p", {
      class: "note",
      text: "A median is over the worlds in which it comes; how many they are stands beside it. In the difference of the means, what has not come by the last day counts as the day after it.",
    }),
    el("div", { class: "multiples wide" }, charts),
  );
}

function numbers(page: Page, of: CompareAnswer): void {
  page.section(
    "numbers",
    "Numbers",
    "Numbers",
    table<Compared>(
      [
        {
          name: "Number",
          first: true,
          cell: (d) => withUnit(d.name, d.unit),
        },
        {
          name: "Median as it was",
          num: true,
          value: (d) => d.base_median,
          cell: (d) => formatFor(d.unit)(d.base_median),
        },
        {
          name: "Median with the change",
          num: true,
          value: (d) => d.changed_median,
          cell: (d) => formatFor(d.unit)(d.changed_median),
        },
        {
          name: "Difference of the means",
          num: true,
          value: (d) => d.mean_difference.value,
          cell: (d) =>
            d.unit === "share"
              ? `${estimated(d.mean_difference, points)} points`
              : estimated(d.mean_difference, (x) => (x && x > 0 ? `+${formatFor(d.unit)(x)}` : formatFor(d.unit)(x))),
        },
        numeric("Variance left by pairing", (d) => d.variance_ratio, two),
      ],
      of.numbers,
      { caption: "Numbers in both arms" },
    ),
  );
}

function firstDifference(page: Page, first: FirstDifference | null): void {
  const { calendar } = page;
  if (!first) {
    page.section(
      "first-difference",
      "First difference",
      "First difference",
      say("The two worlds of the first pair never differ: the change reaches nothing in them."),
    );
    return;
  }
  page.section(
    "first-difference",
    "First difference",
    "First difference",
    el(
      "p",
      null,
      `In the first pair the first recorded number that differs is of ${calendar.long(dayIn(first))}, in the table `,
      el("code", { text: first.table }),
      ". The first events that only one of the two worlds has:",
    ),
    table<OneSided>(
      [
        { name: "Day", first: true, nowrap: true, cell: (e) => dateText(calendar, e) },
        { name: "Only", nowrap: true, cell: (e) => (e.world === "changed" ? CHANGED : BASE) },
        { name: "Place", cell: (e) => e.place },
        { name: "Kind", cell: (e) => e.kind_name },
        { name: "What", cell: (e) => e.text },
        { name: "Why", cell: (e) => e.cause },
      ],
      first.events,
      { caption: "Events of one world of the first pair alone" },
    ),
  );
}
