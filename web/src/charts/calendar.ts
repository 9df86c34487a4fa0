/**
 * Dates in the calendars of a case.
 *
 * A day is a whole number: days since 1 January 1970, New Style. A case that is dated Old Style has two calendars, and
 * every date of it is shown in both, the Old Style first.
 */

export type Day = number;
export interface YearDay {
  year: number;
  /** 0 to 11. */
  month: number;
  day: number;
}

// biome-ignore format: one line reads as the list that it is
export const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
const DAY_MS = 86_400_000;
/** From 13 March 1900 the calendars stand thirteen days apart, before it twelve. */
const CENTURY = Date.UTC(1900, 2, 13) / DAY_MS;

/** The day of an ISO date, New Style; NaN when it is none. */
export function dayOf(iso: string | null | undefined): Day {
  return iso && /^\d{4}-\d\d-\d\d/.test(iso) ? Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / DAY_MS) : NaN;
}

export function isoOf(day: Day): string {
  return Number.isFinite(day) ? new Date(day * DAY_MS).toISOString().slice(0, 10) : "";
}

function civil(day: Day): YearDay {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}
const toOld = (day: Day): Day => day - (day >= CENTURY ? 13 : 12);
const text = (d: YearDay): string => `${d.day} ${MONTHS[d.month]}`;
/** No line ends between a day and its month. */
const unbroken = (date: string): string => date.replaceAll(/(\d) (?=[A-Z])/g, "$1\u00a0");
const brief = (d: YearDay): string => `${d.day} ${MONTHS[d.month].slice(0, 3)}`;

export class Calendar {
  /** `old`: dated Old Style, with both calendars shown. `new`: one calendar. */
  constructor(readonly kind: "old" | "new") {}

  /** Whether the case has two calendars. */
  get both(): boolean {
    return this.kind === "old";
  }

  /** The date in the calendar of the case. */
  first(day: Day): YearDay {
    return civil(this.both ? toOld(day) : day);
  }

  /** The date in the other calendar. */
  second(day: Day): YearDay {
    return civil(this.both ? day : toOld(day));
  }

  /** Names of the calendars: that of the case, the other. */
  readonly names: readonly [string, string] = ["Old Style", "New Style"];

  /** `27 February (12 March) 1917`; without the year when it is not wanted. */
  long(day: Day, year = true): string {
    if (!Number.isFinite(day)) return "an unknown date";
    const a = this.first(day);
    const b = this.second(day);
    const other = this.both ? ` (${b.day}${b.month === a.month ? "" : ` ${MONTHS[b.month]}`})` : "";
    return unbroken(`${text(a)}${other}${year ? ` ${a.year}` : ""}`);
  }

  /** `18 Feb / 3 Mar`; `18 Feb` in a case with one calendar. */
  short(day: Day, year = false): string {
    if (!Number.isFinite(day)) return "";
    const a = this.first(day);
    return unbroken(`${brief(a)}${this.both ? ` / ${brief(this.second(day))}` : ""}${year ? ` ${a.year}` : ""}`);
  }

  /** `27 February` in the calendar of the case. */
  brief(day: Day): string {
    return text(this.first(day));
  }

  /** `27 Feb` in the calendar of the case. */
  briefest(day: Day): string {
    return brief(this.first(day));
  }

  /** `12 March` in the other calendar. */
  other(day: Day): string {
    return text(this.second(day));
  }

  /** Two days as a span: `1 to 7 Mar / 14 to 20 Mar`; one day as a day. */
  span(from: Day, to: Day): string {
    if (from === to || !Number.isFinite(to)) return this.short(from);
    const one = (a: YearDay, b: YearDay): string =>
      a.month === b.month ? `${a.day} to ${brief(b)}` : `${brief(a)} to ${brief(b)}`;
    const second = this.both ? ` / ${one(this.second(from), this.second(to))}` : "";
    return unbroken(`${one(this.first(from), this.first(to))}${second}`);
  }

  weekday(day: Day): string {
    return WEEKDAYS[((day % 7) + 7) % 7];
  }

  /** First days of the months between two days, in the calendar of the case. */
  months(from: Day, to: Day): { day: Day; at: YearDay }[] {
    const out: { day: Day; at: YearDay }[] = [];
    for (let day = Math.ceil(from); day <= to; day++) {
      const at = this.first(day);
      if (at.day === 1) out.push({ day, at });
    }
    return out;
  }

  /** Columns of a saved table for a day: the ISO date, and the Old Style's where the case has it. */
  cells(day: Day): string[] {
    return this.both ? [isoOf(day), isoOf(toOld(day))] : [isoOf(day)];
  }

  /** Heads of these columns. */
  get heads(): string[] {
    return this.both ? ["date [New Style]", "date [Old Style]"] : ["date"];
  }
}

/** `the same day`, `3 days later`, `12 days earlier`. */
export function apart(days: number): string {
  if (!Number.isFinite(days)) return "";
  const n = Math.abs(days);
  return n === 0 ? "the same day" : `${n} day${n === 1 ? "" : "s"} ${days > 0 ? "later" : "earlier"}`;
}
