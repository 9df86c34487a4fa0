/** Scales: round numbers along an axis, and labels that keep apart. */
import { isNumber, type Value } from "./numbers";

export interface Scale {
  low: number;
  high: number;
  ticks: number[];
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 2.5, 5, 10].find((m) => m * power >= least * 0.999) ?? 10) * power;
}

/** Round numbers from nought to this, about so many. */
export function ticksTo(most: number, count = 3): number[] {
  if (!(most > 0)) return [0];
  const step = roundStep(most / count);
  return Array.from({ length: Math.floor(most / step + 1e-4) + 1 }, (_, i) => i * step);
}

export interface ScaleOptions {
  /** Intervals between ticks, about. */
  count?: number;
  /** Ends that are given and not found from the values. */
  low?: number;
  high?: number;
  /** Whether the axis begins at nought where all values are above it; on unless it is said. */
  fromZero?: boolean;
  /** Whether the ends are the nearest round numbers; otherwise the values themselves. */
  rounded?: boolean;
}

/** A scale over values. Equal values get room around them: an axis never stretches a difference that is none. */
export function scaleOver(values: Iterable<Value>, options: ScaleOptions = {}): Scale {
  let low = Infinity;
  let high = -Infinity;
  for (const x of values) {
    if (!isNumber(x)) continue;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  if (low > high) [low, high] = [0, 1];
  if (options.fromZero !== false && low > 0) low = 0;
  if (options.fromZero !== false && high < 0) high = 0;
  low = options.low ?? low;
  high = options.high ?? high;
  if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high))) {
    const room = low === 0 ? 1 : Math.abs(low) / 2;
    if (options.high === undefined) high += room;
    if (options.low === undefined && low !== 0) low -= room;
    if (high <= low) high = low + 1;
  }
  const step = roundStep((high - low) / (options.count ?? 4));
  if (options.rounded) {
    if (options.low === undefined) low = Math.floor(low / step + 1e-9) * step;
    if (options.high === undefined) high = Math.ceil(high / step - 1e-9) * step;
  }
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step, step));
  return { low, high, ticks };
}

/** A multiple of a step without the dust of binary fractions. */
function tidy(x: number, step: number): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return Number(x.toFixed(Math.min(20, digits)));
}

/** Where a value stands between the ends, 0 to 1; what lies beyond an end stands on it. */
export const place = (scale: Scale, x: number): number =>
  Math.max(0, Math.min(1, (x - scale.low) / (scale.high - scale.low)));

export interface Label {
  /** Where it would stand. */
  y: number;
  /** Where it stands, once it has been kept apart from the others. */
  at?: number;
  text: string;
  class?: string;
}

/** Moves labels apart so that none stands on another; each keeps as near to its own height as it can. */
export function apartFrom<L extends Label>(
  labels: L[],
  gap: number,
  top: number,
  bottom: number,
): (L & { at: number })[] {
  const sorted = labels.map((l) => ({ ...l, at: l.y })).sort((a, b) => a.y - b.y);
  for (let i = 0; i < sorted.length; i++) sorted[i].at = Math.max(i ? sorted[i - 1].at + gap : top, sorted[i].y);
  for (let i = sorted.length - 1; i >= 0; i--)
    sorted[i].at = Math.min(sorted[i].at, i + 1 < sorted.length ? sorted[i + 1].at - gap : bottom);
  return sorted;
}
