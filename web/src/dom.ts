/** Elements, numbers and colours: those of the charts, and what the page alone measures. */
export { byId, el, round1, SANS, SERIF, sv } from "./charts/dom";
export { number, people, percent } from "./charts/numbers";
export { colours } from "./charts/theme";

const pen = document.createElement("canvas").getContext("2d")!;

/** How wide a text is that a canvas draws in this font, px. */
export function textWidth(text: string, font: string): number {
  pen.font = font;
  return pen.measureText(text).width;
}
