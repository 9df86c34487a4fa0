/** The maps of the page: those of the country and of the capital, with works and barracks in their districts. */
import { country, districtsOf, type Frame, type Land, planOf, town } from "./atlas";
import type { Film, Stage } from "./film";
import { type Base, framesOf } from "./frames";
import { boxOf, type Point } from "./geometry";

/** A works or barracks within a district. */
export interface Works {
  unit: number;
  at: Point;
  adults: number;
  shape: "circle" | "square";
}

/** The frames of the page; works, and how far names of districts stand above them, are those of the capital. */
export interface Atlas {
  main: Frame;
  far: Frame | null;
  town: Frame | null;
  works: Works[];
  lift: (place: number) => number;
}

const landOf = (stage: Stage): Land => ({
  places: stage.places,
  links: stage.links,
  base: stage.basemap as Base | null,
  start: stage.start,
});
const pen = (): Path2D => new Path2D();
let kept: { stage: Stage; frames: Frame[]; town: Frame | null } | null = null;

/** The frames of a case, made once. */
function frames(stage: Stage): NonNullable<typeof kept> {
  if (kept?.stage === stage) return kept;
  const land = landOf(stage);
  const whole = framesOf(stage.display).map((of) => country(land, of, of.at, boxOf(of.corners.map(of.at)), pen));
  const isTown = districtsOf(stage.places, stage.capital).length > 2;
  const { project, corners } = planOf(land, stage.capital);
  const plan = isTown ? town(land, stage.capital, project, boxOf(corners.map(project)), pen) : null;
  kept = { stage, frames: whole, town: plan };
  return kept;
}

export function atlas(stage: Stage, film: Film | null): Atlas {
  const {
    frames: [main, far],
    town: plan,
  } = frames(stage);
  const heads = new Map<number, { unit: number; adults: number; armed: boolean }[]>();
  (film?.meta.units ?? []).forEach((head, unit) => {
    const { armed } = stage.classes[head.class];
    if (head.name) heads.set(head.place, [...(heads.get(head.place) ?? []), { unit, adults: head.adults, armed }]);
  });
  const [x0, y0, x1, y1] = plan?.box ?? [0, 0, 0, 0];
  const reach = Math.max(x1 - x0, y1 - y0) * 0.0165;
  // They stand around the middle of their district, the largest nearest: the districts are known, the addresses are not.
  const works = (plan?.labels ?? []).flatMap(({ place, at }) =>
    (heads.get(place) ?? [])
      .sort((a, b) => b.adults - a.adults)
      .map(({ unit, adults, armed }, i): Works => {
        const angle = i * 2.39996 + 0.9,
          far = reach * Math.sqrt(i + 0.9);
        return {
          unit,
          at: [at[0] + far * Math.cos(angle), at[1] + far * Math.sin(angle) * 0.9],
          adults,
          shape: armed ? "square" : "circle",
        };
      }),
  );
  const lift = (place: number): number => {
    const n = heads.get(place)?.length ?? 0;
    return n ? reach * (Math.sqrt(n) * 0.9 + 0.35) : 0;
  };
  return { main, far: far ?? null, town: plan, works, lift };
}
