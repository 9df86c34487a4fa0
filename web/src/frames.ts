/** The frames of the maps and what the land in them is made of: shared by the page's maps and those of a report. */
import { albers, type Box } from "./geometry";

/** What is drawn under every map. */
export interface Base {
  land: number[][][][];
  empire: number[][][][];
  border_1914: number[][];
  occupied_1917: { from: string; to: string; area: number[][][][]; line: number[][]; line_caucasus: number[][] };
  rivers: { name: string; points: number[][] }[];
  lakes: { name: string; points: number[][] }[];
  labels: { text: string; lon: number; lat: number }[];
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

/** A place as a map needs it; places are known by their position in the list. */
export interface Located {
  kind: string;
  parent: number | null;
  lat: number;
  lon: number;
}

/** A frame: a projection, the corners that must be seen, which places are marked in it, and whose land it holds. */
export const EUROPE = {
  key: "europe" as const,
  name: "European Russia and the Caucasus",
  brief: "European Russia",
  at: albers(41, 55, 44, 63),
  corners: [
    [20.5, 59],
    [24, 45.4],
    [33, 69.6],
    [41, 69.3],
    [50, 39.6],
    [57, 45.5],
    [61, 59.5],
    [62.3, 56],
  ],
  holds: (p: { lon: number; lat: number }) => p.lon < 70 && p.lat < 72,
  wide: (p: { lon: number }) => p.lon < 82,
};
export const ASIA = {
  key: "asia" as const,
  name: "Siberia and Central Asia, at a smaller scale",
  brief: "Siberia, Central Asia",
  at: albers(98, 56, 46, 66),
  corners: [
    [53, 38],
    [58, 68],
    [72, 72.5],
    [104, 77.3],
    [71, 36.5],
    [140, 46],
    [132, 42.3],
    [163, 53],
    [188, 65.2],
  ],
  holds: (p: { lon: number; lat: number }) => p.lon > 52,
  wide: (p: { lon: number }) => p.lon > 50,
};

export const isTown = (p: { kind: string }): boolean => p.kind === "town" || p.kind === "base";

/** Where land takes its colour from: each county, each province without counties; towns lend their position to the nearest county. */
export function landSites(places: readonly Located[]): { lon: number; lat: number; place: number }[] {
  const sites: { lon: number; lat: number; place: number }[] = [],
    seen = new Map<string, { place: number }>();
  const add = (p: Located, shows: number): void => {
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
