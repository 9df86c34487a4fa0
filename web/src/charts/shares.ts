/** One bar that is divided: an election, the seats of a congress, the endings of many worlds. */
import { el, round1, sv, textWidth } from "./dom";
import { drawn } from "./figure";
import { number, percent, sum } from "./numbers";
import type { Paint } from "./words";

export interface Part {
  name: string;
  short?: string;
  value: number;
  paint: Paint;
}

/** The bar; each part carries as much of its name and share as it has room for. */
export function shareBar(parts: readonly Part[], label: string, unit = "", height = 24): HTMLElement {
  const shown = parts.filter((p) => p.value > 0);
  const total = sum(shown.map((p) => p.value));
  if (!total) return el("span", { class: "mark", text: "none recorded" });
  const spoken = `${label}: ${shown.map((p) => `${p.name} ${percent(p.value / total)}`).join(", ")}`;
  return drawn(el("div", { class: "share-bar" }), (width) => {
    const root = sv("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": spoken });
    let x = 0;
    for (const p of shown) {
      const w = (p.value / total) * width;
      const share = percent(p.value / total);
      const short = p.short ?? p.name;
      const text = [`${p.name} ${share}`, `${short} ${share}`, short, share.slice(0, -2)].find(
        (t) => textWidth(t, 12) + 8 < w,
      );
      const tip = `${p.name}\n${number(p.value)}${unit ? ` ${unit}` : ""} (${share})`;
      root.append(
        sv("rect", { x: round1(x), width: round1(Math.max(0.4, w - 1)), height, class: p.paint.fill, "data-tip": tip }),
      );
      if (text && w > 16)
        root.append(
          sv("text", {
            x: round1(x + w / 2),
            y: height / 2 + 4,
            "text-anchor": "middle",
            class: `small ${p.paint.on}`,
            "pointer-events": "none",
            text,
          }),
        );
      x += w;
    }
    return root;
  });
}

/** A key of areas: name beside a swatch. */
export function key(items: readonly { name: string; fill: string }[]): HTMLElement {
  return el(
    "ul",
    { class: "key" },
    items.map((i) =>
      el(
        "li",
        null,
        sv(
          "svg",
          { width: 22, height: 14, "aria-hidden": "true" },
          sv("rect", { width: 22, height: 14, class: i.fill }),
        ),
        i.name,
      ),
    ),
  );
}
