/** The geometry of maps: the country in one frame or two, and a town by district; for a canvas or for a drawing in SVG. */
import type { Day } from "./charts";
import { type Base, type CountryFrame, isTown, landSites, occupiedOn, planBox } from "./frames";
import {
  areas,
  type Box,
  boxOf,
  line,
  type Pen,
  type Point,
  type Projection,
  plan,
  polygonPath,
  smooth,
  smoothRing,
  voronoi,
} from "./geometry";

/** A place as a map needs it; places are known by their position in the list. */
export interface Located {
  id: string;
  name: string;
  kind: string;
  parent: number | null;
  lat: number;
  lon: number;
  people: number;
}

/** What a map is drawn from. */
export interface Land {
  places: readonly Located[];
  /** Railways: pairs of places. */
  links: readonly (readonly [number, number])[];
  base: Base | null;
  start: Day;
}

/** A piece of land that is coloured by a place. */
export interface Cell<P = Path2D> {
  place: number;
  path: P;
  at: Point;
  box: Box;
  /** How far from its middle it is land of its own, where no border says so; `null` where one does. */
  reach: number | null;
}
/** A place that is drawn as a mark. */
export interface Mark {
  place: number;
  at: Point;
  people: number;
  shape: "circle" | "square";
}

export interface Frame<P = Path2D> {
  key: "main" | "far" | "town";
  name: string;
  /** The name where there is little room. */
  brief: string;
  box: Box;
  cells: Cell<P>[];
  /** The largest first. */
  marks: Mark[];
  /** Everything outside is covered. */
  inside: P;
  land: P;
  rails: P;
  rivers: { path: P; width: number; name: string }[];
  lakes: P[];
  border: P | null;
  occupied: P | null;
  front: P[];
  gulf: P | null;
  names: { text: string; at: Point; angle: number }[];
  /** Place names, the more important first. */
  labels: { text: string; place: number; at: Point; people: number }[];
}

/** A map of the country within a box of its projection; `pen` makes what paths are drawn with. */
export function country<P extends Pen>(
  { places, links, base, start }: Land,
  of: CountryFrame,
  at: Projection,
  box: Box,
  pen: () => P,
): Frame<P> {
  const sites = landSites(places).filter(of.wide);
  const war = occupiedOn(base, start);
  const shown = links.filter(([a, b]) => of.wide(places[a]) && of.wide(places[b]));
  const rails = pen();
  for (const pair of shown)
    line(
      pair.map((i) => [places[i].lon, places[i].lat]),
      at,
      rails,
    );
  const marks = places
    .map((p, place) => ({ p, place }))
    .filter(({ p }) => of.holds(p) && (isTown(p) || (p.kind === "front" && p.people > 0)))
    .map(
      ({ p, place }): Mark => ({
        place,
        at: at([p.lon, p.lat]),
        people: p.people,
        shape: p.kind === "front" ? "square" : "circle",
      }),
    )
    .sort((a, b) => b.people - a.people);
  return {
    key: of.key,
    name: of.name,
    brief: of.brief,
    box,
    marks,
    rails,
    cells: cellsOf(sites, at, box, pen, !base?.country.length),
    inside: base?.country.length
      ? areas(base.country, at, pen())
      : base?.land.length
        ? areas(base.land, at, pen())
        : all(box, pen()),
    land: areas(base?.land ?? [], at, pen()),
    rivers: (base?.rivers ?? []).map((r) => ({ path: smooth(r.points, at, pen()), width: 1, name: r.name })),
    lakes: (base?.lakes ?? []).map((l) => smoothRing(l.points, at, pen())),
    border: base && line(base.border, at, pen()),
    occupied: war ? areas(war.area, at, pen()) : null,
    front: of.key === "main" ? (war?.lines ?? []).map((front) => line(front, at, pen())) : [],
    gulf: null,
    names: (base?.labels ?? []).filter(of.wide).map((l) => ({ text: l.text, at: at([l.lon, l.lat]), angle: 0 })),
    labels: marks.map((m) => ({ text: places[m.place].name, place: m.place, at: m.at, people: m.people })),
  };
}

/** A name without what explains it: `First City` of `First City (Admiralty)`. */
export const briefly = (name: string): string => name.replace(/ (\(|and ).*/, "");

/** The districts of a town. */
export const districtsOf = (places: readonly Located[], town: number): number[] =>
  places.map((_, i) => i).filter((i) => places[i].parent === town && places[i].kind === "district");

/** How a town is projected, and the corners of its plan. */
export function planOf({ places, base }: Land, town: number): { project: Projection; corners: number[][] } {
  const [west, south, east, north] = planBox(
    base,
    places[town].id,
    districtsOf(places, town).map((i) => places[i]),
  );
  return {
    project: plan((south + north) / 2),
    corners: [
      [west, south],
      [east, north],
    ],
  };
}

/** A town by district; where the base map knows it, with its water, since the bridges mattered. */
export function town<P extends Pen>(
  { places, base }: Land,
  of: number,
  at: Projection,
  box: Box,
  pen: () => P,
): Frame<P> {
  const inset = base?.insets[places[of].id];
  const districts = districtsOf(places, of);
  const { name } = places[of];
  return {
    key: "town",
    name,
    brief: name,
    box,
    marks: [],
    cells: cellsOf(
      districts.map((i) => ({ ...places[i], place: i })),
      at,
      box,
      pen,
      !inset,
    ),
    inside: inset ? smoothRing(inset.city, at, pen()) : all(box, pen()),
    land: pen(),
    rails: pen(),
    rivers: (inset?.water ?? []).map((w) => ({ path: smooth(w.points, at, pen()), width: w.width, name: w.name })),
    lakes: [],
    border: null,
    occupied: null,
    front: [],
    gulf: inset ? smoothRing(inset.gulf, at, pen()) : null,
    names: (inset?.labels ?? []).map((l) => ({ text: l.text, at: at([l.lon, l.lat]), angle: l.angle ?? 0 })),
    labels: districts
      .map((i) => ({
        text: briefly(places[i].name),
        place: i,
        at: at([places[i].lon, places[i].lat]),
        people: places[i].people,
      }))
      .sort((a, b) => b.people - a.people),
  };
}

/**
 * Land around sites, each piece nearest to its own. Where no border of the country is known a piece ends where it is farther
 * from its site than sites commonly are from one another: the country is as large as its places say.
 */
function cellsOf<P extends Pen>(
  sites: readonly { lon: number; lat: number; place: number }[],
  at: Projection,
  [x0, y0, x1, y1]: Box,
  pen: () => P,
  isOpen: boolean,
): Cell<P>[] {
  const points = sites.map((s) => at([s.lon, s.lat]));
  const size = Math.max(x1 - x0, y1 - y0);
  const reach = isOpen ? commonReach(points, size) : null;
  return voronoi(points, [x0 - size, y0 - size, x1 + size, y1 + size], reach).flatMap((cell, i) =>
    cell.length > 2
      ? [{ place: sites[i].place, path: polygonPath(cell, pen()), at: points[i], box: boxOf(cell), reach }]
      : [],
  );
}

/** Twice the distance from one site to the next that nine in ten keep; a tenth of the map where there is one site. */
function commonReach(points: readonly Point[], size: number): number {
  const gaps = points.map(([x, y], i) =>
    Math.min(...points.map(([a, b], j) => (i === j ? Infinity : Math.hypot(a - x, b - y)))),
  );
  const sorted = gaps.filter(Number.isFinite).sort((a, b) => a - b);
  const gap = sorted[Math.floor(sorted.length * 0.9)] ?? size / 6;
  return Math.min(size / 5, Math.max(size / 60, 1.1 * gap));
}

/** The whole of a frame, and what lies beside it. */
function all<P extends Pen>([x0, y0, x1, y1]: Box, pen: P): P {
  const [w, h] = [x1 - x0, y1 - y0];
  const corners: Point[] = [
    [x0 - w, y0 - h],
    [x1 + w, y0 - h],
    [x1 + w, y1 + h],
    [x0 - w, y1 + h],
  ];
  return polygonPath(corners, pen);
}

type Spots = "beside" | "within";

/** A name that may be written: at a mark of a radius, or within an area, above what stands there. */
export interface Name {
  text: string;
  at: Point;
  r?: number;
  lift?: number;
}

/** Names in the order given, each where it covers none before it; where a name begins, and its base line. */
export function placeNames<N extends Name>(
  names: readonly N[],
  [x0, y0, x1, y1]: Box,
  of: { spots: Spots; size: number; most: number; width: (text: string) => number; taken: Box[] },
): (N & { x: number; y: number })[] {
  const out: (N & { x: number; y: number })[] = [];
  const taken = [...of.taken];
  for (const n of names) {
    if (out.length >= of.most) break;
    const [x, y] = n.at;
    const w = of.width(n.text);
    const [r, lift] = [n.r ?? 0, n.lift ?? 0];
    const middle = Math.min(x1 - w - 4, Math.max(x0 + 4, x - w / 2));
    const spots: Point[] =
      of.spots === "within"
        ? [
            [middle, y + 4 - lift],
            [middle, y - 12 - lift],
            [middle, y + 18 + lift],
            [middle, y + 4],
          ]
        : [
            [x + r + 3, y + 4],
            [x - r - 3 - w, y + 4],
            [x - w / 2, y - r - 4],
            [x - w / 2, y + r + 12],
          ];
    for (const [a, b] of spots) {
      const box: Box = [a - 2, b - of.size + 1, a + w + 2, b + 3];
      if (box[0] < x0 + 2 || box[2] > x1 - 2 || box[1] < y0 + 2 || box[3] > y1 - 2) continue;
      if (taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1])) continue;
      taken.push(box);
      out.push({ ...n, x: a, y: b });
      break;
    }
  }
  return out;
}
