/** A chart as a file: SVG and PNG as it is drawn, CSV with the numbers behind it. */
import { el, sv, wrapped } from "./dom";
import { colour } from "./theme";

/** The numbers that a chart draws. Names of columns carry their units in brackets: `on strike [persons]`. */
export interface Data {
  columns: string[];
  rows: (string | number | null | undefined)[][];
}

// biome-ignore format: one line reads as the list that it is
const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "opacity", "visibility", "font-family", "font-size", "font-weight", "font-style", "font-variant-numeric", "paint-order", "text-anchor", "letter-spacing", "shape-rendering"];
/** Of what may be left out because it says nothing. */
const PLAIN: Record<string, string> = {
  "fill-opacity": "1",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
  opacity: "1",
  visibility: "visible",
  "font-style": "normal",
  "letter-spacing": "normal",
  "paint-order": "normal",
  "shape-rendering": "auto",
};

/** Writes the colours and fonts of a drawing on its copy; what is defined elsewhere on the page is noted. */
function inline(from: Element, to: Element, refs: Set<string>): void {
  const style = getComputedStyle(from);
  const own: string[] = [];
  for (const key of KEPT) {
    const value = style.getPropertyValue(key);
    if (!value || PLAIN[key] === value || (key.startsWith("stroke-") && style.stroke === "none")) continue;
    if (/^(font|text|letter)/.test(key) && from.tagName !== "text" && from.tagName !== "tspan") continue;
    const ref = value.match(/url\("?#([^")]+)"?\)/);
    if (ref) refs.add(ref[1]);
    own.push(`${key}:${value.replaceAll('"', "'")}`);
  }
  to.removeAttribute("class");
  to.removeAttribute("tabindex");
  to.removeAttribute("data-tip");
  to.setAttribute("style", own.join(";"));
  const [a, b] = [from.children, to.children];
  for (let i = 0; i < a.length; i++) inline(a[i], b[i], refs);
}

/** The page's typefaces that a drawing uses, as rules with their data inside. */
function faces(): string {
  const rules: string[] = [];
  for (const sheet of document.styleSheets)
    for (const rule of sheet.cssRules)
      if (rule instanceof CSSFontFaceRule && /Tauride Sans/.test(rule.style.getPropertyValue("font-family")))
        rules.push(rule.cssText);
  return rules.join("\n");
}

/** A drawing that stands by itself, with its title above and paper behind it. */
export function standalone(
  svg: SVGSVGElement,
  title: string,
  unit: string,
): { text: string; width: number; height: number } {
  const width = svg.clientWidth || Number(svg.getAttribute("width"));
  const drawn = Number(svg.getAttribute("height")) || svg.clientHeight;
  const lines = title ? wrapped(title, width - 8, 15, 600) : [];
  const subtitle = unit ? wrapped(unit, width - 8, 13) : [];
  const pad = 12;
  const head = lines.length * 20 + subtitle.length * 17 + (lines.length ? 8 : 0);
  const refs = new Set<string>();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inline(svg, copy, refs);
  const defs = sv("defs", null);
  for (const id of refs) {
    const pattern = document.getElementById(id);
    if (!pattern || copy.querySelector(`#${id}`)) continue;
    const own = pattern.cloneNode(true) as Element;
    inline(pattern, own, new Set());
    defs.append(own);
  }
  copy.setAttribute("x", String(pad));
  copy.setAttribute("y", String(pad + head));
  const [wide, tall] = [width + 2 * pad, drawn + head + 2 * pad];
  const text = (line: string, y: number, size: number, weight: number, ink: string): SVGElement =>
    sv("text", {
      x: pad,
      y,
      style: `font:${weight} ${size}px 'Tauride Sans','Source Sans 3',Arial,sans-serif;fill:${colour(ink)}`,
      text: line,
    });
  const out = sv(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall },
    sv("style", { text: faces() }),
    defs,
    sv("rect", { width: wide, height: tall, style: `fill:${colour("paper")}` }),
    lines.map((line, i) => text(line, pad + 15 + i * 20, 15, 600, "ink")),
    subtitle.map((line, i) => text(line, pad + lines.length * 20 + 13 + i * 17, 13, 400, "ink-2")),
    copy,
  );
  return { text: new XMLSerializer().serializeToString(out), width: wide, height: tall };
}

async function png(svg: SVGSVGElement, title: string, unit: string): Promise<Blob> {
  const { text, width, height } = standalone(svg, title, unit);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = el("canvas", { width: width * 2, height: height * 2 });
  const pen = canvas.getContext("2d")!;
  pen.scale(2, 2);
  // Typefaces of an image are read after it: drawn once more, they are there.
  pen.drawImage(image, 0, 0, width, height);
  await new Promise((done) => setTimeout(done, 60));
  pen.drawImage(image, 0, 0, width, height);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("the browser made no picture"))), "image/png"),
  );
}

/** A table as comma-separated values; a field that needs it stands in quotes. */
export function csv(data: Data): string {
  const field = (x: string | number | null | undefined): string => {
    const text = x === null || x === undefined || (typeof x === "number" && !Number.isFinite(x)) ? "" : String(x);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[data.columns, ...data.rows].map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}

function download(blob: Blob, file: string): void {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const fileName = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 80) || "chart";

/** The small menu of a chart or table. */
export function saveMenu(
  named: string | (() => string),
  unit: string,
  svg: (() => SVGSVGElement | null) | null,
  data: (() => Data) | null,
): HTMLElement {
  const title = (): string => (typeof named === "string" ? named : named());
  const menu = el("details", { class: "save" });
  const item = (name: string, act: () => void | Promise<void>): HTMLElement =>
    el("button", {
      type: "button",
      text: name,
      onclick: async () => {
        menu.open = false;
        await act();
      },
    });
  const drawing = svg ?? (() => null);
  menu.append(
    el(
      "summary",
      { "aria-label": `Save: ${title()}`, title: "Save" },
      sv(
        "svg",
        { width: 18, height: 18, "aria-hidden": "true" },
        [3, 9, 15].map((cx) => sv("circle", { cx, cy: 9, r: 1.5 })),
      ),
    ),
    el(
      "div",
      { class: "save-menu" },
      svg && [
        item("Save as SVG", () => {
          const of = drawing();
          if (of)
            download(
              new Blob([standalone(of, title(), unit).text], { type: "image/svg+xml" }),
              `${fileName(title())}.svg`,
            );
        }),
        item("Save as PNG", async () => {
          const of = drawing();
          if (of) download(await png(of, title(), unit), `${fileName(title())}.png`);
        }),
      ],
      data &&
        item("Save as CSV", () => download(new Blob([csv(data())], { type: "text/csv" }), `${fileName(title())}.csv`)),
    ),
  );
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget as Node | null)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  return menu;
}
