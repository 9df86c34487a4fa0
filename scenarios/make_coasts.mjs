/*
 * Make basemap.json of the cases whose maps need coasts and no border: the country is as large as its places say.
 *
 * Land: npm `world-atlas` 2.0.2 (ISC; Natural Earth 1:50m, public domain), clipped to the map with a margin and rounded to
 *       0.01 degrees. Rivers and the names of seas are placed by hand, for orientation only (source: judgement).
 *
 * Needs: npm install (in crates/report/assets).    Run: node make_coasts.mjs
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../crates/report/assets/package.json", import.meta.url));
const { feature } = require("topojson-client");
const clipping = require("polygon-clipping");
const TOLERANCE_DEGREES = 0.025;
const SMALLEST_RING_DEGREES2 = 0.01;

const DANUBE = { name: "Danube", points: [[13.5, 48.55], [14.3, 48.3], [15.6, 48.4], [16.4, 48.2], [17.1, 48.13], [18.1, 47.75], [18.95, 47.8], [19.05, 47.5], [18.9, 46.5], [18.9, 45.8], [19.0, 45.3], [19.85, 45.25], [20.45, 44.85], [21.4, 44.75], [22.4, 44.7]] };
const CASES = {
  "germany-1918": {
    box: [-5, 41, 31, 61],
    rivers: [
      { name: "Rhine", points: [[9.5, 47.5], [8.6, 47.6], [7.6, 47.56], [7.75, 48.57], [8.4, 49.0], [8.45, 49.5], [8.27, 50.0], [7.6, 50.36], [7.1, 50.74], [6.95, 50.94], [6.75, 51.3], [6.4, 51.75], [5.9, 51.9], [4.5, 51.9]] },
      { name: "Elbe", points: [[14.2, 50.85], [13.74, 51.05], [12.65, 51.86], [11.64, 52.13], [11.7, 52.9], [10.6, 53.35], [10.0, 53.54], [9.2, 53.85], [8.8, 53.95]] },
      { name: "Oder", points: [[18.2, 50.1], [17.03, 51.11], [15.6, 51.8], [14.55, 52.35], [14.6, 53.0], [14.55, 53.45]] },
    ],
    labels: [{ text: "North Sea", lon: 5.6, lat: 54.9 }, { text: "Baltic", lon: 15.6, lat: 55.05 }],
  },
  "hungary-1919": {
    box: [8, 38, 34, 54],
    rivers: [DANUBE, { name: "Tisza", points: [[23.6, 47.95], [22.3, 48.1], [21.6, 48.35], [20.9, 47.7], [20.2, 47.17], [20.15, 46.25], [20.1, 45.6], [20.3, 45.15]] }],
    labels: [{ text: "Adriatic", lon: 14.2, lat: 44.3 }],
  },
  "italy-1920": {
    box: [0, 30, 26, 51],
    rivers: [{ name: "Po", points: [[7.6, 44.8], [7.7, 45.07], [8.6, 45.05], [9.7, 45.05], [10.7, 44.95], [11.6, 44.9], [12.5, 44.95]] }],
    labels: [{ text: "Adriatic", lon: 15.6, lat: 42.9 }, { text: "Tyrrhenian Sea", lon: 11.9, lat: 40.2 }],
  },
  "marikana-2012": {
    box: [13, -38, 32, -21],
    rivers: [{ name: "Vaal", points: [[29.6, -26.9], [27.9, -26.85], [26.8, -27.0], [25.6, -27.7], [24.7, -28.7], [23.7, -29.05]] }, { name: "Orange", points: [[27.0, -30.5], [25.2, -30.6], [23.7, -29.1], [21.2, -28.45], [18.2, -28.9], [16.5, -28.6]] }],
    labels: [{ text: "Atlantic", lon: 17.2, lat: -33.2 }],
  },
};

/** The same land twelve years earlier: without the front, and with the capital under its name of then. */
const EARLIER = { of: "russia-1917", as: "russia-1905", capital: ["petrograd", "petersburg"] };

const round = (x) => Math.round(x * 100) / 100;
function ringArea(ring) {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return Math.abs(twice / 2);
}

/** Douglas and Peucker's simplification of an open line. */
function simplify(points) {
  if (points.length < 3) return points;
  const [a, b] = [points[0], points[points.length - 1]];
  const shrink = Math.cos((a[1] * Math.PI) / 180);
  const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  let [worst, at] = [0, 0];
  for (let i = 1; i < points.length - 1; i++) {
    const [px, py] = [(points[i][0] - a[0]) * shrink, points[i][1] - a[1]];
    const d = length < 1e-9 ? Math.hypot(px, py) : Math.abs(px * dy - py * dx) / length;
    if (d > worst) [worst, at] = [d, i];
  }
  if (worst <= TOLERANCE_DEGREES) return [a, b];
  return [...simplify(points.slice(0, at + 1)).slice(0, -1), ...simplify(points.slice(at))];
}
const tidyRing = (ring) => {
  const half = Math.floor(ring.length / 2);
  return [...simplify(ring.slice(0, half + 1)).slice(0, -1), ...simplify(ring.slice(half))].map((p) => p.map(round));
};

const topology = JSON.parse(readFileSync(require.resolve("world-atlas/land-50m.json"), "utf8"));
const found = feature(topology, topology.objects.land);
const polygons = (found.features ?? [found]).flatMap(({ geometry: g }) => (g.type === "Polygon" ? [g.coordinates] : g.coordinates));
for (const [name, { box: [west, south, east, north], rivers, labels }] of Object.entries(CASES)) {
  const frame = [[[west, south], [east, south], [east, north], [west, north], [west, south]]];
  const near = polygons.filter((polygon) => polygon[0].some(([lon, lat]) => lon > west && lon < east && lat > south && lat < north));
  const land = clipping
    .intersection(clipping.union(...near.map((p) => [p])), [frame])
    .map((polygon) => polygon.map(tidyRing).filter((ring) => ring.length > 3 && ringArea(ring) > SMALLEST_RING_DEGREES2))
    .filter((polygon) => polygon.length);
  const basemap = {
    source: "Coasts: Natural Earth. Rivers are placed by hand. No border is drawn: the country is as large as its places say.",
    land, country: [], border: [], rivers, lakes: [], labels, insets: {},
  };
  const text = JSON.stringify(basemap);
  writeFileSync(fileURLToPath(new URL(`${name}/basemap.json`, import.meta.url)), `${text}\n`);
  console.log(`${name}/basemap.json: ${text.length} bytes`);
}
const later = JSON.parse(readFileSync(fileURLToPath(new URL(`${EARLIER.of}/basemap.json`, import.meta.url)), "utf8"));
const { occupied, ...rest } = later;
const [now, then] = EARLIER.capital;
const earlier = {
  ...rest,
  source: "Coasts: Natural Earth. The border, rivers and the plan of the capital are placed by hand.",
  insets: { [then]: later.insets[now] },
};
writeFileSync(fileURLToPath(new URL(`${EARLIER.as}/basemap.json`, import.meta.url)), `${JSON.stringify(earlier)}\n`);
console.log(`${EARLIER.as}/basemap.json: as ${EARLIER.of}, ${occupied ? "without its front" : "which has no front"}`);
