/** What the page shows: one state, told to whoever listens, and kept in the address. */
import type { Dates } from "./dates";
import type { Stage } from "./film";
import { inOrder } from "./settings";

export const QUANTITIES = ["authority", "acting", "party", "seats", "grievance", "trust", "turnout"] as const;
export type Quantity = (typeof QUANTITIES)[number];
export const VIEWS = ["country", "capital"] as const;
export type View = (typeof VIEWS)[number];

export interface State {
  day: number;
  playing: boolean;
  speed: number;
  quantity: Quantity;
  view: View;
  /** Place picked on the map. */
  place: number | null;
  /** Unit that is followed. */
  unit: number;
  /** Council that is shown. */
  council: number;
  /** Seed of the first world. */
  seed: number;
  /** What-ifs of the second world. */
  with: string[];
  /** Its settings, as after `--set` on the command line. */
  set: string[];
  /** A what-if of the reader's own; the address does not hold it. */
  own: string;
}

type Listener = (state: State, changed: Set<keyof State>) => void;

export class Store {
  private readonly listeners: Listener[] = [];
  constructor(public state: State) {}

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  set(part: Partial<State>): void {
    const changed = new Set<keyof State>();
    for (const key of Object.keys(part) as (keyof State)[]) {
      if (part[key] !== undefined && this.state[key] !== part[key]) changed.add(key);
    }
    if (!changed.size) return;
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener(this.state, changed);
  }
}

/** The state as the part of an address after `#`; what is as at first is left out. */
export function address(state: State, first: State, dates: Dates): string {
  const words = new URLSearchParams();
  words.set("day", dates.iso(state.day));
  if (state.quantity !== first.quantity) words.set("show", state.quantity);
  if (state.view !== first.view) words.set("view", state.view);
  if (state.place !== null) words.set("place", String(state.place));
  if (state.unit !== first.unit) words.set("unit", String(state.unit));
  if (state.council !== first.council) words.set("council", String(state.council));
  if (state.seed !== 1) words.set("seed", String(state.seed));
  if (state.with.length) words.set("with", state.with.join(","));
  if (state.set.length) words.set("set", state.set.map((setting) => setting.replace("=", ":")).join(","));
  // Commas and colons may stand in this part of an address as they are.
  return `#${words}`.replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/** What an address asks for; what it does not understand it leaves out. */
export function asked(hash: string, dates: Dates, stage: Stage): Partial<State> {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const out: Partial<State> = {};
  const count = (key: string, most: number): number | undefined => {
    const text = words.get(key);
    return text !== null && /^\d{1,15}$/.test(text) && Number(text) < most ? Number(text) : undefined;
  };
  const day = dates.find(words.get("day") ?? "");
  if (day >= 0) out.day = day;
  const show = words.get("show") as Quantity,
    view = words.get("view") as View;
  if (QUANTITIES.includes(show)) out.quantity = show;
  if (VIEWS.includes(view)) out.view = view;
  const place = count("place", stage.places.length),
    council = count("council", stage.places.length),
    unit = count("unit", 1e5),
    seed = count("seed", 1e15);
  if (place !== undefined) out.place = place;
  if (council !== undefined) out.council = council;
  if (unit !== undefined) out.unit = unit;
  if (seed !== undefined) out.seed = seed;
  const names = words.get("with");
  if (names)
    out.with = names
      .split(",")
      .filter((name) => /^[a-z0-9-]{1,60}$/.test(name))
      .slice(0, 8);
  const settings = words.get("set");
  if (settings)
    out.set = inOrder(
      stage,
      settings.split(",").map((setting) => setting.replace(":", "=")),
    );
  return out;
}
