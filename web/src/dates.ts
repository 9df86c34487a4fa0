/** Days of the page, counted from the first of the run, as dates in the calendars of the case. */
import { Calendar, type Day, MONTHS, type YearDay } from "./charts/calendar";
import type { Stage } from "./film";

export class Dates {
  readonly calendar: Calendar;
  readonly start: Day;
  readonly days: number;

  constructor(stage: Stage) {
    this.start = stage.start;
    this.days = stage.days;
    this.calendar = new Calendar(stage.calendar);
  }

  /** The day as the charts count it: since 1 January 1970. */
  absolute(day: number): Day {
    return this.start + day;
  }

  /** The parts in the calendar that was in use. */
  parts(day: number): YearDay {
    return this.calendar.first(this.start + day);
  }

  /** `27 February 1917`. */
  main(day: number): string {
    return `${this.brief(day)} ${this.parts(day).year}`;
  }

  /** `27 February`. */
  brief(day: number): string {
    return this.calendar.brief(this.start + day);
  }

  /** `27 Feb`. */
  short(day: number): string {
    return this.calendar.briefest(this.start + day);
  }

  /** `12 March, New Style`; empty in a case with one calendar. */
  other(day: number): string {
    const at = this.start + day;
    return this.calendar.both ? `${this.calendar.other(at)}, ${this.calendar.names[1]}` : "";
  }

  /** `27 February (12 March)`. */
  both(day: number): string {
    return this.calendar.long(this.start + day, false);
  }

  weekday(day: number): string {
    return this.calendar.weekday(this.start + day);
  }

  /** `1917-02-27`, in the calendar that was in use. */
  iso(day: number): string {
    const d = this.parts(day);
    return `${d.year}-${String(d.month + 1).padStart(2, "0")}-${String(d.day).padStart(2, "0")}`;
  }

  /** The day of an ISO date; -1 when it is not one of the run. */
  find(iso: string): number {
    for (let day = 0; day < this.days; day++) if (this.iso(day) === iso) return day;
    return -1;
  }

  /** The first day and the first days of months, with the name of the month. */
  months(): { day: number; name: string }[] {
    const starts = this.calendar.months(this.start + 1, this.start + this.days - 1).map(({ day }) => day - this.start);
    return [0, ...starts].map((day) => ({ day, name: MONTHS[this.parts(day).month] }));
  }
}
