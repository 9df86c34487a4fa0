/** The frames of the maps and what the land in them is made of: shared by the page's maps and those of a report. */
import { type Day, dayOf } from "./charts/calendar";
import { albers, type Box, type Projection } from "./geometry";
import type { Display } from "./types/display";

/** What lies under the maps of a case. */
export interface Base {
  /** Where it is from, in words. */
  source: string;
  land: number[][][][];
  country: number[][][][];
  border: number[][];
  /** Land that is held by an enemy between two days, and the lines of the front. */
  occupied?: { from: string; to: string; area: number[][][][]; lines: number[][][] };
  rivers: { name: string; points: number[][] }[];
  lakes: { name: string; points: number[][] }[];
  labels: { text: string; lon: number; lat: number }[];
  /** Plans of towns, by place. */
  insets: Record<
    string,
    {
      box: Box;
      city: number[][];
      gulf: number[][];
      water: { name: string; width: number; points: number[][] }[];
      labels: { text: string; lon: number; lat: number; angle?: number }[];
    }
  >;
}

type LonLat = { lon: number; lat: number };
type Site = LonLat & { kind: string; parent: number | null };

/** A map of the country: a projection, the corners that must be seen, which places are marked in it, whose land it holds. */
export interface CountryFrame {
  key: "main" | "far";
  name: string;
  brief: string;
  at: Projection;
  corners: number[][];
  holds: (p: LonLat) => boolean;
  wide: (p: LonLat) => boolean;
}

/** The maps of a case: the main one, and the one beside it where there is one. */
export function framesOf(display: Display): CountryFrame[] {
  const within =
    ([west, south, east, north]: number[]) =>
    (p: LonLat): boolean =>
      p.lon > west && p.lat > south && p.lon < east && p.lat < north;
  return display.frames.map((f, i) => ({
    key: i ? "far" : "main",
    name: f.name,
    brief: f.brief,
    at: albers(...f.projection),
    corners: f.corners,
    holds: within(f.marks),
    wide: within(f.land),
  }));
}

/** What is held by an enemy on the first day of a case, and the front. */
export function occupiedOn(base: Base | null, start: Day): Base["occupied"] {
  const war = base?.occupied;
  return war && dayOf(war.from) <= start && start <= dayOf(war.to) ? war : undefined;
}

/** The box of a town's plan: that of the base map, or as large as its districts are. */
export function planBox(base: Base | null, town: string, districts: readonly LonLat[]): Box {
  const [lats, lons] = [districts.map((p) => p.lat), districts.map((p) => p.lon)];
  const own: Box = [
    Math.min(...lons) - 0.03,
    Math.min(...lats) - 0.02,
    Math.max(...lons) + 0.03,
    Math.max(...lats) + 0.02,
  ];
  return base?.insets[town]?.box ?? own;
}

export const isTown = (p: { kind: string }): boolean => p.kind === "town" || p.kind === "base";

/** Where land takes its colour from: each county, each province without counties; towns lend their position to the nearest county. */
export function landSites(places: readonly Site[]): { lon: number; lat: number; place: number }[] {
  const sites: { lon: number; lat: number; place: number }[] = [],
    seen = new Map<string, { place: number }>();
  const add = (p: Site, shows: number): void => {
    const key = `${p.lat.toFixed(3)} ${p.lon.toFixed(3)}`,
      before = seen.get(key);
    if (before) {
      if (p.kind === "county") before.place = shows;
      return;
    }
    const site = { lon: p.lon, lat: p.lat, place: shows };
    seen.set(key, site);
    sites.push(site);
  };
  const counties = places.map((_, i) => i).filter((i) => places[i].kind === "county");
  const byProvince = new Map<number | null, number[]>();
  counties.forEach((i) => byProvince.set(places[i].parent, [...(byProvince.get(places[i].parent) ?? []), i]));
  counties.forEach((i) => add(places[i], i));
  places.forEach((p, i) => {
    if (p.kind === "province" && !byProvince.has(i)) add(p, i);
  });
  places.forEach((p) => {
    if (!isTown(p) || p.parent === null) return;
    const near = [...(byProvince.get(p.parent) ?? [])].sort(
      (a, b) =>
        Math.hypot(places[a].lat - p.lat, places[a].lon - p.lon) -
        Math.hypot(places[b].lat - p.lat, places[b].lon - p.lon),
    );
    add(p, near[0] ?? p.parent);
  });
  return sites;
}
