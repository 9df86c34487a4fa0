/** What every part of the page shares: the stage, the worlds, the state. */
import { name } from "./charts";
import type { Dates } from "./dates";
import type { Odds, Offer } from "./engine";
import type { Film, Stage } from "./film";
import { inWords } from "./settings";
import type { Store } from "./state";

export interface World {
  film: Film;
  name: string;
}

export class App {
  /** The first world, and the one with the what-ifs when there is one. */
  first: Film | null = null;
  second: Film | null = null;
  /** What the server offers, where there is one. */
  server: Offer | null = null;
  /** The world that the case opens with. */
  opening: { seed: number; scale: number; digest: string } | null = null;
  /** What is known of many worlds of the case, where it is. */
  odds: Odds | null = null;
  private readonly listeners: (() => void)[] = [];

  constructor(
    readonly stage: Stage,
    readonly dates: Dates,
    readonly store: Store,
  ) {}

  onWorlds(listener: () => void): void {
    this.listeners.push(listener);
  }

  setWorlds(first: Film | null, second: Film | null): void {
    this.first = first;
    this.second = second;
    for (const listener of this.listeners) listener();
  }

  setOdds(odds: Odds): void {
    this.odds = odds;
    for (const listener of this.listeners) listener();
  }

  /** Whether the first world is the one that the case opens with. */
  get isOpening(): boolean {
    return this.opening !== null && this.first?.meta.digest === this.opening.digest;
  }

  /** The first world where all of it is there; what only the first screen needs does without. */
  get whole(): Film | null {
    return this.first?.isWhole ? this.first : null;
  }

  /** Fetches what is missing of the first world, and tells once it is there. */
  async need(): Promise<void> {
    const { first } = this;
    if (!first || first.isWhole) return;
    await first.whole();
    document.documentElement.dataset.whole = "yes";
    if (this.first === first) this.setWorlds(first, this.second);
  }

  get films(): Film[] {
    return [this.first, this.second].filter((film): film is Film => film !== null);
  }

  /** What the second world is, in a few words. */
  get changed(): string {
    if (!this.second) return "";
    const { with: names, set } = this.second.meta,
      few = set.length <= 3;
    return [
      ...names.map((w) => w.title),
      ...(few ? set.map((setting) => inWords(this.stage, setting)) : [`${set.length} settings`]),
    ].join("; ");
  }

  place(index: number): string {
    return this.stage.places[index]?.name ?? "an unknown place";
  }

  /** The name of a party by its position. */
  party(index: number): string {
    return name("party", this.stage.display.parties[index]?.id);
  }

  /** The place and all that hold it, from the inside out. */
  upwards(index: number): number[] {
    const out: number[] = [];
    for (let at: number | null = index; at !== null && out.length < 8; at = this.stage.places[at].parent) out.push(at);
    return out;
  }

  isIn(place: number, outer: number): boolean {
    return this.upwards(place).includes(outer);
  }
}

/** Pixels of the screen for a length of the page: as on the device, and more on a wall screen, where everything is larger. */
export const pixelRatio = (): number => {
  const larger = Number(document.documentElement.style.getPropertyValue("--z")) || 1;
  return Math.min(3, Math.min(2, window.devicePixelRatio || 1) * larger);
};

export const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Whether a part of the page is on the screen, without asking for the layout; `come` is called when it comes there. What
 * begins below the fold is not on it: the year is scrubbed on the first screen, and nothing else is to be drawn meanwhile.
 */
export function nearness(host: HTMLElement, come: () => void): () => boolean {
  let is = false;
  new IntersectionObserver((entries) => {
    const now = entries[entries.length - 1].isIntersecting;
    if (now && !is) {
      is = true;
      come();
    }
    is = now;
  }).observe(host);
  return () => is;
}

/** Calls at once, then no more often than so, and once more for what came in between. */
export function seldom(ms: number, work: () => void): () => void {
  let last = -Infinity,
    waiting = false;
  const go = (): void => {
    waiting = false;
    last = performance.now();
    work();
  };
  return () => {
    if (waiting) return;
    const left = last + ms - performance.now();
    if (left <= 0) {
      go();
      return;
    }
    waiting = true;
    setTimeout(go, left);
  };
}
