/** Patterns that areas are filled with: what must be told apart without its colour. Once on a page. */
import { sv } from "./dom";

/** Stripes of one colour on another. */
export function stripes(
  id: string,
  base: string,
  line: string,
  size: number,
  width: number,
  angle: number,
): SVGElement {
  return sv(
    "pattern",
    { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` },
    sv("rect", { width: size, height: size, style: `fill:${base}` }),
    sv("rect", { width, height: size, style: `fill:${line}` }),
  );
}

/** Two powers, two colours, and a hair of paper between them, so that the hatch does not blur into a third colour. */
function both(id: string, size: number): SVGElement {
  return sv(
    "pattern",
    { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    sv("rect", { width: size, height: size, style: "fill:var(--paper)" }),
    sv("rect", { width: size * 0.42, height: size, style: "fill:var(--government)" }),
    sv("rect", { x: size * 0.5, width: size * 0.42, height: size, style: "fill:var(--council)" }),
  );
}

const defs = sv("defs", null, [
  both("hatch-both", 8),
  both("hatch-both-fine", 5),
  stripes("hatch-occupied", "var(--paper)", "var(--rule-2)", 4, 1, -45),
  stripes("hatch-council", "var(--paper)", "var(--council)", 7, 3, 30),
  stripes("hatch-government", "var(--paper)", "var(--government)", 7, 3, 30),
]);

/** Puts the patterns into the page. */
export function mountHatches(): void {
  document.body.prepend(sv("svg", { width: 0, height: 0, style: "position:absolute", "aria-hidden": "true" }, defs));
}

/** Adds a pattern of the case. */
export const addPattern = (pattern: SVGElement): void => defs.append(pattern);
