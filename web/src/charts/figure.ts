/** The frame of every chart: title, a sentence, the menu, and a drawing that follows the width it gets. */
import { type Child, el } from "./dom";
import { type Data, saveMenu } from "./save";

export interface Figure {
  /** What is drawn: `Strikers in the capital`. */
  title: string;
  /** Unit of the numbers, in words: `persons`, `share of adults`. */
  unit?: string;
  /** A sentence above the drawing that says what is to be seen. */
  lead?: Child;
  /** What a reader needs to know below it. */
  caption?: Child;
  /** Level of the title; `none` where the drawing carries its titles itself. */
  heading?: "h3" | "h4" | "none";
  class?: string;
  /** What a saved file is called where the title does not say all: a map of one week. */
  saveAs?: () => string;
}

const draws = new WeakMap<Element, { draw: (width: number) => void; width: number }>();
const room = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const of = draws.get(target);
    const width = Math.floor(contentRect.width);
    if (!of || width < 40 || width === of.width) continue;
    of.width = width;
    of.draw(width);
  }
});

/** A host whose content is drawn to the width it has, and again when that changes. */
export function drawn(host: HTMLElement, draw: (width: number) => Node | null): HTMLElement {
  draws.set(host, {
    width: 0,
    draw: (width) => {
      const node = draw(width);
      host.replaceChildren(...(node ? [node] : []));
    },
  });
  room.observe(host);
  return host;
}

/** Draws again what has changed for another reason than its width; nothing before it has been drawn. */
export function redraw(host: Element): void {
  for (const node of [host, ...host.querySelectorAll("*")]) {
    const of = draws.get(node);
    if (of?.width) of.draw(of.width);
  }
}

/** A chart with its frame. `data` gives the numbers drawn, for the menu. */
export function figure(of: Figure, draw: (width: number) => SVGSVGElement, data: () => Data): HTMLElement {
  const host = drawn(el("div", { class: "drawing" }), draw);
  const menu = saveMenu(of.saveAs ?? of.title, of.unit ?? "", () => host.querySelector("svg"), data);
  const heading = of.heading ?? "h3";
  return el(
    "figure",
    { class: `chart${heading === "none" ? " untitled" : ""}${of.class ? ` ${of.class}` : ""}` },
    el(
      "div",
      { class: "chart-head" },
      heading !== "none" &&
        el(heading, null, of.title, of.unit ? el("span", { class: "unit", text: `, ${of.unit}` }) : null),
      menu,
    ),
    of.lead ? el("p", { class: "chart-lead" }, of.lead) : null,
    host,
    of.caption ? el("figcaption", null, of.caption) : null,
  );
}

/** What stands where there is nothing to draw. */
export const absent = (text: string): HTMLElement => el("p", { class: "empty", text });
