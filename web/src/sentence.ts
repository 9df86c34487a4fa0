/**
 * A day in one sentence: what turned on it, what people did, and whom they follow. It is made from the world's own numbers and
 * typed facts, never from how loud an event is.
 */
import type { App } from "./app";
import { capital, name, people, percent, small } from "./charts";
import type { Film } from "./film";
import { type Happening, happening, milestones, rowsOf, weight } from "./words";

/** A number that is worth a word: one person in so many. */
const WORTH = 2000;

/** The day of a world as a historian would print it. */
export function daySentence(app: App, film: Film, day: number): string {
  const turned = turns(app, film, day);
  const did = acts(film, day);
  const standing = stands(app, film, day);
  const first = turned ? `${turned}.` : "";
  const rest = did ? `${capital(did)}; ${standing}.` : `${capital(standing)}.`;
  return [first, rest].filter(Boolean).join(" ");
}

/** What turned on the day: a date of the world, or else an event that changes who rules. */
function turns(app: App, film: Film, day: number): string {
  const reached = milestones(app, film).filter((m) => m.day === day);
  if (reached.length) {
    const [one, ...others] = reached.map((m) => m.label);
    return others.length ? `${one}; ${small(others[0])}` : one;
  }
  const most = largest(app, film, day);
  return most && most.importance >= 2 ? most.text : "";
}

/** The event of the day that matters most. */
export function largest(app: App, film: Film, day: number): Happening | null {
  const [from, to] = rowsOf(film, day);
  let best: Happening | null = null;
  for (let row = from; row < to; row++) {
    const h = happening(film, app.stage, row);
    if (!best || weight(h) > weight(best) || (weight(h) === weight(best) && h.size > best.size)) best = h;
  }
  return best;
}

/** What people do: the two largest of strikes, refusals, marches, arms and land; what changed since a week ago. */
function acts(film: Film, day: number): string {
  const at = (column: string, on = day): number => film.national(column)[Math.max(0, on)];
  const persons = Math.max(1, at("persons"));
  const kinds: [string, string][] = [
    ["strikers", "are on strike"],
    ["refusing", "soldiers refuse their orders"],
    ["demonstrating", "are in the street"],
    ["under_arms", "are under arms against the government"],
    ["peasant_actions", "act against the estates"],
  ];
  const told = kinds
    .map(([column, words]) => ({ n: at(column), before: at(column, day - 7), words }))
    .filter(({ n }) => n >= Math.max(100, persons / WORTH / 10))
    .sort((a, b) => b.n - a.n)
    .slice(0, 2);
  if (!told.length) return day && at("strikers") < persons / WORTH / 10 ? "the country is at work" : "";
  const words = told.map(({ n, words }, i) => {
    const isOfPeople = !words.startsWith("soldiers");
    return `${people(n)}${isOfPeople && i === 0 ? " people" : ""} ${words}`;
  });
  const [{ n, before }] = told;
  const trend =
    n > 2 * before + 1000 && day > 6
      ? ", more than twice as many as a week ago"
      : n < before / 2 && before > 5000
        ? ", fewer than half as many as a week ago"
        : "";
  return words.join(" and ") + (told.length === 1 ? trend : "");
}

/** Whom people follow in the capital. */
function stands(app: App, film: Film, day: number): string {
  const share = (who: string): number => film.national(`authority_${who}`, "capital")[day];
  const where = app.place(app.stage.capital);
  const [council, government] = [share("council"), share("government")];
  const powers = { council: name("power", "council"), government: name("power", "government") };
  if (government > 0.985) return `in ${where} almost everybody follows ${powers.government}`;
  if (council > 0.985) return `in ${where} almost everybody follows ${powers.council}`;
  if (council + government < 0.5)
    return `in ${where} most people follow nobody’s orders; ${percent(government)} follow ${powers.government} and ${percent(council)} ${powers.council}`;
  if (council < 0.01) return `in ${where} ${percent(government)} of people follow ${powers.government}`;
  const [more, less] =
    council >= government ? (["council", "government"] as const) : (["government", "council"] as const);
  return `in ${where} ${percent(share(more))} of people follow ${powers[more]}, ${percent(share(less))} ${powers[less]}`;
}

/** How much happens on a day, 0 to 3: the pace of play goes by it. */
export function eventful(app: App, film: Film, day: number): number {
  if (milestones(app, film).some((m) => m.day === day)) return 3;
  return Math.max(0, largest(app, film, day)?.importance ?? 0);
}
