/** What the page shows: one state, told to whoever listens. How it is written in an address stands in `link.ts`. */

export const QUANTITIES = ["authority", "acting", "party", "seats", "grievance", "trust", "turnout"] as const;
export type Quantity = (typeof QUANTITIES)[number];
export const VIEWS = ["country", "capital"] as const;
export type View = (typeof VIEWS)[number];
/** How the maps of two worlds are shown on the second screen. */
export const WAYS = ["swipe", "beside", "difference"] as const;
export type Way = (typeof WAYS)[number];

/** The pace of play that goes by how much happens on a day. */
export const ADAPTIVE = 0;

export interface State {
  day: number;
  playing: boolean;
  /** Days each second; `ADAPTIVE` goes by what happens. */
  speed: number;
  quantity: Quantity;
  view: View;
  way: Way;
  /** Place whose card is open. */
  place: number | null;
  /** Moment of the tour that is shown. */
  moment: number | null;
  /** Unit that is followed. */
  unit: number;
  /** Council that is shown. */
  council: number;
  /** Seed and scale of the first world; `null` for those of the world that the case opens with. */
  seed: number | null;
  scale: number | null;
  /** What-ifs of the second world. */
  with: string[];
  /** Its settings, as after `--set` on the command line. */
  set: string[];
  /** A what-if of the reader's own; the address does not hold it. */
  own: string;
  /** Whether the page plays by itself, for a wall screen. */
  wall: boolean;
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
