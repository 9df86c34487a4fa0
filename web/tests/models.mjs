/*
 * The page of the published models in the browser, from the server and from an exported folder: every model opens and is
 * run, a slider changes picture and figures, a run has the digest that the program gives it, a link is restored on a phone,
 * a wrong link and a wrong value are told, a long run is shown and given up.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const MODELS = "models.html";
/** A link with settings of each kind: a word, a number, and a seed. */
const LINK = "#model=granovetter&seed=3&set=thresholds:quantiles&set=mean:25&set=sd:12.5";

const digest = (page) => page.evaluate(() => document.documentElement.dataset.digest ?? "");
const hash = (page) => page.evaluate(() => location.hash);
/** What the picture is made of, and the figures of the run. */
const drawn = (page) =>
  page.evaluate(() => ({
    picture: [...document.querySelectorAll("#stage .picture path, #stage .picture polyline")]
      .map((node) => node.getAttribute("d") ?? node.getAttribute("points"))
      .join(" "),
    figures: document.querySelector("#tables table")?.textContent ?? "",
  }));

/** Waits until a run with another digest has been drawn. */
const another = (page, before, what, expect) =>
  page
    .waitForFunction(
      (old) =>
        document.querySelector("#stage").getAttribute("aria-busy") === "false" &&
        (document.documentElement.dataset.digest ?? "") !== old,
      before,
      { timeout: 60_000 },
    )
    .catch(() => expect(what, false));

/** The digest and the command of a run as the program makes it. */
async function byProgram(program, words) {
  const out = mkdtempSync(join(tmpdir(), "tauride-model-"));
  const { stdout } = await promisify(execFile)(program, [...words, "--json", "--quiet", "--out", join(out, "run")]);
  rmSync(out, { recursive: true, force: true });
  return JSON.parse(stdout);
}

/** Every model is chosen from the list, run and drawn; the program makes the same run. */
async function every(program, address, { open, expect, told }) {
  const page = await open(address, { path: MODELS, where: "models" });
  const names = await page.locator("#choose select option").evaluateAll((list) => list.map((o) => o.value));
  expect("there are models to choose from", names.length >= 8);
  let slowest = 0;
  for (const [i, name] of names.entries()) {
    const before = await digest(page);
    const began = Date.now();
    if (i) {
      await page.locator("#choose a").nth(i).click();
      await another(page, before, `${name}: it is run when it is chosen`, expect);
    }
    slowest = Math.max(slowest, Date.now() - began);
    const title = await page.locator("#head h2").textContent();
    expect(`${name}: it has its title`, title.length > 8 && (await page.title()).includes(title));
    expect(`${name}: its paper is cited`, /\d{4}/.test(await page.locator("#head .cite").textContent()));
    expect(`${name}: its rules are written`, (await page.locator("#equations li").count()) > 1);
    await page
      .waitForSelector("#stage .picture svg path", { state: "attached", timeout: 5000 })
      .catch(() => expect(`${name}: it is drawn`, false));
    expect(`${name}: figures came out`, (await page.locator("#tables table").first().locator("tbody tr").count()) > 0);
    expect(`${name}: figures are reported`, (await page.locator("#tables table").count()) === 2);
    const command = await page.locator("#command code").first().textContent();
    const run = await byProgram(program, command.split(" ").slice(1));
    expect(`${name}: the program makes the same run (${command})`, run.digest === (await digest(page)));
  }
  told.push(`${names.length} models, ${(slowest / 1000).toFixed(1)} s at most`);
  await page.close();
}

/** A slider, a field, a word, a published set of values, a seed, and back. */
async function moved(program, address, { open, expect, axe }) {
  const page = await open(address, { path: MODELS, hash: LINK, where: "models moved" });
  const before = await drawn(page);
  const first = await digest(page);
  await page.locator("#p-sd").focus();
  for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowRight");
  await another(page, first, "a slider makes another run", expect);
  await page.waitForTimeout(150);
  const after = await drawn(page);
  expect("a slider changes the picture", after.picture !== before.picture && after.picture.length > 50);
  expect("a slider changes the figures", after.figures !== before.figures);
  await page
    .waitForFunction(() => /set=sd:(?!12\.5)/.test(location.hash) && location.hash.includes("seed=3"), null, {
      timeout: 3000,
    })
    .catch(() => expect("the link remembers the slider", false));
  const command = await page.locator("#command code").first().textContent();
  const run = await byProgram(program, command.split(" ").slice(1));
  expect(`the command repeats the run (${command})`, run.digest === (await digest(page)));
  for (const [name, value] of Object.entries(run.figures)) {
    const row = page.locator("#tables tr", { hasText: name }).first();
    const cell = (await row.locator("td").first().textContent()).replaceAll(",", "").replace("−", "-");
    expect(
      `${name} is ${value} in the program and ${cell} here`,
      value === null || Math.abs(parseFloat(cell) - value) <= Math.abs(value) * 1e-4 + 1e-9,
    );
  }

  // A number out of its range is told beside its control, with the nearest that is allowed.
  const people = page.getByLabel("People, persons, as a number");
  await people.fill("20000");
  await page
    .waitForFunction(() => /from 2 to 10000/.test(document.querySelector("#p-people-told").textContent), null, {
      timeout: 5000,
    })
    .catch(() => expect("a number out of its range is told", false));
  const then = await digest(page);
  await axe(page, "models with a fault");
  await page.locator("#p-people-told button").click();
  await another(page, then, "the nearest number is taken", expect);
  expect("it is the nearest", (await people.inputValue()) === "10000");

  // A word by which numbers no longer count: they are disabled, with the reason, and what was set is said to be back.
  const with_ = await digest(page);
  await page.selectOption("#p-thresholds", "uniform");
  await another(page, with_, "a word makes another run", expect);
  expect("a number that changes nothing is disabled", await page.locator("#p-sd").isDisabled());
  const reason = await page.locator("#p-sd-told").textContent();
  expect(
    `and says why (${reason})`,
    /Changes nothing while thresholds is uniform; it counts with quantiles/.test(reason) && /Back from/.test(reason),
  );

  // Back, then another seed.
  await page.click("#own");
  await page
    .waitForFunction(
      () => document.querySelector("#command code")?.textContent === "tauride model granovetter --seed 3",
      null,
      { timeout: 5000 },
    )
    .catch(() => expect("all values go back", false));
  await page.click("#another");
  await page
    .waitForFunction(() => location.hash === "#model=granovetter&seed=4", null, { timeout: 3000 })
    .catch(() => expect("another seed is another", false));
  await page.fill("#seed", "many");
  expect("a seed that is none is told", /whole number/.test(await page.locator("#seed-told").textContent()));
  await page.goto(`${page.url().split("#")[0]}#model=epstein-1`);
  await page.waitForFunction(() => document.querySelectorAll("#tries button").length > 4);
  await page.waitForFunction(() => document.querySelector("#stage").getAttribute("aria-busy") === "false", null, {
    timeout: 60_000,
  });
  const own = await digest(page);
  await page.locator("#tries button", { hasText: "Legitimacy jumps" }).click();
  await another(page, own, "a published set of values makes another run", expect);
  expect(
    "its button is pressed",
    (await page.locator("#tries button[aria-pressed=true]", { hasText: "Legitimacy jumps" }).count()) === 1,
  );
  expect(
    "its values are shown",
    (await page.locator("#p-ticks").evaluate((n) => n.parentElement.querySelector("input[type=number]").value)) ===
      "300",
  );
  await page
    .waitForFunction(() => location.hash.includes("set=run:4"), null, { timeout: 3000 })
    .catch(() => expect("the link has the published set", false));

  // Values that do not go together are told above where a link has them, and beside the control where they are typed.
  await page.goto(`${page.url().split("#")[0]}#model=epstein-1&set=population_density:0.9&set=cop_density:0.25`);
  await page
    .waitForFunction(() => /do not fit/.test(document.querySelector("#faults").textContent), null, { timeout: 5000 })
    .catch(() => expect("values that do not go together are told above", false));
  await page.getByLabel("Cop density, cops a site, as a number").fill("0.25");
  await page
    .waitForFunction(
      () => /do not fit on the sites.*Take 0\.1,/.test(document.querySelector("#p-cop_density-told").textContent),
      null,
      { timeout: 5000 },
    )
    .catch(() => expect("values that do not go together are told beside", false));
  const unfit = await digest(page);
  await page.locator("#p-cop_density-told button").click();
  await another(page, unfit, "the nearest that fits is taken", expect);

  // A reported figure is run with its values.
  await page.goto(`${page.url().split("#")[0]}#model=granovetter`);
  await page.waitForFunction(() => document.querySelector("#p-people") !== null);
  const chain = await digest(page);
  await page.locator("#tables tr", { hasText: "thresholds=perturbed" }).locator("button").click();
  await another(page, chain, "a reported figure makes its run", expect);
  await page.waitForTimeout(200);
  const one = await page
    .locator("#tables tr", { hasText: "final_rioters" })
    .first()
    .locator("td")
    .first()
    .textContent();
  expect(`one person more or less makes the chain break (${one})`, one.startsWith("1 "));

  // A run that takes long is shown and can be given up.
  await page.goto(`${page.url().split("#")[0]}#model=epstein-1&set=width:1000&set=height:1000`);
  await page
    .waitForSelector("#give-up:visible", { timeout: 10_000 })
    .catch(() => expect("a long run can be given up", false));
  const began = Date.now();
  await page.locator("#p-legitimacy").focus();
  expect("the page answers while a run is under way", Date.now() - began < 1000);
  await page.click("#give-up");
  expect("it says that it gave up", /Given up/.test(await page.locator("#stage .status").textContent()));
  await page.click("#own");
  await another(page, "", "it runs again afterwards", expect);
  await page.close();
}

/** A link on a phone; links that are wrong. */
async function links(address, { open, expect }) {
  const phone = await open(address, {
    path: MODELS,
    hash: LINK,
    width: 390,
    height: 844,
    touch: true,
    where: "models on a phone",
  });
  const field = (key) =>
    phone.locator(`#p-${key}`).evaluate((n) => n.parentElement.querySelector("input[type=number]")?.value ?? n.value);
  expect(
    "a link is restored on a phone",
    (await field("sd")) === "12.5" &&
      (await field("thresholds")) === "quantiles" &&
      (await phone.inputValue("#seed")) === "3",
  );
  expect("and stays as it is", (await hash(phone)) === LINK);
  expect("nothing is told of a link that is right", await phone.locator("#faults").isHidden());
  await phone.locator("#p-populations").scrollIntoViewIfNeeded();
  await phone.waitForTimeout(600);
  const { y, height } = await phone.locator("#stage").boundingBox();
  const last = await phone.locator("#p-populations").boundingBox();
  expect(
    "the picture stays in sight while values are moved, and covers none that is reached",
    y >= 0 && y < 5 && height < 500 && last.y >= y + height - 1,
  );
  await phone.selectOption("#pick", "galam");
  await phone.waitForFunction(() => /Galam/.test(document.querySelector("#head .cite").textContent));
  await phone.goBack();
  await phone
    .waitForFunction((link) => location.hash === link && document.querySelector("#p-sd") !== null, LINK, {
      timeout: 5000,
    })
    .catch(() => expect("the way back leads to the model before, with its values", false));
  await phone.close();

  const odd = await open(address, {
    path: MODELS,
    hash: "#model=granovetter&seed=x&sed=3&set=thresholds:contineous&set=poeple:20&set=sd:9&set=people:1",
    where: "models odd link",
  });
  await odd.waitForSelector("#faults li");
  const said = (await odd.locator("#faults li").allTextContents()).join(" ");
  for (const part of [
    "Its seed is “x”",
    "Did you mean “seed”?",
    "The nearest is continuous",
    "Did you mean “people”?",
    "The nearest is 2",
  ])
    expect(`a wrong link is told: ${part} (${said})`, said.includes(part));
  await odd.goto(`${odd.url().split("#")[0]}#model=granoveter`);
  await odd
    .waitForFunction(
      () => document.querySelector("#faults").textContent.includes("Did you mean “granovetter”?"),
      null,
      { timeout: 5000 },
    )
    .catch(() => expect("a model that there is not is told with the nearest", false));
  await odd.close();
}

/** Wide and narrow, light and dark. */
async function looks(address, { open, expect, axe, pictures }) {
  for (const [width, height] of [
    [1920, 1080],
    [1280, 800],
    [390, 844],
  ])
    for (const scheme of ["light", "dark"])
      for (const name of ["granovetter", "epstein-1"]) {
        const where = `models ${name} ${width} ${scheme}`;
        const page = await open(address, { path: MODELS, hash: `#model=${name}`, width, height, scheme, where });
        await page.waitForSelector("#stage .picture svg path", { state: "attached" });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(`${where}: nothing sticks out sideways (${wide} px)`, wide <= 0);
        const [picture, values] = await page.evaluate(() =>
          ["#stage", "#values"].map((part) => document.querySelector(part).getBoundingClientRect().toJSON()),
        );
        const isBeside = picture.left >= values.right - 1 && Math.abs(picture.top - values.top) < 20;
        const isAbove = values.top >= picture.bottom - 1 && Math.abs(picture.left - values.left) < 20;
        expect(`${where}: the picture stands beside the values, or above them`, width > 900 ? isBeside : isAbove);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll("button, select, input, summary, #choose a, nav a")]
            .filter((node) => node.getClientRects().length)
            .map((node) => ({ box: node.getBoundingClientRect(), name: node.id || node.textContent }))
            .filter(({ box }) => box.width > 1 && Math.min(box.width, box.height) < 24)
            .map((one) => one.name),
        );
        expect(`${where}: targets are 24 px (${small} are not)`, small.length === 0);
        await axe(page, where);
        if (pictures) {
          await page.screenshot({ path: join(pictures, `models-${name}-${width}-${scheme}.png`) });
          if (scheme === "light")
            await page.screenshot({ path: join(pictures, `models-${name}-${width}-whole.png`), fullPage: true });
        }
        await page.close();
      }
}

/** The whole page by keyboard. */
async function byKeyboard(address, { open, expect }) {
  const page = await open(address, {
    path: MODELS,
    hash: "#model=galam",
    motion: "reduce",
    where: "models by keyboard",
  });
  let stops = 0;
  for (; stops < 300; stops++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const node = document.activeElement;
      return node === document.body
        ? null
        : {
            name: node.id || node.className || node.tagName,
            visible: node.getClientRects().length > 0,
            outlined: getComputedStyle(node).outlineStyle !== "none",
          };
    });
    if (!at) break;
    expect(`models: stop ${stops} (${at.name}) is visible and marked`, at.visible && at.outlined);
  }
  expect("models: the walk through the page ends", stops > 15 && stops < 300);
  await page.close();
}

/** The page of the models, from the server and from a folder. */
export async function models(program, address, folder, at) {
  const { open, expect } = at;
  const page = await open(address, { where: "to the models" });
  await page.click("#to-models");
  await page
    .waitForSelector("#stage .picture svg path", { state: "attached", timeout: 20_000 })
    .catch(() => expect("the page of cases leads to the models", false));
  await page.click(".mast nav a");
  await page.waitForSelector("#date .main").catch(() => expect("the models lead back to the cases", false));
  await page.close();
  await every(program, address, at);
  await moved(program, address, at);
  await links(address, at);
  await byKeyboard(address, at);
  await looks(address, at);
  const host = await open(folder, { path: MODELS, hash: LINK, where: "models from a folder" });
  const run = await byProgram(
    program,
    "model granovetter --seed 3 --set thresholds=quantiles --set sd=12.5".split(" "),
  );
  expect("a folder's page makes the same run", run.digest === (await digest(host)));
  await host.close();
}
