/** Values with their intervals in rows: a forest plot, or bars from nought. */
import { round1, sv, textWidth, wrapped } from "./dom";
import { absent, type Figure, figure } from "./figure";
import { compact, formatOf, isNumber, percent, percentTick, range, type Value } from "./numbers";
import type { Data } from "./save";
import { place, type Scale, scaleOver } from "./scale";

export interface Row {
  name: string;
  /** Rows of one group stand under its title. */
  group?: string;
  /** What else is said of it, below its name. */
  note?: string;
  value: Value;
  low?: Value;
  high?: Value;
  /** The record's value, with its range. */
  observed?: { value: number; low?: Value; high?: Value; verified?: boolean };
  /** What is said beside the pointer; its numbers unless it is given. */
  tip?: string;
  /** What else is said beside the pointer, after the numbers. */
  more?: string;
  /** Written at the right; the value with its interval unless it is given. */
  text?: string;
  /** The class of its bar or dot: `of-council`, `o-coup`, `l0`; the model's colour unless it is given. */
  class?: string;
  /** Whether its dot is hollow: an interval that leaves the question open. */
  open?: boolean;
}

export interface Forest extends Figure {
  rows: readonly Row[];
  /** Whether a bar is drawn from nought; a dot otherwise. */
  bars?: boolean;
  /** Where the line of no difference stands; none unless it is given. */
  zero?: number;
  /** Bounds that matter, dashed, with a word each. */
  bounds?: readonly { at: number; name: string }[];
  low?: number;
  high?: number;
  format?: (x: Value) => string;
  /** What the interval is: `95 % interval`. */
  interval?: string;
}

export function forest(of: Forest): HTMLElement {
  if (!of.rows.length) return absent("There is nothing to show here.");
  return figure(
    of,
    (width) => draw(of, width),
    () => data(of),
  );
}

const SIZE = 13.5;
const LINE = 17;

function draw(of: Forest, width: number): SVGSVGElement {
  const format = of.format ?? formatOf(of.unit);
  const all = of.rows.flatMap((r) => [r.value, r.low, r.high, r.observed?.value, r.observed?.low, r.observed?.high]);
  const ends = [...all, of.zero, ...(of.bounds ?? []).map((b) => b.at)];
  const scale = scaleOver(ends, { low: of.low, high: of.high, fromZero: of.bars || of.zero !== undefined, count: 4 });
  const texts = of.rows.map((r) => r.text ?? valueText(r, format));
  const widest = Math.max(...texts.map((t) => textWidth(t, SIZE)));
  const names = Math.max(
    ...of.rows.map((r) => textWidth(r.name, SIZE)),
    ...of.rows.map((r) => textWidth(r.note ?? "", 12.5)),
  );
  // Names and values stand beside the scale where it keeps some room, else above it.
  const beside = width > 560 || Math.min(names, width * 0.42) + Math.min(widest, 220) + 180 < width;
  const right = beside ? Math.min(widest, 220) + 16 : 6;
  const left = beside ? Math.min(names + 18, width * 0.42) : 6;
  const [x0, x1] = [left, width - right];
  const pad = of.bars && scale.low === 0 ? 0 : 8;
  const x = (v: number): number => x0 + pad + place(scale, v) * (x1 - x0 - 2 * pad);
  const rows = sv("g");
  let y = of.bounds?.some((b) => b.name) ? 20 : 6;
  const top = y - 4;
  let group: string | undefined;
  of.rows.forEach((row, i) => {
    if (row.group !== undefined && row.group !== group) {
      y += i ? 14 : 0;
      const title = wrapped(row.group, width, 13, 600);
      title.forEach((text, k) => rows.append(sv("text", { x: 0, y: y + 13 + k * LINE, class: "bold halo", text })));
      y += 5 + title.length * LINE;
      group = row.group;
    }
    const name = wrapped(row.name, (beside ? left : width - Math.min(widest, width * 0.5)) - 14, SIZE);
    const note = row.note ? wrapped(row.note, (beside ? left : width) - 14, 12.5) : [];
    name.forEach((text, k) => rows.append(sv("text", { x: 0, y: y + 14 + k * LINE, class: "name halo", text })));
    note.forEach((text, k) =>
      rows.append(sv("text", { x: 0, y: y + 14 + (name.length + k) * LINE, class: "dim small halo", text })),
    );
    const tall = (name.length + note.length) * LINE + 8;
    const middle = beside ? y + 10 : y + tall + 4;
    rows.append(
      sv("text", { x: width, y: y + 14, "text-anchor": "end", class: "value halo", text: texts[i] }),
      sv(
        "g",
        { "data-tip": tipOf(row, of, format) },
        mark(row, of, scale, x, middle),
        sv("rect", { x: x0, y: middle - 10, width: x1 - x0, height: 20, fill: "transparent" }),
      ),
    );
    y += beside ? tall : tall + 18;
  });
  const bottom = y + 2;
  const lines = sv("g");
  for (const v of scale.ticks)
    lines.append(sv("line", { x1: round1(x(v)), x2: round1(x(v)), y1: top, y2: bottom, class: "grid" }));
  if (of.zero !== undefined)
    lines.append(sv("line", { x1: round1(x(of.zero)), x2: round1(x(of.zero)), y1: top, y2: bottom, class: "zero" }));
  for (const b of of.bounds ?? []) {
    lines.append(sv("line", { x1: round1(x(b.at)), x2: round1(x(b.at)), y1: top, y2: bottom, class: "bound" }));
    const half = textWidth(b.name, 12) / 2;
    const at = Math.min(width - half, Math.max(half, x(b.at)));
    if (b.name)
      lines.append(sv("text", { x: round1(at), y: 11, "text-anchor": "middle", class: "dim small", text: b.name }));
  }
  const root = sv("svg", { width, height: bottom + 22, role: "img", "aria-label": spoken(of, texts) }, lines, rows);
  let end = -Infinity;
  for (const v of scale.ticks) {
    const text = format === percent ? percentTick(v) : of.format ? of.format(v) : compact(v);
    const half = textWidth(text, 12) / 2;
    const at = Math.min(width - half, Math.max(half, x(v)));
    if (at - half < end + 8) continue;
    end = at + half;
    root.append(sv("text", { x: round1(at), y: bottom + 16, "text-anchor": "middle", class: "dim small", text }));
  }
  return root;
}

function valueText(r: Row, format: (x: Value) => string): string {
  const spread = isNumber(r.low) && isNumber(r.high) ? ` (${range(r.low, r.high, format)})` : "";
  return `${format(r.value)}${spread}`;
}

function tipOf(r: Row, of: Forest, format: (x: Value) => string): string {
  const unit = of.unit && format !== percent ? ` ${of.unit}` : "";
  if (r.tip) return r.tip;
  const lines = [r.name, `${format(r.value)}${unit}`];
  if (isNumber(r.low) && isNumber(r.high)) lines.push(`${of.interval ?? "interval"}: ${range(r.low, r.high, format)}`);
  if (r.observed)
    lines.push(`the record: ${format(r.observed.value)}${r.observed.verified === false ? ", unverified" : ""}`);
  if (r.more) lines.push(r.more);
  return lines.join("\n");
}

const spoken = (of: Forest, texts: string[]): string =>
  `${of.title}. ${of.rows.map((r, i) => `${r.name}: ${texts[i]}`).join("; ")}`;

function mark(row: Row, of: Forest, scale: Scale, x: (v: number) => number, y: number): SVGElement[] {
  const out: SVGElement[] = [];
  const kind = row.class ?? "of-model";
  const line = (a: number, b: number, dy: number, name: string): SVGElement =>
    sv("line", { x1: round1(x(a)), x2: round1(x(b)), y1: round1(y + dy), y2: round1(y + dy), class: name });
  if (of.bars && isNumber(row.value)) {
    const [a, b] = [x(Math.max(0, scale.low)), x(row.value)];
    const [from, width] = [round1(Math.min(a, b)), round1(Math.max(1, Math.abs(b - a)))];
    out.push(sv("rect", { x: from, y: y - 5, width, height: 10, class: `bar ${kind}` }));
  }
  if (isNumber(row.low) && isNumber(row.high))
    out.push(line(row.low, row.high, 0, of.bars ? "whisker" : `whisker ${kind}`));
  if (!of.bars && isNumber(row.value))
    out.push(
      sv("circle", { cx: round1(x(row.value)), cy: y, r: 4.5, class: `point ${kind}${row.open ? " hollow" : ""}` }),
    );
  const o = row.observed;
  if (o) {
    if (isNumber(o.low) && isNumber(o.high)) out.push(line(o.low, o.high, 7, "obs-bar"));
    out.push(
      sv("circle", { cx: round1(x(o.value)), cy: y + 7, r: 3.6, class: o.verified === false ? "obs hollow" : "obs" }),
    );
  }
  return out;
}

function data(of: Forest): Data {
  const unit = ` [${of.unit ?? "number"}]`;
  const spread = of.rows.some((r) => isNumber(r.low));
  const record = of.rows.some((r) => r.observed);
  const grouped = of.rows.some((r) => r.group);
  return {
    columns: [
      ...(grouped ? ["group"] : []),
      "name",
      `value${unit}`,
      ...(spread ? [`low${unit}`, `high${unit}`] : []),
      ...(record ? [`record${unit}`, `record low${unit}`, `record high${unit}`] : []),
    ],
    rows: of.rows.map((r) => [
      ...(grouped ? [r.group] : []),
      r.name,
      r.value,
      ...(spread ? [r.low, r.high] : []),
      ...(record ? [r.observed?.value, r.observed?.low, r.observed?.high] : []),
    ]),
  };
}
