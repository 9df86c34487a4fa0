/** What the pages of studies share: their head and foot, and how estimates, dates and courses are written and drawn. */
import {
  absent,
  type Calendar,
  type Child,
  capital,
  type Day,
  dayOf,
  el,
  formatOf,
  isNumber,
  isShare,
  largest,
  lines,
  listed,
  type Names,
  number,
  type Observed as ObservedPoint,
  peak,
  people,
  percent,
  range,
  signed,
  timeChart,
  type Value,
} from "../charts";
import type {
  Date as Dated,
  Estimate,
  Observed,
  OnDay,
  Series,
  Setting,
  Head as StudyHead,
  WhatIf,
  WorldShare,
} from "../types/answers";
import { folded, Page, repeated } from "./shell";

/** An answer with the head that every study writes. */
export interface Answer {
  kind: string;
  head: StudyHead;
}

/** Opens the page of a study. `what` stands in the line above the title. */
export function open(answer: Answer, what: string, title: string, summary: string, names?: Names): Page {
  const { calendar } = answer.head;
  return new Page({ kind: answer.kind, title, summary, calendar, names }, what);
}

/** The title of a study: the what-ifs where there are any, the case otherwise. */
export const titleOf = (head: StudyHead): string =>
  head.what_ifs.length ? head.what_ifs.map((w) => w.name).join("; ") : head.scenario.name;

/** A day of an answer; NaN where there is none. */
export const dayIn = (date: Dated | null | undefined): Day => dayOf(date?.date);

/** A day for each world, from worlds by day. */
export const daysOf = (on: readonly OnDay[]): Day[] => on.flatMap((o) => new Array<Day>(o.worlds).fill(dayOf(o.date)));

/** The day of a date that may be missing. */
export const dayOrNone = (date: Dated | null | undefined): Day | null => (date ? dayIn(date) : null);

/** What stands in a page for a date that did not come within the days of the worlds. */
export const notBy = (calendar: Calendar, end: Day): string => `not by ${calendar.short(end)}`;

/** A date in both calendars of the case. */
export const dateText = (calendar: Calendar, date: Dated | null | undefined): string =>
  date ? calendar.short(dayIn(date)) : "–";

/** `8 of 12 worlds (39–86 %)`. */
export const shareOf = (share: WorldShare, of: number): string =>
  `${share.worlds} of ${of} worlds (${range(share.share.interval[0], share.share.interval[1], percent)})`;

/** An estimate with its interval: `12 (4–30)`. An end that the data do not bound is an open one. */
export function estimated(e: Estimate | null, format: (x: Value) => string = number): string {
  if (!e) return "–";
  const [low, high] = e.interval;
  if (low === null && high === null) return `${format(e.value)} (no interval)`;
  if (low === null) return `${format(e.value)} (at most ${format(high)})`;
  if (high === null) return `${format(e.value)} (at least ${format(low)})`;
  return `${format(e.value)} (${range(low, high, format)})`;
}

/** A difference of shares in points, with its sign: `+12`, `−4`, `0`. */
export function points(x: Value): string {
  if (!isNumber(x)) return "–";
  const whole = Math.round(100 * x);
  return whole === 0 ? "0" : signed(whole);
}

/** A number with its sign. */
export const withSign = (x: Value): string => signed(x);

/** Two decimals, with a true minus. */
export const two = (x: Value): string => (isNumber(x) ? x.toFixed(2).replace("-", "−") : "–");

/** Two decimals with the sign of what is above nought. */
export const twoSigned = (x: Value): string => (isNumber(x) && x > 0 ? `+${two(x)}` : two(x));

/** A probability of a test: two decimals, and no nought for what is only small. */
export const chance = (p: Value): string => (isNumber(p) && p < 0.005 ? "<0.01" : two(p));

/** Whether an interval leaves it open on which side of nought the value lies. */
export const holdsZero = (e: Estimate | null): boolean =>
  !e || e.interval.some((end) => end === null) || (e.interval[0]! <= 0 && e.interval[1]! >= 0);

/** A name with the key by which files know it. */
export const keyed = (text: string, key: string): Child => [
  el("span", { text: capital(text) }),
  " ",
  el("code", { class: "key-of", text: key }),
];

/** Small boxes of numbers below the title. */
export const facts = (...items: [string, string][]): HTMLElement =>
  el(
    "ul",
    { class: "facts" },
    items.map(([name, value]) => el("li", null, `${name} `, el("b", { text: value }))),
  );

/** `1 simulated person for 1,000`. */
export const scaleText = (scale: number): string =>
  scale === 1 ? "every person is simulated" : `one simulated person stands for ${number(scale)}`;

/** The line of dates for the opening. */
export const spanText = (page: Page, head: StudyHead): string =>
  `${page.calendar.long(dayIn(head.start), false)} to ${page.calendar.long(dayIn(head.end))}`;

/** What must be known once to read a page: councils, and calendars. */
export function glossary(page: Page): string {
  const dates = page.calendar.both ? " Dates are Old Style, with the New Style beside it." : "";
  return `Councils are those of deputies whom workplaces, companies and villages elect.${dates}`;
}

/** What the values of behaviour are, in a sentence. */
export const behaviour = (head: StudyHead): string =>
  head.posterior
    ? "Each world has a set of parameters of its own, drawn from a calibration: the spread is that of chance and of what is unknown of the fitted parameters."
    : "One set of parameters, set by hand: the spread and the intervals are those of chance alone, and not of what is unknown of behaviour.";

function whatIf(w: WhatIf): HTMLElement {
  const said = w.fields.filter((f) => f.text);
  const document = w.document
    ? `${w.document}${w.is_unverified ? " (remembered; no source confirms it yet)" : ""}`
    : "none known";
  return folded(
    [
      el("b", { text: w.name }),
      w.is_sketch ? " · a sketch: a field, or the document that contemporaries considered it, is missing" : "",
    ],
    el(
      "dl",
      { class: "facts-list" },
      said.map((f) => [el("dt", { text: f.name }), el("dd", { text: f.text })]),
      el("dt", { text: "Considered then" }),
      el("dd", null, document, w.considered ? [" ", el("code", { text: w.considered })] : null),
      el("dt", { text: "Name" }),
      el("dd", null, el("code", { text: w.id })),
    ),
  );
}

/** What-ifs, each with what it says of itself. */
export const whatIfs = (of: readonly WhatIf[]): HTMLElement[] => of.map(whatIf);

const settingText = (s: Setting): Child =>
  el("li", null, keyed(s.name, s.key), `: ${s.value}${s.unit ? ` ${s.unit}` : ""}`);

/** Settings as a list; nothing where there are none. */
export const settings = (of: readonly Setting[]): HTMLElement | null =>
  of.length ? el("ul", { class: "plain-list" }, of.map(settingText)) : null;

/** The end of every study's page: what was run, what was changed, and how to run it again. */
export function ending(
  page: Page,
  answer: Answer,
  lead: string,
  more: [string, Child][] = [],
  files: Child = null,
): void {
  const { head } = answer;
  repeated(
    page,
    lead,
    [head.command],
    [
      ["Case", keyed(head.scenario.name, head.scenario.id)],
      ["Days", spanText(page, head)],
      ["Scale", answer.kind === "fit" ? null : `1:${number(head.scale)}, ${scaleText(head.scale)}`],
      ...more,
      ["Settings", settings(head.settings) ?? "none but the case’s own"],
      ["Behaviour", answer.kind === "fit" ? null : behaviour(head)],
      ["Calibration", head.posterior ? el("code", { text: head.posterior }) : null],
      ["Version", head.version],
      ["Content of the case", el("code", { text: head.content })],
    ],
  );
  const section = document.getElementById("repeat");
  if (files) section?.append(el("p", { class: "note" }, files));
  if (head.what_ifs.length && answer.kind !== "compare")
    section?.append(el("h3", { text: "What-ifs" }), ...whatIfs(head.what_ifs));
  page.close();
}

/** The format of a unit's values: shares as per cent, persons without false digits. */
export function formatFor(unit: string): (x: Value) => string {
  if (isShare(unit)) return percent;
  if (/person|worker|soldier/.test(unit))
    return (x) => (isNumber(x) ? `${x < 0 ? "−" : ""}${people(Math.abs(x))}` : "–");
  return formatOf(unit);
}

/** Observations as dots on a chart of days. */
export const observedPoints = (observed: readonly Observed[], unit: string, calendar: Calendar): ObservedPoint[] =>
  observed
    .filter((o) => isNumber(o.value))
    .map((o) => ({
      from: dayOf(o.date),
      to: dayOf(o.date),
      value: o.value as number,
      low: o.low,
      high: o.high,
      verified: o.verified,
      text: [
        `The record: ${formatFor(unit)(o.value)}${isShare(unit) ? "" : ` ${unit}`}`,
        isNumber(o.low) && isNumber(o.high) ? `range ${range(o.low, o.high, formatFor(unit))}` : "",
        calendar.long(dayOf(o.date)),
        `${o.source_name}${o.verified ? "" : " (unverified)"}`,
      ]
        .filter(Boolean)
        .join("\n"),
    }));

/** Whether the values of a unit lie between 0 and 1. */
export const isUnitInterval = (unit: string): boolean => isShare(unit) || /0 to 1/.test(unit);

/** What a fan comes to, in a sentence. */
function fanInWords(s: Series, days: readonly Day[], calendar: Calendar): string {
  const format = formatFor(s.unit);
  const { p5, p50, p95 } = s.quantiles as Record<string, Value[]>;
  const at = isUnitInterval(s.unit) ? p50.length - 1 : peak(p50);
  if (at < 0 || !isNumber(p50[at])) return "";
  const unit = isShare(s.unit) || /0 to 1/.test(s.unit) ? "" : ` ${s.unit}`;
  const value = `${format(p50[at])}${unit} (90 % of the worlds: ${range(p5[at], p95[at], format)})`;
  return isUnitInterval(s.unit)
    ? s.every_days > 1
      ? `On ${calendar.short(days[at])}, the last of the days counted, the median of the worlds is ${value}.`
      : `On the last day, ${calendar.short(days[at])}, the median of the worlds is ${value}.`
    : p50[at] === 0
      ? `The median of the worlds stays at nought; nine worlds of ten stay below ${format(largest(p95))}${unit}.`
      : `The median of the worlds is highest on ${calendar.short(days[at])}: ${value}.`;
}

/** A chart of one kind of course over many worlds: median, 50 and 90 per cent of the worlds, and the record. */
export function course(s: Series, start: Day, calendar: Calendar): HTMLElement {
  const q = s.quantiles as Record<string, Value[]>;
  const days = q.p50.map((_, i) => start + i * s.every_days);
  const { title } = s;
  if (!(largest(q.p95) > 0) && !s.observed.length)
    return el(
      "figure",
      { class: "chart" },
      el("div", { class: "chart-head" }, el("h3", { text: title })),
      absent("Nought on every day in nineteen worlds of twenty: there is nothing to draw."),
    );
  const panel = lines({
    title,
    unit: s.unit,
    height: 150,
    ...(isUnitInterval(s.unit) && { low: 0, high: 1 }),
    series: [
      {
        name: "median of the worlds",
        values: q.p50,
        bands: [
          { name: "90 % of the worlds", low: q.p5, high: q.p95 },
          { name: "50 % of the worlds", low: q.p25, high: q.p75 },
        ],
      },
    ],
    observed: observedPoints(s.observed, s.unit, calendar),
  });
  return timeChart({ title, unit: s.unit, lead: fanInWords(s, days, calendar), calendar, days, panels: [panel] });
}

/** How the fans of a page are read. */
export function fansInWords(series: readonly Series[]): string {
  const observed = series.some((s) => s.observed.length);
  const longer = series.filter((s) => s.observed_over_longer > 0);
  return [
    "Line: the median of the worlds; bands: 50 and 90 per cent of them. Each day is looked at by itself, so that no single world follows a line.",
    observed &&
      "Dots: observations of the record on single days, with the range of their source; hollow where no good source confirms them.",
    longer.length > 0 &&
      `Observations that sum over several days cannot stand on these axes: ${listed(longer.map((s) => `${s.observed_over_longer} of “${s.title}”`))}.`,
  ]
    .filter(Boolean)
    .join(" ");
}
