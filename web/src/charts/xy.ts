/** Lines and points over a number, and how often values fall where. */
import { round1, sv, textWidth } from "./dom";
import { absent, type Figure, figure } from "./figure";
import { compact, isNumber, number, type Value } from "./numbers";
import type { Data } from "./save";
import { apartFrom, type Label, place, type Scale, scaleOver } from "./scale";

export interface Line {
  name: string;
  points: readonly (readonly [number, number])[];
  /** A class of line: `l0` to `l6`, `model`, `other`, `guide`. */
  look?: string;
  /** Whether points are drawn as dots and not joined. */
  dots?: boolean;
  /** Whether a value holds until the next point: a staircase. */
  steps?: boolean;
}

export interface Axis {
  name: string;
  /** Its unit; the name is the unit, such as `agents`, where there is none. */
  unit?: string;
  format?: (v: Value) => string;
  low?: number;
  high?: number;
  fromZero?: boolean;
}

export interface Xy extends Figure {
  x: Axis;
  y: Axis;
  lines: readonly Line[];
  height?: number;
}

const MARGIN = { top: 10, bottom: 42 };

interface Plane {
  x: (v: number) => number;
  y: (v: number) => number;
  x0: number;
  x1: number;
  top: number;
  bottom: number;
}

/** Grid, axes and their names; the plane in which to draw. */
function plane(
  root: SVGElement,
  width: number,
  height: number,
  xs: Scale,
  ys: Scale,
  of: Pick<Xy, "x" | "y">,
  right: number,
): Plane {
  const format = of.y.format ?? compact;
  const labels = ys.ticks.map((v) => format(v));
  const x0 = Math.max(...labels.map((t) => textWidth(t, 12))) + 14;
  const x1 = width - right;
  const [top, bottom] = [MARGIN.top + 16, height - MARGIN.bottom];
  const x = (v: number): number => x0 + place(xs, v) * (x1 - x0);
  const y = (v: number): number => bottom - place(ys, v) * (bottom - top);
  root.append(sv("text", { x: 0, y: 12, class: "dim small", text: of.y.name }));
  ys.ticks.forEach((v, i) => {
    root.append(
      sv("line", { x1: x0, x2: x1, y1: Math.round(y(v)), y2: Math.round(y(v)), class: "grid" }),
      sv("text", { x: x0 - 8, y: round1(y(v) + 4), "text-anchor": "end", class: "dim small", text: labels[i] }),
    );
  });
  let end = -Infinity;
  for (const v of xs.ticks) {
    const text = (of.x.format ?? number)(v);
    const half = textWidth(text, 12) / 2;
    const at = Math.min(width - half, x(v));
    root.append(sv("line", { x1: round1(x(v)), x2: round1(x(v)), y1: bottom, y2: bottom + 4, class: "axis" }));
    if (at - half < end + 8) continue;
    end = at + half;
    root.append(sv("text", { x: round1(at), y: bottom + 17, "text-anchor": "middle", class: "dim small", text }));
  }
  root.append(
    sv("line", { x1: x0, x2: x1, y1: bottom, y2: bottom, class: "axis" }),
    sv("text", { x: x1, y: bottom + 35, "text-anchor": "end", class: "dim small", text: of.x.name }),
  );
  return { x, y, x0, x1, top, bottom };
}

export function xy(of: Xy): HTMLElement {
  const points = of.lines.flatMap((l) => l.points).filter((p) => isNumber(p[0]) && isNumber(p[1]));
  if (!points.length) return absent("The run gave nothing to draw here.");
  const xs = scaleOver(
    points.map((p) => p[0]),
    { fromZero: false, count: 5, ...of.x },
  );
  const ys = scaleOver(
    points.map((p) => p[1]),
    { count: 5, rounded: true, ...of.y },
  );
  return figure(
    of,
    (width) => {
      const height = of.height ?? Math.round(Math.min(360, Math.max(220, width * 0.52)));
      const named = of.lines.length > 1;
      const right = named && width > 520 ? Math.max(...of.lines.map((l) => textWidth(l.name, 12))) + 14 : 8;
      const root = sv("svg", {
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": `${of.title}: ${of.y.name} over ${of.x.name}`,
      });
      const p = plane(root, width, height, xs, ys, of, right);
      const labels: Label[] = [];
      of.lines.forEach((line, k) => {
        const look = line.look ?? (of.lines.length > 1 ? `l${k % 7}` : "model");
        const kept = thinned(line.points).filter((q) => isNumber(q[0]) && isNumber(q[1]));
        if (!kept.length) return;
        if (line.dots)
          for (const [a, b] of kept)
            root.append(
              sv("circle", {
                cx: round1(p.x(a)),
                cy: round1(p.y(b)),
                r: 3.2,
                class: `point fill-${look}`,
                "data-tip": `${line.name}\n${of.x.name}: ${number(a)}\n${of.y.name}: ${number(b)}`,
              }),
            );
        else
          root.append(
            sv(
              "path",
              {
                d: kept
                  .map(([a, b], i) => {
                    const [x, y] = [round1(p.x(a)), round1(p.y(b))];
                    return i && line.steps ? `H${x}V${y}` : `${i ? "L" : "M"}${x} ${y}`;
                  })
                  .join(""),
                class: `line line-${look}`,
              },
              sv("title", { text: line.name }),
            ),
          );
        labels.push({ y: p.y(kept[kept.length - 1][1]), text: line.name, class: `of-${look}` });
      });
      if (named && right > 8)
        for (const l of apartFrom(labels, 15, p.top, p.bottom))
          root.append(sv("text", { x: p.x1 + 8, y: round1(l.at + 4), class: `small ${l.class ?? ""}`, text: l.text }));
      else if (named) return withKey(root, labels, width, height);
      return root;
    },
    () => ({
      columns: ["line", head("x", of.x), head("y", of.y)],
      rows: of.lines.flatMap((l) => l.points.map(([a, b]) => [l.name, a, b])),
    }),
  );
}

/** Head of the column of an axis. */
const head = (axis: string, of: Axis): string => (of.unit ? `${of.name} [${of.unit}]` : `${axis} [${of.name}]`);

/** On a narrow screen the names stand below, each in the colour of its line. */
function withKey(root: SVGSVGElement, labels: Label[], width: number, height: number): SVGSVGElement {
  let [x, y] = [0, height + 14];
  for (const l of labels) {
    const w = textWidth(l.text, 12.5, 600);
    if (x && x + w > width) [x, y] = [0, y + 18];
    root.append(sv("text", { x, y, class: `small bold ${l.class ?? ""}`, text: l.text }));
    x += w + 16;
  }
  root.setAttribute("height", String(y + 6));
  root.setAttribute("viewBox", `0 0 ${width} ${y + 6}`);
  return root;
}

/** More points than two for each pixel of a wide screen show nothing more. */
function thinned<T>(points: readonly T[]): readonly T[] {
  const step = Math.ceil(points.length / 3000);
  return step > 1 ? points.filter((_, i) => i % step === 0 || i === points.length - 1) : points;
}

export interface Histogram extends Figure {
  x: Xy["x"];
  /** What is counted: `worlds`. */
  counted: string;
  /** Values to be sorted into bins, or bins that are known. */
  values?: readonly number[];
  bins?: readonly { from: number; to: number; count: number }[];
  /** Values to be marked: the record's, a prior's middle. */
  marks?: readonly { at: number; text: string; observed?: boolean }[];
  /** A level to compare with, such as an even spread. */
  level?: { at: number; text: string };
  height?: number;
}

const BINS = 20;

function binned(of: Histogram): { from: number; to: number; count: number }[] {
  if (of.bins) return [...of.bins];
  const values = (of.values ?? []).filter(isNumber);
  const s = scaleOver([...values, of.x.low, of.x.high], { fromZero: false, rounded: true, count: BINS });
  const width = s.ticks.length > 1 ? s.ticks[1] - s.ticks[0] : s.high - s.low;
  const n = Math.max(1, Math.round((s.high - s.low) / width));
  const out = Array.from({ length: n }, (_, i) => ({ from: s.low + i * width, to: s.low + (i + 1) * width, count: 0 }));
  for (const v of values) out[Math.min(n - 1, Math.max(0, Math.floor((v - s.low) / width)))].count++;
  return out;
}

export function histogram(of: Histogram): HTMLElement {
  const bins = binned(of);
  if (!bins.some((b) => b.count > 0)) return absent("There is nothing to count here.");
  const marks = of.marks ?? [];
  const xs = scaleOver([...bins.flatMap((b) => [b.from, b.to]), ...marks.map((m) => m.at)], {
    fromZero: false,
    count: 5,
  });
  const ys = scaleOver([...bins.map((b) => b.count), of.level?.at], { count: 3 });
  const format = of.x.format ?? number;
  return figure(
    of,
    (width) => {
      const height = of.height ?? 190;
      const root = sv("svg", {
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": `${of.title}: how many ${of.counted} by ${of.x.name}`,
      });
      const p = plane(root, width, height, xs, ys, { x: of.x, y: { name: of.counted } }, 8);
      for (const b of bins)
        root.append(
          sv("rect", {
            x: round1(p.x(b.from) + 0.5),
            y: round1(p.y(b.count)),
            width: round1(Math.max(1, p.x(b.to) - p.x(b.from) - 1)),
            height: round1(p.bottom - p.y(b.count)),
            class: "bar of-model",
            "data-tip": `${format(b.from)} to ${format(b.to)}\n${number(b.count)} ${of.counted}`,
          }),
        );
      if (of.level)
        root.append(
          sv("line", {
            x1: p.x0,
            x2: p.x1,
            y1: round1(p.y(of.level.at)),
            y2: round1(p.y(of.level.at)),
            class: "bound",
          }),
        );
      for (const m of marks) {
        const x = round1(p.x(m.at));
        const w = textWidth(m.text, 12);
        root.append(
          sv("line", { x1: x, x2: x, y1: p.top, y2: p.bottom, class: m.observed ? "record-line" : "middle of-model" }),
          sv("text", {
            x: round1(Math.min(p.x1 - w, Math.max(p.x0, x + 5))),
            y: p.top + 4,
            class: "small halo",
            text: m.text,
          }),
        );
      }
      return root;
    },
    (): Data => ({
      columns: [`${of.x.name}, from`, `${of.x.name}, to`, `count [${of.counted}]`],
      rows: bins.map((b) => [b.from, b.to, b.count]),
    }),
  );
}
