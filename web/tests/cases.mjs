/*
 * Every case that comes with the program in the browser: its story, its map, the card of a place, a link that is restored, a
 * link that is wrong; then a wall screen, a phone, and the page as one file on a disk.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Words of one case that no page of another may say, by what begins the names of those that may. */
const OWN_WORDS = /\b(Petrograd|Putilov|Tambov|Kronstadt|Duma|tsar|Kerensky|Kornilov|Vyborg|Neva)\b/i;
const MAY_SAY = /^(russia|peace)-/;

/** What of the page can be read, without the choice of cases. */
const text = (page) =>
  page.evaluate(() => {
    const copy = document.body.cloneNode(true);
    for (const node of copy.querySelectorAll("script, style, noscript, #picker, datalist")) node.remove();
    return copy.textContent;
  });
const day = (page) => page.locator("#day").inputValue();
const digest = (page) => page.locator("#digest").textContent();

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
  await first.focus();
  await page.keyboard.press("Enter");
  expect(`${where}: the keyboard opens the card of a place`, await page.locator("#card").isVisible());
  const told = await page.locator("#card").textContent();
  expect(`${where}: the card says who is obeyed`, told.includes("Who is obeyed") && /people/.test(told));
  await page.keyboard.press("Escape");
  expect(`${where}: Escape closes it`, !(await page.locator("#card").isVisible()));
  await page.click(".places summary");
}

/** A link that is opened again shows the same. */
async function link(page, where, open, expect) {
  await page.locator("#day").fill(String(Math.floor(Number(await page.locator("#day").getAttribute("max")) / 2)));
  await page.selectOption("#quantity", "trust");
  await page.waitForTimeout(500);
  const address = page.url();
  const seen = [await day(page), await digest(page), await page.locator("#quantity").inputValue()];
  const again = await open(address, { where: `${where}, its link` });
  expect(
    `${where}: a link shows the same day, world and map`,
    seen.join() === [await day(again), await digest(again), await again.locator("#quantity").inputValue()].join(),
  );
  expect(`${where}: a link that is right tells no fault`, !(await again.locator("#faults").isVisible()));
  await again.close();
}

export async function cases(address, { open, axe, expect, told, pictures }) {
  const list = await (await fetch(`${address}data/cases.json`)).json();
  expect("there are several cases", list.length > 5);
  for (const { name, title } of list) {
    const page = await open(`${address}#case=${name}`, { where: name });
    expect(`${name}: its title is shown`, (await page.locator("#case option:checked").textContent()) === title);
    expect(`${name}: the day is told in a sentence`, /[a-z].*\.$/.test(await page.locator("#sentence").textContent()));
    await story(page, name, expect);
    await card(page, name, expect);
    const before = await day(page);
    await page.click("#play");
    await page.waitForFunction((was) => document.querySelector("#day").value !== was, before, { timeout: 15_000 });
    await page.click("#play");
    await link(page, name, open, expect);
    if (!MAY_SAY.test(name)) {
      const said = (await text(page)).match(OWN_WORDS);
      expect(`${name}: its page says ${said?.[0]}, which is of another case`, !said);
    }
    if (pictures) await page.screenshot({ path: join(pictures, `case-${name}.png`) });
    await page.close();
  }
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

  // A wall screen leads through the story by itself.
  const wall = await open(`${address}#wall=on`, { width: 3840, height: 2160, where: "wall" });
  const began = await wall.locator("#story .step").textContent();
  expect("a wall screen begins the story", began.startsWith("1 of"));
  expect(
    "its type is as large as the screen",
    (await wall.evaluate(() => document.querySelector("#sentence").getBoundingClientRect().height)) > 80,
  );
  expect(
    "nothing sticks out sideways on it",
    (await wall.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0,
  );
  if (pictures) await wall.screenshot({ path: join(pictures, "wall.png") });
  await wall.close();
}

/** The page as one file opens from a disk, without a server and without a request. */
export async function single(program, { open, expect, told }) {
  const dir = mkdtempSync(join(tmpdir(), "tauride-single-"));
  const path = join(dir, "town.html");
  execFileSync(program, ["export", path, "one-town"], { stdio: ["ignore", "ignore", "inherit"] });
  const page = await open(pathToFileURL(path).href, { where: "one file" });
  expect("one file opens from a disk", (await page.locator("#title").textContent()) === "One town");
  await page.locator("#events").scrollIntoViewIfNeeded();
  await page
    .waitForFunction(() => document.querySelectorAll("#events .events li").length > 3, null, { timeout: 20_000 })
    .catch(() => expect("one file has what lies below its first screen", false));
  const engine = await page.evaluate(() => document.getElementById("data:engine.wasm.gz") !== null);
  if (engine) {
    const card = page.locator("[data-what-if]").first();
    if (await card.count()) {
      await card.click();
      await page.click("#run");
      await page.waitForSelector("#parting", { timeout: 60_000 });
    }
  }
  told.push(`one file ${(page.took / 1000).toFixed(1)} s`);
  await page.close();
  rmSync(dir, { recursive: true, force: true });
}
