/**
 * The state as the part of an address after `#`, and back. Things are named by their identifiers, which stay what they are
 * when a case grows; what an address asks for and the case has not is told in words, with the nearest name.
 */
import type { Dates } from "./dates";
import type { Film, Stage } from "./film";
import { nearest } from "./nearest";
import { inOrder } from "./settings";
import { QUANTITIES, type State, VIEWS, WAYS } from "./state";

const MOST_WHAT_IFS = 8;

/** A name without what no address should hold. */
const slug = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");

/** A unit by what stays the same from one world to the next: its place, its class and its name. */
export function unitId(stage: Stage, film: Film, unit: number): string {
  const of = film.meta.units[unit];
  if (!of) return "";
  const { id } = stage.places[of.place];
  return [id, slug(stage.classes[of.class].name), of.name ? slug(of.name) : ""].filter(Boolean).join(".");
}

/** The units of a film by their identifier. */
function unitOf(stage: Stage, film: Film, id: string): number {
  return film.meta.units.findIndex((_, unit) => unitId(stage, film, unit) === id);
}

/** The case that an address names; `null` where it names none. */
export const caseIn = (hash: string): string | null =>
  new URLSearchParams(hash.replace(/^#/, "")).get("case")?.slice(0, 80) || null;

/** The address of a state; what is as at first is left out. */
export function address(
  stage: Stage,
  state: State,
  first: State,
  dates: Dates,
  film: Film | null,
  main: boolean,
): string {
  const words = new URLSearchParams();
  if (!main) words.set("case", stage.scenario);
  words.set("day", dates.iso(state.day));
  if (state.quantity !== first.quantity) words.set("show", state.quantity);
  if (state.view !== first.view) words.set("view", state.view);
  if (state.way !== first.way) words.set("maps", state.way);
  if (state.place !== null) words.set("place", stage.places[state.place].id);
  if (film && state.unit !== first.unit) words.set("unit", unitId(stage, film, state.unit));
  if (state.council !== first.council) words.set("council", stage.places[state.council].id);
  if (state.moment !== null) words.set("moment", String(state.moment + 1));
  if (state.seed !== null) words.set("seed", String(state.seed));
  if (state.scale !== null) words.set("scale", String(state.scale));
  if (state.with.length) words.set("with", state.with.join(","));
  if (state.set.length) words.set("set", state.set.map((setting) => setting.replace("=", ":")).join(","));
  if (state.wall) words.set("wall", "on");
  // Commas and colons may stand in this part of an address as they are.
  return `#${words}`.replaceAll("%2C", ",").replaceAll("%3A", ":");
}

const KEYS = [
  "case",
  "day",
  "show",
  "view",
  "maps",
  "place",
  "unit",
  "council",
  "moment",
  "seed",
  "scale",
  "with",
  "set",
  "wall",
];

/** What an address asks for, and what of it the case has not, in sentences. */
export function asked(
  hash: string,
  stage: Stage,
  dates: Dates,
): { state: Partial<State>; unit: string; faults: string[] } {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const state: Partial<State> = {};
  const faults: string[] = [];
  const said = (text: string): string => `“${text.slice(0, 60)}”`;
  const near = (text: string, known: readonly string[]): string => {
    const found = nearest(text, known);
    return found ? ` Did you mean ${said(found)}?` : "";
  };
  const take = <T>(key: string, read: (text: string) => T | null, wrong: (text: string) => string): T | undefined => {
    const text = words.get(key);
    if (text === null) return undefined;
    const value = read(text);
    if (value !== null) return value;
    faults.push(wrong(text));
    return undefined;
  };
  const oneOf = <T extends string>(key: string, list: readonly T[]): T | undefined =>
    take(
      key,
      (text) => (list.includes(text as T) ? (text as T) : null),
      (text) => `It asks to show ${said(text)}, and there ${list.length > 1 ? "are" : "is"} ${list.join(", ")}.`,
    );
  const count = (key: string, low: number, high: number): number | undefined =>
    take(
      key,
      (text) => (/^\d{1,15}$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : null),
      (text) => `Its ${key} is ${said(text)}; a whole number from ${low} to ${high} is wanted.`,
    );
  const place = (key: string): number | undefined =>
    take(
      key,
      (text) => {
        const at = stage.places.findIndex((p) => p.id === text);
        return at < 0 ? null : at;
      },
      (text) => {
        const ids = stage.places.map((p) => p.id);
        return `It names the place ${said(text)}, which this case has not.${near(text, ids)}`;
      },
    );
  state.day = take(
    "day",
    (text) => {
      const day = dates.find(text);
      return day < 0 ? null : day;
    },
    (text) => `It asks for the day ${said(text)}; this case runs from ${dates.iso(0)} to ${dates.iso(dates.days - 1)}.`,
  );
  state.quantity = oneOf("show", QUANTITIES);
  state.view = oneOf("view", VIEWS);
  state.way = oneOf("maps", WAYS);
  state.place = place("place");
  state.council = place("council");
  const { tour } = stage.display.page;
  const moment = tour.length ? count("moment", 1, tour.length) : undefined;
  if (moment !== undefined) state.moment = moment - 1;
  state.seed = count("seed", 0, 999_999_999_999_999);
  state.scale = count("scale", 1, 10_000);
  const known = stage.what_ifs.map((w) => w.name);
  const names = (words.get("with") ?? "").split(",").filter(Boolean);
  for (const name of names.filter((n) => !known.includes(n)))
    faults.push(`It asks for the what-if ${said(name)}, which this case has not.${near(name, known)}`);
  if (names.length) state.with = names.filter((name) => known.includes(name)).slice(0, MOST_WHAT_IFS);
  const settings = (words.get("set") ?? "").split(",").filter(Boolean);
  if (settings.length) {
    state.set = inOrder(
      stage,
      settings.map((setting) => setting.replace(":", "=")),
    );
    const keys = [...stage.parameters.map((p) => p.key), ...stage.mechanisms.map((m) => m.name), "posterior"];
    const kept = new Set(state.set.map((setting) => setting.split("=")[0]));
    for (const setting of settings) {
      const [key] = setting.split(":");
      if (!keys.includes(key)) faults.push(`It sets ${said(key)}, which is no setting.${near(key, keys)}`);
      else if (!kept.has(key))
        faults.push(`It sets ${said(setting)}, which is out of its range, or what the case has.`);
    }
  }
  state.wall = words.get("wall") === "on" || undefined;
  for (const key of words.keys())
    if (!KEYS.includes(key) && words.get(key) !== "")
      faults.push(`It says ${said(key)}, which means nothing here.${near(key, KEYS)}`);
  const present = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
  return { state: present, unit: words.get("unit") ?? "", faults };
}

/** The unit that an address names in a film; a sentence where the film has none of that name. */
export function askedUnit(stage: Stage, film: Film, id: string): number | string | null {
  if (!id) return null;
  const unit = unitOf(stage, film, id);
  if (unit >= 0) return unit;
  const ids = film.meta.units.map((_, at) => unitId(stage, film, at));
  const found = nearest(id, ids);
  return `It follows “${id.slice(0, 60)}”, which this world has not.${found ? ` Did you mean “${found}”?` : ""}`;
}
