/** Elements and numbers in words. */

type Attributes = Record<string, unknown>;
type Child = Node | string | null | undefined | false | Child[];

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

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Attributes | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes ?? null, children);
}

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

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });

export function number(x: number): string {
  if (!Number.isFinite(x)) return "–";
  return Math.abs(x) >= 100 || Number.isInteger(x) ? whole.format(x) : fine.format(x);
}

/** Persons, with no more digits than they are worth. */
export function people(x: number): string {
  if (x >= 1e6) return `${fine.format(x / 1e6)} million`;
  return whole.format(x >= 1000 ? Number(x.toPrecision(3)) : x);
}

export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  return `${share > 0 && share < 0.01 ? "<1" : Math.round(100 * share)} %`;
}

export const round1 = (x: number): number => Math.round(x * 10) / 10;

/** The lines of an axis from nought to this: about three, at round numbers. */
export function ticksTo(most: number): number[] {
  const raw = (most || 1) / 3,
    power = 10 ** Math.floor(Math.log10(raw)),
    step = ([1, 2, 2.5, 5].find((s) => s * power >= raw) ?? 10) * power,
    out: number[] = [];
  for (let i = 0; i * step <= (most || 1); i++) out.push(i * step);
  return out;
}

/** Text drawn on a canvas: how wide it is. */
const pen = document.createElement("canvas").getContext("2d")!;
export function textWidth(text: string, font: string): number {
  pen.font = font;
  return pen.measureText(text).width;
}

export const SANS = '"Tauride Sans", "Source Sans 3", Arial, sans-serif';
export const SERIF = '"Tauride Serif", "Source Serif 4", Georgia, serif';

/** The value of a colour of the style sheet. */
export function colours<K extends string>(names: readonly K[]): Record<K, string> {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Record<
    K,
    string
  >;
}
