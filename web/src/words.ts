/** What happened in a world, as the page tells it: its sentences come with the film, names of things from the stage. */
import type { App } from "./app";
import { capital } from "./charts";
import type { Dates } from "./dates";
import type { Told } from "./events";
import type { Film, Stage } from "./film";

/** An event of a film; its day is counted from the first. */
export interface Happening extends Told {
  row: number;
  place: number;
  /** How the options were rated, where it was a choice. */
  ratings: string;
  /** How many; 0 where nobody is counted. */
  size: number;
}

export function happening(film: Film, stage: Stage, row: number): Happening {
  const at = (name: string): number => film.column(`event.${name}`)[row];
  return {
    row,
    day: at("day"),
    round: at("round"),
    place: at("place"),
    kind: stage.event_kinds[at("kind")],
    text: film.meta.texts[at("text")],
    cause: film.meta.causes[at("cause")],
    ratings: film.ratings(row),
    size: at("size"),
    importance: at("importance"),
  };
}

/** What two events of two worlds have alike when they are one and the same. */
export const sameness = (h: Happening): string => `${h.kind}|${h.place}|${h.text}|${h.cause}`;

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

/** How a world ended, in a sentence with the date in both calendars. */
export const ending = (film: Film, dates: Dates): string =>
  film.meta.outcome.sentence.replace("{date}", dates.both(film.meta.outcome.day));

export interface Milestone {
  id: string;
  day: number;
  label: string;
  meaning: string;
  recordDay: number | null;
  recordText: string;
}

const once = new WeakMap<Film, Milestone[]>();

/** The dates that a world has reached, in their order, each with the record's. */
export function milestones(app: App, film: Film): Milestone[] {
  const known = once.get(film);
  if (known) return known;
  const found = app.stage.dates.flatMap((date, i): Milestone[] => {
    const day = film.meta.dates[i];
    if (day === null) return [];
    const { id, title, meaning, record_day: recordDay, record_text: recordText } = date;
    return [{ id, day, label: capital(title), meaning, recordDay, recordText }];
  });
  found.sort((a, b) => a.day - b.day);
  once.set(film, found);
  return found;
}

export const since = (day: number, dates: Dates): string =>
  day === 0 ? "from the start" : `since ${dates.brief(day)}`;
