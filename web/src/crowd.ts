/**
 * People as dots: one for so many persons, each coloured by whom it follows. A dot keeps its place from day to day and
 * changes its colour when the share that follows another power passes it, so that a divided place looks divided, and
 * a thinly peopled one is no louder than it is.
 */
import type { Cell, Frame, Mark } from "./atlas";
import type { AUTHORITIES, Film, Stage } from "./film";
import type { Box, Point } from "./geometry";
import type { Placed } from "./layout";
import type { Palette } from "./paint";
import type { Clip, Ink, Layer, Patch } from "./sheet";

/** Dots of a map at most, about. */
const MOST = { main: 3400, far: 3400, town: 1500 } as const;
/** Dots of the largest town at most: more would cover its neighbours. */
const LARGEST = 190;
/** Points that are tried for the dots of a map. */
const TRIED = 26_000;
/** Width of the picture from which is read where the land is, px. */
const MASK = 640;
/** The golden angle, by which a town's dots are laid around its middle. */
const GOLDEN = 2.399963;

export interface Crowd {
  /** Persons that a dot stands for. */
  each: number;
  /** Where each stands in the frame's own units, and its offset in steps from there. */
  x: Float32Array;
  y: Float32Array;
  dx: Float32Array;
  dy: Float32Array;
  place: Uint16Array;
  /** Where each stands among those of its place, 0 to 1: the shares of the place decide its colour. */
  rank: Float32Array;
  /** Dots on the land come first, so many; those of towns and fronts follow. */
  onLand: number;
}

/** Chance that is the same in every browser: a number from 0 to 1 for two whole ones. */
function chance(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** The least of 1, 2, 5, 10, 20 ... that is not below a number. */
function round(x: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, x)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= x) ?? power * 10;
}

/** Persons of the places that a frame draws: of a piece of land without its towns, which are marked for themselves. */
function peopleOf(stage: Stage, frame: Frame): { cells: Map<number, number>; marks: Mark[] } {
  const cells = new Map<number, number>();
  for (const { place } of frame.cells) cells.set(place, stage.places[place].people);
  if (frame.key === "town") return { cells, marks: [] };
  // A town or a front is counted in each place that holds it.
  stage.places.forEach((p) => {
    if (!["town", "base", "front"].includes(p.kind)) return;
    for (let at = p.parent; at !== null; at = stage.places[at].parent) {
      const left = cells.get(at);
      if (left !== undefined) cells.set(at, Math.max(0, left - p.people));
    }
  });
  return { cells, marks: frame.marks };
}

/** Persons that a dot stands for on the maps of a case: the same in all of them that show the country. */
export function eachOf(stage: Stage, frame: Frame): number {
  if (frame.key === "town")
    return round(frame.cells.reduce((sum, c) => sum + stage.places[c.place].people, 0) / MOST.town);
  const all = stage.places.reduce((sum, p) => sum + (p.parent === null ? p.people : 0), 0);
  const town = Math.max(0, ...stage.places.map((p) => (["town", "base", "front"].includes(p.kind) ? p.people : 0)));
  return round(Math.max(all / MOST.main, town / LARGEST));
}

export function crowd(stage: Stage, frame: Frame): Crowd {
  const each = eachOf(stage, frame);
  const { cells, marks } = peopleOf(stage, frame);
  const spots: { x: number; y: number; dx: number; dy: number; place: number; rank: number }[] = [];
  const done = new Set<number>();
  const put = (
    place: number,
    n: number,
    spot: (i: number) => { x: number; y: number; dx: number; dy: number },
  ): void => {
    done.add(place);
    for (let i = 0; i < n; i++) {
      // Ranks are spread evenly and dealt out by chance: shares are met to within one dot.
      const rank = (dealt(place, i, n) + 0.5) / n;
      spots.push({ ...spot(i), place, rank });
    }
  };
  const grounds = spread(frame, cells, each);
  for (const { place, at } of frame.cells) {
    const own = grounds.get(place) ?? [];
    const n = counted(cells.get(place) ?? 0, each, place);
    if (done.has(place)) continue;
    put(place, own.length ? Math.min(n, own.length) : Math.min(n, 1), (i) => {
      const [x, y] = own[i] ?? at;
      return { x, y, dx: 0, dy: 0 };
    });
  }
  const onLand = spots.length;
  for (const { place, at, people, shape } of marks) {
    const n = Math.max(1, Math.round(people / each));
    const wide = Math.ceil(Math.sqrt(n));
    put(place, n, (i) => {
      const far = Math.sqrt(i + (n > 1 ? 0.35 : 0)) * 0.98;
      const [dx, dy] =
        shape === "circle"
          ? [far * Math.cos(i * GOLDEN), far * Math.sin(i * GOLDEN)]
          : [((i % wide) - (wide - 1) / 2) * 1.75, (Math.floor(i / wide) - (Math.ceil(n / wide) - 1) / 2) * 1.75];
      return { x: at[0], y: at[1], dx, dy };
    });
  }
  const array = (value: (s: (typeof spots)[number]) => number): Float32Array => Float32Array.from(spots, value);
  return {
    each,
    x: array((s) => s.x),
    y: array((s) => s.y),
    dx: array((s) => s.dx),
    dy: array((s) => s.dy),
    place: Uint16Array.from(spots, (s) => s.place),
    rank: array((s) => s.rank),
    onLand,
  };
}

/** How many dots so many persons are; what is left over is one more by chance, so that all together are right. */
function counted(people: number, each: number, place: number): number {
  const n = Math.floor(people / each);
  return n + (chance(place, 77) < people / each - n ? 1 : 0);
}

/** The numbers from 0 to n in an order of chance, the one at a position. */
function dealt(place: number, i: number, n: number): number {
  // A step that has no divisor in common with n visits each number once.
  const start = Math.floor(chance(place, 3) * n);
  let step = Math.max(1, Math.floor(n * 0.618));
  while (divisor(step, n) !== 1) step++;
  return (start + i * step) % n;
}
const divisor = (a: number, b: number): number => (b ? divisor(b, a % b) : a);

/** For each piece of land, points on it that lie far from one another, as many as it has dots, or as there is room for. */
function spread(frame: Frame, people: Map<number, number>, each: number): Map<number, Point[]> {
  const isLand = maskOf(frame);
  const [x0, y0, x1, y1] = boxAround(frame);
  const step = Math.sqrt(((x1 - x0) * (y1 - y0)) / TRIED);
  const near = nearestCell(frame.cells, [x0, y0, x1, y1]);
  const tried = new Map<number, Point[]>();
  let row = 0;
  for (let y = y0 + step / 2; y < y1; y += step * 0.866, row++) {
    let column = 0;
    for (let x = x0 + (row % 2 ? step : step / 2); x < x1; x += step, column++) {
      const at: Point = [
        x + (chance(row, column) - 0.5) * step * 0.7,
        y + (chance(column, row + 5000) - 0.5) * step * 0.7,
      ];
      if (!isLand(at[0], at[1])) continue;
      const cell = near(at[0], at[1]);
      if (!cell || (cell.reach !== null && Math.hypot(at[0] - cell.at[0], at[1] - cell.at[1]) > cell.reach)) continue;
      const own = tried.get(cell.place);
      if (own) own.push(at);
      else tried.set(cell.place, [at]);
    }
  }
  const out = new Map<number, Point[]>();
  for (const [place, points] of tried)
    out.set(place, apart(points, counted(people.get(place) ?? 0, each, place), place));
  return out;
}

/** So many of the points, each the farthest of a few from those before it. */
function apart(points: Point[], n: number, place: number): Point[] {
  if (n >= points.length) return points;
  const out: Point[] = [];
  const left = [...points];
  for (let i = 0; i < n; i++) {
    let [best, most] = [0, -1];
    for (let k = 0; k < 7; k++) {
      const at = Math.floor(chance(place * 131 + i, k) * left.length);
      const [x, y] = left[at];
      let least = Infinity;
      for (const [a, b] of out) least = Math.min(least, (a - x) ** 2 + (b - y) ** 2);
      if (least > most) [best, most] = [at, least];
      if (!out.length) break;
    }
    out.push(left[best]);
    left[best] = left[left.length - 1];
    left.pop();
  }
  return out;
}

function boxAround(frame: Frame): Box {
  const [x0, y0, x1, y1] = frame.box;
  const [w, h] = [(x1 - x0) * 0.06, (y1 - y0) * 0.06];
  return [x0 - w, y0 - h, x1 + w, y1 + h];
}

/** Whether a point lies on the land of a frame, read from a picture of it. */
function maskOf(frame: Frame): (x: number, y: number) => boolean {
  const [x0, y0, x1, y1] = boxAround(frame);
  const k = MASK / (x1 - x0);
  const canvas = document.createElement("canvas");
  canvas.width = MASK;
  canvas.height = Math.max(1, Math.ceil((y1 - y0) * k));
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  pen.setTransform(k, 0, 0, k, -x0 * k, -y0 * k);
  pen.fillStyle = "#000";
  pen.fill(frame.inside);
  pen.globalCompositeOperation = "destination-out";
  for (const lake of frame.lakes) pen.fill(lake);
  if (frame.occupied) pen.fill(frame.occupied);
  if (frame.gulf) pen.fill(frame.gulf);
  pen.lineJoin = "round";
  for (const river of frame.key === "town" ? frame.rivers : []) {
    pen.lineWidth = ((river.width + 3) * (x1 - x0)) / 440;
    pen.stroke(river.path);
  }
  const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  return (x, y) => {
    const [column, line] = [Math.floor((x - x0) * k), Math.floor((y - y0) * k)];
    if (column < 0 || line < 0 || column >= canvas.width || line >= canvas.height) return false;
    return data[4 * (line * canvas.width + column) + 3] > 127;
  };
}

/** The cell whose middle is nearest, by a grid of them. */
function nearestCell(cells: readonly Cell[], [x0, y0, x1, y1]: Box): (x: number, y: number) => Cell | null {
  if (!cells.length) return () => null;
  const n = Math.max(1, Math.ceil(Math.sqrt(cells.length)));
  const [w, h] = [(x1 - x0) / n, (y1 - y0) / n];
  const grid: Cell[][] = Array.from({ length: n * n }, () => []);
  const clamp = (i: number): number => Math.max(0, Math.min(n - 1, i));
  const slot = (x: number, y: number): [number, number] => [
    clamp(Math.floor((x - x0) / w)),
    clamp(Math.floor((y - y0) / h)),
  ];
  for (const cell of cells) {
    const [i, j] = slot(cell.at[0], cell.at[1]);
    grid[j * n + i].push(cell);
  }
  return (x, y) => {
    const [i, j] = slot(x, y);
    let best: Cell | null = null;
    let least = Infinity;
    for (let ring = 0; ring < n; ring++) {
      // What lies in rings farther out is farther than this.
      if (best && (ring - 1) * Math.min(w, h) > least) break;
      for (let b = j - ring; b <= j + ring; b++)
        for (let a = i - ring; a <= i + ring; a++) {
          if (Math.max(Math.abs(a - i), Math.abs(b - j)) !== ring || a < 0 || b < 0 || a >= n || b >= n) continue;
          for (const cell of grid[b * n + a]) {
            const far = Math.hypot(cell.at[0] - x, cell.at[1] - y);
            if (far < least) [best, least] = [cell, far];
          }
        }
    }
    return best;
  };
}

/** The distance from one dot to the next in a town, px, and how large a dot is. */
export function sizes(p: Placed, dots: number, zoom: number): { step: number; radius: number } {
  const base = Math.max(1.2, Math.min(3.6, 0.2 * Math.sqrt((p.rect.w * p.rect.h) / Math.max(1, dots))));
  const radius = base * Math.min(2, Math.sqrt(zoom));
  return { radius, step: radius * 1.28 };
}

/** How a dot looks: full, or a ring of a width, both as shares of its radius. */
interface Look {
  colour: string;
  ring: number | null;
  size: number;
}

/** What dots show: the looks in the order of drawing, the loudest last, and which of them each dot has on a day. */
export interface Showing {
  looks: Look[];
  of(crowd: Crowd, day: number): Uint8Array;
}

/** Whom people follow: the two powers full, a committee as a ring, nobody as a faint one. */
export function following(film: Film, colour: Palette): Showing {
  const full = (who: "government" | "council"): Look => ({ colour: colour[who], ring: null, size: 1 });
  return {
    looks: [
      { colour: colour["ink-2"], ring: 0.34, size: 0.78 },
      { colour: colour.committee, ring: 0.72, size: 0.78 },
      full("government"),
      full("council"),
    ],
    of: (crowd, day) => {
      const at = (who: (typeof AUTHORITIES)[number]): ArrayLike<number> => film.map(who, day);
      // The council has the lowest ranks and the government the next, so that one that grows takes from those of nobody first.
      return coded(crowd, [at("council"), at("government"), at("committee"), at("nobody")], [3, 2, 1, 0], null);
    },
  };
}

/** Who strikes, refuses or acts, among all. */
export function acting(film: Film, stage: Stage, colour: Palette): Showing {
  const people = stage.places.map((p) => p.people);
  return {
    looks: [
      { colour: colour["rule-2"], ring: null, size: 0.62 },
      { colour: colour.r4, ring: null, size: 1 },
      { colour: colour.committee, ring: null, size: 1 },
      { colour: colour.model, ring: null, size: 1.1 },
    ],
    of: (crowd, day) => {
      const [strikers, soldiers, villagers] = ["strikers", "soldiers", "villagers"].map((name) => film.map(name, day));
      return coded(crowd, [strikers, soldiers, villagers], [3, 2, 1], people);
    },
  };
}

/** No look at all: nothing is known of the place. */
const UNKNOWN = 255;

/** The look of each dot by the parts of its place: of the sum of the parts, or of a whole where there is one. */
function coded(crowd: Crowd, parts: ArrayLike<number>[], looks: number[], whole: readonly number[] | null): Uint8Array {
  const out = new Uint8Array(crowd.place.length);
  for (let i = 0; i < out.length; i++) {
    const place = crowd.place[i];
    let sum = 0;
    for (const part of parts) sum += part[place];
    const all = whole ? Math.max(whole[place], sum) : sum;
    if (!all) {
      out[i] = UNKNOWN;
      continue;
    }
    let rest = crowd.rank[i] * all;
    let look = 0;
    for (let k = 0; k < parts.length; k++) {
      rest -= parts[k][place];
      if (rest < 0) {
        look = looks[k];
        break;
      }
    }
    out[i] = look;
  }
  return out;
}

/** The dots of a frame where they stand on the screen; `ratio` is its pixels for a length of the page. */
export function layerOf(p: Placed, of: Crowd, patches: Patch[], zoom: number, ratio: number): Layer {
  const { step } = sizes(p, of.x.length, zoom);
  return {
    clip: clipOf(p, ratio),
    x: of.x.map((x, i) => (p.x + p.k * x + of.dx[i] * step) * ratio),
    y: of.y.map((y, i) => (p.y + p.k * y + of.dy[i] * step) * ratio),
    onLand: of.onLand,
    patches,
  };
}

/** How the dots of a frame look on the screen. */
export function inksOf(p: Placed, of: Crowd, { looks }: Showing, zoom: number, ratio: number): Ink[] {
  const { radius } = sizes(p, of.x.length, zoom);
  return looks.map(({ colour, ring, size }) => ({
    colour,
    r: radius * size * ratio,
    ring: ring === null ? null : Math.max(0.7, radius * ring) * ratio,
  }));
}

/** Where a frame lies on the screen. */
export const clipOf = ({ rect }: Placed, ratio: number): Clip => [
  rect.x * ratio,
  rect.y * ratio,
  (rect.x + rect.w) * ratio,
  (rect.y + rect.h) * ratio,
];

/** How far the dots of so many persons reach from a town's middle, px. */
export const reach = (p: Placed, of: Crowd, people: number, zoom: number): number =>
  sizes(p, of.x.length, zoom).step * (Math.sqrt(Math.max(1, people / of.each)) + 0.6);
