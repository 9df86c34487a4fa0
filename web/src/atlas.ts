/** The geometry of the maps, made once: the country in one frame or two, and the capital by district, in projected units. */
import type { Film, Stage } from "./film";
import { type Base, type CountryFrame, framesOf, isTown, landSites, occupiedOn, planBox } from "./frames";
import {
  areas,
  boxOf,
  line,
  plan,
  polygonPath,
  smooth,
  smoothRing,
  voronoi,
  type Box,
  type Point,
  type Projection,
} from "./geometry";

/** What lies under the maps of the case, if anything does. */
export const baseOf = (stage: Stage): Base | null => stage.basemap as Base | null;

/** A piece of land that is coloured by a place. */
export interface Cell {
  place: number;
  path: Path2D;
  at: Point;
  box: Box;
}
/** A place that is drawn as a mark. */
export interface Mark {
  place: number;
  at: Point;
  people: number;
  shape: "circle" | "square";
}
/** A works or barracks within a district. */
export interface Works {
  unit: number;
  at: Point;
  adults: number;
  shape: "circle" | "square";
}

export interface Frame {
  key: "main" | "far" | "town";
  name: string;
  box: Box;
  at: Projection;
  cells: Cell[];
  marks: Mark[];
  works: Works[];
  /** Everything outside is covered. */
  inside: Path2D;
  land: Path2D;
  rails: Path2D;
  rivers: { path: Path2D; width: number }[];
  lakes: Path2D[];
  border: Path2D | null;
  occupied: Path2D | null;
  front: Path2D[];
  gulf: Path2D | null;
  names: { text: string; at: Point; angle: number }[];
  /** Place names, the more important first. */
  labels: { text: string; place: number; at: Point; people: number; lift: number }[];
  /** The name where there is little room. */
  brief: string;
}

function country(stage: Stage, of: CountryFrame): Frame {
  const { places } = stage,
    { at } = of,
    base = baseOf(stage);
  const box = boxOf(of.corners.map(at));
  const size = Math.max(box[2] - box[0], box[3] - box[1]);
  const shown = landSites(places).filter(of.wide);
  const points = shown.map((s) => at([s.lon, s.lat]));
  const cells = voronoi(points, [box[0] - size, box[1] - size, box[2] + size, box[3] + size]);
  const rails = new Path2D();
  for (const [a, b] of stage.links) {
    if (!of.wide(places[a]) || !of.wide(places[b])) continue;
    rails.addPath(
      line(
        [
          [places[a].lon, places[a].lat],
          [places[b].lon, places[b].lat],
        ],
        at,
      ),
    );
  }
  const marked = places
    .map((p, i) => ({ p, i }))
    .filter(({ p }) => of.holds(p) && (isTown(p) || (p.kind === "front" && p.people > 0)));
  const marks = marked
    .map(
      ({ p, i }): Mark => ({
        place: i,
        at: at([p.lon, p.lat]),
        people: p.people,
        shape: p.kind === "front" ? "square" : "circle",
      }),
    )
    .sort((a, b) => b.people - a.people);
  const war = occupiedOn(base, stage.start);
  return {
    key: of.key,
    name: of.name,
    brief: of.brief,
    box,
    at,
    marks,
    works: [],
    rails,
    cells: cells
      .map((cell, i) => ({ place: shown[i].place, path: polygonPath(cell), at: points[i], box: boxOf(cell) }))
      .filter((_, i) => cells[i].length > 2),
    inside: base ? areas(base.country, at) : all(box),
    land: areas(base?.land ?? [], at),
    rivers: (base?.rivers ?? []).map((r) => ({ path: smooth(r.points, at), width: 1 })),
    lakes: (base?.lakes ?? []).map((l) => smoothRing(l.points, at)),
    border: base && line(base.border, at),
    occupied: war ? areas(war.area, at) : null,
    front: of.key === "main" ? (war?.lines ?? []).map((front) => line(front, at)) : [],
    gulf: null,
    names: (base?.labels ?? []).filter(of.wide).map((l) => ({ text: l.text, at: at([l.lon, l.lat]), angle: 0 })),
    labels: marks.map((m) => ({ text: places[m.place].name, place: m.place, at: m.at, people: m.people, lift: 0 })),
  };
}

/** Works and barracks stand around the middle of their district, the largest nearest: the districts are known, the addresses are not. */
function worksOf(stage: Stage, film: Film, districts: number[], at: Projection, reach: number): Works[] {
  const out: Works[] = [];
  for (const district of districts) {
    const p = stage.places[district],
      middle = at([p.lon, p.lat]);
    const units = film.meta.units
      .map((head, unit) => ({ head, unit }))
      .filter(({ head }) => head.place === district && head.name);
    units.sort((a, b) => b.head.adults - a.head.adults);
    units.forEach(({ head, unit }, i) => {
      const angle = i * 2.39996 + 0.9,
        far = reach * Math.sqrt(i + 0.9);
      const shape = stage.classes[head.class].armed ? "square" : "circle";
      out.push({
        unit,
        at: [middle[0] + far * Math.cos(angle), middle[1] + far * Math.sin(angle) * 0.9],
        adults: head.adults,
        shape,
      });
    });
  }
  return out;
}

function town(stage: Stage, film: Film | null): Frame | null {
  const { capital } = stage,
    { id, name } = stage.places[capital],
    base = baseOf(stage),
    inset = base?.insets[id];
  const districts = stage.places
    .map((_, i) => i)
    .filter((i) => stage.places[i].parent === capital && stage.places[i].kind === "district");
  if (districts.length < 3) return null;
  const [west, south, east, north] = planBox(
    base,
    id,
    districts.map((i) => stage.places[i]),
  );
  const at = plan((south + north) / 2);
  const box = boxOf([at([west + 0.012, south]), at([east - 0.005, north])]);
  const size = Math.max(box[2] - box[0], box[3] - box[1]);
  const points = districts.map((i) => at([stage.places[i].lon, stage.places[i].lat]));
  const cells = voronoi(points, [box[0] - size, box[1] - size, box[2] + size, box[3] + size]);
  const reach = size * 0.0165,
    works = film ? worksOf(stage, film, districts, at, reach) : [];
  // A district's name stands above its works.
  const lift = (place: number): number => {
    const n = film?.meta.units.filter((head) => head.place === place && head.name).length ?? 0;
    return n ? reach * (Math.sqrt(n) * 0.9 + 0.35) : 0;
  };
  return {
    key: "town",
    name,
    brief: name,
    box,
    at,
    cells: cells.map((cell, i) => ({ place: districts[i], path: polygonPath(cell), at: points[i], box: boxOf(cell) })),
    marks: [],
    works,
    inside: inset ? smoothRing(inset.city, at) : all(box),
    land: new Path2D(),
    rails: new Path2D(),
    rivers: (inset?.water ?? []).map((w) => ({ path: smooth(w.points, at), width: w.width })),
    lakes: [],
    border: null,
    occupied: null,
    front: [],
    gulf: inset ? smoothRing(inset.gulf, at) : null,
    names: (inset?.labels ?? []).map((l) => ({
      text: l.text,
      at: at([l.lon, l.lat]),
      angle: ((l.angle ?? 0) * Math.PI) / 180,
    })),
    labels: districts
      .map((i, n) => ({
        text: stage.places[i].name.replace(/ (\(|and ).*/, ""),
        place: i,
        at: points[n],
        people: stage.places[i].people,
        lift: lift(i),
      }))
      .sort((a, b) => b.people - a.people),
  };
}

/** The whole of a frame, and what lies beside it. */
function all([x0, y0, x1, y1]: Box): Path2D {
  const path = new Path2D();
  path.rect(2 * x0 - x1, 2 * y0 - y1, 3 * (x1 - x0), 3 * (y1 - y0));
  return path;
}

export interface Atlas {
  main: Frame;
  far: Frame | null;
  town: Frame | null;
}

let kept: { stage: Stage; frames: Frame[] } | null = null;

export function atlas(stage: Stage, film: Film | null): Atlas {
  if (kept?.stage !== stage) kept = { stage, frames: framesOf(stage.display).map((of) => country(stage, of)) };
  const [main, far] = kept.frames;
  return { main, far: far ?? null, town: town(stage, film) };
}
