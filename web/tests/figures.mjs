/*
 * The figures of the browser interface, as lines of a Markdown table.
 *
 *   node figures.mjs TAURIDE EXPORT [RUNS [PART ...]]        CHROMIUM names the browser
 *
 * Parts are sent, scrubbing, first, pairs, bundle, world, memory and load; all of them where none is named.
 *
 * Beside times stands the processors' own time of all processes concerned, which other work on the machine changes less.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { bearer, countBytes, folder, median, opened, serve, sleep } from "./host.mjs";
import { crowd } from "./server.mjs";

const [program, exported, runs = "5", ...parts] = process.argv.slice(2),
  times = Number(runs);
const rows = [],
  row = (what, here, goal) => {
    rows.push(`| ${what} | ${here} | ${goal} |`);
    console.error(`${what}: ${here}`);
  };
const spread = (list, digits = 2) =>
  `${median(list).toFixed(digits)} (${Math.min(...list).toFixed(digits)} to ${Math.max(...list).toFixed(digits)})`;
const fresh = () => mkdtempSync(join(tmpdir(), "tauride-figures-"));

/** Processor seconds of a process and of each that it started, by number, and what all of them hold, in MiB. */
function family(root) {
  const all = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      all.set(Number(pid), {
        parent: Number(words[1]),
        seconds: (Number(words[11]) + Number(words[12])) / 100,
        mib: (Number(words[21]) * 4096) / 2 ** 20,
      });
    } catch {
      /* it has ended */
    }
  }
  const belongs = (pid) => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  const own = [...all].filter(([pid]) => belongs(pid));
  return {
    seconds: new Map(own.map(([pid, of]) => [pid, of.seconds])),
    mib: own.reduce((sum, [, of]) => sum + of.mib, 0),
  };
}

/** Processor seconds since an earlier look; a process that has ended meanwhile is left out. */
const spent = (root, before = new Map()) =>
  [...family(root).seconds].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0);

const started = await chromium.launchServer({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const browser = await chromium.connect(started.wsEndpoint()),
  chrome = started.process().pid;

/** A window of the browser, with nothing kept. */
const windowOf = (width = 1280, height = 800) => browser.newContext({ viewport: { width, height } });

/** The page in a tab of this window; how long it took until the first day was on the map. */
async function tab(own, address) {
  const page = await own.newPage(),
    began = performance.now();
  await page.goto(opened(address));
  await page.waitForSelector("html[data-ready=yes]", { timeout: 120_000 });
  page.took = (performance.now() - began) / 1000;
  return page;
}
const open = async (address, { width, height, hash = "" } = {}) => tab(await windowOf(width, height), address + hash);
const close = async (page) => {
  await page.context().close();
  await sleep(300);
};

/**
 * The first view in a new tab of a browser that is open, as a reader has one who follows the printed address. Each server has a
 * port of its own, so that the browser has kept nothing of it.
 */
async function firstView() {
  const own = await windowOf(),
    whole = [],
    page = [],
    cpu = [],
    again = [],
    there = [];
  await own.newPage();
  await sleep(3000);
  for (let i = 0; i < times; i++) {
    const dir = fresh();
    for (const list of [whole, again]) {
      const began = performance.now(),
        before = family(chrome).seconds,
        here = await serve(program, dir),
        view = await tab(own, here.address);
      list.push((performance.now() - began) / 1000);
      if (list === whole) {
        page.push(view.took);
        cpu.push(spent(chrome, before) + spent(here.child.pid));
        // The world is on the page before the server has written it down.
        await sleep(500);
      }
      await view.close();
      await here.stop();
      await sleep(300);
    }
    rmSync(dir, { recursive: true, force: true });
  }
  row(
    "first view, s: from starting `tauride serve` with nothing kept to the first day on the map, in a new tab",
    spread(whole),
    "1.5",
  );
  row("the same, of which the page, s", spread(page), "");
  row("the same, processor time of server and browser, s", spread(cpu), "");
  row("first view, s, once the first world is kept", spread(again), "");
  for (let i = 0; i < times; i++) {
    const host = await folder(exported),
      view = await tab(own, host.address);
    there.push(view.took);
    await view.close();
    await host.stop();
  }
  await own.close();
  row("first view, s, of an exported folder", spread(there), "1.5");
}

/** Pairs of worlds that are made for one question. */
const PAIRS = 8;

/**
 * A question put to many pairs of worlds from the page, and by the command line: seconds for each world that is made. The page
 * has its first pair, with its films, when many are asked for.
 */
async function pairs() {
  const first = [],
    byPage = [],
    byCommand = [];
  for (let i = 0; i < times; i++) {
    const dir = fresh(),
      here = await serve(program, dir),
      stage = await (await fetch(`${here.address}data/stage.json`)).json(),
      [{ name }] = stage.what_ifs,
      seed = 1000 + PAIRS * i,
      page = await open(here.address, { hash: `#seed=${seed}` });
    await page.evaluate((card) => document.querySelector(`[data-what-if="${card}"]`).click(), name);
    const began = performance.now();
    await page.click("#run");
    await page.waitForSelector("#parting", { timeout: 120_000 });
    first.push((performance.now() - began) / 1000);
    await page.selectOption('#what-if select[aria-label="How many pairs"]', String(PAIRS));
    const many = performance.now();
    await page.click("#more");
    await page.waitForFunction(
      (n) => document.querySelector("#odds .meaning").textContent.startsWith(`${n} pairs`),
      PAIRS,
      { timeout: 300_000 },
    );
    byPage.push((performance.now() - many) / 1000 / (2 * PAIRS - 2));
    await close(page);
    await here.stop();
    const since = performance.now();
    const asked = ["--with", name, "--pairs", PAIRS, "--seed", seed, "--scale", `1:${stage.scale}`];
    execFileSync(program, ["compare", stage.scenario, ...asked, "--quiet", "--out", join(dir, "compare")].map(String), {
      stdio: "ignore",
    });
    byCommand.push((performance.now() - since) / 1000 / (2 * PAIRS));
    rmSync(dir, { recursive: true, force: true });
  }
  row("a what-if on the page of the server, s: to both worlds on the page", spread(first), "");
  row(`then the odds from ${PAIRS} pairs, s for each further world`, spread(byPage), "");
  row(`${PAIRS} pairs by \`tauride compare\`, s for each world`, spread(byCommand), "");
  row("how many times as long the page takes for a world", spread(byPage.map((s, i) => s / byCommand[i])), "1.2");
}

async function scrubbing(address) {
  for (const [width, height, hash] of [
    [1280, 800, ""],
    [1920, 1080, ""],
    [3840, 2160, ""],
  ]) {
    const rates = [],
      slow = [],
      work = [],
      cpu = [];
    for (let i = 0; i < times; i++) {
      const page = await open(address, { width, height, hash }),
        session = await page.context().newCDPSession(page);
      await session.send("Performance.enable");
      const busy = async () =>
        (await session.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value;
      await sleep(1000);
      const [task, before] = [await busy(), family(chrome).seconds];
      const frames = await page.evaluate(scrub);
      work.push((1000 * ((await busy()) - task)) / frames.length);
      cpu.push((1000 * spent(chrome, before)) / frames.length);
      rates.push(1000 / median(frames.slice(2)));
      slow.push(1000 / [...frames.slice(2)].sort((a, b) => a - b)[Math.floor(frames.length * 0.95) - 2]);
      await close(page);
    }
    row(`scrubbing the year at ${width}, frames a second, median`, spread(rates, 0), width > 1920 ? "30" : "50");
    row("the same, the slowest in twenty", spread(slow, 0), "");
    row("the same, work of the page for a frame, ms", spread(work, 1), "33");
    row("the same, processor time of the whole browser for a frame, ms", spread(cpu, 1), "");
  }
}

/** Every day of the year, one a frame; the times between frames. */
export function scrub() {
  return new Promise((done) => {
    const slider = document.querySelector("#day"),
      times = [];
    let day = 0,
      last = performance.now();
    const next = (now) => {
      times.push(now - last);
      last = now;
      if (day >= Number(slider.max)) return done(times);
      slider.value = String(++day);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

/** Bytes that the first view of the server asks for, as they are sent. */
async function sent(address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const bytes = await countBytes(page);
  await page.goto(opened(address));
  await page.waitForSelector("html[data-ready=yes]", { timeout: 120_000 });
  await sleep(1000);
  const first = bytes();
  await page.mouse.click(5, 5);
  await sleep(3000);
  const total = bytes();
  await context.close();
  row("bytes sent for the first view, kB", (first / 1000).toFixed(0), "700");
  row("the same and what is fetched once a reader goes on, kB", (total / 1000).toFixed(0), "");
}

function bundle() {
  /** What the page of the models alone fetches. */
  const ofModels = (name) => /^(models|player)\./.test(name);
  const size = (dir, counts) =>
    readdirSync(dir, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) return entry.name === "data" ? sum : sum + size(path, counts);
      if (!counts(entry.name)) return sum;
      return sum + (path.endsWith(".gz") ? statSync(path).size : gzipSync(readFileSync(path)).length);
    }, 0);
  const mb = (counts) => (size(exported, counts) / 1e6).toFixed(2);
  row(
    "bundle, packed, without data, MB",
    mb((name) => !ofModels(name)),
    "1.5",
  );
  row("what the page of the models adds, packed, MB", mb(ofModels), "0.25");
  const stage = gzipSync(readFileSync(join(exported, "data/stage.json"))).length;
  const film = (part) => statSync(join(exported, `data/${part}.film.gz`)).size;
  row("data: stage and first part of the first world, packed, MB", ((stage + film("first")) / 1e6).toFixed(2), "");
  row("data: the rest of the first world, packed, MB", (film("rest") / 1e6).toFixed(2), "");
}

async function world() {
  const host = await folder(exported);
  const opens = JSON.parse(readFileSync(join(exported, "data/stage.json"), "utf8")).scale;
  for (const scale of [opens, 1000]) {
    const took = [],
      cpu = [];
    for (let i = 0; i < times; i++) {
      const before = family(chrome).seconds,
        page = await open(host.address, { hash: `#day=1917-05-01&seed=${i + 2}&scale=${scale}` });
      took.push(page.took);
      cpu.push(spent(chrome, before));
      await close(page);
    }
    row(
      `a world in WebAssembly, 1:${scale.toLocaleString("en")}, the whole period, s: from opening a folder's page to the map`,
      spread(took),
      "5",
    );
    row("the same, processor time of the browser, s", spread(cpu), "");
  }
  await host.stop();
}

async function memory() {
  const host = await folder(exported),
    page = await open(host.address),
    session = await page.context().newCDPSession(page),
    heap = [],
    resident = [];
  const names = await page.locator("[data-what-if]").evaluateAll((cards) => cards.map((card) => card.dataset.whatIf));
  for (let i = 0; i < 10; i++) {
    await page
      .locator("#what-if .chosen button")
      .click({ timeout: 500 })
      .catch(() => {});
    await page.evaluate((name) => document.querySelector(`[data-what-if="${name}"]`).click(), names[i * 3]);
    await page.evaluate(() => document.querySelector("#parting")?.remove());
    await page.click("#run");
    await page.waitForSelector("#parting", { timeout: 120_000 });
    await sleep(500);
    await session.send("HeapProfiler.collectGarbage");
    heap.push((await session.send("Runtime.getHeapUsage")).usedSize / 2 ** 20);
    resident.push(family(chrome).mib);
  }
  await close(page);
  await host.stop();
  const of = (list) => [0, 4, 9].map((i) => list[i].toFixed(0)).join(", ");
  row("ten what-ifs in turn: heap of the page after the first, fifth and tenth, MiB", of(heap), "steady");
  row("the same, all processes of the browser, resident, MiB", of(resident), "steady");
}

async function load() {
  const dir = fresh(),
    here = await serve(program, dir),
    took = [];
  await sleep(3000);
  const post = (seed) =>
    fetch(`${here.address}api/runs`, {
      method: "POST",
      headers: { "content-type": "application/json", ...bearer(here.address) },
      body: JSON.stringify({ seed, scale: 10 }),
    });
  const begun = await Promise.all([1, 2, 3, 4].map(async (seed) => (await post(seed)).json()));
  const fifth = await post(5),
    said = (await fifth.json()).error?.code;
  took.push(
    ...(await crowd(
      here.address,
      begun.map((run) => run.id),
    )),
  );
  for (const { id } of begun)
    await fetch(`${here.address}api/runs/${id}`, { method: "DELETE", headers: bearer(here.address) });
  await here.stop();
  rmSync(dir, { recursive: true, force: true });
  const sorted = [...took].sort((a, b) => a - b);
  row("50 clients who ask beside 4 runs at 1:10: median answer, ms", median(took).toFixed(0), "200");
  row("the same, 95 of 100 within, ms", sorted[Math.floor(sorted.length * 0.95)].toFixed(0), "");
  row("a fifth run is told", `${said} (${fifth.status})`, "busy");
}

const dir = fresh(),
  here = await serve(program, dir);
const isAsked = (part) => !parts.length || parts.includes(part);
try {
  await close(await open(here.address));
  if (isAsked("sent")) await sent(here.address);
  if (isAsked("scrubbing")) await scrubbing(here.address);
  await here.stop();
  for (const [part, measure] of Object.entries({ first: firstView, pairs, bundle, world, memory, load }))
    if (isAsked(part)) await measure();
} finally {
  await here.stop();
  await browser.close();
  await started.close();
  rmSync(dir, { recursive: true, force: true });
}
console.log(rows.join("\n"));
