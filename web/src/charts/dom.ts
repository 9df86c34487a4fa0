/** Elements of a page, and how wide a text is. */

export type Attributes = Record<string, unknown>;
export type Child = Node | string | null | undefined | false | Child[];

function fill<T extends Element>(node: T, attributes: Attributes | null, children: Child[]): T {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value as EventListener);
    else if (key === "text") node.textContent = String(value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}

function add(node: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) add(node, child);
    else if (child) node.append(child);
  }
}

/** An HTML element. `text` sets its text, `on…` a listener; an attribute that is null, undefined or false is left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Attributes | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes ?? null, children);
}

/** An SVG element, with attributes as in `el`. */
export function sv<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes?: Attributes | null,
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes ?? null, children);
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element ${id}`);
  return node as T;
}

/** A length with one decimal: more would only make a drawing larger. */
export const round1 = (x: number): number => Math.round(x * 10) / 10;

export const SANS = '"Tauride Sans", "Source Sans 3", Arial, sans-serif';
export const SERIF = '"Tauride Serif", "Source Serif 4", Georgia, serif';

const pen = document.createElement("canvas").getContext("2d")!;

/** How wide a text is in the typeface of labels, px. */
export function textWidth(text: string, size = 13, weight = 400): number {
  pen.font = `${weight} ${size}px ${SANS}`;
  return pen.measureText(text).width;
}

/** A text in lines that are no wider than this, px; a single word may be. */
export function wrapped(text: string, width: number, size = 13, weight = 400): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, size, weight) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

/** A text that is cut to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number, size = 13, weight = 400): string {
  if (textWidth(text, size, weight) <= width) return text;
  let short = text;
  while (short.length > 3 && textWidth(`${short}…`, size, weight) > width) short = short.slice(0, -1).trimEnd();
  return `${short}…`;
}

/** Resolves when the typefaces are there: labels are measured before they are drawn. */
export async function typefaces(): Promise<void> {
  const faces = ['400 13px "Tauride Sans"', '600 13px "Tauride Sans"', '400 18px "Tauride Serif"'];
  const late = new Promise((done) => setTimeout(done, 1500));
  await Promise.race([Promise.all(faces.map((face) => document.fonts.load(face))), late]).catch(() => {});
}

/** How much larger an element is drawn than its own lengths say: lengths of the window are that much longer. */
export const zoomOf = (of: Element): number => (of as Element & { currentCSSZoom?: number }).currentCSSZoom ?? 1;
