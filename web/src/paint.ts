/** What a colour says: each quantity of the map as a choice among few styles, and its key in words. */
import { AUTHORITIES, NO_CODE, type Film, type Stage } from "./film";
import type { Quantity } from "./state";
import { colour, colours } from "./charts";

const NAMES = [
  "paper",
  "panel",
  "ink",
  "ink-2",
  "rule",
  "rule-2",
  "council",
  "government",
  "committee",
  "nobody",
  "model",
  "water",
  "land",
  "land-2",
  "c1",
  "c2",
  "c3",
  "g1",
  "g2",
  "g3",
  "m1",
  "m2",
  "m3",
  "r0",
  "r1",
  "r2",
  "r3",
  "r4",
  "r5",
  "r6",
  "t0",
  "t1",
  "t2",
  "t3",
  "t4",
  "t5",
  "t6",
] as const;
export type Palette = Record<(typeof NAMES)[number], string> & {
  party: string[];
  both: CanvasPattern | string;
  bothFine: CanvasPattern | string;
};

export function palette(stage: Stage): Palette {
  const base = colours(NAMES);
  const party = stage.display.parties.map((p) => colour(`p-${p.id}`) || base.nobody);
  return {
    ...base,
    party,
    both: hatch(base.council, base.government, base.paper, 8),
    bothFine: hatch(base.council, base.government, base.paper, 5),
  };
}

/** Two powers, two colours, and a hair of paper between them, so that the hatch does not blur into a third colour. */
function hatch(a: string, b: string, paper: string, size: number): CanvasPattern | string {
  const ratio = Math.min(2, window.devicePixelRatio || 1),
    n = Math.round(size * ratio);
  const tile = document.createElement("canvas");
  tile.width = tile.height = n;
  const pen = tile.getContext("2d")!;
  pen.fillStyle = paper;
  pen.fillRect(0, 0, n, n);
  pen.lineWidth = n * 0.29;
  for (const [colour, shift] of [
    [a, 0],
    [b, 0.5],
  ] as const) {
    pen.strokeStyle = colour;
    for (const k of [-1, 0, 1, 2]) {
      pen.beginPath();
      pen.moveTo((shift + k) * n - n, 2 * n);
      pen.lineTo((shift + k) * n + 2 * n, -n);
      pen.stroke();
    }
  }
  const pattern = pen.createPattern(tile, "repeat");
  if (!pattern) return a;
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}

/** Style numbers of a quantity, and the fills behind them. 0 is always "nothing to show". */
export interface Scheme {
  of(place: number): number;
  ofUnit(unit: number): number;
  fills: (CanvasPattern | string)[];
}

/** Whose orders: 0 none, 1..3 government, 4..6 council, 7..9 committee, 10 nobody, 11 both. */
export function authorityStyle(g: number, c: number, m: number, n: number): number {
  const top = Math.max(g, c, m, n);
  if (top <= 0) return 0;
  if (g + c > 0.5 && Math.min(g, c) / Math.max(g, c) > 0.66) return 11;
  if (top === n) return 10;
  const level = top < 0.5 ? 0 : top < 0.67 ? 1 : 2;
  return (top === g ? 1 : top === c ? 4 : 7) + level;
}

const STEPS = 7;
const ramp = (share: number, from: number, to: number): number =>
  1 + Math.max(0, Math.min(STEPS - 1, Math.floor(((share - from) / (to - from)) * STEPS)));

export const RANGES: Partial<Record<Quantity, [number, number]>> = {
  grievance: [0.1, 0.8],
  trust: [0, 0.7],
  turnout: [0, 0.7],
};

export function scheme(film: Film, day: number, quantity: Quantity, p: Palette): Scheme {
  const unit = (name: string) => {
    const column = film.column(`unit.${name}`);
    return (u: number): number => column[u * film.days + day];
  };
  if (quantity === "authority") {
    const [g, c, m, n] = AUTHORITIES.map((name) => film.map(name, day)),
      follows = unit("authority");
    return {
      of: (i) => authorityStyle(g[i] / 255, c[i] / 255, m[i] / 255, n[i] / 255),
      ofUnit: (u) => [3, 6, 9, 10][follows(u)] ?? 0,
      fills: [p.land, p.g1, p.g2, p.g3, p.c1, p.c2, p.c3, p.m1, p.m2, p.m3, p.nobody, p.both],
    };
  }
  if (quantity === "acting") {
    const [a, b, c] = ["on_strike", "in_street", "armed"].map(unit);
    const share = (u: number): number => (a(u) + b(u) + c(u)) / 255;
    return {
      of: () => 0,
      ofUnit: (u) => (share(u) < 0.02 ? 0 : ramp(share(u), 0, 1)),
      fills: [p.land, p.t0, p.t1, p.t2, p.t3, p.t4, p.t5, p.t6],
    };
  }
  if (quantity === "party" || quantity === "seats") {
    const column = film.map(quantity, day),
      own = unit(quantity === "party" ? "party" : "delegate");
    const style = (code: number): number => (code === NO_CODE ? 0 : code + 1);
    return { of: (i) => style(column[i]), ofUnit: (u) => style(own(u)), fills: [p.land, ...p.party] };
  }
  const column = film.map(quantity, day),
    range = RANGES[quantity]!;
  const colours =
    quantity === "grievance" ? [p.r0, p.r1, p.r2, p.r3, p.r4, p.r5, p.r6] : [p.t0, p.t1, p.t2, p.t3, p.t4, p.t5, p.t6];
  const populated = AUTHORITIES.map((name) => film.map(name, day));
  const own = quantity === "turnout" ? null : unit(quantity);
  return {
    of: (i) => (populated.every((c) => c[i] === 0) ? 0 : ramp(column[i] / 255, ...range)),
    ofUnit: (u) => (own ? ramp(own(u) / 255, ...range) : 0),
    fills: [p.land, ...colours],
  };
}

/** Largest change that has a shade of its own; `null` where a quantity is one of several names. */
export const RANGES_OF_CHANGE: Record<Quantity, number | null> = {
  authority: 0.6,
  acting: 0.1,
  party: null,
  seats: null,
  grievance: 0.3,
  trust: 0.3,
  turnout: 0.3,
};

/** What differs between two worlds on a day: more and less of a quantity in three shades each, or the name that is another. */
export function difference(
  first: Film,
  second: Film,
  day: number,
  quantity: Quantity,
  p: Palette,
  stage: Stage,
): Scheme {
  const most = RANGES_OF_CHANGE[quantity];
  if (most === null) {
    const [was, is] = [first, second].map((film) => film.map(quantity, day));
    return {
      of: (i) => (was[i] === is[i] || is[i] === NO_CODE ? 0 : is[i] + 1),
      ofUnit: () => 0,
      fills: [p.land, ...p.party],
    };
  }
  const amount = (film: Film): ((i: number) => number) => {
    if (quantity === "acting") {
      const acting = ["strikers", "soldiers", "villagers"].map((name) => film.map(name, day));
      return (i) => acting.reduce((sum, column) => sum + column[i], 0) / Math.max(1, stage.places[i].people);
    }
    const column = film.map(quantity === "authority" ? "council" : quantity, day);
    return (i) => column[i] / 255;
  };
  const [was, is] = [amount(first), amount(second)];
  const style = (change: number): number => {
    const shade = Math.min(3, Math.round((3 * Math.abs(change)) / most));
    return shade && (change < 0 ? shade : 3 + shade);
  };
  return { of: (i) => style(is(i) - was(i)), ofUnit: () => 0, fills: [p.land, p.r1, p.r3, p.r5, p.t1, p.t3, p.t5] };
}

export const TITLES: Record<Quantity, string> = {
  authority: "Whose orders are followed",
  acting: "Who strikes, refuses, acts",
  party: "Party most lean to",
  seats: "Largest party in the council",
  grievance: "Grievance",
  trust: "Trust in who governs",
  turnout: "Would vote",
};

export const MEANINGS: Record<Quantity, string> = {
  authority: "the authority whose orders most adults' workplaces, companies and villages follow; paler where fewer do",
  acting: "people on strike, in the street or armed; soldiers who refuse orders; villagers who act against the estates",
  party: "the party that most adults lean to",
  seats: "the party with most seats in the place's council; paper where there is none",
  grievance: "mean felt hardship and injustice of adults, 0 to 1",
  trust: "mean confidence of adults that whoever governs will meet their demands, 0 to 1",
  turnout: "share of adults convinced enough of a party to vote",
};
