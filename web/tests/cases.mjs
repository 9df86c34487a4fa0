/*
 * Every case that comes with the program in the browser: its story, play, its map, the card of a place by keyboard, click and
 * tap, a what-if with odds, the handle between two maps by keyboard, mouse and finger, a link that is restored on a phone, a
 * wall screen, and the page as one file on a disk; then a link that is wrong.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** Words of one case that no page of another may say, by what begins the names of those that may. */
const OWN_WORDS = /\b(Petrograd|Putilov|Tambov|Kronstadt|Duma|tsar|Kerensky|Kornilov|Vyborg|Neva)\b/i;
const MAY_SAY = /^(russia|peace)-/;

/** The smallest case, a world of which is run in a single file. */
const SMALL = "one-town";

/** What of the page can be read, without the choice of cases. */
const text = (page) =>
  page.evaluate(() => {
    const copy = document.body.cloneNode(true);
    for (const node of copy.querySelectorAll("script, style, noscript, #picker, datalist")) node.remove();
    return copy.textContent;
  });
const day = (page) => page.locator("#day").inputValue();

async function story(page, where, expect) {
  const moments = await page.locator("#story .moments li").count();
  if (!moments) return;
  await page.click("#begin");
  expect(
    `${where}: the story begins`,
    (await page.locator("#story .step").textContent()).startsWith(`1 of ${moments}`),
  );
  expect(`${where}: a moment speaks of the record`, (await page.locator("#story .record").textContent()).length > 60);
  expect(`${where}: it names a source`, (await page.locator("#story cite").count()) > 0 || where === "one-town");
  const first = await day(page);
  for (let i = 1; i < moments; i++) await page.locator("#story .go button").last().click();
  expect(`${where}: the story goes on`, moments === 1 || (await day(page)) !== first);
  await page.locator("#story .step button").click();
}

async function card(page, where, expect) {
  await page.click(".places summary");
  const first = page.locator(".places [data-place]").first();
  if (!(await first.count())) return;
  await first.press("Enter");
  const opens = page.locator("#card").waitFor({ timeout: 5000 });
  await opens.catch(() => expect(`${where}: the keyboard opens the card of a place`, false));
  const told = await page.locator("#card").textContent();
  expect(`${where}: the card says who is obeyed`, told.includes("Who is obeyed") && /people/.test(told));
  await page.keyboard.press("Escape");
  expect(`${where}: Escape closes it`, !(await page.locator("#card").isVisible()));
  await page.click(".places summary");
}

/** The slider leads to another day, and the map with it. */
async function scrub(page, where, expect, map) {
  const last = Number(await page.locator("#day").getAttribute("max"));
  const seen = new Set();
  const dates = new Set();
  const parts = [0, 0.3, 0.6, 1];
  // In a quiet world little changes; then another quantity may show what does.
  for (const quantity of ["grievance", "trust", "turnout", "acting"]) {
    await page.selectOption("#quantity", quantity);
    seen.clear();
    for (const part of parts) {
      await page.locator("#day").fill(String(Math.round(part * last)));
      await page.waitForTimeout(200);
      seen.add(await map(page, 1, 13));
      dates.add(await page.locator("#date .main").textContent());
    }
    if (seen.size > 1) break;
  }
  await page.selectOption("#quantity", "authority");
  expect(`${where}: scrubbing moves the date`, dates.size === parts.length);
  expect(`${where}: scrubbing changes the map`, seen.size > 1);
}

/** Points of a box, as shares of it, where a place may be hit. */
const POINTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].flatMap((x, _, all) => all.map((y) => [x, y]));

/** Touches the map point by point until a card opens; whether one does. */
async function hit(page, touch) {
  const canvas = page.locator("#map-1 canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  for (const [x, y] of POINTS) {
    await touch(box.x + x * box.width, box.y + y * box.height);
    await page.waitForTimeout(30);
    if (await page.locator("#card").isVisible()) return true;
  }
  return false;
}

/** The card by a click on the map; it is closed again. */
async function click(page, where, expect) {
  expect(`${where}: a click on the map opens a card`, await hit(page, (x, y) => page.mouse.click(x, y)));
  await page.locator("#card button[aria-label='Close the card']").click();
}

/** Where a part of the page stands once the page has stopped gliding. */
async function settled(part) {
  for (let box = await part.boundingBox(); ; ) {
    await part.page().waitForTimeout(150);
    const now = await part.boundingBox();
    if (Math.abs(now.y - box.y) < 1) return now;
    box = now;
  }
}

/** A question put to a pair of worlds, the handle between their maps, and the odds from more pairs. */
async function whatIf(page, where, expect) {
  const first = page.locator("[data-what-if]:not([hidden])").first();
  if (!(await first.count())) return false;
  await first.click();
  await page.click("#run");
  await page.waitForSelector("#parting", { timeout: 60_000 });
  await page.locator("#pair").scrollIntoViewIfNeeded();
  const handle = page.locator("#pair .handle");
  const at = async () => Number(await handle.getAttribute("aria-valuenow"));
  await handle.focus();
  await page.keyboard.press("Home");
  expect(`${where}: a key moves the handle between two maps`, (await at()) === 0);
  const box = await settled(page.locator("#pair .host").first());
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  expect(`${where}: the mouse moves it`, Math.abs((await at()) - 70) <= 2);
  await page.click("#more");
  await page
    .waitForFunction(() => /^[2-9] pairs/.test(document.querySelector("#odds .meaning").textContent), null, {
      timeout: 60_000,
    })
    .catch(() => expect(`${where}: the odds grow while worlds come in`, false));
  await page.evaluate(() =>
    [...document.querySelectorAll("#what-if button")].find((b) => b.textContent === "Cancel" && !b.hidden)?.click(),
  );
  expect(`${where}: the odds have bars`, (await page.locator("#odds .bar").count()) > 1);
  return true;
}

/** What a link must show again. */
const shown = (page) =>
  page.evaluate(() => [
    document.querySelector("#day").value,
    document.querySelector("#digest").textContent,
    document.querySelector("#quantity").value,
    document.querySelector("[data-view][aria-pressed=true]")?.dataset.view ?? "",
    [...document.querySelectorAll("[data-what-if][aria-pressed=true]")].map((card) => card.dataset.whatIf).join(),
  ]);

/** The address of the page on another day, with another quantity and view. */
async function elsewhere(page) {
  await page.locator("#day").fill(String(Math.floor(Number(await page.locator("#day").getAttribute("max")) / 2)));
  await page.selectOption("#quantity", "trust");
  const capital = page.locator("[data-view=capital]");
  if ((await capital.count()) && (await capital.isVisible())) await capital.click();
  await page.waitForTimeout(500);
  return page.url();
}

/** A link that is opened again shows the same: here on a phone, where the card opens by a tap and the handle by touch. */
async function onPhone(page, where, hasPair, { open, axe, expect }) {
  const address = await elsewhere(page);
  const wanted = (await shown(page)).join();
  const phone = await open(address, { width: 390, height: 844, scheme: "dark", touch: true, where: `${where}, phone` });
  if (hasPair) await phone.waitForSelector("#parting", { timeout: 60_000 });
  expect(
    `${where}: a link shows the same day, world, map, view and change (${wanted} / ${await shown(phone)})`,
    wanted === (await shown(phone)).join(),
  );
  expect(`${where}: a link that is right tells no fault`, !(await phone.locator("#faults").isVisible()));
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(`${where}: nothing sticks out sideways on a phone (${wide} px)`, wide <= 0);
  if (hasPair) await swipe(phone, where, expect);
  await axe(phone, `${where}, phone dark`);
  await phone.evaluate(() => scrollTo(0, 0));
  await phone.waitForTimeout(300);
  expect(`${where}: a tap on the map opens a card`, await hit(phone, (x, y) => phone.touchscreen.tap(x, y)));
  await phone.close();
}

/** Moves the handle between two maps with a finger. */
async function swipe(page, where, expect) {
  const handle = page.locator("#pair .handle");
  await settled(handle);
  await handle.evaluate((node) => node.scrollIntoView({ block: "center" }));
  const [from, host] = [await settled(handle), await page.locator("#pair .host").first().boundingBox()];
  const session = await page.context().newCDPSession(page);
  const touch = (type, x) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: x === null ? [] : [{ x, y: from.y + from.height / 2 }],
    });
  const to = host.x + host.width * 0.25;
  await touch("touchStart", from.x + from.width / 2);
  await touch("touchMove", (from.x + to) / 2);
  await touch("touchMove", to);
  await touch("touchEnd", null);
  const at = Number(await handle.getAttribute("aria-valuenow"));
  expect(`${where}: a finger moves the handle (${at})`, Math.abs(at - 25) <= 2);
}

/** A wall screen leads through the story by itself. */
async function wall(address, where, { open, expect, pictures }) {
  const page = await open(`${address}#case=${where}&wall=on`, { width: 3840, height: 2160, where: `${where}, wall` });
  const step = page.locator("#story .step");
  if (await step.count())
    expect(`${where}: a wall screen begins the story`, (await step.textContent()).startsWith("1 of"));
  expect(
    `${where}: the type of a wall screen is as large as it`,
    (await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("#sentence")).fontSize))) *
      (await page.evaluate(() => Number(document.documentElement.style.getPropertyValue("--z")))) >
      34,
  );
  expect(
    `${where}: nothing sticks out sideways on a wall screen`,
    (await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0,
  );
  if (pictures) await page.screenshot({ path: join(pictures, `wall-${where}.png`) });
  await page.close();
}

/** Everything that a reader does with one case. */
async function one(address, { name, title }, at) {
  const { open, axe, expect, map, pictures } = at;
  const page = await open(`${address}#case=${name}`, { where: name });
  expect(`${name}: its title is shown`, (await page.locator("#case option:checked").textContent()) === title);
  expect(`${name}: the day is told in a sentence`, /[a-z].*\.$/.test(await page.locator("#sentence").textContent()));
  await story(page, name, expect);
  await card(page, name, expect);
  await click(page, name, expect);
  await scrub(page, name, expect, map);
  const before = "0";
  await page.locator("#day").fill(before);
  await page.click("#play");
  await page
    .waitForFunction((was) => document.querySelector("#day").value !== was, before, { timeout: 15_000 })
    .catch(() => expect(`${name}: it plays`, false));
  await page.click("#play");
  const hasPair = await whatIf(page, name, expect);
  await axe(page, `${name}, light`);
  await onPhone(page, name, hasPair, at);
  if (!MAY_SAY.test(name)) {
    const said = (await text(page)).match(OWN_WORDS);
    expect(`${name}: its page says ${said?.[0]}, which is of another case`, !said);
  }
  if (pictures) await page.screenshot({ path: join(pictures, `case-${name}.png`) });
  await page.close();
  await wall(address, name, at);
}

/** Does some work for each of a list, so many at a time. */
async function each(list, atOnce, work) {
  const left = [...list];
  const go = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, go));
}

/** Cases that are tried at a time: a page waits for the server more than for its processor. */
const AT_ONCE = 3;

export async function cases(address, at) {
  const { open, axe, expect, told, pictures } = at;
  const list = await (await fetch(`${address}data/cases.json`)).json();
  expect("there are several cases", list.length > 5);
  await each(list, AT_ONCE, (of) => one(address, of, at));
  told.push(`${list.length} cases`);

  // A link that is wrong says what is wrong, with the nearest name.
  const odd = await open(
    `${address}#day=1917-13-99&view=town&place=petrogard&moment=99&with=no-wra&set=fatige:off&colour=red`,
    {
      where: "wrong link",
    },
  );
  const said = await odd.locator("#faults").textContent();
  for (const word of ["1917-13-99", "town", "petrograd", "moment", "no-war", "fatigue", "colour"])
    expect(`a wrong link is told: ${word}`, said.includes(word));
  await odd.click("#faults button");
  expect("the page goes on without what is wrong", !(await odd.locator("#faults").isVisible()));
  await odd.close();

  // The card by a click, and by a tap on a phone; with axe, light and dark.
  for (const [width, height, scheme] of [
    [1280, 800, "light"],
    [390, 844, "dark"],
  ]) {
    const page = await open(address, { width, height, scheme, where: `card ${width}` });
    const canvas = page.locator("#map-1 canvas").first();
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    await page.mouse.click(
      box.x + Math.min(box.width, box.height) * 0.4,
      box.y + Math.min(box.width, box.height) * 0.35,
    );
    await page.waitForTimeout(300);
    expect(`a click on the map opens a card at ${width}`, await page.locator("#card").isVisible());
    const small = await page.evaluate(
      () =>
        [...document.querySelectorAll("button, select, input:not([type=range]), summary")]
          .filter((node) => node.getClientRects().length)
          .map((node) => node.getBoundingClientRect())
          .filter(({ width: w, height: h }) => w > 1 && Math.min(w, h) < 24).length,
    );
    expect(`targets are 24 px at ${width} (${small} are not)`, small === 0);
    await axe(page, `card ${width} ${scheme}`);
    if (pictures) await page.screenshot({ path: join(pictures, `card-${width}.png`) });
    await page.close();
  }
}

/** The page of each case as one file opens from a disk, without a server and without a request. */
export async function single(program, address, { open, expect, told }) {
  const dir = mkdtempSync(join(tmpdir(), "tauride-single-"));
  const list = await (await fetch(`${address}data/cases.json`)).json();
  const took = [];
  await each(list, AT_ONCE, async ({ name, title, carried }) => {
    const path = join(dir, `${name}.html`);
    await promisify(execFile)(program, ["export", path, name]);
    const page = await open(pathToFileURL(path).href, { where: `${name}, one file` });
    expect(`${name}: one file opens from a disk`, (await page.title()).length > 9 && Boolean(title));
    await page.locator("#events").scrollIntoViewIfNeeded();
    await page
      .waitForFunction(
        () => {
          const { textContent } = document.querySelector("#events");
          return document.querySelectorAll("#events .events li").length > 3 || /, 0 from then on/.test(textContent);
        },
        null,
        { timeout: 20_000 },
      )
      .catch(() => expect(`${name}: one file has what lies below its first screen`, false));
    expect(`${name}: one file leads to no other page`, (await page.locator("#to-models").count()) === 0);
    const engine = await page.evaluate(() => document.getElementById("data:engine.wasm.gz") !== null);
    expect(`${name}: one file has the engine where that carries the case`, engine === carried);
    const card = page.locator("[data-what-if]").first();
    // One world in the page itself is enough: the engine is the same for all.
    if (engine && name === SMALL && (await card.count())) {
      await card.click();
      await page.click("#run");
      await page.waitForSelector("#parting", { timeout: 60_000 });
    }
    took.push(page.took / 1000);
    await page.close();
  });
  told.push(`${list.length} single files, ${Math.max(...took).toFixed(1)} s at most`);
  rmSync(dir, { recursive: true, force: true });
}
