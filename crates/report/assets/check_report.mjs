/*
 * Open a report and look at it: desktop and phone width, light and dark.
 *
 *   node check_report.mjs REPORT.html [FOLDER]       screenshots go to FOLDER if it is given
 *
 * Fails (exit 1) on console errors, requests to the network, sideways scrolling, missing sections, text cut by or sticking out of its
 * container, and labels that stand on one another inside a figure. Needs Chromium: CHROMIUM, or /usr/bin/chromium.
 */
import { existsSync, mkdirSync } from "node:fs";
import { resolve, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, folder] = process.argv.slice(2);
if (!file || !existsSync(file)) { console.error("usage: node check_report.mjs REPORT.html [FOLDER]"); process.exit(2); }
if (folder) mkdirSync(folder, { recursive: true });
const SECTIONS = ["head", "course", "map", "councils", "elections", "elsewhere", "events", "record", "patterns", "inputs", "repeat"];
const VIEWS = [["desktop", 1280, 900], ["phone", 390, 844]];
const faults = [];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const [view, width, height] of VIEWS) {
  for (const scheme of ["light", "dark"]) {
    const where = `${view} ${scheme}`;
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce", deviceScaleFactor: view === "phone" ? 2 : 1 });
    page.on("console", (m) => { if (m.type() === "error") faults.push(`${where}: console: ${m.text()}`); });
    page.on("pageerror", (e) => faults.push(`${where}: error: ${e.message}`));
    page.on("request", (r) => { if (!/^(file|data|blob|about):/.test(r.url())) faults.push(`${where}: request to ${r.url()}`); });
    const began = Date.now();
    await page.goto(pathToFileURL(resolve(file)).href);
    await page.waitForSelector("html[data-ready=yes]", { timeout: 20000 }).catch(() => faults.push(`${where}: the page did not finish drawing`));
    const took = Date.now() - began;
    if (folder) {
      await page.screenshot({ path: join(folder, `${view}-${scheme}.png`), fullPage: true });
      await page.screenshot({ path: join(folder, `${view}-${scheme}-first.png`) });
    }
    faults.push(...(await page.evaluate(inspect, SECTIONS)).map((f) => `${where}: ${f}`));
    // Once more with every collapsible part open, where wide tables hide.
    await page.evaluate(() => document.querySelectorAll("details.block").forEach((d) => { d.open = true; }));
    await page.waitForTimeout(100);
    faults.push(...(await page.evaluate(inspect, [])).map((f) => `${where}, opened: ${f}`));
    faults.push(...(await useControls(page)).map((f) => `${where}: ${f}`));
    console.log(`${where}: drawn in ${took} ms`);
    await page.close();
  }
}
await browser.close();
const unique = [...new Set(faults)];
for (const fault of unique.slice(0, 60)) console.error(fault);
console.log(unique.length ? `${unique.length} faults` : "no faults");
process.exit(unique.length ? 1 : 0);

/** Move the slider, search the events, switch the page's colours: none may raise an error or leave the page unchanged. */
async function useControls(page) {
  return page.evaluate(() => {
    const faults = [];
    const fire = (node, type) => node.dispatchEvent(new Event(type, { bubbles: true }));
    const slider = document.querySelector("#map input[type=range]");
    if (slider) {
      const before = document.querySelector("#map .date-now").textContent;
      slider.value = 0; fire(slider, "input");
      if (document.querySelector("#map .date-now").textContent === before) faults.push("the slider does not move the map");
      for (const select of document.querySelectorAll("#map select")) for (const option of select.options) { select.value = option.value; fire(select, "change"); }
    }
    for (const option of document.querySelector("#course select")?.options || []) { const s = option.parentElement; s.value = option.value; fire(s, "change"); }
    const search = document.querySelector("#events input[type=search]");
    if (search) { search.value = "zzzz-nothing"; fire(search, "input"); if (document.querySelectorAll("#events .events li").length) faults.push("the search finds what is not there"); }
    const chart = document.querySelector("#course svg[tabindex]");
    if (chart) { chart.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })); if (!document.querySelector("#course .readout b")) faults.push("the chart does not answer the arrow keys"); }
    const paper = () => getComputedStyle(document.body).backgroundColor, was = paper();
    document.querySelector(".masthead button").click();
    if (paper() === was) faults.push("the switch of colours does nothing");
    return faults;
  });
}

/** Runs in the page. */
function inspect(sections) {
  const faults = [];
  for (const id of sections) {
    const node = document.getElementById(id);
    if (!node) faults.push(`section ${id} is missing`);
    else if (node.textContent.trim().length < 20) faults.push(`section ${id} is empty`);
  }
  if (/\b(NaN|undefined|Infinity|\[object)/.test(document.getElementById("report").innerText)) faults.push("the text holds NaN, undefined, Infinity or [object");
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth + 1) faults.push(`the page scrolls sideways: ${page.scrollWidth} > ${page.clientWidth}`);
  const name = (node) => `${node.tagName.toLowerCase()} "${node.textContent.trim().slice(0, 40)}" in #${node.closest("section, header")?.id}`;
  for (const node of document.querySelectorAll("h1, h2, h3, p, li, figcaption, td, th, summary, button, label, select, pre")) {
    if (node.offsetParent === null || node.classList.contains("skip") || node.closest("thead") && getComputedStyle(node.closest("thead")).position === "absolute") continue;
    if (node.scrollWidth > node.clientWidth + 2 && getComputedStyle(node).display !== "inline") faults.push(`text wider than its box: ${name(node)}`);
  }
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width || svg.closest("details:not([open])")) continue;
    const boxes = [];
    for (const text of svg.querySelectorAll("text")) {
      const b = text.getBoundingClientRect();
      if (!b.width) continue;
      if (b.left < frame.left - 1.5 || b.right > frame.right + 1.5 || b.top < frame.top - 3 || b.bottom > frame.bottom + 3) faults.push(`label cut off: ${name(text)}`);
      const rotated = text.hasAttribute("transform");
      for (const [o, label] of rotated ? [] : boxes) {
        const w = Math.min(b.right, o.right) - Math.max(b.left, o.left), h = Math.min(b.bottom, o.bottom) - Math.max(b.top, o.top);
        if (w > 2 && h > 5) faults.push(`labels overlap: ${name(text)} and "${label}"`);
      }
      if (!rotated) boxes.push([b, text.textContent]);
    }
  }
  return faults;
}
