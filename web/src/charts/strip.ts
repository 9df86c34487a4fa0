/** One row's small drawing for a cell of a table: intervals, a middle, and what was observed, on an axis of their own. */
import { round1, sv } from "./dom";
import { isNumber, type Value } from "./numbers";
import { place, scaleOver } from "./scale";

export interface Strip {
  /** Intervals, the widest first. */
  bands: readonly (readonly [Value, Value])[];
  middle?: Value;
  observed?: { value: Value; low?: Value; high?: Value };
  /** Another value to be marked, such as one set by hand. */
  mark?: Value;
  /** Ends that are given and not found from the values. */
  low?: number;
  high?: number;
  /** In words, for those who hear the page. */
  label: string;
  /** How a value stands on the axis: itself unless it is given. */
  on?: (x: number) => number;
}

const WIDTH = 150;
const HEIGHT = 20;

/** The drawing; values that are equal lie on one place. */
export function strip(of: Strip): SVGSVGElement {
  const on = of.on ?? ((x: number): number => x);
  const at = (x: Value): Value => (isNumber(x) ? on(x) : null);
  const o = of.observed;
  const values = [...of.bands.flat(), of.middle, of.mark, o?.value, o?.low, o?.high].map(at);
  const scale = scaleOver(values, { fromZero: false, low: of.low, high: of.high });
  const x = (v: number): number => 5 + place(scale, on(v)) * (WIDTH - 10);
  const root = sv("svg", {
    class: "strip",
    width: WIDTH,
    height: HEIGHT,
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": of.label,
    "data-tip": of.label,
  });
  root.append(sv("line", { x1: 5, x2: WIDTH - 5, y1: 10, y2: 10, class: "grid" }));
  of.bands.forEach(([low, high], k) => {
    if (!isNumber(low) || !isNumber(high)) return;
    const [a, b] = [x(low), x(high)];
    const width = round1(Math.max(1.5, b - a));
    root.append(
      sv("rect", {
        x: round1(a),
        y: k ? 5 : 7,
        width,
        height: k ? 10 : 6,
        class: `band of-model band-${Math.min(k, 1)}`,
      }),
    );
  });
  const upright = (v: Value, name: string, y1: number, y2: number): void => {
    if (isNumber(v)) root.append(sv("line", { x1: round1(x(v)), x2: round1(x(v)), y1, y2, class: name }));
  };
  upright(of.middle, "line line-model", 4, 16);
  upright(of.mark, "line line-other", 2, 18);
  if (isNumber(o?.value)) {
    if (isNumber(o.low) && isNumber(o.high) && o.high > o.low)
      root.append(sv("line", { x1: round1(x(o.low)), x2: round1(x(o.high)), y1: 10, y2: 10, class: "obs-bar" }));
    root.append(sv("circle", { cx: round1(x(o.value)), cy: 10, r: 3.6, class: "obs" }));
  }
  return root;
}
