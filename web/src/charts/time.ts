/** Panels on one time axis, read day by day by pointer or by keyboard. */
import { axisHeight, dayAt, type TimeScale, timeAxis, unitOf, xOf } from "./axis";
import type { Calendar, Day } from "./calendar";
import { type Child, el, round1, sv, textWidth, wrapped, zoomOf } from "./dom";
import { absent, type Figure, figure } from "./figure";
import { formatOf, isNumber, percent, quantity, range, signed, some, sum } from "./numbers";
import { drawLines, drawShares, drawStack, type Panel, type SharePanel } from "./panels";
import type { Data } from "./save";
import { hideTip, showTip } from "./tip";

/** A day that is marked across all panels. */
export interface Mark {
  day: Day;
  /** What stands in its circle: a number or a letter. */
  sign: string;
  text: string;
}

export interface TimeChart extends Figure {
  calendar: Calendar;
  /** The day of each value. */
  days: readonly Day[];
  panels: readonly (Panel | null | false | undefined)[];
  marks?: readonly Mark[];
  /** First and last day to be shown; those of the values unless they are given. */
  span?: () => [Day, Day];
  /** What is said when there is nothing to draw. */
  empty?: string;
  /** Whether names stand beside the lines on a narrow screen too. */
  namesBeside?: boolean;
}

/** A panel of lines, or null when none of them has a value. */
export function lines(panel: Omit<Extract<Panel, { kind: "lines" }>, "kind">): Panel | null {
  const series = panel.series.filter((s) => some(s.values) || s.bands?.some((b) => some(b.high)));
  return series.length ? { ...panel, kind: "lines", series } : null;
}

/** A panel of shares, or null when no layer has a value above nought. */
export function shares(panel: Omit<SharePanel, "kind">): Panel | null {
  const layers = panel.layers.filter((l) => l.values.some((v) => isNumber(v) && v > 0));
  return layers.length ? { ...panel, kind: "shares", layers } : null;
}

/** The drawings that show a day, with what is needed to move it. */
const nows = new WeakMap<Element, { line: SVGElement; time: TimeScale }>();
let today: Day | null = null;

/** Shows a day as a line on every time chart within an element, and on those that are drawn there later. */
export function showNow(within: Element, day: Day): void {
  today = day;
  for (const root of within.querySelectorAll("svg[data-reads]")) placeNow(root, day);
}

function placeNow(root: Element, day: Day): void {
  const now = nows.get(root);
  if (!now) return;
  const isSeen = day >= now.time.from && day <= now.time.to;
  const x = String(Math.round(xOf(now.time, day)) + 0.5);
  now.line.setAttribute("x1", x);
  now.line.setAttribute("x2", x);
  now.line.setAttribute("visibility", isSeen ? "visible" : "hidden");
}

const DEFAULT_HEIGHT = 120;
const TITLE = 22;

export function timeChart(of: TimeChart): HTMLElement {
  const panels = of.panels.filter((p): p is Panel => Boolean(p));
  if (!panels.length || !of.days.length) return absent(of.empty ?? "Nothing was recorded for this chart.");
  const alone = panels.length === 1;
  // The frame of a single panel carries its title, so that the drawing need not.
  const frame: Figure = alone
    ? { ...of, title: of.title || panels[0].title, unit: of.unit ?? panels[0].unit }
    : { ...of, heading: of.heading ?? "none" };
  return figure(
    frame,
    (width) => draw(of, panels, width, alone && frame.heading !== "none"),
    () => data(of, panels),
  );
}

const nameOfPanel = (p: Panel): string => (p.unit ? `${p.title}, ${p.unit}` : p.title);

function draw(of: TimeChart, panels: Panel[], width: number, titled: boolean): SVGSVGElement {
  const [from, to] = of.span?.() ?? [of.days[0], of.days[of.days.length - 1]];
  const wide = width > 620;
  const names = panels.flatMap((p) =>
    p.kind === "lines"
      ? p.series.length > 1
        ? p.series.map((s) => s.label ?? s.name)
        : []
      : p.kind === "shares" && !p.bare
        ? p.layers.map((l) => l.label ?? l.name)
        : [],
  );
  const room = Math.ceil(Math.max(0, ...names.map((text) => textWidth(text, 12, 600)))) + 12;
  const right = names.length && (wide || of.namesBeside) ? room : 0;
  const left = wide ? 66 : 52;
  const time: TimeScale = { calendar: of.calendar, from, to, x0: left, x1: width - Math.max(right, 6) };
  const marks = placed(of.marks ?? [], time);
  const rows = marks.reduce((most, m) => Math.max(most, m.row + 1), 0);
  const root = sv("svg", {
    width,
    // What may be chosen inside a picture would not be reached by those who hear it.
    role: panels.some((p) => p.kind === "lines" && p.observed?.some((o) => o.open)) ? "group" : "img",
    tabindex: 0,
    "data-reads": "",
    "aria-label": `${of.title || panels.map((p) => p.title).join("; ")}. Use the arrow keys to read day by day.`,
  });
  const under = sv("g");
  const over = sv("g");
  root.append(under);
  let y = rows ? rows * 21 + 4 : 0;
  const first = y + (titled ? 8 : TITLE);
  for (const panel of panels) {
    const title = titled ? [] : wrapped(nameOfPanel(panel), width - 4, 13, 600);
    title.forEach((text, i) => over.append(sv("text", { x: 0, y: y + 15 + i * 16, class: "bold halo", text })));
    const top = y + (titled ? 8 : TITLE + (title.length - 1) * 16) + (panel.kind === "shares" && panel.strip ? 8 : 0);
    const height = Math.round((panel.height ?? DEFAULT_HEIGHT) * (wide ? 1 : 0.86));
    const box = { time, days: of.days, top, height, right };
    if (panel.kind === "lines") drawLines(under, panel, box);
    else if (panel.kind === "shares") drawShares(under, panel, box);
    else drawStack(under, panel, box);
    y = top + height + 8;
  }
  const bottom = y - 8;
  for (const m of marks)
    over.append(
      sv("line", {
        x1: Math.round(m.x) + 0.5,
        x2: Math.round(m.x) + 0.5,
        y1: m.row * 21 + 19,
        y2: bottom,
        class: "mile",
      }),
      sv(
        "g",
        { "data-tip": `${m.text}\n${of.calendar.long(m.day)}` },
        sv("circle", { cx: round1(m.at), cy: m.row * 21 + 10, r: 8.5, class: "sign" }),
        sv("text", { x: round1(m.at), y: m.row * 21 + 14, "text-anchor": "middle", class: "small", text: m.sign }),
      ),
    );
  root.append(over, timeAxis(time, bottom + 2, left - 2));
  const height = bottom + 2 + axisHeight(time);
  root.setAttribute("height", String(height));
  root.setAttribute("viewBox", `0 0 ${width} ${height}`);
  reader(root, of, panels, time, first, bottom);
  return root;
}

/** Marks in rows, so that none covers another. */
function placed(marks: readonly Mark[], t: TimeScale): (Mark & { x: number; at: number; row: number })[] {
  const ends: number[] = [];
  return marks
    .filter((m) => m.day >= t.from && m.day <= t.to)
    .sort((a, b) => a.day - b.day)
    .map((m) => {
      const at = Math.min(t.x1 - 9, Math.max(t.x0 + 9, xOf(t, m.day)));
      let row = ends.findIndex((end) => at - end >= 20);
      if (row < 0) row = ends.length;
      ends[row] = at;
      return { ...m, x: xOf(t, m.day), at, row };
    });
}

/** The position of the last value up to a day; -1 before the first. */
function upTo(days: readonly Day[], day: Day): number {
  let at = -1;
  for (let i = 0; i < days.length && days[i] <= day; i++) at = i;
  return at;
}

/** What a panel says on a day. */
function said(panel: Panel, i: number): string[] {
  if (panel.kind === "shares") {
    const total = sum(panel.layers.map((l) => l.values[i]));
    if (!(total > 0)) return [];
    const parts = panel.layers
      .map((l) => ({ name: l.label ?? l.name, share: (l.values[i] ?? 0) / total }))
      .filter((s) => s.share >= 0.015)
      .sort((a, b) => b.share - a.share)
      .slice(0, 5);
    return parts.map((s) => `${s.name} ${percent(s.share)}`);
  }
  if (panel.kind === "stack") {
    const parts = panel.layers.map((l) => ({ name: l.label ?? l.name, value: l.values[i] ?? 0 }));
    const shown = parts.filter((p) => Math.abs(p.value) >= 0.005).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    return shown.map((p) => `${p.name} ${signed(p.value)}`);
  }
  const format = panel.format ?? formatOf(panel.unit);
  return panel.series.flatMap((s) => {
    if (!isNumber(s.values[i])) return [];
    const value = panel.format ? format(s.values[i]) : quantity(s.values[i], panel.unit);
    const band = s.bands?.[0];
    const spread = band ? ` (${range(band.low[i], band.high[i], format)})` : "";
    return [`${panel.series.length > 1 ? `${s.label ?? s.name} ` : ""}${value}${spread}`];
  });
}

function reader(root: SVGSVGElement, of: TimeChart, panels: Panel[], t: TimeScale, top: number, bottom: number): void {
  const cursor = sv("line", { y1: top, y2: bottom, class: "cursor", visibility: "hidden" });
  const now = sv("line", { y1: top, y2: bottom, class: "cursor now", visibility: "hidden" });
  root.append(now, cursor);
  nows.set(root, { line: now, time: t });
  if (today !== null) placeNow(root, today);
  let at: Day | null = null;
  const show = (day: Day, x: number, y: number): void => {
    at = Math.max(t.from, Math.min(t.to, day));
    const i = upTo(of.days, at);
    const line = Math.round(t.x0 + (at - t.from + 0.5) * unitOf(t)) + 0.5;
    cursor.setAttribute("x1", String(line));
    cursor.setAttribute("x2", String(line));
    cursor.setAttribute("visibility", "visible");
    const words: Child[] = [el("b", { text: of.calendar.long(at) })];
    for (const panel of panels) {
      const parts = i < 0 ? [] : said(panel, i);
      if (!parts.length) continue;
      if (panels.length > 1) words.push(el("i", { text: panel.title }));
      words.push(...parts.map((text) => el("span", { text })));
    }
    showTip(x, y, words);
  };
  const clear = (): void => {
    cursor.setAttribute("visibility", "hidden");
    at = null;
    hideTip();
  };
  const point = (event: PointerEvent): void => {
    if ((event.target as Element).closest("[data-tip]")) {
      cursor.setAttribute("visibility", "hidden");
      return;
    }
    show(dayAt(t, (event.clientX - root.getBoundingClientRect().left) / zoomOf(root)), event.clientX, event.clientY);
  };
  root.addEventListener("pointermove", point);
  root.addEventListener("pointerdown", point);
  root.addEventListener("pointerleave", clear);
  root.addEventListener("blur", clear);
  root.addEventListener("keydown", (event) => {
    const step = ({ ArrowRight: 1, ArrowLeft: -1, PageUp: 7, PageDown: -7 } as Record<string, number>)[event.key];
    let day: Day;
    if (event.key === "Home") day = t.from;
    else if (event.key === "End") day = t.to;
    else if (step) day = at === null ? (step > 0 ? t.from : t.to) : at + step;
    else return;
    event.preventDefault();
    event.stopPropagation();
    const frame = root.getBoundingClientRect();
    const within = Math.max(t.from, Math.min(t.to, day));
    show(
      within,
      frame.left + xOf(t, within) * zoomOf(root),
      Math.max(60, Math.min(innerHeight - 80, frame.top + top + 20)),
    );
  });
}

/** The numbers of all panels, a row a day. */
function data(of: TimeChart, panels: Panel[]): Data {
  const columns: { head: string; values: readonly (number | null | undefined)[] }[] = [];
  for (const p of panels) {
    const many = panels.length > 1 ? `${p.title}: ` : "";
    const unit = ` [${p.unit ?? "number"}]`;
    if (p.kind !== "lines") for (const l of p.layers) columns.push({ head: many + l.name + unit, values: l.values });
    else
      for (const s of p.series) {
        columns.push({ head: many + s.name + unit, values: s.values });
        for (const b of s.bands ?? [])
          columns.push(
            { head: `${many}${s.name}, ${b.name}, low${unit}`, values: b.low },
            { head: `${many}${s.name}, ${b.name}, high${unit}`, values: b.high },
          );
      }
  }
  const [from, to] = of.span?.() ?? [-Infinity, Infinity];
  const rows: Data["rows"] = [];
  of.days.forEach((day, i) => {
    if (day >= from && day <= to) rows.push([...of.calendar.cells(day), ...columns.map((c) => c.values[i])]);
  });
  const observed = panels.flatMap((p) => (p.kind === "lines" ? (p.observed ?? []).map((o) => ({ p, o })) : []));
  const heads = columns.map((c) => c.head);
  if (!observed.length) return { columns: [...of.calendar.heads, ...heads], rows };
  // The record's values stand below, in columns of their own.
  const own = ["until", "record: what", "record: value", "record: low", "record: high"];
  const blank = heads.map(() => null);
  const below = observed.map(({ p, o }) => [
    ...of.calendar.cells(o.from),
    ...blank,
    of.calendar.cells(o.to)[0],
    nameOfPanel(p),
    o.value,
    o.low,
    o.high,
  ]);
  return {
    columns: [...of.calendar.heads, ...heads, ...own],
    rows: [...rows.map((r) => [...r, null, null, null, null, null]), ...below],
  };
}
