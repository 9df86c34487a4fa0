/** The fan of many worlds of a case, as a command found it: the median and the bands of half and of nine in ten of them. */
import type { App } from "./app";
import type { Series, Value } from "./charts";
import type { Odds } from "./engine";
import type { Scope } from "./film";

/** Values of all days between those that are kept. */
function daily(kept: number[], step: number, days: number, share: boolean): number[] {
  return Array.from({ length: days }, (_, day) => {
    const last = kept.length - 1;
    const at = Math.min(last, Math.floor(day / step));
    const from = at * step;
    const to = Math.min(days - 1, from + step);
    const next = kept[Math.min(last, at + 1)];
    const value = to > from ? kept[at] + ((next - kept[at]) * (day - from)) / (to - from) : kept[at];
    return share ? value / 1000 : value;
  });
}

/** The worlds of which the first one is: the case as it stands, at the scale at which many were run. */
function known(app: App): Odds | null {
  const { odds, first } = app;
  if (!odds?.fans || !first) return null;
  const { scale, with: names, set, own } = first.meta.request;
  return scale === odds.scale && !names.length && !set.length && !own ? odds : null;
}

const made = new WeakMap<Odds, Map<string, Series[]>>();

/** The fan of a course as a series of a chart; nothing where it is not known. */
export function fan(app: App, name: string, scope: Scope): Series[] {
  const odds = known(app);
  if (!odds) return [];
  const all = made.get(odds) ?? new Map<string, Series[]>();
  made.set(odds, all);
  const key = `${scope}.${name}`;
  const series = all.get(key) ?? fresh(app, odds, name, scope);
  all.set(key, series);
  return series;
}

function fresh(app: App, odds: Odds, name: string, scope: Scope): Series[] {
  const of = odds.fans?.of[`${scope}.${name}`];
  if (!odds.fans || !of) return [];
  const { step, thousandths } = odds.fans;
  const [low, lower, middle, upper, high] = of.map((kept) =>
    daily(kept, step, app.dates.days, thousandths.includes(name)),
  ) as [Value[], Value[], Value[], Value[], Value[]];
  return [
    {
      name: `median of ${odds.seeds.length} worlds`,
      label: "median",
      values: middle,
      look: "guide",
      bands: [
        { name: "90 of 100 worlds", low, high },
        { name: "half of the worlds", low: lower, high: upper },
      ],
    },
  ];
}

/** How a fan is read; empty where there is none. */
export function fanRead(app: App): string {
  const odds = known(app);
  return odds
    ? `The pale bands hold half and 90 of 100 of ${odds.seeds.length} worlds of this case with other chances, each day by itself; the dotted line is their median.`
    : "";
}
