/*
 * Make basemap.json: the geometry under the maps of pages.
 *
 * Land: npm `world-atlas` 2.0.2 (ISC; Natural Earth 1:50m, public domain), clipped to 6E..190E and 28N..82N (a margin, so
 *       that the cut lies outside every map frame),
 *       simplified and rounded to 0.01 degrees.
 * Everything else is placed by hand, a few dozen points each (source: judgement): the Empire's border of 1914, the front
 * line and the occupied west at the beginning of 1917, and for Petrograd the Neva, its arms, the Gulf and the
 * outline of the built-up city. They are drawn as hairlines and carry no quantity.
 *
 * Needs: npm install (in crates/report/assets).    Run: node make_basemap.mjs
 * Longitudes run eastwards to 190, so that Chukotka lies east of Kamchatka and not at the far side of the map.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../../crates/report/assets/package.json", import.meta.url));
const { feature } = require("topojson-client");
const clipping = require("polygon-clipping");
const WEST = 6, EAST = 190.5, SOUTH = 28, NORTH = 82;
const TOLERANCE_DEGREES = 0.03;
const SMALLEST_RING_DEGREES2 = 0.03;
const BUDGET_BYTES = 200_000;

// The Empire in 1914, clockwise from the Norwegian border; at sea the line runs clear of the coast and is not drawn.
const BORDER_1914 = [
  [30.9, 69.8], [30.1, 69.66], [28.9, 69.05], [29.3, 69.5], [27.9, 70.08], [26.5, 69.93], [25.7, 69.2], [25.75, 68.98],
  [24.0, 68.75], [22.4, 68.7], [20.6, 69.06], [23.66, 67.9], [23.4, 67.4], [23.7, 66.5], [24.15, 65.8], [23.6, 65.2], [21.0, 63.6],
  [18.9, 61.5], [18.95, 60.2], [19.6, 58.5], [20.2, 56.4], [21.06, 55.9], [21.4, 55.6], [21.3, 55.28], [22.1, 55.02], [22.6, 55.05], [22.83, 54.9],
  [22.77, 54.36], [22.2, 53.9], [21.6, 53.45], [20.7, 53.27], [19.8, 53.2], [19.3, 52.95], [18.7, 52.95],
  [18.4, 52.45], [17.9, 52.25], [17.6, 52.05], [17.85, 51.75], [18.1, 51.5], [18.15, 51.2], [18.75, 50.7], [19.1, 50.3],
  [19.45, 50.15], [19.9, 50.2], [20.6, 50.25], [21.3, 50.55], [21.9, 50.65], [22.5, 50.55], [23.3, 50.4], [24.1, 50.55],
  [25.1, 50.1], [25.8, 49.9], [26.15, 49.55], [26.2, 48.95], [26.35, 48.5], [26.7, 48.28], [27.0, 48.15], [27.4, 47.6], [28.1, 46.9],
  [28.25, 46.2], [28.2, 45.45], [28.8, 45.25], [29.75, 45.15], [31.0, 45.0], [33.0, 43.6], [37.0, 43.6],
  [40.5, 42.2], [41.4, 41.4], [41.8, 41.2], [41.9, 40.9], [42.3, 40.6], [42.4, 40.2], [42.7, 39.95], [43.2, 39.7], [44.3, 39.65], [44.8, 39.7], [45.5, 38.95],
  [46.4, 38.87], [47.3, 39.3], [48.2, 39.3], [48.3, 38.9], [48.05, 38.7], [48.6, 38.42], [49.6, 38.2], [51.5, 37.6], [53.4, 37.33],
  [54.8, 37.5], [56.3, 38.05], [57.3, 38.2], [58.8, 37.65], [59.9, 37.0], [61.1, 36.6], [61.2, 35.6], [62.3, 35.3], [63.1, 35.8], [64.5, 36.3],
  [64.8, 37.1], [66.5, 37.35], [67.8, 37.15], [68.9, 37.3], [69.9, 37.6], [70.9, 38.4], [71.5, 37.9], [71.5, 36.8],
  [72.8, 37.2], [74.9, 37.3], [74.9, 38.4], [73.8, 39.5], [75.5, 40.5], [77.8, 41.1], [80.2, 42.1], [80.3, 43.2],
  [80.8, 44.9], [82.5, 45.2], [83.0, 47.2], [85.6, 47.1], [85.8, 48.4], [87.3, 49.1], [89.7, 49.7], [92.4, 50.7],
  [95.0, 50.0], [98.2, 50.5], [98.9, 52.1], [102.2, 51.4], [103.7, 50.2], [106.5, 50.3], [108.5, 49.4], [110.8, 49.15],
  [113.0, 49.6], [114.8, 50.2], [116.7, 49.85], [117.9, 49.55], [119.3, 50.35], [119.2, 50.1], [119.9, 51.6], [120.8, 52.6], [120.9, 53.25],
  [123.6, 53.5], [125.7, 53.05], [127.0, 51.4], [127.6, 50.2], [127.5, 49.75], [129.5, 49.4], [130.6, 48.85], [131.0, 47.7], [132.5, 47.75], [134.7, 48.35],
  [134.2, 47.3], [133.2, 45.1], [131.9, 45.25], [131.0, 44.85], [131.25, 43.5], [130.5, 42.6], [130.7, 42.25], [132.5, 42.2], [139.0, 46.0],
  [141.3, 49.2], [141.6, 50.0], [144.6, 50.0], [148.0, 46.5], [150.5, 47.0], [157.5, 50.75], [165.0, 52.0], [172.0, 58.0], [180.0, 61.6], [187.5, 63.5], [190.4, 65.6],
  [190.4, 67.5], [183.0, 72.2], [160.0, 77.5], [105.0, 77.95], [70.0, 77.95], [50.0, 73.5], [40.0, 70.5], [33.0, 70.6],
];

// The line at the beginning of 1917, from the Gulf of Riga to the Danube's mouth, and the line in Armenia.
const FRONT_1917 = [
  [23.45, 57.05], [23.5, 56.85], [24.3, 56.75], [25.1, 56.6], [25.9, 56.35], [26.35, 55.95], [26.4, 55.65], [26.7, 55.1],
  [26.6, 54.75], [26.35, 54.45], [26.25, 53.9], [26.1, 53.2], [26.2, 52.75], [26.0, 52.1], [25.55, 51.7], [25.0, 51.1],
  [24.9, 50.6], [25.1, 50.0], [25.0, 49.55], [24.75, 48.95], [24.7, 48.4], [25.0, 47.8], [25.6, 47.3], [26.3, 46.6], [26.9, 45.9], [27.6, 45.5],
  [28.1, 45.4], [28.9, 45.15], [29.75, 45.15],
];
const FRONT_1917_CAUCASUS = [[38.6, 41.0], [39.2, 40.4], [39.4, 39.7], [40.5, 39.0], [41.6, 38.7], [42.8, 38.4], [44.4, 37.8], [46.0, 36.9]];
const OCCUPIED_1917_WEST_SIDE = [[29.75, 44.0], [17.0, 44.0], [15.5, 50.0], [16.0, 56.0], [20.0, 57.9], [22.3, 57.95], [22.8, 57.7]];

// Petrograd: half a dozen to a dozen points each.
const PETROGRAD = {
  box: [30.185, 59.85, 30.53, 60.025],
  city: [
    [30.205, 59.86], [30.25, 59.853], [30.31, 59.862], [30.36, 59.872], [30.42, 59.862], [30.475, 59.852], [30.5, 59.87], [30.475, 59.9],
    [30.455, 59.925], [30.5, 59.94], [30.515, 59.965], [30.47, 59.972], [30.415, 59.975], [30.4, 60.0], [30.37, 60.02], [30.32, 60.02], [30.285, 60.005], [30.24, 59.998],
    [30.213, 59.985], [30.203, 59.965], [30.205, 59.94], [30.2, 59.91], [30.2, 59.88],
  ],
  gulf: [
    [30.1, 59.84], [30.205, 59.862], [30.235, 59.872], [30.24, 59.885], [30.225, 59.893], [30.228, 59.905], [30.255, 59.913], [30.262, 59.921], [30.235, 59.93],
    [30.222, 59.937], [30.212, 59.945], [30.213, 59.953], [30.235, 59.958], [30.228, 59.966], [30.218, 59.972], [30.213, 59.98], [30.2, 59.992], [30.1, 60.03],
  ],
  water: [
    { name: "Neva", width: 7, points: [[30.51, 59.848], [30.483, 59.863], [30.462, 59.878], [30.443, 59.893], [30.412, 59.908], [30.396, 59.919], [30.397, 59.93], [30.404, 59.942], [30.4, 59.95], [30.385, 59.954], [30.365, 59.953], [30.349, 59.951], [30.335, 59.9505], [30.324, 59.947], [30.311, 59.944]] },
    { name: "Bolshaya Neva", width: 6, points: [[30.311, 59.944], [30.301, 59.939], [30.287, 59.934], [30.275, 59.928], [30.262, 59.922], [30.245, 59.915]] },
    { name: "Malaya Neva", width: 4, points: [[30.311, 59.944], [30.301, 59.947], [30.29, 59.951], [30.278, 59.953], [30.262, 59.955], [30.24, 59.958]] },
    { name: "Bolshaya Nevka", width: 4, points: [[30.338, 59.9505], [30.337, 59.957], [30.334, 59.964], [30.331, 59.972], [30.323, 59.98], [30.309, 59.984], [30.29, 59.986], [30.265, 59.987], [30.24, 59.984], [30.213, 59.98]] },
    { name: "Malaya Nevka", width: 2.5, points: [[30.328, 59.974], [30.314, 59.9735], [30.3, 59.974], [30.285, 59.973], [30.268, 59.97], [30.25, 59.967], [30.228, 59.967]] },
    { name: "Srednyaya Nevka", width: 2, points: [[30.302, 59.985], [30.285, 59.982], [30.265, 59.979], [30.24, 59.976], [30.22, 59.973]] },
    { name: "Okhta", width: 1.5, points: [[30.404, 59.942], [30.42, 59.95], [30.44, 59.958], [30.452, 59.966], [30.45, 59.975]] },
    { name: "Obvodny canal", width: 1.2, points: [[30.396, 59.919], [30.37, 59.914], [30.345, 59.911], [30.315, 59.908], [30.29, 59.908], [30.272, 59.912], [30.258, 59.915]] },
    { name: "Fontanka", width: 1.2, points: [[30.337, 59.949], [30.341, 59.94], [30.344, 59.932], [30.333, 59.925], [30.313, 59.918], [30.293, 59.915], [30.277, 59.918], [30.27, 59.921]] },
  ],
  labels: [
    { text: "Gulf of Finland", lon: 30.2, lat: 59.925, angle: -90 },
  ],
};

const LAKES_AND_SEAS_LABELS = [
  { text: "Black Sea", lon: 34.2, lat: 43.2 }, { text: "Caspian", lon: 50.6, lat: 42.2 }, { text: "Baltic", lon: 18.6, lat: 56.9 },
  { text: "White Sea", lon: 37.6, lat: 65.7 },
];

// Large rivers of European Russia, for orientation only.
const RIVERS = [
  { name: "Volga", points: [[33.0, 57.1], [34.4, 56.3], [35.9, 56.86], [37.3, 57.3], [38.85, 58.05], [39.85, 57.63], [40.93, 57.77], [43.0, 57.1], [44.0, 56.33], [46.5, 56.15], [49.0, 55.75], [49.3, 54.9], [48.4, 54.3], [49.6, 53.4], [50.1, 53.2], [48.2, 52.3], [46.0, 51.53], [45.4, 50.1], [44.55, 48.72], [46.5, 47.6], [48.05, 46.35], [47.9, 45.7]] },
  { name: "Kama", points: [[56.3, 60.0], [56.25, 58.0], [54.2, 56.8], [53.2, 55.9], [51.6, 55.6], [49.3, 55.3]] },
  { name: "Don", points: [[38.9, 53.8], [39.0, 52.4], [39.3, 51.5], [40.4, 50.0], [42.6, 49.6], [43.6, 48.8], [42.1, 47.7], [40.0, 47.2], [39.2, 47.1]] },
  { name: "Dnieper", points: [[33.3, 55.1], [32.05, 54.78], [30.35, 53.9], [30.4, 52.6], [30.55, 50.45], [32.06, 49.45], [34.5, 48.6], [35.05, 48.46], [35.15, 47.84], [33.4, 46.9], [32.3, 46.55]] },
  { name: "Northern Dvina", points: [[46.3, 60.77], [44.9, 62.0], [42.0, 63.9], [40.53, 64.55]] },
  { name: "Ural", points: [[58.6, 53.0], [58.4, 51.4], [55.1, 51.75], [51.37, 51.23], [51.7, 49.0], [51.85, 47.1]] },
];
const RIVERS_ASIA = [
  { name: "Ob", points: [[85.0, 52.4], [83.77, 53.35], [82.92, 55.03], [83.5, 57.0], [77.0, 60.9], [69.0, 61.0], [66.6, 63.9], [66.6, 66.5], [72.0, 66.6]] },
  { name: "Irtysh", points: [[83.0, 49.6], [80.25, 50.4], [76.95, 52.3], [73.37, 54.98], [68.25, 58.2], [69.0, 61.0]] },
  { name: "Yenisei", points: [[92.0, 53.7], [92.87, 56.01], [92.2, 58.45], [90.0, 61.6], [86.5, 66.5], [86.2, 69.4], [82.7, 71.5]] },
  { name: "Lena", points: [[107.8, 54.0], [105.8, 56.8], [108.1, 57.8], [114.9, 60.7], [120.4, 60.4], [129.7, 62.03], [129.5, 64.0], [124.0, 66.5], [125.5, 70.0], [127.0, 73.0]] },
  { name: "Amur", points: [[121.5, 53.3], [127.5, 50.25], [131.0, 47.8], [135.07, 48.48], [137.0, 50.55], [140.8, 53.1]] },
];

const LAKES = [
  { name: "Ladoga", points: [[31.0, 59.95], [31.9, 60.2], [32.6, 60.15], [32.9, 60.55], [32.6, 61.1], [31.7, 61.6], [30.8, 61.65], [30.1, 61.15], [30.4, 60.7], [31.0, 60.35]] },
  { name: "Onega", points: [[35.5, 60.95], [36.3, 61.1], [36.4, 61.6], [35.8, 62.1], [35.2, 62.5], [34.9, 62.2], [34.4, 61.75], [35.2, 61.4]] },
  { name: "Baikal", points: [[103.8, 51.65], [104.8, 51.45], [106.3, 52.1], [107.9, 53.0], [109.3, 54.0], [109.9, 55.4], [109.3, 55.75], [108.6, 54.4], [106.9, 53.2], [105.3, 52.05]] },
  { name: "Aral Sea", points: [[58.4, 44.2], [58.8, 43.7], [60.2, 44.0], [61.2, 44.5], [61.7, 45.6], [61.3, 46.5], [60.1, 46.6], [59.2, 46.1], [58.5, 45.5]] },
];

const round = (x) => Math.round(x * 100) / 100;
const east_of_antimeridian = ([lon, lat]) => [lon < -160 ? lon + 360 : lon, lat];

function ring_area(ring) {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return Math.abs(twice / 2);
}

/** Douglas and Peucker's simplification of an open line; longitudes are shrunk so that the tolerance is the same both ways. */
function simplify(points, tolerance) {
  if (points.length < 3) return points;
  const [a, b] = [points[0], points[points.length - 1]];
  const shrink = Math.cos((a[1] * Math.PI) / 180);
  const dx = (b[0] - a[0]) * shrink, dy = b[1] - a[1], length = Math.hypot(dx, dy);
  let worst = 0, at = 0;
  for (let i = 1; i < points.length - 1; i++) {
    const px = (points[i][0] - a[0]) * shrink, py = points[i][1] - a[1];
    const d = length < 1e-9 ? Math.hypot(px, py) : Math.abs(px * dy - py * dx) / length;
    if (d > worst) { worst = d; at = i; }
  }
  if (worst <= tolerance) return [a, b];
  return [...simplify(points.slice(0, at + 1), tolerance).slice(0, -1), ...simplify(points.slice(at), tolerance)];
}

function tidy(multipolygon, tolerance) {
  return multipolygon.map((polygon) => polygon.map((ring) => {
    const half = Math.floor(ring.length / 2);
    const line = [...simplify(ring.slice(0, half + 1), tolerance).slice(0, -1), ...simplify(ring.slice(half), tolerance)];
    return line.map(([lon, lat]) => [round(lon), round(lat)]);
  }).filter((ring) => ring.length > 3 && ring_area(ring) > SMALLEST_RING_DEGREES2)).filter((polygon) => polygon.length);
}

const topology = JSON.parse(readFileSync(require.resolve("world-atlas/land-50m.json"), "utf8"));
const land_feature = feature(topology, topology.objects.land);
const polygons = (land_feature.features ?? [land_feature]).flatMap(({ geometry: g }) => g.type === "Polygon" ? [g.coordinates] : g.coordinates);
const shifted = polygons.map((polygon) => polygon.map((ring) => {
  // A ring that touches longitude 180 from the east side (Chukotka's tip) is moved whole.
  const moved = ring.every(([lon]) => lon < -160) ? ring.map(([lon, lat]) => [lon === -180 ? 179.999 : lon + 360, lat]) : ring;
  return moved.map(east_of_antimeridian);
}));
const frame = [[[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]];
const in_frame = shifted.filter((polygon) => polygon[0].some(([lon, lat]) => lon > WEST && lon < EAST && lat > SOUTH && lat < NORTH));
const land = clipping.intersection(clipping.union(...in_frame.map((p) => [p])), [frame]);
const empire = clipping.intersection(land, [[[...BORDER_1914, BORDER_1914[0]]]]);
const occupied = clipping.intersection(empire, [[[...FRONT_1917, ...OCCUPIED_1917_WEST_SIDE, FRONT_1917[0]]]]);

const basemap = {
  source: "Coasts: Natural Earth. The border of 1914, rivers, the front line (heavy), occupied land (hatched) and the plan of Petrograd are placed by hand.",
  land: tidy(land, TOLERANCE_DEGREES),
  country: tidy(empire, TOLERANCE_DEGREES),
  border: [...BORDER_1914, BORDER_1914[0]],
  occupied: { from: "1916-01-01", to: "1918-02-17", area: tidy(occupied, TOLERANCE_DEGREES), lines: [FRONT_1917, FRONT_1917_CAUCASUS] },
  rivers: [...RIVERS, ...RIVERS_ASIA],
  lakes: LAKES,
  labels: LAKES_AND_SEAS_LABELS,
  insets: { petrograd: PETROGRAD },
};
const text = JSON.stringify(basemap);
writeFileSync(fileURLToPath(new URL("basemap.json", import.meta.url)), text + "\n");
const count = (m) => m.flat().reduce((n, ring) => n + ring.length, 0);
console.log(`basemap.json: ${text.length} bytes; land ${count(basemap.land)} points, Empire ${count(basemap.country)}, occupied ${count(basemap.occupied.area)}`);
if (text.length > BUDGET_BYTES) { console.error(`basemap.json is over its budget of ${BUDGET_BYTES} bytes`); process.exit(1); }
