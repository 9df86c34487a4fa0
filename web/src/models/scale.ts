/** Where a value stands on a slider: in proportion, or by its logarithm where the range spans more than three decades. */
import type { DeclaredRange } from "../types/model";

export type Numbers = Extract<DeclaredRange, { kind: "real" | "whole" }>;

/** Places of a slider. */
const PLACES = 1000;
/** Decades beyond which a slider goes by the logarithm. */
const DECADES = 3;
/** Significant digits of a value that a slider gives where it goes by the logarithm. */
const DIGITS = 3;

export interface Slide {
  low: number;
  high: number;
  step: number;
  /** The place of a value. */
  place(value: number): number;
  /** The value of a place, as it would be typed. */
  value(place: number): number;
  /** The step of the field beside it. */
  fine: number;
}

const tens = (x: number): number => 10 ** Math.floor(Math.log10(x) + 1e-9);
const rounded = (x: number, step: number): number => {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Number((Math.round(x / step) * step).toFixed(digits));
};

/** The scale of a parameter's slider. */
export function slide(of: Numbers): Slide {
  const { low, high, default: own } = of;
  const isWhole = of.kind === "whole";
  // Below this a value is as good as nought.
  const unit = low > 0 ? low : isWhole ? 1 : Math.max(Math.abs(own) / 10, high / 1e6);
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (!Number.isFinite(most) || most / unit <= 10 ** DECADES) {
    const span = high - low;
    const step = isWhole ? Math.max(1, tens(span / 500)) : tens(span / 100);
    const near = (x: number): number =>
      Math.abs(x - own) < step / 2 ? own : Math.min(high, Math.max(low, rounded(x, step)));
    return { low, high, step, place: (value) => value, value: near, fine: isWhole ? 1 : step };
  }
  // With nought in the range the logarithm begins at the unit, on both sides.
  const bend = (x: number): number => (low > 0 ? Math.log(x / unit) : Math.sign(x) * Math.log1p(Math.abs(x) / unit));
  const back = (y: number): number => (low > 0 ? unit * Math.exp(y) : Math.sign(y) * unit * Math.expm1(Math.abs(y)));
  const [from, to] = [bend(low), bend(high)];
  const place = (value: number): number => Math.round((PLACES * (bend(value) - from)) / (to - from));
  const ownPlace = place(own);
  const value = (at: number): number => {
    if (at === ownPlace) return own;
    const x = back(from + (at / PLACES) * (to - from));
    const near = x === 0 ? 0 : Number(x.toPrecision(DIGITS));
    return Math.min(high, Math.max(low, isWhole ? Math.round(near) : near));
  };
  const fine = isWhole ? 1 : own === 0 ? unit : tens(Math.abs(own)) / 10 ** (DIGITS - 1);
  return { low: 0, high: PLACES, step: 1, place, value, fine };
}
