/*
 * Colours that stand beside one another can be told apart: in normal sight and under three deficiencies, on light and on
 * dark paper. Differences are CIEDE2000; deficiencies are complete ones after Machado, Oliveira and Fernandes (2009).
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Least difference of neighbours in normal sight, and under a deficiency. */
export const LEAST = { normal: 15, deficient: 10 };

const SIGHTS = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

const linear = (hex) =>
  [1, 3, 5].map((at) => {
    const x = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  });

/** CIELAB, D65, of a colour as it is seen. */
function lab(hex, sight) {
  const m = SIGHTS[sight];
  const c = linear(hex);
  const [r, g, b] = [0, 1, 2].map((i) =>
    Math.min(1, Math.max(0, m[3 * i] * c[0] + m[3 * i + 1] * c[1] + m[3 * i + 2] * c[2])),
  );
  const xyz = [
    (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
  ];
  const [x, y, z] = xyz.map((t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const RAD = Math.PI / 180;

/** CIEDE2000 after Sharma, Wu and Dalal (2005). */
export function difference([l1, a1, b1], [l2, a2, b2]) {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (a, b) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RAD + 360) % 360);
  const [h1, h2] = [hue(p1, b1), hue(p2, b2)];
  let dh = c1 * c2 === 0 ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  const [dl, dc] = [l2 - l1, c2 - c1];
  const big = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * RAD);
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  let h = h1 + h2;
  if (c1 * c2 !== 0) h = Math.abs(h1 - h2) <= 180 ? h / 2 : h < 360 ? (h + 360) / 2 : (h - 360) / 2;
  const t =
    1 -
    0.17 * Math.cos((h - 30) * RAD) +
    0.24 * Math.cos(2 * h * RAD) +
    0.32 * Math.cos((3 * h + 6) * RAD) -
    0.2 * Math.cos((4 * h - 63) * RAD);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * c, 1 + 0.015 * c * t];
  const turn = -Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * RAD) * 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  return Math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (big / sh) ** 2 + turn * (dc / sc) * (big / sh));
}

export const apart = (a, b, sight) => difference(lab(a, sight), lab(b, sight));

/** The colours of the style sheet by name, on light and on dark paper. */
function theme() {
  const text = readFileSync(`${root}/web/src/charts/theme.css`, "utf8");
  const found = {};
  for (const [, name, light, dark] of text.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g))
    found[name] = [light, dark];
  return found;
}

/** What stands beside what on the maps, in bars and in the strip. */
const NEIGHBOURS = [
  ["council", "government"],
  ["council", "committee"],
  ["council", "nobody"],
  ["government", "committee"],
  ["government", "nobody"],
  ["council", "paper"],
  ["government", "paper"],
  ["committee", "land"],
  ["council", "land"],
  ["government", "land"],
  ["model", "land"],
  ["model", "rule-2"],
  ["committee", "model"],
  ["r4", "model"],
  ["r4", "land"],
  ["water", "ink"],
];

/** Parties of each case in the order of every stack, with their colours. */
function parties() {
  const cases = readdirSync(`${root}/scenarios`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return cases.flatMap(({ name }) => {
    let text = "";
    try {
      text = readFileSync(`${root}/scenarios/${name}/display.toml`, "utf8");
    } catch {
      return [];
    }
    const order = text.match(/^order = \[([^\]]*)\]/ms)?.[1].match(/[a-z0-9_]+/g) ?? [];
    const table = text.match(/^\[colours\]\n([^[]*(?:\[[^\]]*\][^[]*)*?)(?=^\[|(?![\s\S]))/m)?.[1] ?? "";
    const colours = Object.fromEntries(
      [...table.matchAll(/^([a-z0-9_]+) = \["(#[0-9a-f]{6})", "(#[0-9a-f]{6})"\]/gm)].map(([, id, light, dark]) => [
        id,
        [light, dark],
      ]),
    );
    // A striped area is told from its neighbours by its stripes.
    const striped = new Set(
      [...(text.match(/^\[stripes\]\n((?:[a-z0-9_]+ = .*\n|#.*\n)*)/m)?.[1] ?? "").matchAll(/^([a-z0-9_]+) =/gm)].map(
        ([, id]) => id,
      ),
    );
    const shown = order.filter((id) => colours[id]);
    const pairs = shown.slice(1).map((id, i) => [shown[i], id]);
    return shown.length > 1
      ? [{ name, pairs: pairs.filter((pair) => !pair.some((id) => striped.has(id))), colours }]
      : [];
  });
}

export { parties };

/** Neighbours that cannot be told apart, in words. */
export function palette() {
  const faults = [];
  let pairs = 0;
  const check = (where, a, b, colours) => {
    pairs++;
    for (const [paper, at] of [
      ["light", 0],
      ["dark", 1],
    ])
      for (const sight of Object.keys(SIGHTS)) {
        const found = apart(colours[a][at], colours[b][at], sight);
        const least = sight === "normal" ? LEAST.normal : LEAST.deficient;
        if (!(found >= least))
          faults.push(`${where}: ${a} and ${b} on ${paper} paper, ${sight}: ${found.toFixed(1)}, less than ${least}`);
      }
  };
  const own = theme();
  for (const [a, b] of NEIGHBOURS) check("theme", a, b, own);
  for (const { name, pairs, colours } of parties()) for (const [a, b] of pairs) check(name, a, b, colours);
  return { faults, pairs };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Pairs of Sharma, Wu and Dalal's table of test data.
  for (const [a, b, wanted] of [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  ])
    if (Math.abs(difference(a, b) - wanted) > 5e-5)
      throw new Error(`CIEDE2000 gives ${difference(a, b)}, and ${wanted} is published`);
  const { faults, pairs } = palette();
  for (const fault of faults) console.error(fault);
  console.log(`${pairs} pairs of neighbouring colours; ${faults.length} faults`);
  process.exit(faults.length ? 1 : 0);
}
