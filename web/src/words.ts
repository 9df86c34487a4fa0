/** Words for what happened: phrases, causes, milestones. The phrases are those of the report. */
import words from "../../crates/report/assets/words.toml";
import type { App } from "./app";
import { people } from "./dom";
import type { Dates } from "./dates";
import type { Film, Stage } from "./film";

export interface Happening {
  row: number;
  day: number;
  round: number;
  place: number;
  kind: string;
  actor: string;
  cause: string;
  size: number;
  importance: number;
}

export function happening(film: Film, stage: Stage, row: number): Happening {
  const at = (name: string): number => film.column(`event.${name}`)[row];
  return {
    row,
    day: at("day"),
    round: at("round"),
    place: at("place"),
    kind: stage.event_kinds[at("kind")],
    actor: film.meta.actors[at("actor")],
    cause: film.meta.causes[at("cause")],
    size: at("size"),
    importance: at("importance"),
  };
}

/** Rows of a day: from the first to before the second. */
export function rowsOf(film: Film, day: number): [number, number] {
  const days = film.column("event.day"),
    n = days.length;
  const first = (of: number): number => {
    let a = 0,
      b = n;
    while (a < b) {
      const mid = (a + b) >> 1;
      if (days[mid] < of) a = mid + 1;
      else b = mid;
    }
    return a;
  };
  return [first(day), first(day + 1)];
}

/** How far an event goes before others of its day; that another party leads a council somewhere is news for those who have no other. */
export const weight = (h: Happening): number => h.importance - (h.kind === "council_majority" ? 0.5 : 0);

export const ROUNDS = ["morning", "afternoon", "evening", "night"];
/** `Strike in Narva, 12,000 out`. */
export function phrase(h: Happening, stage: Stage): string {
  const place = stage.places[h.place].name.replace(/ \(.*/, "");
  let text = (words.events[h.kind] ?? "{place}: {kind}")
    .replace("{kind}", h.kind.replaceAll("_", " "))
    .replace("{place}", place)
    .replace("{actor}", h.actor);
  text = text.charAt(0).toUpperCase() + text.slice(1);
  const counted = words.counted[h.kind];
  return counted && h.size >= 1 ? text + counted.replace("{n}", people(h.size)) : text;
}

export function ending(kind: string, date: string, capital: string): string {
  return (words.outcome[kind] ?? "In this world: {kind}, on {date}.")
    .replace("{kind}", kind)
    .replace("{date}", date)
    .replace("{capital}", capital);
}

export const KIND_NAMES: Record<string, string> = Object.fromEntries(
  Object.keys(words.events).map((kind) => [kind, kind.replaceAll("_", " ").replace(/^./, (c) => c.toUpperCase())]),
);

export interface Milestone {
  day: number;
  label: string;
  recordDay: number | null;
  recordLabel: string;
  recordSource: string;
}

const once = new WeakMap<Film, Milestone[]>();

/** The milestones that a world has reached, each with the record's date where there is one. */
export function milestones(app: App, film: Film): Milestone[] {
  const known = once.get(film);
  if (known) return known;
  const { stage } = app,
    n = film.column("event.day").length,
    found: Milestone[] = [];
  const all = Array.from({ length: n }, (_, row) => row);
  for (const rule of words.milestone) {
    const kinds = new Set(rule.kinds.map((kind) => stage.event_kinds.indexOf(kind)));
    const row = all.find((r) => {
      if (!kinds.has(film.column("event.kind")[r]) || film.column("event.size")[r] < (rule.least_size ?? 0))
        return false;
      const h = happening(film, stage, r),
        inCapital = app.isIn(h.place, stage.capital);
      if (rule.where !== "any" && (rule.where === "capital") !== inCapital) return false;
      return (rule.words ?? []).every((word) => h.cause.includes(word) || h.actor.includes(word));
    });
    if (row === undefined) continue;
    const wanted = rule.record;
    const recorded =
      wanted &&
      stage.record_events
        .filter(
          (e) =>
            e.place_id === wanted.place &&
            e.kind === wanted.kind &&
            (wanted.words ?? []).every((w) => e.text.includes(w)),
        )
        .sort((a, b) => a.day - b.day)[0];
    found.push({
      day: film.column("event.day")[row],
      label: rule.label,
      recordDay: recorded?.day ?? null,
      recordLabel: wanted?.label ?? "",
      recordSource: recorded?.source ?? "",
    });
  }
  found.sort((a, b) => a.day - b.day);
  once.set(film, found);
  return found;
}

const GOVERNMENTS: Record<string, string> = {
  autocracy: "The old regime",
  provisional: "A provisional government",
  council: "A government of the councils",
  dictatorship: "A commander's rule",
  none: "No government",
};

export function governmentName(kind: string): string {
  return GOVERNMENTS[kind] ?? kind;
}

export const RESOLUTIONS: Record<string, string> = {
  none: "has resolved nothing on power",
  support: "supports the government on conditions",
  oppose: "opposes the government",
  claim: "claims power for the councils",
};

export const ISSUE_NAMES: Record<string, string> = {
  bread: "bread",
  peace: "peace",
  land: "land",
  hours: "hours and pay",
  liberty: "liberty",
  nation: "national rights",
};

export function partyNames(ids: string[], stage: Stage): string {
  return ids.map((id) => stage.parties.find((p) => p.id === id)?.name ?? id).join(", ");
}

export const since = (day: number, dates: Dates): string =>
  day === 0 ? "from the start" : `since ${dates.brief(day)}`;
