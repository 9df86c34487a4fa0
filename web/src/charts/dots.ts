/** A dot for each world along a number, one group below another. */
import { el, round1, sv, textWidth } from "./dom";
import { type Figure, figure } from "./figure";
import { isNumber, median, number, type Value } from "./numbers";
import { place, scaleOver } from "./scale";

export interface Dots extends Figure {
  groups: readonly { name: string; values: readonly Value[]; look?: "model" | "other" }[];
  format?: (x: Value) => string;
  /** Ends of the axis where they are not found from the values. */
  low?: number;
  high?: number;
}

const ROW = 34;

export function dotStrip(of: Dots): HTMLElement {
  const format = of.format ?? number;
  const all = of.groups.flatMap((g) => g.values).filter(isNumber);
  if (!all.length) return el("p", { class: "empty", text: `${of.title}: in none of these worlds.` });
  const scale = scaleOver(all, { fromZero: false, count: 4, low: of.low, high: of.high });
  return figure(
    of,
    (width) => {
      const left = Math.min(width * 0.4, Math.max(...of.groups.map((g) => textWidth(g.name, 12.5))) + 14);
      const x = (v: number): number => left + 8 + place(scale, v) * (width - left - 20);
      const bottom = of.groups.length * ROW;
      const said = of.groups.map(
        (g) => `${g.name}: ${g.values.map((v) => (isNumber(v) ? format(v) : "never")).join(", ")}`,
      );
      const root = sv("svg", {
        width,
        height: bottom + 22,
        viewBox: `0 0 ${width} ${bottom + 22}`,
        role: "img",
        "aria-label": `${of.title}. ${said.join("; ")}`,
      });
      let end = -Infinity;
      for (const v of scale.ticks) {
        const text = format(v);
        const half = textWidth(text, 12) / 2;
        root.append(sv("line", { x1: round1(x(v)), x2: round1(x(v)), y1: 0, y2: bottom, class: "grid" }));
        const at = Math.min(width - half, x(v));
        if (at - half < end + 8) continue;
        end = at + half;
        root.append(sv("text", { x: round1(at), y: bottom + 15, "text-anchor": "middle", class: "dim small", text }));
      }
      of.groups.forEach((g, row) => {
        const y = row * ROW + ROW / 2;
        const known = g.values.filter(isNumber);
        root.append(sv("text", { x: 0, y: y + 4, class: "small", text: g.name }));
        for (const v of known)
          root.append(
            sv("circle", {
              cx: round1(x(v)),
              cy: y,
              r: 4.5,
              class: `world of-${g.look ?? "model"}`,
              "data-tip": `${format(v)}\n${g.name}`,
            }),
          );
        if (known.length) {
          const middle = round1(x(median(known)));
          root.append(
            sv("line", { x1: middle, x2: middle, y1: y - 11, y2: y + 11, class: `middle of-${g.look ?? "model"}` }),
          );
        }
      });
      return root;
    },
    () => ({
      columns: ["group", `value [${of.unit ?? "number"}]`],
      rows: of.groups.flatMap((g) => g.values.map((v) => [g.name, v])),
    }),
  );
}
