/*
 * Pages that the program writes, in Chromium: at phone and desktop width, light and dark, whatever their kind.
 *
 *   node report.mjs [--pictures FOLDER] PAGE.html …        CHROMIUM names the browser
 *
 * Fails (exit 1) on any message of the console, a request, an accessibility fault that axe calls serious, text that is cut
 * off, overlaps or is wider than its box, an identifier or a broken number among the words, a chart that cannot be saved,
 * or a control of the page that does nothing.
 */
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const words = process.argv.slice(2);
const at = words.indexOf("--pictures");
const [, pictures] = at < 0 ? [] : words.splice(at, 2);
if (!words.length || words.some((file) => !existsSync(file))) {
  console.error("usage: node report.mjs [--pictures FOLDER] PAGE.html …");
  process.exit(2);
}
if (pictures) mkdirSync(pictures, { recursive: true });
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const VIEWS = [
  ["desktop", 1280, 900],
  ["phone", 390, 844],
];
const faults = [];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const file of words)
  for (const view of VIEWS) for (const scheme of ["light", "dark"]) await look(file, view, scheme);
await browser.close();
const unique = [...new Set(faults)];
for (const fault of unique.slice(0, 60)) console.error(fault);
console.log(unique.length ? `${unique.length} faults` : "no faults");
process.exit(unique.length ? 1 : 0);

/** One page at one size in one scheme. */
async function look(file, [view, width, height], scheme) {
  const name = basename(file) === "report.html" ? basename(dirname(resolve(file))) : basename(file);
  const where = `${name}, ${view} ${scheme}`;
  const fault = (text) => faults.push(`${where}: ${text}`);
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
  page.on("console", (m) => m.type() === "error" && fault(`console: ${m.text()}`));
  page.on("pageerror", (e) => fault(`error: ${e.message}`));
  page.on("request", (r) => !/^(file|data|blob|about):/.test(r.url()) && fault(`request to ${r.url()}`));
  const began = Date.now();
  await page.goto(pathToFileURL(resolve(file)).href);
  await page
    .waitForSelector("html[data-ready=yes]", { timeout: 20_000 })
    .catch(() => fault("the page did not finish drawing"));
  const took = Date.now() - began;
  if (pictures) await page.screenshot({ path: join(pictures, `${name}-${view}-${scheme}.png`), fullPage: true });
  for (const text of await page.evaluate(inspect)) fault(text);
  // Once more with every part open, where wide tables hide.
  await page.evaluate(() => {
    for (const part of document.querySelectorAll("details.block")) part.open = true;
  });
  await page.waitForTimeout(150);
  for (const text of await page.evaluate(inspect)) fault(`opened: ${text}`);
  await page
    .addScriptTag({ path: AXE })
    .catch(async () => page.evaluate(await import("node:fs").then((fs) => fs.readFileSync(AXE, "utf8"))));
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const v of found.violations.filter((v) => ["serious", "critical"].includes(v.impact)))
    fault(`axe: ${v.id}: ${v.help} (${v.nodes.length}: ${v.nodes[0].target}; ${v.nodes[0].any?.[0]?.message ?? ""})`);
  for (const text of await use(page)) fault(text);
  if (view === "desktop" && scheme === "light") for (const text of await save(page)) fault(text);
  console.log(`${where}: drawn in ${took} ms`);
  await page.close();
}

/** Saves the first chart in every way. */
async function save(page) {
  const out = [];
  const menu = page.locator(".save:has(button:nth-child(3))").first();
  if (!(await menu.count())) return out;
  for (const kind of ["SVG", "PNG", "CSV"]) {
    await menu.locator("summary").click();
    const [file] = await Promise.all([
      page.waitForEvent("download", { timeout: 10_000 }),
      menu.getByText(`Save as ${kind}`).click(),
    ]);
    const bytes = await (await file.createReadStream()).toArray().then((parts) => Buffer.concat(parts));
    const begins = { SVG: "<svg", PNG: "\x89PNG", CSV: "" }[kind];
    if (
      !bytes.subarray(0, 8).toString("latin1").startsWith(begins) ||
      bytes.length < { SVG: 200, PNG: 200, CSV: 30 }[kind]
    )
      out.push(`a chart saved as ${kind} is no such file (${bytes.length} bytes)`);
    if (kind === "SVG" && /var\(|class=/.test(bytes.toString())) out.push("a saved SVG needs the page's style sheet");
    if (kind === "CSV" && !/\[/.test(bytes.toString().split("\n")[0])) out.push("a saved table has no units");
  }
  return out;
}

/** What a reader may do: read a chart by keyboard, move a slider, choose, search, switch the colours. */
function use(page) {
  return page.evaluate(async () => {
    const out = [];
    const fire = (node, type) => node.dispatchEvent(new Event(type, { bubbles: true }));
    const slider = document.querySelector("#map input[type=range]");
    if (slider) {
      const date = () => document.querySelector("#map .date-now").textContent;
      const before = date();
      slider.value = slider.value === slider.max ? 0 : slider.max;
      fire(slider, "input");
      if (date() === before) out.push("the slider does not move the map");
    }
    for (const select of document.querySelectorAll("section select"))
      for (const option of [...select.options].slice(0, 12)) {
        select.value = option.value;
        fire(select, "change");
      }
    for (const select of document.querySelectorAll("section select")) {
      select.selectedIndex = 0;
      fire(select, "change");
    }
    const search = document.querySelector("#events input[type=search]");
    if (search) {
      search.value = "zzzz-nothing";
      fire(search, "input");
      if (document.querySelectorAll("#events .events li").length) out.push("the search finds what is not there");
    }
    const chart = document.querySelector("svg[data-reads][tabindex]");
    if (chart) {
      chart.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
      const tip = document.getElementById("tip");
      if (tip.hidden || !tip.textContent) out.push("a chart does not answer the arrow keys");
      chart.dispatchEvent(new FocusEvent("blur"));
    }
    const paper = () => getComputedStyle(document.body).backgroundColor;
    const was = paper();
    document.querySelector(".masthead button").click();
    if (paper() === was) out.push("the switch of colours does nothing");
    return out;
  });
}

/** Runs in the page. */
function inspect() {
  const out = [];
  const report = document.getElementById("report");
  for (const node of document.querySelectorAll("section"))
    if (node.textContent.trim().length < 20) out.push(`section ${node.id} is empty`);
  const elsewhere = document.getElementById("elsewhere");
  if (
    /The front,|The front$/m.test([...(elsewhere?.querySelectorAll("h3") ?? [])].map((h) => h.textContent).join("\n"))
  )
    if (!elsewhere.textContent.includes("The model has no deaths in battle"))
      out.push("nothing says that the model has no deaths at the front");
  const copy = report.cloneNode(true);
  for (const node of copy.querySelectorAll("code, pre, .facts-list, noscript")) node.remove();
  const text = [...copy.querySelectorAll("*")]
    .flatMap((node) => [...node.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data))
    .join("\n");
  const broken = text.match(/\b(NaN|undefined|Infinity|\[object)/);
  if (broken) out.push(`the text holds ${broken[0]}`);
  const raw = text.match(
    /\b(council-transfer|council-seizure|government-holds|regime-holds|[a-z]+_[a-z][a-z0-9_]*|(grievance|hardship|contacts|fatigue)\.[a-z_]+)\b/g,
  );
  if (raw) out.push(`identifiers among the words: ${[...new Set(raw)].slice(0, 8).join(", ")}`);
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth + 1)
    out.push(`the page scrolls sideways: ${page.scrollWidth} > ${page.clientWidth}`);
  const name = (node) =>
    `${node.tagName.toLowerCase()} "${node.textContent.trim().slice(0, 40)}" in #${node.closest("section, header")?.id}`;
  const hidden = (node) =>
    node.offsetParent === null ||
    node.closest(".skip, .visually-hidden, details:not([open]) > :not(summary)") ||
    (node.closest("thead") && getComputedStyle(node.closest("thead")).position === "absolute");
  for (const node of document.querySelectorAll(
    "h1, h2, h3, h4, p, li, figcaption, td, th, summary, button, label, select, pre",
  ))
    if (!hidden(node) && node.scrollWidth > node.clientWidth + 2 && getComputedStyle(node).display !== "inline")
      out.push(`text wider than its box: ${name(node)}`);
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width || svg.closest("details:not([open])")) continue;
    const boxes = [];
    for (const node of svg.querySelectorAll("text")) {
      const b = node.getBoundingClientRect();
      if (!b.width) continue;
      if (
        b.left < frame.left - 1.5 ||
        b.right > frame.right + 1.5 ||
        b.top < frame.top - 3 ||
        b.bottom > frame.bottom + 3
      )
        out.push(`label cut off: ${name(node)}`);
      if (node.hasAttribute("transform")) continue;
      for (const [o, label] of boxes) {
        const w = Math.min(b.right, o.right) - Math.max(b.left, o.left);
        const h = Math.min(b.bottom, o.bottom) - Math.max(b.top, o.top);
        if (w > 2 && h > 5) out.push(`labels overlap: ${name(node)} and "${label}"`);
      }
      boxes.push([b, node.textContent]);
    }
  }
  return out;
}
