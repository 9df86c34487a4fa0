/*
 * The browser interface in Chromium: from the server and from an exported folder, by mouse and by keyboard, wide and narrow,
 * light and dark; then the server alone, with many clients, hostile ones among them, and killed.
 *
 *   node page.mjs TAURIDE EXPORT [PICTURES]        CHROMIUM names the browser
 *
 * Fails (exit 1) on any fault, a message of the console, or an accessibility fault that axe calls serious.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { cases, single } from "./cases.mjs";
import { models } from "./models.mjs";
import { countBytes, folder, median, opened, serve } from "./host.mjs";
import { numbers } from "./numbers.mjs";
import { palette } from "./palette.mjs";
import { server } from "./server.mjs";

const [program, exported, pictures] = process.argv.slice(2);
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const runs = mkdtempSync(join(tmpdir(), "tauride-page-"));
if (pictures) mkdirSync(pictures, { recursive: true });
/** Bytes that the first view may take, as they are sent. */
const MOST_SENT = 700_000;
const faults = [],
  told = [];
const expect = (what, holds) => {
  if (!holds) {
    faults.push(what);
    console.error(`FAULT: ${what}`);
  }
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

/** A page of this size, with its faults noted; `hash` is where a link leads, `path` another page than the first. */
async function open(
  address,
  {
    width = 1280,
    height = 800,
    scheme = "light",
    motion = "no-preference",
    touch = false,
    hash = "",
    path = "",
    where = "",
  } = {},
) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: motion,
    hasTouch: touch,
    deviceScaleFactor: 1,
  });
  const name = where || `${width} ${scheme}`;
  page.on("console", (m) => {
    // Without a server there is nothing at api/about, which is how the page knows.
    const isAsking = m.location().url.endsWith("/api/about");
    // A run that the server refuses is told by the page; the browser notes the answer too.
    const isRefused = /\/api\/runs(\?keeps=film&wait=turn)?$/.test(m.location().url) && m.text().includes("400");
    // The fingerprints of the map below read the canvas back.
    const isOurs = m.text().includes("willReadFrequently");
    if (["error", "warning"].includes(m.type()) && !isAsking && !isOurs && !isRefused)
      expect(`${name}: console: ${m.text()} (${m.location().url})`, false);
  });
  page.on("pageerror", (e) => expect(`${name}: ${e.message}`, false));
  page.on("request", (r) => {
    const { protocol, origin } = new URL(address);
    const isOwn = protocol === "file:" ? r.url().split("#")[0] === address.split("#")[0] : r.url().startsWith(origin);
    if (!isOwn && !/^(data|blob):/.test(r.url())) expect(`${name}: a request to ${r.url()}`, false);
  });
  const began = Date.now();
  // The token is shown at the first page, and kept.
  if (path) await page.context().request.get(opened(address));
  await page.goto(path ? address + path + hash : opened(address + hash));
  await page.waitForSelector("html[data-ready=yes]", { timeout: 60_000 });
  page.took = Date.now() - began;
  return page;
}

const date = (page) => page.locator("#date .main").textContent();
/** A fingerprint of what the map shows: of every so manieth value. */
const map = (page, which = 1, step = 397) =>
  page.evaluate(
    ([n, every]) => {
      const canvas = document.querySelector(`#map-${n} canvas`),
        pen = canvas.getContext("2d"),
        data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
      let sum = 0;
      for (let i = 0; i < data.length; i += every) sum = (sum * 31 + data[i]) >>> 0;
      return sum;
    },
    [which, step],
  );

/** Keeps what the map shows, in the page, under this name. */
const picture = (page, name) =>
  page.evaluate((key) => {
    const canvas = document.querySelector("#map-1 canvas");
    window[key] = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  }, name);

async function axe(page, where) {
  await page.evaluate(await (await import("node:fs/promises")).readFile(AXE, "utf8"));
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const v of found.violations.filter((x) => ["serious", "critical"].includes(x.impact)))
    expect(
      `${where}: axe: ${v.id}: ${v.help} (${v.nodes.length}: ${v.nodes[0].target}; ${v.nodes[0].any?.[0]?.message ?? ""})`,
      false,
    );
}

async function byMouse(address) {
  const page = await open(address, { where: "by mouse" });
  told.push(`first view ${page.took} ms`);
  const opening = await date(page),
    before = await map(page);
  await page.click("#play");
  await page.waitForFunction((day) => document.querySelector("#date .main").textContent !== day, opening);
  await page.click("#play");
  await page.locator("#day").fill("200");
  await page.waitForTimeout(100);
  expect("scrubbing moves the date", (await date(page)) === "6 September 1917");
  expect("scrubbing changes the map", (await map(page)) !== before);
  // What is filled again day by day must be what is drawn at once.
  for (let day = 170; day <= 200; day += 3) {
    await page.locator("#day").fill(String(day));
    await page.waitForTimeout(40);
  }
  await page.locator("#day").fill("200");
  await page.waitForTimeout(300);
  await picture(page, "stepped");
  for (const q of ["trust", "authority"]) {
    await page.selectOption("#quantity", q);
    await page.waitForTimeout(300);
  }
  await picture(page, "whole");
  const apart = await page.evaluate(() =>
    window.stepped.reduce((n, value, i) => n + (Math.abs(value - window.whole[i]) > 24), 0),
  );
  // Edges are smoothed a little otherwise where fewer are filled together; a place in another colour is hundreds of values.
  expect(`a day reached by steps looks as one drawn at once (${apart} values apart)`, apart <= 24);
  for (const show of ["acting", "party", "seats", "grievance", "trust", "turnout", "authority"]) {
    const seen = await map(page);
    await page.selectOption("#quantity", show);
    await page.waitForTimeout(80);
    expect(`the map shows ${show}`, (await map(page)) !== seen);
  }
  await page.click("[data-view=capital]");
  await page
    .waitForFunction(() => location.hash.includes("day=1917-09-06") && location.hash.includes("view=capital"), null, {
      timeout: 3000,
    })
    .catch(() => expect("the link remembers day and view", false));

  // Follow a works.
  await page.locator("#follow").scrollIntoViewIfNeeded();
  await page.locator("#follow .chips button").first().click();
  expect("a works is followed", /Putilov/.test(await page.locator("#follow h3").first().textContent()));
  expect("its year is told", (await page.locator("#follow .diary li").count()) > 3);
  expect(
    "why it acts is told",
    /grievance that trust does not soothe 0\.\d\d/.test(await page.locator("#follow .because").textContent()),
  );
  expect("why it acts is drawn", (await page.locator("#follow .why svg path").count()) > 9);

  // A seat, and who elected it.
  await page.locator("#councils").scrollIntoViewIfNeeded();
  await page.locator("#day").fill("200");
  const hall = page.locator("#councils canvas").first();
  await hall.scrollIntoViewIfNeeded();
  await hall.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(50);
  expect("a seat tells its election", /elected on/.test(await page.locator(".seat").textContent()));

  // A source.
  const dot = page.locator("#record .seen").first();
  await dot.scrollIntoViewIfNeeded();
  await dot.click();
  expect("a source opens", await page.locator("dialog[open]").isVisible());
  await page.keyboard.press("Escape");

  // The log.
  await page.locator("#events").scrollIntoViewIfNeeded();
  await page.fill("#events input[type=search]", "Petrograd");
  await page.waitForTimeout(300);
  const rows = await page.locator("#events .events li").count();
  expect("the log finds Petrograd", rows > 0);
  await page.locator("#events .events button").first().click();
  expect("an event opens the card of its place", await page.locator("#card").isVisible());
  await page.click("#card button[aria-label]");

  await settings(page);

  // A what-if of one's own: refused with its line, then run.
  await page.locator("#what-if summary", { hasText: "of your own" }).click();
  const write = 'title = "No news"\n[[change]]\nkind = "mechanism"\nname = "news"\non = false\n';
  await page.fill("#own", write.replace('news"\non', 'newz"\non'));
  await page.click("#run");
  await page
    .waitForFunction(() => document.querySelector("#what-if [role=status]").textContent.includes("own.toml:4:"), null, {
      timeout: 20_000,
    })
    .catch(() => expect("a fault of one's own what-if is told with its line", false));
  await page.fill("#own", write);
  await page.click("#run");
  await page.waitForSelector("#parting", { timeout: 60_000 });
  expect(
    "a what-if of one's own is run and named",
    (await page.locator("#world-2 figcaption").textContent()).includes("No news"),
  );
  await page.fill("#own", "");
  await page.locator("#what-if .controls button", { hasText: "Back to one world" }).click();

  // A what-if beside the first world.
  await page.locator("#what-if").scrollIntoViewIfNeeded();
  await page.click('[data-what-if="no-war"]');
  const began = Date.now();
  await page.click("#run");
  await page.waitForSelector("#parting", { timeout: 60_000 });
  told.push(`what-if ${((Date.now() - began) / 1000).toFixed(1)} s`);
  expect("the two worlds part", /part on/.test(await page.locator("#parting").textContent()));
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator("#day").fill("200");
  // The page glides upwards.
  await page.waitForTimeout(1500);
  expect("two maps stand side by side", await page.locator("#world-2").isVisible());
  expect("the two maps differ", (await map(page, 1)) !== (await map(page, 2)));
  if (pictures) await page.screenshot({ path: join(pictures, "what-if.png") });
  const address2 = await page.evaluate(() => location.href);
  expect("the link remembers the what-if", address2.includes("with=no-war"));
  await secondScreen(page);
  await comeBack(page);
  await page.close();
}

/** Two maps with a handle between them, by mouse and by keyboard; side by side; their difference. */
async function secondScreen(page) {
  await page.locator("#pair").scrollIntoViewIfNeeded();
  await page.waitForTimeout(600);
  const handle = page.locator("#pair .handle");
  const at = async () => Number(await handle.getAttribute("aria-valuenow"));
  /** Columns of the second map that can be seen, of its width. */
  const seen = () =>
    page.evaluate(() => {
      const host = document.querySelectorAll("#pair .host")[1];
      const [, , , , left] = getComputedStyle(host).clipPath.match(/inset\((\S+) (\S+) (\S+) (\S+)\)/) ?? [];
      return left?.endsWith("%") ? 100 - parseFloat(left) : 100;
    });
  expect("the handle stands in the middle at first", (await at()) === 50 && Math.abs((await seen()) - 50) < 1);
  const box = await page.locator("#pair .host").first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + box.width / 4, y, { steps: 4 });
  await page.mouse.up();
  expect("the handle follows the mouse", Math.abs((await at()) - 75) <= 1 && Math.abs((await seen()) - 25) <= 1);
  const day = await page.locator("#day").inputValue();
  await handle.focus();
  for (const key of ["ArrowLeft", "ArrowLeft", "Shift+ArrowRight"]) await page.keyboard.press(key);
  expect("the arrows move the handle", Math.abs((await at()) - 81) <= 1);
  await page.keyboard.press("End");
  expect("End shows only the world as it was", (await at()) === 100 && (await seen()) === 0);
  await page.keyboard.press("Home");
  expect("Home shows only the one with the change", (await at()) === 0 && (await seen()) === 100);
  expect("the handle's arrows leave the day", (await page.locator("#day").inputValue()) === day);
  expect("it says in words where it stands", /with the change/.test(await handle.getAttribute("aria-valuetext")));
  const shown = (which) =>
    page.evaluate((n) => {
      const canvas = document.querySelectorAll("#pair .host > canvas:first-child")[n];
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 397) sum = (sum * 31 + data[i]) >>> 0;
      return sum;
    }, which);
  expect("the two maps of the second screen differ", (await shown(0)) !== (await shown(1)));
  await page.click("#pair [data-way=beside]");
  await page.waitForTimeout(400);
  const beside = await page
    .locator("#pair .host")
    .evaluateAll((hosts) => hosts.map((h) => h.getBoundingClientRect().x));
  expect("two maps stand side by side on the second screen", beside[1] > beside[0] + 200);
  const whole = await shown(0);
  await page.click("#pair [data-way=difference]");
  await page.waitForTimeout(400);
  expect("the difference is another map, with its key", (await shown(0)) !== whole);
  expect(
    "it says what is less and what is more",
    /less with the change/.test(await page.locator(".pair-key").textContent()),
  );
  await page
    .waitForFunction(() => location.hash.includes("maps=difference"), null, { timeout: 3000 })
    .catch(() => expect("the link remembers how the maps are shown", false));
  for (const quantity of ["acting", "party", "trust", "authority"]) {
    await page.locator("#pair select").selectOption(quantity);
    await page.waitForTimeout(150);
  }
  expect(
    "the paired curves have a key",
    /as it was.*with the change/.test(
      await page.locator("#what-if .key", { hasText: "as it was" }).first().textContent(),
    ),
  );
  await axe(page, "second screen");
  const told = await page.locator("#what-if .cause").allTextContents();
  expect("causes are sentences", !told.some((text) => /\[|Expected of/.test(text)));
}

/** A reload finds its worlds and its pairs again. */
async function comeBack(page) {
  await page.click("#more");
  await page
    .waitForFunction(() => /^[2-9] pairs/.test(document.querySelector("#odds .meaning").textContent), null, {
      timeout: 90_000,
    })
    .catch(() => expect("pairs of worlds come in", false));
  await page.evaluate(() =>
    [...document.querySelectorAll("#what-if button")].find((b) => b.textContent === "Cancel" && !b.hidden)?.click(),
  );
  await page.waitForTimeout(300);
  const pairs = await page.locator("#odds .meaning").first().textContent();
  await page.reload();
  await page.waitForSelector("#parting", { timeout: 60_000 });
  const again = await page.locator("#odds .meaning").first().textContent();
  expect(
    `a reload finds its pairs again (${pairs} / ${again})`,
    parseInt(again, 10) >= Math.max(2, parseInt(pairs, 10)),
  );
  expect(
    "the server's own list of worlds is there",
    (await page.locator("#earlier li").count()) > 0 && /No war/.test(await page.locator("#earlier").textContent()),
  );
}

/** Bytes that are sent for the first view, and after the reader goes on. */
async function sent(address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const bytes = await countBytes(page);
  await page.goto(address);
  await page.waitForSelector("html[data-ready=yes]", { timeout: 60_000 });
  await page.waitForTimeout(1500);
  const first = bytes();
  expect(
    `the first view is sent in at most ${MOST_SENT / 1000} kB, not ${Math.round(first / 1000)}`,
    first <= MOST_SENT,
  );
  const engine = await page.evaluate(() =>
    performance.getEntriesByType("resource").some((r) => r.name.includes("engine")),
  );
  expect("nobody is sent the engine who runs nothing", !engine);
  await page.mouse.wheel(0, 2000);
  await page
    .waitForFunction(() => document.querySelectorAll("#record svg").length > 5, null, { timeout: 20_000 })
    .catch(() => expect("what lies below is there once a reader goes on", false));
  told.push(`first view ${Math.round(first / 1000)} kB`);
  await context.close();
}

/** Moves a number and switches a mechanism off; the second world runs with both; then all is taken back. */
async function settings(page) {
  await page.locator("#what-if").scrollIntoViewIfNeeded();
  await page.locator("#settings summary").click();
  await page.fill("#settings input[type=search]", "bread missing");
  expect("a search leaves few settings", (await page.locator("#settings .setting:visible").count()) === 1);
  const slider = page.locator('[id="set-grievance.food_need"]');
  await slider.focus();
  await page.keyboard.press("End");
  expect(
    "a slider moves its number",
    (await page.locator("#what-if .chips button").first().textContent()).startsWith(
      "Grievance: food need 5 instead of 0.75",
    ),
  );
  await page.fill("#settings input[type=search]", "fatigue");
  await page.locator("#set-fatigue").uncheck();
  await page
    .waitForFunction(() => location.hash.includes("set=fatigue:off,grievance.food_need:5"), null, { timeout: 3000 })
    .catch(() => expect("the link remembers the settings", false));
  await page.click("#run");
  await page.waitForSelector("#parting", { timeout: 60_000 });
  const [here, there] = await page
    .locator("#parting")
    .evaluate(() => [
      document.querySelector("#world-2 figcaption").textContent,
      document.querySelectorAll("#odds tr").length,
    ]);
  expect(
    "the second world is named by its settings",
    here.includes("Fatigue off") && here.includes("food need 5 instead of 0.75") && there > 0,
  );
  for (let left = 2; left > 0; left--) await page.locator("#what-if .chips button").first().click();
  expect(
    "chips take settings back",
    (await page.locator("#what-if .chips button").count()) === 0 &&
      (await slider.inputValue()) === "0.75" &&
      (await page.locator("#run").isDisabled()),
  );
  await page.locator("#what-if .controls button", { hasText: "Back to one world" }).click();
  await page.evaluate(() => {
    document.querySelector("#settings input[type=search]").value = "";
    document.querySelector("#settings input[type=search]").dispatchEvent(new Event("input"));
  });
  await axe(page, "settings");
  await page.locator("#settings summary").click();
}

async function scrub(address) {
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ]) {
    const page = await open(address, { width, height, where: "scrubbing" });
    const frames = await page.evaluate(
      () =>
        new Promise((done) => {
          const slider = document.querySelector("#day"),
            times = [];
          let day = 0,
            last = performance.now();
          const next = (now) => {
            times.push(now - last);
            last = now;
            if (day >= 255) return done(times);
            slider.value = String(++day);
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            requestAnimationFrame(next);
          };
          requestAnimationFrame(next);
        }),
    );
    const rate = 1000 / median(frames.slice(2));
    told.push(`scrubbing at ${width}: ${rate.toFixed(0)} frames/s`);
    // A machine that is busy with other things says nothing about the page.
    const isBusy = loadavg()[0] > cpus().length + 1;
    expect(`scrubbing at ${width} has a median of at least 30 frames/s, not ${rate.toFixed(1)}`, rate >= 30 || isBusy);
    if (isBusy) told.push("on a busy machine");
    await page.close();
  }
}

async function byKeyboard(address) {
  const page = await open(address, { where: "by keyboard", motion: "reduce" });
  await page.keyboard.press("Tab");
  expect(
    "the first key leads to the skip link",
    (await page.evaluate(() => document.activeElement.className)) === "skip",
  );
  await page.keyboard.press("Enter");
  await page.waitForTimeout(100);
  const day = () => page.evaluate(() => Number(document.querySelector("#day").value));
  await page.locator("#day").focus();
  await page.keyboard.press("Home");
  expect("Home is the first day", (await day()) === 0);
  await page.keyboard.press("ArrowRight");
  expect("an arrow is a day", (await day()) === 1);
  await page.keyboard.press("Shift+ArrowRight");
  expect("with Shift, a week", (await day()) === 8);
  await page.keyboard.press("Space");
  // A day on which something turns stands for more than a second.
  await page
    .waitForFunction(() => Number(document.querySelector("#day").value) > 8, null, { timeout: 10_000 })
    .catch(() => {});
  await page.keyboard.press("Space");
  const played = await day();
  expect("Space plays and pauses", played > 8);
  await page.waitForTimeout(250);
  expect("it stands still after a pause", (await day()) === played);
  await page.keyboard.press("c");
  expect("C is the capital", (await page.locator("[data-view=capital]").getAttribute("aria-pressed")) === "true");
  // Every stop of the tabulator can be seen, and the whole page can be walked.
  let stops = 0;
  for (; stops < 400; stops++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const node = document.activeElement;
      return node === document.body
        ? null
        : {
            tag: node.tagName,
            visible: node.getClientRects().length > 0,
            outlined: getComputedStyle(node).outlineStyle !== "none" || node.matches(".seen"),
          };
    });
    if (!at) break;
    expect(`stop ${stops} is visible and marked`, at.visible && at.outlined);
  }
  expect("the walk through the page ends", stops > 40 && stops < 400);
  await page.close();
}

async function looks(address) {
  for (const [width, height] of [
    [1920, 1080],
    [1280, 800],
    [390, 844],
  ])
    for (const scheme of ["light", "dark"]) {
      const page = await open(address, { width, height, scheme, hash: "#day=1917-08-30" });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      // What lies below the first screen comes once a reader goes on.
      await page.mouse.wheel(0, 1);
      await page.waitForSelector("html[data-whole=yes]", { timeout: 30_000 });
      await page.evaluate(() => scrollTo(0, 0));
      expect(`${width} ${scheme}: nothing sticks out sideways (${wide} px)`, wide <= 0);
      await axe(page, `${width} ${scheme}`);
      if (pictures) {
        await page.screenshot({ path: join(pictures, `${width}-${scheme}.png`) });
        await page.evaluate(() => document.querySelector("#timeline").style.setProperty("position", "static"));
        await page.screenshot({ path: join(pictures, `${width}-${scheme}-whole.png`), fullPage: true });
      }
      await page.close();
    }
}

async function links(address) {
  const page = await open(address, { hash: "#day=1917-07-04&view=capital&show=grievance", where: "deep link" });
  expect("a link leads to its day", (await date(page)) === "4 July 1917");
  expect(
    "a link leads to its view",
    (await page.locator("[data-view=capital]").getAttribute("aria-pressed")) === "true",
  );
  expect("a link leads to its quantity", (await page.locator("#quantity").inputValue()) === "grievance");
  await page.close();
  const odd = await open(address, {
    hash: "#day=1917-13-99&view=%3Cscript%3E&place=99999999&unit=-1&with=../x,no-such&set==,%00,a:b:c",
    where: "odd link",
  });
  expect("a link that makes no sense still opens the page", (await date(odd)).endsWith("1917"));
  expect("and says so", (await odd.locator("#faults li").count()) > 5);
  await odd.close();
  const set = await open(address, {
    hash: "#day=1917-03-02&set=news:off,grievance.food_need:9,nothing:1,belief.newcomer:0.25",
    where: "link with settings",
  });
  await set.waitForSelector("#parting", { timeout: 60_000 });
  const chips = await set.locator("#what-if .chips button").allTextContents();
  expect(
    `a link runs the settings that it has right (${chips})`,
    chips.length === 2 && chips[0].startsWith("News off") && chips[1].startsWith("Belief: newcomer 0.25"),
  );
  await set.close();
}

/** A study that lies among the server's runs is listed and opened. */
async function studies(address) {
  const page = await open(address, { where: "studies" });
  const block = page.locator("#studies");
  await block.locator("summary").click();
  const [other] = await Promise.all([page.context().waitForEvent("page"), block.locator("a").first().click()]);
  await other
    .waitForSelector("html[data-ready=yes]", { timeout: 20_000 })
    .catch(() => expect("a finished study opens from the page", false));
  const asks = await other.evaluate(() => fetch("/api/runs").then(Boolean, () => false));
  expect("a study's page asks the server for nothing", !asks);
  await page.context().close();
}

execFileSync(
  program,
  ["ensemble", "one-town", "--runs", "3", "--scale", "1:100", "--out", join(runs, "many"), "--quiet"],
  {
    stdio: "ignore",
  },
);
const here = await serve(program, runs),
  host = await folder(exported);
try {
  await byMouse(here.address);
  await sent(here.address);
  await scrub(here.address);
  await byKeyboard(here.address);
  await links(here.address);
  await studies(here.address);
  const at = { open, axe, expect, told, map, pictures };
  await cases(here.address, at);
  await single(program, here.address, at);
  await numbers(program, here.address, at);
  await models(program, here.address, host.address, at);
  const { faults: alike, pairs } = palette();
  for (const fault of alike) expect(fault, false);
  told.push(`${pairs} pairs of neighbouring colours`);
  await looks(here.address);
  const plain = await open(host.address, { where: "a folder's first world" });
  await plain.mouse.wheel(0, 3000);
  await plain
    .waitForFunction(() => document.querySelectorAll("#record svg").length > 5, null, { timeout: 20_000 })
    .catch(() => expect("a folder has what lies below its first screen", false));
  await plain.close();
  const page = await open(host.address, { where: "from a folder", hash: "#day=1917-05-01&seed=2" });
  told.push(`a world in the page ${(page.took / 1000).toFixed(1)} s`);
  expect("a folder's page runs its own worlds", /^[0-9a-f]{32}$/.test(await page.locator("#digest").textContent()));
  await page.close();
} finally {
  await browser.close();
  await here.stop();
  await host.stop();
}
await server(program, runs, expect, told);
rmSync(runs, { recursive: true, force: true });
console.log(`${faults.length ? `${faults.length} faults; ` : ""}${told.join("; ")}`);
process.exit(faults.length ? 1 : 0);
