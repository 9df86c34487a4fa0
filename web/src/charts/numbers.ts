/** Numbers as a reader meets them. */

/** A value of a series: null where there is none. */
export type Value = number | null | undefined;

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });
const minus = (text: string): string => text.replace("-", "−");

export const isNumber = (x: unknown): x is number => typeof x === "number" && Number.isFinite(x);

/** `417,141`, `0.368`: whole from a hundred on, else three digits that matter. */
export function number(x: Value): string {
  if (!isNumber(x)) return "–";
  return minus(Math.abs(x) >= 100 || Number.isInteger(x) ? whole.format(x) : fine.format(x));
}

/** For the axis of a chart: `250,000`, `1.5 m`. */
export function compact(x: Value): string {
  if (!isNumber(x)) return "–";
  return minus(Math.abs(x) >= 1e6 ? `${fine.format(x / 1e6)} m` : number(x));
}

/** Persons, with no more digits than they are worth: `25,300`, `1.62 million`. */
export function people(x: Value): string {
  if (!isNumber(x)) return "–";
  if (x >= 1e6) return `${fine.format(x / 1e6)} million`;
  return whole.format(x >= 1000 ? Number(x.toPrecision(3)) : x);
}

/** Between a number and its sign: no line ends there. */
const PER_CENT = "\u00a0%";

/** A share as per cent: `63 %`, `<1 %`. */
export function percent(share: Value): string {
  if (!isNumber(share)) return "–";
  if (share !== 0 && Math.abs(share) < 0.01) return `${share > 0 ? "" : "−"}<1${PER_CENT}`;
  // What is nearly all is not all.
  if (share > 0.995 && share < 1) return `>99${PER_CENT}`;
  return minus(`${Math.round(100 * share)}${PER_CENT}`);
}

/** A share on an axis, where `2.5 %` is not `3 %`. */
export function percentTick(share: Value): string {
  return isNumber(share) ? minus(`${fine.format(Math.round(1e6 * share) / 1e4)}${PER_CENT}`) : "–";
}

/** A difference with its sign: `+12`, `−0.4`. */
export const signed = (x: Value, format: (x: Value) => string = number): string =>
  isNumber(x) && x > 0 ? `+${format(x)}` : format(x);

/** Units whose values are shares of one and are written as per cent. */
const SHARES = new Set(["share", "shares", "probability"]);
export const isShare = (unit: string | undefined): boolean => SHARES.has((unit ?? "").split(" ")[0]);

/** The way in which values of a unit are written. */
export const formatOf = (unit: string | undefined): ((x: Value) => string) => (isShare(unit) ? percent : number);

/** A value with its unit: `25,300 persons`, `63 %`. */
export function quantity(x: Value, unit?: string): string {
  if (!isNumber(x)) return "–";
  if (isShare(unit)) return percent(x);
  return unit && unit !== "number" ? `${number(x)} ${unit}` : number(x);
}

/** `41–93 %`, `1,200–3,400`. */
export function range(low: Value, high: Value, format: (x: Value) => string = number): string {
  const [a, b] = [format(low), format(high)];
  const shared = a.endsWith(PER_CENT) && b.endsWith(PER_CENT) ? a.slice(0, -2) : a;
  return /^[−+]/.test(b) || a.startsWith("−") ? `${shared} to ${b}` : `${shared}–${b}`;
}

/** `1 event`, `8,123 events`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** The largest number among values; minus infinity when there is none. */
export const largest = (values: readonly Value[]): number =>
  values.reduce((most: number, x) => (isNumber(x) && x > most ? x : most), -Infinity);
export const smallest = (values: readonly Value[]): number =>
  values.reduce((least: number, x) => (isNumber(x) && x < least ? x : least), Infinity);
export const sum = (values: readonly Value[]): number =>
  values.reduce((all: number, x) => all + (isNumber(x) ? x : 0), 0);
/** Where the largest value stands; -1 when there is none. */
export function peak(values: readonly Value[]): number {
  let at = -1;
  values.forEach((x, i) => {
    if (isNumber(x) && (at < 0 || x > (values[at] as number))) at = i;
  });
  return at;
}
export const some = (values: readonly Value[] | undefined): boolean => (values ?? []).some(isNumber);

/** The middle of numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
