/** On which day something happened in many worlds, beside the day of the record. */
import { axisHeight, type TimeScale, timeAxis, unitOf, xOf } from "./axis";
import { apart, type Calendar, type Day } from "./calendar";
import { type Child, el, round1, sv, textWidth } from "./dom";
import { absent, type Figure, figure } from "./figure";
import { plural } from "./numbers";
import type { Data } from "./save";
import { apartFrom, ticksTo } from "./scale";

/** Days of many worlds of one kind. */
export interface Found {
  name: string;
  days: readonly Day[];
  /** The median of these days; nothing where it happened in no world. */
  middle: Day | null;
  /** Worlds in all: those in which it did not happen are counted in words. */
  worlds: number;
  look?: "model" | "other";
}

export interface When extends Figure {
  calendar: Calendar;
  from: Day;
  to: Day;
  found: readonly Found[];
  record?: { from: Day; to?: Day; text: string } | null;
}

/** Worlds up to which each is a dot of its own; more are columns. */
const DOTS = 120;

/** `in 52 of 64 worlds, the median of these on 3 March (16 March)`. */
export function whenInWords(of: When): string {
  const lines = of.found.map((f) => {
    const name = of.found.length > 1 ? `${f.name}: ` : "";
    const { middle } = f;
    if (middle === null) return `${name}in none of ${plural(f.worlds, "world")}`;
    const late = of.record
      ? `, ${apart(middle - of.record.from)} than the record`.replace(", the same day than", ", the same day as")
      : "";
    return `${name}in ${f.days.length} of ${plural(f.worlds, "world")}, the median of these on ${of.calendar.long(middle, false)}${late}`;
  });
  return `${lines.join("; ")}.`.replace(/^./, (c) => c.toUpperCase());
}

export function when(of: When): HTMLElement {
  const lead: Child = of.lead ?? whenInWords(of);
  if (!of.record && !of.found.some((f) => f.days.length))
    return el(
      "figure",
      { class: "chart" },
      el("div", { class: "chart-head" }, el("h3", { text: of.title })),
      absent(whenInWords(of)),
    );
  return figure(
    { ...of, lead },
    (width) => draw(of, width),
    () => data(of),
  );
}

function draw(of: When, width: number): SVGSVGElement {
  const left = 44;
  const time: TimeScale = { calendar: of.calendar, from: of.from, to: of.to, x0: left, x1: width - 6 };
  const root = sv("svg", { width, role: "img", "aria-label": `${of.title}. ${whenInWords(of)}` });
  const tags: { x: number; text: string; class: string }[] = [];
  const top = of.found.length > 1 ? 56 : 40;
  let y = top;
  for (const f of of.found) {
    // Where there are several, the tags name those that have days.
    if (of.found.length > 1 && !f.days.length) {
      const text = `${f.name}: in none of them`;
      root.append(sv("text", { x: left, y: y + 8, class: `small of-${f.look ?? "model"}`, text }));
      y += 18;
      continue;
    }
    const tall = dots(root, f, time, y) ?? columns(root, f, time, y);
    const { middle } = f;
    if (middle !== null) {
      const x = Math.round(xOf(time, middle)) + 0.5;
      root.append(sv("line", { x1: x, x2: x, y1: top - 6, y2: y + tall, class: `middle of-${f.look ?? "model"}` }));
      tags.push({
        x,
        text: `${of.found.length > 1 ? f.name : "the median"}, ${of.calendar.briefest(middle)}`,
        class: `of-${f.look ?? "model"}`,
      });
    }
    y += tall + 8;
  }
  const bottom = y - 8;
  if (of.record) recordMark(root, of, time, top - 6, bottom, tags);
  // Labels stand in rows above, as near to their lines as they can.
  const rows = top > 40 ? [-Infinity, -Infinity, -Infinity] : [-Infinity, -Infinity];
  for (const tag of tags.sort((a, b) => a.x - b.x)) {
    const w = textWidth(tag.text, 12.5);
    const start = Math.min(width - w - 2, Math.max(left, tag.x - w / 2));
    let row = rows.findIndex((end) => start > end + 10);
    if (row < 0) row = rows.length - 1;
    rows[row] = start + w;
    root.append(
      sv("text", { x: round1(start), y: top - 12 - row * 16, class: `small halo ${tag.class}`, text: tag.text }),
    );
  }
  root.append(timeAxis(time, bottom, left - 2));
  const height = bottom + axisHeight(time);
  root.setAttribute("height", String(height));
  root.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return root;
}

function recordMark(
  root: SVGElement,
  of: When,
  t: TimeScale,
  top: number,
  bottom: number,
  tags: { x: number; text: string; class: string }[],
): void {
  const record = of.record;
  if (!record || record.from > of.to || (record.to ?? record.from) < of.from) return;
  const x = Math.round(xOf(t, Math.max(of.from, record.from))) + 0.5;
  if (record.to && record.to > record.from)
    root.prepend(
      sv("rect", {
        x,
        y: top,
        width: Math.max(1, xOf(t, Math.min(of.to, record.to)) - x),
        height: bottom - top,
        class: "record-span",
      }),
    );
  root.append(
    sv(
      "g",
      { "data-tip": `The record\n${record.text}\n${of.calendar.long(record.from)}` },
      sv("line", { x1: x, x2: x, y1: top, y2: bottom, class: "record-line" }),
      sv("circle", { cx: x, cy: top + 2, r: 3.8, class: "obs" }),
    ),
  );
  tags.push({ x, text: `the record, ${of.calendar.briefest(record.from)}`, class: "of-record" });
}

/** How high a pile of dots may be, px. */
const HIGHEST = 150;

/** A dot for each world; those of one place stand above one another. Nothing where there are too many for that. */
function dots(root: SVGElement, f: Found, t: TimeScale, y: number): number | null {
  if (f.days.length > DOTS) return null;
  const r = f.days.length > 60 ? 2.6 : 3.6;
  const step = 2 * r + 0.8;
  const piles = new Map<number, Day[]>();
  for (const day of f.days) {
    const pile = Math.round((xOf(t, day) - t.x0) / step);
    piles.set(pile, [...(piles.get(pile) ?? []), day]);
  }
  const most = Math.max(1, ...[...piles.values()].map((p) => p.length));
  if (most * step > HIGHEST) return null;
  const tall = Math.max(44, most * step + 8);
  for (const [pile, days] of piles)
    days
      .sort((a, b) => a - b)
      .forEach((day, k) =>
        root.append(
          sv("circle", {
            cx: round1(t.x0 + pile * step),
            cy: round1(y + tall - r - 1 - k * step),
            r,
            class: `world of-${f.look ?? "model"}`,
            "data-tip": `${t.calendar.long(day)}\n${f.name}`,
          }),
        ),
      );
  return tall;
}

function columns(root: SVGElement, f: Found, t: TimeScale, y: number): number {
  const wide = Math.max(1, Math.round(7 / unitOf(t)));
  const counts = new Map<number, number>();
  for (const day of f.days) {
    const at = Math.floor((day - t.from) / wide);
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  const tall = 110;
  const most = Math.max(1, ...counts.values());
  const ticks = apartFrom(
    ticksTo(most, 2).map((v) => ({ y: y + tall - (v / most) * tall, text: String(v) })),
    14,
    y + 6,
    y + tall,
  );
  for (const tick of ticks)
    root.append(
      sv("text", { x: t.x0 - 8, y: round1(tick.at + 4), "text-anchor": "end", class: "dim small", text: tick.text }),
    );
  const unit = wide === 1 ? "worlds a day" : `worlds in ${wide} days`;
  root.append(sv("text", { x: t.x1, y: y + 10, "text-anchor": "end", class: "dim small halo", text: unit }));
  for (const [at, count] of counts) {
    const first = t.from + at * wide;
    const h = (count / most) * tall;
    root.append(
      sv("rect", {
        x: round1(xOf(t, first) - unitOf(t) / 2),
        y: round1(y + tall - h),
        width: round1(Math.max(1, wide * unitOf(t) - 0.6)),
        height: round1(h),
        class: `bar of-${f.look ?? "model"}`,
        "data-tip": `${t.calendar.span(first, Math.min(t.to, first + wide - 1))}\n${plural(count, "world")}`,
      }),
    );
  }
  return tall;
}

function data(of: When): Data {
  const { calendar } = of;
  const rows: Data["rows"] = of.found.flatMap((f) =>
    [...f.days].sort((a, b) => a - b).map((day) => [f.name, ...calendar.cells(day)]),
  );
  if (of.record) rows.push(["the record", ...calendar.cells(of.record.from)]);
  return { columns: ["world", ...calendar.heads], rows };
}
