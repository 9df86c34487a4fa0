/** A run as its page reads it: the data, and what several parts of the page ask of them. */
import {
  authorityPaint,
  capital,
  type Calendar,
  type Day,
  formatOf,
  isNumber,
  type Layer,
  largest,
  learn,
  name,
  type Observed,
  quantity,
  range,
  showParties,
  sum,
  type Value,
} from "../../charts";
import type { Observation, Place, RunPage, Source } from "../../types/run";

export type Courses = Record<string, Value[]>;
/** From the bottom to the top of every stack. */
export const AUTHORITY = ["council", "nobody", "committee", "government"] as const;
/** In the order of the weekly shares. */
const WEEKLY = ["government", "council", "committee", "nobody"] as const;
type Shares = [number, number, number, number];

export class Run {
  readonly days: Day[];
  readonly end: Day;
  readonly capital: string;
  /** The days for which every place is known. */
  readonly weeks: Day[];
  /** Whether the run spans two years, so that a date needs its year. */
  readonly severalYears: boolean;
  private readonly placeOf: Map<string, Place>;
  private readonly children = new Map<string, Place[]>();
  private readonly known = new Map<string, Shares | null>();

  constructor(
    readonly data: RunPage,
    readonly calendar: Calendar,
  ) {
    this.days = Array.from({ length: data.days }, (_, i) => data.start + i);
    this.end = data.start + data.days - 1;
    this.capital = name("place", data.capital);
    this.weeks = data.weeks.map((i) => this.days[i]);
    this.severalYears = calendar.first(data.start).year !== calendar.first(this.end).year;
    this.placeOf = new Map(data.places.map((p) => [p.id, p]));
    showParties(data.display.parties);
    learn({ source: { ...Object.fromEntries(data.sources.map((s) => [s.key, shortName(s)])), ...NO_SOURCE } });
    for (const p of data.places) if (p.parent) this.children.set(p.parent, [...this.in(p.parent), p]);
  }

  /** Daily courses of a scope; empty where nobody lives who could follow anybody's orders. */
  scope(name: string): Courses {
    const courses: Courses = this.data.scopes[name] ?? {};
    return AUTHORITY.some((who) => largest(courses[`authority_${who}`] ?? []) > 0) ? courses : {};
  }

  place(id: string): Place | undefined {
    return this.placeOf.get(id);
  }

  /** Places within a place. */
  in(id: string): Place[] {
    return this.children.get(id) ?? [];
  }

  /** `27 February (12 March)`, with the year where the run needs it. */
  day(day: Day): string {
    return this.calendar.long(day, this.severalYears);
  }

  /** The first day on which something holds; -1 when it never does. */
  firstDay(holds: (i: number) => boolean): number {
    return this.days.findIndex((_, i) => holds(i));
  }

  /** Shares of government, council, committee and nobody in a week; a place without its own is the mean of what it holds. */
  authority(id: string, week: number): Shares | null {
    const own = this.data.by_place[id]?.authority[week];
    if (own) return own.map((b) => b / 255) as Shares;
    const key = `${id}|${week}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const total: Shares = [0, 0, 0, 0];
    let weight = 0;
    for (const child of this.in(id)) {
      const shares = this.authority(child.id, week);
      if (!shares) continue;
      const w = child.people || 1;
      weight += w;
      shares.forEach((x, k) => {
        total[k] += w * x;
      });
    }
    const result = weight ? (total.map((x) => x / weight) as Shares) : null;
    this.known.set(key, result);
    return result;
  }

  strikers(id: string, week: number): number {
    const own = this.data.by_place[id]?.strikers?.[week];
    return isNumber(own) ? own : sum(this.in(id).map((c) => this.strikers(c.id, week)));
  }

  /** The party with most seats in a place's council in a week; undefined where there is no council. */
  leading(id: string, week: number): string | undefined {
    return this.data.display.parties[this.data.by_place[id]?.seats?.[week] ?? -1]?.id;
  }

  /** Layers of whose orders are followed, from the daily courses of a scope. */
  authorityLayers(courses: Courses): Layer[] {
    return AUTHORITY.map((who) => ({
      name: name("authority", who),
      values: courses[`authority_${who}`] ?? [],
      paint: authorityPaint(who),
      beside: who === "council" || who === "government" ? `t-${who}` : "",
    }));
  }

  /** The same from the weekly shares of a place. */
  weeklyLayers(id: string): Layer[] {
    const shares = this.weeks.map((_, week) => this.authority(id, week));
    return AUTHORITY.map((who) => ({
      name: name("authority", who),
      label: "",
      values: shares.map((s) => s?.[WEEKLY.indexOf(who)]),
      paint: authorityPaint(who),
    }));
  }

  /** Observations that are drawn over a course of the page: `capital.strikers`. */
  observed(course: string): Observed[] {
    return this.data.record.filter((o) => o.course === course).map((o) => ({ ...o, text: this.describe(o) }));
  }

  /** An observation in words, a line each: what, how much, when, who says so. */
  describe(o: Observation): string {
    const format = this.formatOf(o.unit);
    const spread = isNumber(o.low) && isNumber(o.high) ? ` (${range(o.low, o.high, format)})` : "";
    return [
      titleOf(o),
      `observed ${this.quantity(o.value, o.unit)}${spread}`,
      this.calendar.span(o.from, o.to),
      `${this.sourceName(o.source)}${o.verified ? "" : "; unverified"}`,
    ].join("\n");
  }

  /** How values of a unit are written; of the unit `day`, as a date. */
  formatOf(unit: string): (x: Value) => string {
    return unit === "day" ? (x) => (isNumber(x) ? this.calendar.short(x) : "–") : formatOf(unit);
  }

  quantity(x: Value, unit: string): string {
    return unit === "day" ? this.formatOf(unit)(x) : quantity(x, unit);
  }

  /** `Leiberov 1964` for the key of a source. */
  sourceName(key: string): string {
    return key
      .split(/[;,\s]+/)
      .filter(Boolean)
      .map((one) => name("source", one))
      .join("; ");
  }
}

/** What an observation is of, in words: `Share of the vote: a party, the capital`. */
export const titleOf = (o: Observation): string =>
  `${capital(o.what)}${o.party ? `: ${name("party", o.party)}` : ""}, ${o.place}`;

/** What stands in place of a source where there is none. */
const NO_SOURCE = {
  recalled: "remembered, no source",
  memory: "remembered, no source",
  assumed: "a judgement of this project",
};

/** `Leiberov 1964`. */
function shortName(source: Source): string {
  const who = (source.author || source.title).split(/[,;(]/)[0].trim();
  return source.year && source.year !== "n.d." ? `${who} ${source.year}` : who;
}
