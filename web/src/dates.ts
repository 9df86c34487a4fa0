/** Days of the run as dates in both calendars. Days since 1 January 1970 (Gregorian) are counted as in the film. */
import type { Stage } from "./film";

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAY_MS = 86_400_000;
/** 14 February 1918, the first day of the new calendar in Russia; the calendars stood twelve days apart up to 1900. */
const NEW_STYLE_FROM = Date.UTC(1918, 1, 14) / DAY_MS;
const CENTURY = Date.UTC(1900, 2, 13) / DAY_MS;

export interface YearDay {
  year: number;
  month: number;
  day: number;
}

function civil(day: number): YearDay {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

const toOld = (day: number): number => day - (day >= CENTURY ? 13 : 12);

export class Dates {
  readonly start: number;
  readonly days: number;
  private readonly old: boolean;

  constructor(stage: Stage) {
    this.start = stage.start;
    this.days = stage.days;
    this.old = stage.old_style;
  }

  private first(day: number): YearDay {
    const at = this.start + day;
    return civil(this.old && at < NEW_STYLE_FROM ? toOld(at) : at);
  }

  private second(day: number): YearDay {
    const at = this.start + day;
    return civil(this.old && at < NEW_STYLE_FROM ? at : toOld(at));
  }

  /** The parts in the calendar that was in use. */
  parts(day: number): YearDay {
    return this.first(day);
  }

  /** `27 February 1917`. */
  main(day: number): string {
    const d = this.first(day);
    return `${d.day} ${MONTHS[d.month]} ${d.year}`;
  }

  /** `27 February`. */
  brief(day: number): string {
    const d = this.first(day);
    return `${d.day} ${MONTHS[d.month]}`;
  }

  /** `27 Feb`. */
  short(day: number): string {
    const d = this.first(day);
    return `${d.day} ${MONTHS[d.month].slice(0, 3)}`;
  }

  /** `12 March, New Style`. */
  other(day: number): string {
    const d = this.second(day);
    return `${d.day} ${MONTHS[d.month]}, ${this.old ? "New Style" : "Old Style"}`;
  }

  /** `27 February (12 March)`. */
  both(day: number): string {
    const a = this.first(day),
      b = this.second(day);
    return `${a.day} ${MONTHS[a.month]} (${b.day}${b.month === a.month ? "" : ` ${MONTHS[b.month]}`})`;
  }

  weekday(day: number): string {
    return ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"][
      (((this.start + day) % 7) + 7) % 7
    ];
  }

  /** `1917-02-27`, in the calendar that was in use. */
  iso(day: number): string {
    const d = this.first(day);
    return `${d.year}-${String(d.month + 1).padStart(2, "0")}-${String(d.day).padStart(2, "0")}`;
  }

  /** The day of an ISO date; -1 when it is not one of the run. */
  find(iso: string): number {
    for (let day = 0; day < this.days; day++) if (this.iso(day) === iso) return day;
    return -1;
  }

  /** First days of months within the run, with the name of the month. */
  months(): { day: number; name: string }[] {
    const out: { day: number; name: string }[] = [];
    for (let day = 0; day < this.days; day++) {
      const d = this.first(day);
      if (d.day === 1 || day === 0) out.push({ day, name: MONTHS[d.month] });
    }
    return out;
  }
}
