/** What stands on a time axis: lines with fans and observed points, and stacked shares. */
import { type TimeScale, unitOf, xOf } from "./axis";
import type { Day } from "./calendar";
import { round1, sv, textWidth } from "./dom";
import { compact, formatOf, isNumber, largest, percent, percentTick, smallest, sum, type Value } from "./numbers";
import { apartFrom, type Label, scaleOver } from "./scale";
import type { Paint } from "./words";

/** The room between two quantiles of many worlds, the widest band of a series first. */
export interface Band {
  name: string;
  low: readonly Value[];
  high: readonly Value[];
}

export interface Series {
  name: string;
  /** The name where it stands beside its line; `name` unless it is given. */
  label?: string;
  values: readonly Value[];
  bands?: readonly Band[];
  /** The look of its line: the model's own, a second of it (dashed), another world's (ink, dashed), or a help to the eye. */
  look?: "model" | "second" | "other" | "guide" | "l0" | "l1" | "l2" | "l3" | "l4" | "l5" | "l6";
}

/** A value of the record. */
export interface Observed {
  from: Day;
  to: Day;
  value: number;
  low?: number | null;
  high?: number | null;
  verified: boolean;
  /** What it is and who says so, in words. */
  text: string;
  /** What happens when a reader chooses it. */
  open?: () => void;
}

export interface LinePanel {
  kind: "lines";
  title: string;
  unit?: string;
  height?: number;
  series: readonly Series[];
  observed?: readonly Observed[];
  /** Ends of the scale where they are given; it begins at nought unless `low` says otherwise. */
  low?: number;
  high?: number;
  format?: (x: Value) => string;
}

export interface Layer {
  name: string;
  label?: string;
  values: readonly Value[];
  paint: Paint;
  /** The class of a label beside the area. */
  beside?: string;
}

export interface SharePanel {
  kind: "shares";
  title: string;
  unit?: string;
  height?: number;
  /** From the bottom to the top; they are drawn as shares of their sum. */
  layers: readonly Layer[];
  /** A strip above the areas: for each day a class and what it says. */
  strip?: readonly { class: string; text: string }[];
  /** Whether it is a strip, with neither names nor an axis of shares; `named` has the names inside. */
  bare?: boolean | "named";
  /** Whether a value holds until the next day that has one (on unless it is said), or is joined to it by a line. */
  stepped?: boolean;
}

/** Values that add up from nought, upwards and downwards; their sum as a line, beside a band. */
export interface StackPanel {
  kind: "stack";
  title: string;
  unit?: string;
  height?: number;
  layers: readonly Layer[];
  band: { name: string; low: number; middle: number; high: number };
}

export type Panel = LinePanel | SharePanel | StackPanel;

/** Where a panel is drawn. */
export interface Box {
  time: TimeScale;
  days: readonly Day[];
  top: number;
  height: number;
  /** Room for labels at the right, px; without it they stand inside. */
  right: number;
}

/** Positions of the days that are seen. */
export function seen(days: readonly Day[], t: TimeScale): number[] {
  const out: number[] = [];
  days.forEach((day, i) => {
    if (day >= t.from && day <= t.to) out.push(i);
  });
  return out;
}

function linePath(values: readonly Value[], at: number[], x: (i: number) => number, y: (v: number) => number): string {
  let d = "";
  let open = false;
  for (const i of at) {
    const v = values[i];
    if (!isNumber(v)) {
      open = false;
      continue;
    }
    d += `${open ? "L" : "M"}${round1(x(i))} ${round1(y(v))}`;
    open = true;
  }
  return d;
}

function bandPath(band: Band, at: number[], x: (i: number) => number, y: (v: number) => number): string {
  let d = "";
  let there = "";
  let back: string[] = [];
  const close = (): void => {
    if (there) d += `${there}${back.reverse().join("")}Z`;
    there = "";
    back = [];
  };
  for (const i of at) {
    const [low, high] = [band.low[i], band.high[i]];
    if (!isNumber(low) || !isNumber(high)) {
      close();
      continue;
    }
    there += `${there ? "L" : "M"}${round1(x(i))} ${round1(y(high))}`;
    back.push(`L${round1(x(i))} ${round1(y(low))}`);
  }
  close();
  return d;
}

/** The values that a panel's scale must hold. */
function extent(panel: LinePanel, at: number[], t: TimeScale): Value[] {
  const of = panel.series.flatMap((s) => [s.values, ...(s.bands ?? []).flatMap((b) => [b.low, b.high])]);
  const lines = of.flatMap((values) => at.map((i) => values[i]));
  const points = inside(panel.observed, t).flatMap((o) => [o.value, o.low, o.high]);
  return [smallest(lines), largest(lines), ...points];
}

const inside = (observed: readonly Observed[] | undefined, t: TimeScale): Observed[] =>
  (observed ?? []).filter((o) => o.to >= t.from && o.from <= t.to);

/** Writes the ticks of a scale, right-aligned before the drawing. */
function tickLabel(x: number, y: number, top: number, text: string): SVGElement {
  return sv("text", { x: x - 8, y: round1(Math.max(y + 4, top + 9)), "text-anchor": "end", class: "dim small", text });
}

export function drawLines(root: SVGElement, panel: LinePanel, box: Box): void {
  const { time: t, top, height, days } = box;
  const at = seen(days, t);
  const scale = scaleOver(extent(panel, at, t), {
    low: panel.low,
    high: panel.high,
    count: height > 80 ? 3 : 2,
    fromZero: panel.low === undefined,
  });
  const y = (v: number): number =>
    top + height - ((Math.min(v, scale.high) - scale.low) / (scale.high - scale.low)) * height;
  const x = (i: number): number => xOf(t, days[i]);
  const format = panel.format ?? (formatOf(panel.unit) === percent ? percentTick : compact);
  for (const v of scale.ticks) {
    if (v !== scale.low)
      root.append(sv("line", { x1: t.x0, x2: t.x1, y1: Math.round(y(v)), y2: Math.round(y(v)), class: "grid" }));
    root.append(tickLabel(t.x0, y(v) - (v === scale.low ? 4 : 0), top, format(v)));
  }
  const labels: Label[] = [];
  const base = y(Math.max(0, scale.low));
  panel.series.forEach((s, k) => {
    s.bands?.forEach((band, b) => {
      root.append(sv("path", { d: bandPath(band, at, x, y), class: `band band-${b} of-${s.look ?? "model"}` }));
    });
    const d = linePath(s.values, at, x, y);
    if (!d) return;
    const alone = panel.series.length === 1 && !s.bands?.length && at.every((i) => isNumber(s.values[i]));
    if (alone && at.length > 1)
      root.append(
        sv("path", {
          d: `${d}L${round1(x(at[at.length - 1]))} ${round1(base)}L${round1(x(at[0]))} ${round1(base)}Z`,
          class: "under",
        }),
      );
    root.append(sv("path", { d, class: `line line-${s.look ?? (k ? "second" : "model")}` }));
    const last = at.findLast((i) => isNumber(s.values[i]));
    if (last !== undefined && panel.series.length > 1)
      labels.push({ y: y(s.values[last] as number), text: s.label ?? s.name, class: `of-${s.look}` });
  });
  if (box.right)
    for (const l of apartFrom(labels, 15, top + 6, top + height - 2))
      root.append(sv("text", { x: t.x1 + 8, y: round1(l.at + 4), class: `small ${l.class}`, text: l.text }));
  else if (panel.series.length === 2) onTheLines(root, panel, box, at, x, y);
  observedPoints(root, panel, t, y);
  root.append(sv("line", { x1: t.x0, x2: t.x1, y1: top + height, y2: top + height, class: "tick" }));
}

/** Without a margin for them, two lines carry their names where they are farthest apart. */
function onTheLines(
  root: SVGElement,
  panel: LinePanel,
  box: Box,
  at: number[],
  x: (i: number) => number,
  y: (v: number) => number,
): void {
  const { time: t, top, height } = box;
  const [one, two] = panel.series.map((s) => s.values);
  let best = -1;
  let gap = 12;
  for (const i of at) {
    const [a, b] = [one[i], two[i]];
    if (x(i) < t.x0 + 40 || x(i) > t.x1 - 40 || !isNumber(a) || !isNumber(b)) continue;
    const g = Math.abs(y(a) - y(b));
    if (g > gap + 1) {
      gap = g;
      best = i;
    }
  }
  if (best < 0) return;
  panel.series.forEach((s, k) => {
    const [own, other] = (k ? [two[best], one[best]] : [one[best], two[best]]) as [number, number];
    const lift = own < other === gap > 34 ? -5 : 14;
    const line = Math.min(top + height - 3, Math.max(top + 10, y(own) + lift));
    root.append(
      sv("text", {
        x: round1(x(best)),
        y: round1(line),
        "text-anchor": "middle",
        class: "small halo",
        text: s.label ?? s.name,
      }),
    );
  });
}

/** Dots of the record with their ranges; hollow where no source confirms them. */
function observedPoints(root: SVGElement, panel: LinePanel, t: TimeScale, y: (v: number) => number): void {
  for (const o of inside(panel.observed, t)) {
    const [a, b] = [xOf(t, Math.max(t.from, o.from)), xOf(t, Math.min(t.to, o.to))];
    const cx = Math.min(t.x1, Math.max(t.x0, (a + b) / 2));
    const open = (event: Event): void => {
      if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      o.open?.();
    };
    const line = (x1: number, x2: number, y1: number, y2: number): SVGElement =>
      sv("line", { x1: round1(x1), x2: round1(x2), y1: round1(y1), y2: round1(y2), class: "obs-bar" });
    root.append(
      sv(
        "g",
        {
          class: o.verified ? "seen" : "seen hollow",
          "data-tip": o.text,
          ...(o.open && { tabindex: 0, role: "button", "aria-label": o.text, onclick: open, onkeydown: open }),
        },
        o.to > o.from ? line(a, b, y(o.value), y(o.value)) : null,
        isNumber(o.low) && isNumber(o.high) ? line(cx, cx, y(o.low), y(o.high)) : null,
        sv("circle", { class: "reach", cx: round1(cx), cy: round1(y(o.value)), r: 11 }),
        sv("circle", { class: o.verified ? "obs" : "obs hollow", cx: round1(cx), cy: round1(y(o.value)), r: 3.8 }),
      ),
    );
  }
}

/** A part of a layer as it is drawn: where it begins and ends, and its lower and upper edge. */
interface Slab {
  a: number;
  b: number;
  foot: number;
  head: number;
}

export function drawShares(root: SVGElement, panel: SharePanel, box: Box): void {
  const { time: t, top, height, days } = box;
  const at = seen(days, t);
  const totals = at.map((i) => sum(panel.layers.map((l) => l.values[i])));
  const below = at.map(() => 0);
  const y = (share: number): number => top + height - share * height;
  const half = unitOf(t) / 2;
  const left = (k: number): number => (k === 0 && days[at[0]] <= t.from ? t.x0 : xOf(t, days[at[k]]) - half);
  const right = (k: number): number => (k + 1 < at.length ? left(k + 1) : Math.max(t.x1, left(k) + 2 * half));
  root.append(sv("rect", { x: t.x0, y: top, width: t.x1 - t.x0, height, class: "grid" }));
  const labels: (Label & { class: string })[] = [];
  const words: SVGElement[] = [];
  for (const layer of panel.layers) {
    const slabs: (Slab | null)[] = at.map((i, k) => {
      if (!(totals[k] > 0)) return null;
      const v = layer.values[i];
      const from = below[k];
      below[k] += (isNumber(v) ? v : 0) / totals[k];
      const x = xOf(t, days[i]);
      const joined = panel.stepped === false;
      return { a: joined ? x : left(k), b: joined ? x : right(k), foot: y(from), head: y(below[k]) };
    });
    root.append(
      sv("path", { d: slabsPath(slabs), class: `layer ${layer.paint.fill}` }, sv("title", { text: layer.name })),
    );
    const text = panel.bare === true ? "" : (layer.label ?? layer.name);
    const last = slabs[slabs.length - 1];
    if (box.right && !panel.bare && last && last.foot - last.head > 0.02 * height)
      labels.push({ y: (last.foot + last.head) / 2, text, class: layer.beside ?? "" });
    const spot = (box.right && !panel.bare) || !text ? null : roomFor(textWidth(text, 12, 600) + 8, slabs);
    if (spot)
      words.push(
        sv("text", {
          x: round1(spot.x),
          y: round1(spot.y + 4),
          "text-anchor": "middle",
          class: `small bold ${layer.paint.on}`,
          text,
        }),
      );
  }
  for (const l of apartFrom(labels, 14, top + 6, top + height - 4))
    root.append(sv("text", { x: t.x1 + 8, y: round1(l.at + 4), class: `small ${l.class}`, text: l.text }));
  if (!panel.bare) {
    for (const v of [0, 0.5, 1]) root.append(tickLabel(t.x0, y(v) + (v === 1 ? 5 : v === 0 ? -4 : 0), top, percent(v)));
    const middle = Math.round(y(0.5)) + 0.5;
    root.append(sv("line", { x1: t.x0, x2: t.x1, y1: middle, y2: middle, class: "half" }));
  }
  root.append(...words);
  if (panel.strip) drawStrip(root, panel.strip, at, left, right, top);
}

export function drawStack(root: SVGElement, panel: StackPanel, box: Box): void {
  const { time: t, top, height, days } = box;
  const at = seen(days, t);
  const { band } = panel;
  const [up, down] = [at.map(() => 0), at.map(() => 0)];
  const stacked = panel.layers.map((layer) => ({
    layer,
    ends: at.map((i, k): [number, number] => {
      const v = layer.values[i] ?? 0;
      const base = v < 0 ? down : up;
      const from = base[k];
      base[k] += v;
      return [from, base[k]];
    }),
  }));
  const scale = scaleOver([...up, ...down, band.high * 1.08], { count: 3 });
  const y = (v: number): number => top + ((scale.high - v) / (scale.high - scale.low)) * height;
  const x = (k: number): number => xOf(t, days[at[k]]);
  for (const v of scale.ticks) root.append(tickLabel(t.x0, y(v), top, compact(v)));
  const words: SVGElement[] = [];
  const write = (x: number, y: number, text: string): number =>
    words.push(sv("text", { x: round1(x), y: round1(y), "text-anchor": "middle", class: "small halo", text }));
  for (const { layer, ends } of stacked) {
    const slabs = ends.map(
      ([a, b], k): Slab => ({ a: x(k), b: x(k), foot: y(Math.min(a, b)), head: y(Math.max(a, b)) }),
    );
    root.append(sv("path", { d: slabsPath(slabs), class: layer.paint.fill }, sv("title", { text: layer.name })));
    const text = layer.label ?? layer.name;
    const spot = roomFor(textWidth(text, 12) + 4, slabs);
    if (spot) write(spot.x, spot.y + 4, text);
  }
  const level = (v: number, name: string): SVGElement =>
    sv("line", { x1: t.x0, x2: t.x1, y1: round1(y(v)), y2: round1(y(v)), class: name });
  const sums = up.map((v, k) => `${k ? "L" : "M"}${round1(x(k))} ${round1(y(v + down[k]))}`);
  const span = { x: t.x0, width: t.x1 - t.x0, y: round1(y(band.high)), height: round1(y(band.low) - y(band.high)) };
  root.append(
    sv("rect", { ...span, class: "thresholds" }),
    level(band.middle, "bound"),
    level(0, "zero"),
    sv("path", { d: sums.join(""), class: "line sum" }),
    ...words,
    sv("text", {
      x: t.x1 - 4,
      y: round1(y(band.middle) - 4),
      "text-anchor": "end",
      class: "small halo",
      text: band.name,
    }),
  );
}

function slabsPath(slabs: (Slab | null)[]): string {
  let d = "";
  let there = "";
  let back: string[] = [];
  const close = (): void => {
    if (there) d += `${there}${back.reverse().join("")}Z`;
    there = "";
    back = [];
  };
  for (const s of slabs) {
    if (!s) {
      close();
      continue;
    }
    there += `${there ? "L" : "M"}${round1(s.a)} ${round1(s.head)}${s.b > s.a ? `H${round1(s.b)}` : ""}`;
    back.push(`${s.b > s.a ? `L${round1(s.b)} ${round1(s.foot)}` : ""}L${round1(s.a)} ${round1(s.foot)}`);
  }
  close();
  return d;
}

/** The widest place inside a layer for a label of this width: it must fit between the edges wherever it stands. */
function roomFor(width: number, slabs: (Slab | null)[]): { x: number; y: number } | null {
  let best: { x: number; y: number; room: number } | null = null;
  for (let i = 0; i < slabs.length; i++) {
    const first = slabs[i];
    if (!first) continue;
    let [head, foot] = [first.head, first.foot];
    for (let j = i; j < slabs.length && foot - head >= 14; j++) {
      const s = slabs[j];
      if (!s) break;
      head = Math.max(head, s.head);
      foot = Math.min(foot, s.foot);
      if (s.b - first.a < width) continue;
      const room = foot - head;
      if (room >= 14 && (!best || room > best.room + 0.5))
        best = { x: (first.a + s.b) / 2, y: (head + foot) / 2, room };
      break;
    }
  }
  return best;
}

function drawStrip(
  root: SVGElement,
  strip: NonNullable<SharePanel["strip"]>,
  at: number[],
  left: (k: number) => number,
  right: (k: number) => number,
  top: number,
): void {
  for (let k = 0, a = 0; k < at.length; k++) {
    if (k + 1 < at.length && strip[at[k + 1]]?.class === strip[at[a]]?.class) continue;
    const of = strip[at[a]];
    if (of)
      root.append(
        sv("rect", {
          x: round1(left(a)),
          y: top - 6,
          width: round1(Math.max(0.5, right(k) - left(a))),
          height: 4,
          class: of.class,
          "data-tip": of.text,
        }),
      );
    a = k + 1;
  }
}
