/** The time axis, in the calendars of the case. */
import { type Calendar, type Day, MONTHS, type YearDay } from "./calendar";
import { round1, sv, textWidth } from "./dom";

/** Where days stand along a drawing: each day has a width of its own. */
export interface TimeScale {
  calendar: Calendar;
  from: Day;
  to: Day;
  x0: number;
  x1: number;
}
/** The width of a day. */
export const unitOf = (t: TimeScale): number => (t.x1 - t.x0) / (t.to - t.from + 1);
/** The middle of a day. */
export const xOf = (t: TimeScale, day: Day): number => t.x0 + (day - t.from + 0.5) * unitOf(t);
/** The day at a place. */
export const dayAt = (t: TimeScale, x: number): Day =>
  Math.max(t.from, Math.min(t.to, t.from + Math.floor((x - t.x0) / unitOf(t))));

/** How high the axis is. */
export const axisHeight = (t: TimeScale): number => (t.calendar.both ? 46 : 25);

/** Months in each calendar, days below two months, years beyond some; the name of each calendar in the margin. */
export function timeAxis(t: TimeScale, y: number, margin: number): SVGGElement {
  const { calendar, from, x0, x1 } = t;
  const root = sv("g", { class: "time-axis" }, sv("line", { x1: x0, x2: x1, y1: y, y2: y, class: "axis" }));
  const [one, two] = calendar.names;
  const rows: [(day: Day) => YearDay, string][] = [[(day) => calendar.first(day), calendar.both ? one : ""]];
  if (calendar.both) rows.push([(day) => calendar.second(day), two]);
  const isRoomy = rows.every(([, title]) => textWidth(title, 12) + 8 < margin);
  rows.forEach(([parts, title], k) => {
    const base = y + k * 21;
    if (t.to - from + 1 > 62) months(root, t, base, k, parts);
    else days(root, t, base, k, parts);
    const brief = title.replace(/(.).* (.).*/, "$1.$2.");
    const label = isRoomy ? title : brief;
    if (label && textWidth(label, 12) + 4 < margin)
      root.append(sv("text", { x: x0 - 8, y: base + 17, "text-anchor": "end", class: "dim small", text: label }));
  });
  return root;
}

function months(root: SVGGElement, t: TimeScale, base: number, row: number, parts: (day: Day) => YearDay): void {
  const { from, to, x0, x1 } = t;
  const unit = unitOf(t);
  const byYear = unit * 30.4 < 15;
  const severalYears = parts(from).year !== parts(to).year;
  const starts: (YearDay & { at: Day })[] = [];
  for (let at = from; at <= to; at++) {
    const c = parts(at);
    if (at === from || (c.day === 1 && (c.month === 0 || !byYear))) starts.push({ at, ...c });
  }
  const ends = starts.map((s, n) => {
    const next = starts[n + 1];
    return { ...s, a: x0 + (s.at - from) * unit, b: next ? x0 + (next.at - from) * unit : x1 };
  });
  const fits = (text: string, s: { a: number; b: number }): boolean => textWidth(text) + 8 < s.b - s.a;
  // Whole months are written alike: in full, by three letters, or by one, which says something only among its neighbours.
  const whole = ends.filter((s, n) => s.day === 1 && n + 1 < ends.length);
  const forms = [9, 3, 1].filter((n) => whole.every((s) => fits(MONTHS[s.month].slice(0, n), s)));
  for (const s of ends) {
    const { a, b } = s;
    if (s.day === 1)
      root.append(sv("line", { x1: a, x2: a, y1: base, y2: base + (row ? 16 : 7), class: row ? "tick" : "axis" }));
    const month = MONTHS[s.month];
    const year = severalYears && s.month === 0 ? [`${month} ${s.year}`, String(s.year)] : [];
    const wanted = byYear
      ? [String(s.year)]
      : [...year, ...forms.filter((n) => n >= Math.min(3, forms[0])).map((n) => month.slice(0, n))];
    const label = wanted.find((text) => fits(text, s));
    if (label)
      root.append(
        sv("text", {
          x: round1((a + b) / 2),
          y: base + 17,
          "text-anchor": "middle",
          class: row ? "dim" : null,
          text: label,
        }),
      );
  }
}

function days(root: SVGGElement, t: TimeScale, base: number, row: number, parts: (day: Day) => YearDay): void {
  const every = Math.max(1, Math.ceil(52 / unitOf(t)));
  for (let at = t.from; at <= t.to; at += every) {
    const c = parts(at);
    const x = xOf(t, at);
    const text = `${c.day} ${MONTHS[c.month].slice(0, 3)}`;
    const half = textWidth(text) / 2;
    if (x + half > t.x1 + 4 || x - half < t.x0 - Math.min(4, t.x0)) continue;
    if (!row) root.append(sv("line", { x1: x, x2: x, y1: base, y2: base + 4, class: "axis" }));
    root.append(sv("text", { x: round1(x), y: base + 17, "text-anchor": "middle", class: row ? "dim" : null, text }));
  }
}
