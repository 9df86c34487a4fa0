/** The page of branches: when the ending was settled, how the odds went by day, how open they were. */
import {
  numeric,
  capital,
  el,
  isNumber,
  key,
  lines,
  listed,
  type Mark,
  name,
  number,
  odds,
  outcomePaint,
  outcomeRank,
  percent,
  range,
  small,
  table,
  timeChart,
} from "../charts";
import type { BranchAnswer, DayOdds, Estimate } from "../types/answers";
import { folded, type Page } from "./shell";
import { dateText, dayIn, ending, facts, glossary, open, titleOf, two } from "./study";

/** An ending that has this share of the branches at no time is in the table only. */
const DRAWN = 0.1;

export function branch(data: unknown): void {
  const of = data as BranchAnswer;
  const names = { outcome: of.outcome_names as Record<string, string> };
  const what = `${number(of.branches)} branches from each of ${number(of.days.length)} days of one simulated world`;
  const page = open(of, what, `When was it still open? ${titleOf(of.head)}`, "", names);
  page.opening({
    below: [
      el("p", { class: "summary", text: settledInWords(page, of) }),
      facts(
        ["Seed", String(of.seed)],
        ["Branches", `${number(of.branches)} from each of ${number(of.days.length)} days`],
        ["Scale", of.scale],
        [
          "Days looked at",
          of.days.length
            ? `${page.calendar.long(dayIn(of.days[0]), false)} to ${page.calendar.long(dayIn(of.days[of.days.length - 1]))}`
            : "none",
        ],
      ),
      el("p", { class: "note", text: glossary(page) }),
    ],
  });
  const ids = Object.keys(of.days[0]?.outcomes ?? {}).sort((a, b) => outcomeRank(a) - outcomeRank(b));
  stacked(page, of, ids);
  openness(page, of);
  each(page, of, ids);
  numbers(page, of, ids);
  ending(
    page,
    of,
    "One world: another seed has another world to branch, and its ending may be settled earlier or later.",
    [],
    [el("code", { text: "branches.parquet" }), " beside this page has one row for each branch."],
  );
}

/**
 * One statement of when the ending was settled, and what it means. The day on which an ending came is another thing, and is
 * called by another name.
 */
export function settledInWords(page: Page, of: BranchAnswer): string {
  const { calendar } = page;
  const day = (date: { date: string; date_local: string }): string => calendar.long(dayIn(date), false);
  const what = `“${name("outcome", of.trunk.outcome)}”`;
  const came = isOfTheLastDay(of)
    ? `The world that is branched ends with ${what} on its last day, ${day(of.trunk.ended)}.`
    : `In the world that is branched the ending is ${what}, and came on ${day(of.trunk.ended)}.`;
  if (!of.days.length) return came;
  const { settled } = of;
  const [first, last] = [of.days[0], of.days[of.days.length - 1]];
  if (!settled)
    return `${came} It was not settled on any day looked at: not even on ${day(last)} do more than ${percent(of.settled_above)} of the branches end alike.`;
  const more = `more than ${percent(settled.threshold)} of the branches of every day looked at end in “${name("outcome", settled.outcome)}”`;
  if (!settled.open_on)
    return `${came} It was settled by the first day looked at, ${day(first)}: from then on ${more}.`;
  const between = settled.open_between.map(
    (o) => `“${name("outcome", o.outcome)}” (${percent(o.share.value)} of the branches)`,
  );
  const was =
    between.length > 1
      ? `on ${day(settled.open_on)} it was still open between ${listed(between)}`
      : `on ${day(settled.open_on)}, the day looked at before, the branches still ended in ${listed(between)}`;
  return `${came} It was settled by ${day(settled.from)}, ${daysBefore(of)}: from then on ${more}; ${was}.`;
}

/** Whether the ending is what stands on the last day, and no event. */
const isOfTheLastDay = (of: BranchAnswer): boolean =>
  ["unresolved", "regime-holds", "government-holds"].includes(of.trunk.outcome);

/** How long before it came the ending was settled. */
function daysBefore(of: BranchAnswer): string {
  const end = isOfTheLastDay(of) ? "the last day" : "it came";
  const n = of.settled ? dayIn(of.trunk.ended) - dayIn(of.settled.from) : NaN;
  if (!isNumber(n)) return "";
  if (n === 0) return isOfTheLastDay(of) ? "the last day" : "the day on which it came";
  return `${number(Math.abs(n))} ${Math.abs(n) === 1 ? "day" : "days"} ${n > 0 ? `before ${end}` : "after that day"}`;
}

/** The dates of the world that is branched, each with its letter; what came on one day shares a letter. */
function marks(of: BranchAnswer): Mark[] {
  const [first, last] = [dayIn(of.days[0]), dayIn(of.days[of.days.length - 1])];
  const found = new Map<number, string[]>();
  for (const d of of.trunk.dates) {
    const day = dayIn(d.day);
    if (day >= first && day <= last) found.set(day, [...(found.get(day) ?? []), d.name]);
  }
  return [...found]
    .sort((a, b) => a[0] - b[0])
    .map(([day, what], i) => ({ day, sign: String.fromCharCode(97 + i), text: capital(what.join("; ")) }));
}

function stacked(page: Page, of: BranchAnswer, ids: string[]): void {
  const { calendar } = page;
  const signs = marks(of);
  page.section(
    "open",
    "How the branches of each day end",
    "Odds by day",
    odds({
      title: "Odds of each ending, by the day of branching",
      unit: "share of the branches",
      lead: "A branch shares everything before its day and has other chance from then on.",
      calendar,
      days: of.days.map(dayIn),
      outcomes: Object.fromEntries(ids.map((id) => [id, of.days.map((d) => d.outcomes[id]?.value ?? null)])),
      marks: signs,
      caption: [
        "Straight lines between the days looked at.",
        signs.length ? " In the world that is branched: " : "",
        signs.map((m, i) => [i ? "; " : "", el("b", { text: m.sign }), ` ${calendar.short(m.day)}, ${small(m.text)}`]),
        signs.length ? "." : "",
      ],
    }),
    key(ids.map((id) => ({ name: name("outcome", id), fill: outcomePaint(id).fill }))),
  );
}

function openness(page: Page, of: BranchAnswer): void {
  const values = of.days.map((d) => d.entropy_bits);
  const panel = lines({
    title: "Uncertainty of the ending",
    unit: "bits",
    height: 150,
    series: [
      {
        name: "entropy",
        values: values.map((e) => e.corrected),
        bands: [
          {
            name: `${percent(of.level)} interval`,
            low: values.map((e) => e.interval[0]),
            high: values.map((e) => e.interval[1]),
          },
        ],
      },
    ],
  });
  page.section(
    "entropy",
    "How open it was",
    "Openness",
    timeChart({
      title: "Uncertainty of the ending",
      unit: "bits",
      lead: "0 when the ending is certain, 1 for an even chance of two endings, 2 for an even chance of four.",
      calendar: page.calendar,
      days: of.days.map(dayIn),
      panels: [panel],
      caption: `The line is the entropy of the shares, corrected for the number of branches (Miller 1955); the band holds ${percent(of.level)} of the posterior with half a branch added to each ending, so that few branches do not pass for certainty.`,
    }),
  );
}

function each(page: Page, of: BranchAnswer, ids: string[]): void {
  const shown = ids.filter((id) => of.days.some((d) => (d.outcomes[id]?.value ?? 0) >= DRAWN));
  const chart = (id: string): HTMLElement => {
    const e = of.days.map((d) => d.outcomes[id] as Estimate);
    const title = name("outcome", id);
    const panel = lines({
      title,
      unit: "share of the branches",
      low: 0,
      high: 1,
      height: 130,
      series: [
        {
          name: title,
          values: e.map((x) => x.value),
          bands: [
            {
              name: `${percent(of.level)} interval`,
              low: e.map((x) => x.interval[0]),
              high: e.map((x) => x.interval[1]),
            },
          ],
        },
      ],
    });
    return timeChart({
      title,
      unit: "share of the branches",
      calendar: page.calendar,
      days: of.days.map(dayIn),
      panels: [panel],
    });
  };
  page.section(
    "each",
    "Each ending, with its interval",
    "Each ending",
    el("p", {
      class: "note",
      text: `Wilson’s intervals at ${percent(of.level)}, for each day by itself. Each axis runs from none to all of the branches.`,
    }),
    el("div", { class: "multiples wide" }, shown.map(chart)),
  );
}

function numbers(page: Page, of: BranchAnswer, ids: string[]): void {
  const share = (d: DayOdds, id: string): string => {
    const e = d.outcomes[id];
    return e ? `${percent(e.value)} (${range(e.interval[0], e.interval[1], percent)})` : "–";
  };
  const all = table<DayOdds>(
    [
      { name: "Day of branching", first: true, cell: (d) => dateText(page.calendar, d) },
      ...ids.map((id) => ({
        name: name("outcome", id),
        num: true,
        cell: (d: DayOdds) => share(d, id),
      })),
      numeric("Entropy", (d) => d.entropy_bits.corrected, two, "bits"),
    ],
    of.days,
    { caption: "Share of the branches that end so, by the day of branching" },
  );
  page.section("table", "In numbers", "Numbers", folded("Every day looked at", all));
}
