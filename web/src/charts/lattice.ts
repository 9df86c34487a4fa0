/** A lattice of sites, each of a kind, as a model has it at an end. */
import { el, sv } from "./dom";
import { absent, type Figure, figure } from "./figure";
import { number, percent } from "./numbers";

export interface Lattice extends Figure {
  /** Sites in a row. */
  width: number;
  /** Kinds of site by code; the first is the ground. */
  kinds: readonly string[];
  /** The code of every site, row by row. */
  sites: readonly number[];
}

/** Classes of the kinds: few are told apart by colour, many are steps of one quantity. */
function classes(n: number): string[] {
  const few = ["site-0", "site-1", "site-2", "site-3", "site-4", "site-5", "site-6"];
  if (n <= few.length) return few;
  return Array.from({ length: n }, (_, i) => `heat-step-${Math.round((6 * i) / (n - 1))}`);
}

export function lattice(of: Lattice): HTMLElement {
  if (!of.sites.length || !of.width) return absent("The run gave nothing to draw here.");
  const looks = classes(of.kinds.length);
  const counts = of.kinds.map((_, code) => of.sites.filter((site) => site === code).length);
  const rows = Math.ceil(of.sites.length / of.width);
  const spoken = of.kinds.map((kind, i) => `${kind} ${percent(counts[i] / of.sites.length)}`).join(", ");
  const chart = figure(
    of,
    (room) => {
      const side = Math.max(1, Math.floor(Math.min(room, 420) / of.width));
      const [width, height] = [side * of.width, side * rows];
      const root = sv("svg", {
        width,
        height,
        viewBox: `0 0 ${of.width} ${rows}`,
        role: "img",
        "aria-label": `${of.title}: ${spoken}`,
        "shape-rendering": "crispEdges",
      });
      root.append(sv("rect", { width: of.width, height: rows, class: looks[0] }));
      // One path for each kind, of runs along the rows.
      of.kinds.forEach((kind, code) => {
        if (code) root.append(sv("path", { d: runs(of, code), class: looks[code] }, sv("title", { text: kind })));
      });
      return root;
    },
    () => ({
      columns: ["row", "column", "kind"],
      rows: of.sites.map((site, i) => [Math.floor(i / of.width), i % of.width, of.kinds[site] ?? String(site)]),
    }),
  );
  const key = el(
    "ul",
    { class: "key" },
    of.kinds.map(
      (kind, i) =>
        counts[i] > 0 &&
        el(
          "li",
          null,
          sv(
            "svg",
            { width: 14, height: 14, "aria-hidden": "true" },
            sv("rect", { width: 14, height: 14, class: `${looks[i]} swatch` }),
          ),
          `${kind}, ${number(counts[i])}`,
        ),
    ),
  );
  chart.append(key);
  return chart;
}

function runs(of: Lattice, code: number): string {
  let d = "";
  for (let i = 0; i < of.sites.length; ) {
    let n = 1;
    const end = Math.min(of.sites.length, (Math.floor(i / of.width) + 1) * of.width);
    while (i + n < end && of.sites[i + n] === of.sites[i]) n++;
    if (of.sites[i] === code) d += `M${i % of.width} ${Math.floor(i / of.width)}h${n}v1h-${n}z`;
    i += n;
  }
  return d;
}
