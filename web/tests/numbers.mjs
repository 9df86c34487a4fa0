/*
 * The numbers of the page are those of the tables and of the report: the bars of the two powers, the sentence of the day, and
 * the card of the capital, against what `tauride run` writes of the same world.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Parts of the period on whose days the numbers are compared. */
const PARTS = [0, 0.2, 0.5, 0.8, 1];
/** Names of the powers by the column of the tables. */
const POWERS = ["council", "government"];
/** Half a step of a share that is kept as a byte, as those on the map are. */
const HALF_STEP = 0.5 / 255;

/** Rows of a table as the program writes it, each by the names of its columns. */
function table(dir, name) {
  const [head, ...lines] = readFileSync(join(dir, `${name}.csv`), "utf8")
    .trimEnd()
    .split("\n");
  const columns = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [columns[i], value])));
}

/** A share as the page writes it. */
function percent(share) {
  if (share > 0 && share < 0.01) return "<1 %";
  if (share > 0.995 && share < 1) return ">99 %";
  return `${Math.round(100 * share)} %`;
}

/** A number of persons as the page writes it. */
function people(n) {
  const number = (x, options) => new Intl.NumberFormat("en-GB", options).format(x);
  if (n >= 1e6) return `${number(n / 1e6, { maximumSignificantDigits: 3 })} million`;
  return number(n >= 1000 ? Number(n.toPrecision(3)) : n, { maximumFractionDigits: 0 });
}

/** Text with plain blanks. */
const plain = (text) => (text ?? "").replaceAll("\u00a0", " ");

/** The same world as the page has it, written by the program: its tables and what its report holds. */
function written(program, dir, { scenario, seed, scale }) {
  const run = join(dir, "run");
  const quiet = { stdio: "ignore" };
  execFileSync(program, ["run", scenario, "--seed", `${seed}`, "--scale", `1:${scale}`, "--out", run], quiet);
  execFileSync(program, ["csv", run, "national", "daily", "councils", "--out", dir], quiet);
  const html = readFileSync(join(run, "report.html"), "utf8");
  return JSON.parse(html.match(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/)[1]);
}

export async function numbers(program, address, { open, expect, told }) {
  const dir = mkdtempSync(join(tmpdir(), "tauride-numbers-"));
  const stage = await (await fetch(`${address}data/stage.json`)).json();
  const page = await open(address, { where: "numbers" });
  const seed = Number(await page.locator('#what-if input[aria-label="Seed"]').inputValue());
  const report = written(program, dir, { scenario: stage.scenario, seed, scale: stage.scale });
  const [national, daily, councils] = ["national", "daily", "councils"].map((name) => table(dir, name));
  const dates = [...new Set(national.map(({ date }) => date))];
  const capital = stage.places[stage.capital];
  const isIn = (id) => {
    for (let at = stage.places.findIndex((p) => p.id === id); at !== null && at >= 0; at = stage.places[at].parent)
      if (at === stage.capital) return true;
    return false;
  };
  const names = await page.evaluate(() => ({
    council: document.querySelector("#councils-called").textContent,
    government: document.querySelector("#government-called").textContent,
  }));
  await page.mouse.wheel(0, 1);
  await page.waitForSelector("html[data-whole=yes]", { timeout: 30_000 });
  await page.evaluate(() => scrollTo(0, 0));
  await page.click(".places summary");
  await page.locator(`.places [data-place="${capital.id}"]`).click();
  let compared = 0;
  const same = (what, holds) => {
    compared++;
    expect(what, holds);
  };
  for (const part of PARTS) {
    const day = Math.round(part * (stage.days - 1)),
      date = dates[day];
    await page.locator("#day").fill(String(day));
    await page.waitForTimeout(400);
    const rows = new Map(national.filter((row) => row.date === date).map((row) => [row.scope, row]));

    // The bars of the two powers: the country and its capital, by the table and by the report.
    const bars = (
      await page.locator("#powers .obeyed .bar").evaluateAll((all) => all.map((b) => b.ariaLabel ?? ""))
    ).map(plain);
    ["national", "capital"].forEach((scope, i) => {
      for (const power of POWERS) {
        const share = Number(rows.get(scope)[`authority_${power}`]);
        const wanted = `${percent(share)} ${names[power]}`;
        same(`${date}: the bar of ${scope} says ${wanted}, not “${bars[i]}”`, bars[i].includes(wanted));
        const there = report.scopes[scope][`authority_${power}`][day];
        same(`${date}: the report has ${share} of ${scope} for ${power}, not ${there}`, Math.abs(there - share) < 1e-3);
      }
    });

    // The sentence of the day: whom the capital follows, and how many act.
    const sentence = plain(await page.locator("#sentence").textContent());
    const shares = POWERS.map((power) => Number(rows.get("capital")[`authority_${power}`]));
    if (Math.max(...shares) <= 0.985)
      for (const [i, power] of POWERS.entries())
        if (shares[i] >= 0.01)
          same(
            `${date}: the sentence says ${percent(shares[i])} for ${power}: ${sentence}`,
            sentence.includes(percent(shares[i])),
          );
    const acts = ["strikers", "refusing", "demonstrating", "under_arms", "peasant_actions"]
      .map((column) => Number(rows.get("national")[column]))
      .sort((a, b) => b - a);
    if (acts[0] > Number(rows.get("national").persons) / 10_000)
      same(`${date}: the sentence says ${people(acts[0])}: ${sentence}`, sentence.includes(people(acts[0])));

    // The card of the capital: who is obeyed, and how many delegates its council has.
    const card = plain(await page.locator("#card").textContent());
    const there = daily.filter((row) => row.date === date && isIn(row.place));
    const all = (column) => there.reduce((sum, row) => sum + Number(row[column]), 0);
    const adults = ["government", "council", "committee", "nobody"].reduce((sum, who) => sum + all(`follow_${who}`), 0);
    for (const power of POWERS) {
      const share = all(`follow_${power}`) / adults;
      if (share < 0.02) continue;
      const wanted = [share - HALF_STEP, share, share + HALF_STEP].map((x) => `${percent(Math.min(1, x))} follow`);
      same(
        `${date}: the card of ${capital.name} says ${wanted[1]} for ${power}: ${card.slice(0, 200)}`,
        wanted.some((text) => card.includes(text)),
      );
    }
    const sat = councils.filter((row) => row.place === capital.id && row.date <= date);
    const last = sat.at(-1)?.date;
    const delegates = sat
      .filter((row) => row.date === last)
      .reduce(
        (sum, row) => sum + ["workers", "soldiers", "peasants"].reduce((n, of) => n + Number(row[`seats_${of}`]), 0),
        0,
      );
    if (delegates)
      same(
        `${date}: the card says ${delegates} delegates: ${card.slice(0, 400)}`,
        card.includes(`${new Intl.NumberFormat("en-GB").format(delegates)} delegates`),
      );
  }
  same(
    "the digest of the page is that of the run",
    (await page.locator("#digest").textContent()) === report.about.digest,
  );
  told.push(`${compared} numbers as in tables and report`);
  await page.close();
  rmSync(dir, { recursive: true, force: true });
}
