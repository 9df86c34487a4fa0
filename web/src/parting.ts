/** Where two worlds of one seed first part, and what a world comes to. */
import type { App } from "./app";
import { SCOPE, type Ending, type Film, type Scope } from "./film";
import { happening, rowsOf, sameness } from "./words";

export interface Parting {
  day: number;
  events: { day: number; second: boolean; text: string; cause: string; ratings: string; importance: number }[];
}

const MOST = 10;

function differs(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true;
  return false;
}

/** The first day on which the map, or an event, differs; `null` when none does. */
export function parting(app: App, first: Film, second: Film): Parting | null {
  const columns = ["government", "council", "nobody", "grievance", "trust", "strikers", "soldiers", "villagers"];
  let day = 0;
  const told = (film: Film, d: number): string[] => {
    const [from, to] = rowsOf(film, d);
    return Array.from({ length: to - from }, (_, i) => {
      return sameness(happening(film, app.stage, from + i));
    });
  };
  for (; day < first.days; day++) {
    if (columns.some((name) => differs(first.map(name, day), second.map(name, day)))) break;
    if (told(first, day).join() !== told(second, day).join()) break;
  }
  if (day >= first.days) return null;
  const out: Parting = { day, events: [] };
  for (let d = day; d < first.days && d < day + 60 && out.events.length < MOST; d++) {
    // What both have in the same words is no difference to a reader, whatever led to it.
    const both = [first, second].map((film) => {
      const [from, to] = rowsOf(film, d);
      return new Set(Array.from({ length: to - from }, (_, i) => happening(film, app.stage, from + i).text));
    });
    [first, second].forEach((film, k) => {
      const [from, to] = rowsOf(film, d);
      for (let row = from; row < to; row++) {
        const h = happening(film, app.stage, row);
        if (h.importance < 1 || both[1 - k].has(h.text)) continue;
        // What happens several times on a day is one piece of news.
        if (out.events.some((e) => e.day === d && e.second === (k === 1) && e.text === h.text)) continue;
        out.events.push({
          day: d,
          second: k === 1,
          text: h.text,
          cause: h.cause,
          ratings: h.ratings,
          importance: h.importance,
        });
      }
    });
  }
  out.events = out.events.slice(0, MOST);
  return out;
}

/** What of a world is kept in a small ensemble. */
export interface Kept {
  seed: number;
  outcome: string;
  falls: number | null;
  councils: number;
  capital: number;
  dual: number;
}

/** What is kept of a world of which only the end is known. */
export function keepEnd(app: App, seed: number, { outcome, dates, last }: Ending): Kept {
  const fall = app.stage.dates.findIndex(({ id }) => id === "fall");
  return {
    seed,
    outcome,
    falls: dates[fall] ?? null,
    councils: last.authority_council[SCOPE.national],
    capital: last.authority_council[SCOPE.capital],
    dual: last.dual_power_people[SCOPE.national],
  };
}

/** The same of a film. */
export function keep(app: App, film: Film): Kept {
  const scopes = Object.keys(SCOPE) as Scope[];
  const lastOf = (name: string): number[] => scopes.map((scope) => film.national(name, scope)[film.days - 1]);
  const { outcome, dates, request } = film.meta;
  const last = { authority_council: lastOf("authority_council"), dual_power_people: lastOf("dual_power_people") };
  return keepEnd(app, request.seed, { outcome: outcome.kind, dates, last });
}

/** Wilson's interval of a share, 95 per cent. */
export function interval(k: number, n: number): [number, number] {
  if (!n) return [0, 1];
  const z = 1.96,
    p = k / n,
    mid = (p + (z * z) / (2 * n)) / (1 + (z * z) / n),
    half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, mid - half), Math.min(1, mid + half)];
}
