/*
 * What the pages of studies promise, in Chromium, on one finished study of every kind.
 *
 *   node studies.mjs FOLDER        CHROMIUM names the browser
 *
 * FOLDER has a directory for each kind, named after it, whose case has two calendars; that of the ensemble holds a score
 * too. Some answers are changed before the page draws them, so that what is promised comes up in each run of the test.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node studies.mjs FOLDER");
  process.exit(2);
}
const faults = [];
let checks = 0;
const must = (holds, what) => {
  checks += 1;
  if (!holds) faults.push(what);
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** The page of a study, its answer changed. */
async function open(file, change = () => undefined) {
  const html = readFileSync(join(folder, file), "utf8");
  const [, head, json, tail] = html.match(
    /^([\s\S]*<script type="application\/json" id="data">)([\s\S]*?)(<\/script>[\s\S]*)$/,
  );
  const answer = JSON.parse(json);
  change(answer);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent(head + JSON.stringify(answer).replaceAll("<", "\\u003c") + tail);
  await page
    .waitForSelector("html[data-ready=yes]", { timeout: 20_000 })
    .catch(() => faults.push(`${file}: the page did not finish drawing`));
  const words = await page.locator("#report").evaluate((node) => node.textContent.replaceAll("\u00a0", " "));
  const lines = await page
    .locator("#report p")
    .evaluateAll((all) => all.map((node) => node.textContent.replaceAll("\u00a0", " ")));
  return { page, answer, words, lines };
}

/** Where marks and labels of a chart stand: right ends of bars, middles of dots, labels of the axis with their places. */
function places(page, title) {
  return page.evaluate((wanted) => {
    const heads = [...document.querySelectorAll("figure h3, figure h4")];
    const svg = heads
      .find((h) => h.textContent.startsWith(wanted))
      ?.closest("figure")
      .querySelector(".drawing svg");
    if (!svg) return null;
    const right = (node) => Math.round(node.getBoundingClientRect().right * 10) / 10;
    const middle = (node) => {
      const b = node.getBoundingClientRect();
      return Math.round((b.left + b.right) * 5) / 10;
    };
    const texts = [...svg.querySelectorAll("text")];
    return {
      bars: [...svg.querySelectorAll("rect.bar")].map(right),
      dots: [...svg.querySelectorAll("circle.point")].map(middle),
      axis: texts
        .filter((t) => /^\d+(\s%)?$/.test(t.textContent))
        .map((t) => [t.textContent.replace("\u00a0", " "), middle(t)]),
      lines: texts.length,
    };
  }, title);
}

const share = (value) => ({ value, interval: [Math.max(0, value - 0.2), Math.min(1, value + 0.2)] });
const equal = (list) => list.length > 0 && list.every((x) => Math.abs(x - list[0]) < 0.5);

// An axis of odds runs from none to all, and equal odds stand on one place.
{
  const { page } = await open("ensemble/report.html", (a) => {
    const some = Object.values(a.outcomes)[0];
    a.outcomes = { "council-transfer": some, coup: structuredClone(some) };
    a.outcome_names = { "council-transfer": "The councils take power by vote", coup: "Commanders take power" };
    for (const o of Object.values(a.outcomes)) Object.assign(o, { share: share(0.5), worlds: a.runs / 2 });
  });
  const odds = await places(page, "Endings");
  must(odds && odds.bars.length + odds.dots.length === 2, "ensemble: two endings are two marks");
  must(odds && equal([...odds.bars, ...odds.dots]), "ensemble: equal odds stand on one place");
  const labels = odds?.axis.map((a) => a[0]) ?? [];
  must(
    labels[0] === "0 %" && labels.at(-1) === "100 %",
    `ensemble: the axis of odds runs from ${labels[0]} to ${labels.at(-1)}`,
  );
}
{
  const { page } = await open("compare/report.html", (a) => {
    for (const o of Object.values(a.outcomes)) Object.assign(o, { base: share(0.26), changed: share(0.26) });
  });
  const odds = await places(page, "Odds in both arms");
  must(odds && equal(odds.bars), "compare: equal odds stand on one place");
  const labels = odds?.axis.map((a) => a[0]) ?? [];
  must(
    labels[0] === "0 %" && labels.at(-1) === "100 %",
    `compare: the axis of odds runs from ${labels[0]} to ${labels.at(-1)}`,
  );
}
{
  const { page } = await open("branch/report.html");
  const odds = await places(page, "Odds of each ending");
  const labels = odds?.axis.map((a) => a[0]).filter((t) => t.includes("%")) ?? [];
  must(labels.includes("0 %") && labels.includes("100 %"), `branch: the axis of odds has ${labels.join(", ")}`);
}

// The ending of a branched world is settled once, and the day on which it came is called otherwise.
{
  const day = (date, date_local) => ({ date, date_local });
  const both = {
    outcome: "council-transfer",
    threshold: 0.9,
    from: day("1917-11-13", "1917-10-31"),
    surely_from: null,
    open_on: day("1917-07-09", "1917-06-26"),
    open_between: [
      { outcome: "council-transfer", share: share(0.6) },
      { outcome: "coup", share: share(0.4) },
    ],
  };
  const { words, lines } = await open("branch/report.html", (a) => {
    a.settled = both;
    a.outcome_names = {
      ...a.outcome_names,
      "council-transfer": "The councils take power by vote",
      coup: "Commanders take power",
    };
    Object.assign(a.trunk, { outcome: "council-transfer", ended: day("1917-11-20", "1917-11-07") });
  });
  const opening = lines.find((line) => line.includes("settled")) ?? "";
  must((opening.match(/settled by/g) ?? []).length === 1, `branch: one statement of when it was settled: ${opening}`);
  must(!/settled on|open until/.test(words), "branch: no second word for it");
  for (const part of [
    /came on 7 November/,
    /settled by 31 October[^:]*7 days before it came/,
    /more than 90 % of the branches/,
    /on 26 June[^;]* still open between “The councils take power by vote” \(60 % of the branches\) and “Commanders take power” \(40 %/,
  ])
    must(part.test(opening), `branch: ${part} is not in “${opening}”`);
}
{
  const { words } = await open("branch/report.html", (a) => {
    a.settled = null;
  });
  must(/not settled on any day looked at/.test(words), "branch: says that it was never settled");
}

// Every axis of time has the days of both calendars, and says whose they are.
for (const file of ["ensemble/report.html", "ensemble/score.html", "compare/report.html", "branch/report.html"]) {
  const { page } = await open(file);
  const axes = await page.evaluate(() =>
    [...document.querySelectorAll("svg .time-axis")].map((axis) => {
      const texts = [...axis.querySelectorAll("text")];
      const rows = new Set(texts.map((t) => t.getAttribute("y")));
      const said = texts.map((t) => t.textContent).join(" ");
      return rows.size === 2 && /Old Style|O\.S\./.test(said) && /New Style|N\.S\./.test(said);
    }),
  );
  must(axes.length > 0, `${file}: it has an axis of time`);
  must(
    axes.every(Boolean),
    `${file}: ${axes.filter((fine) => !fine).length} of ${axes.length} axes of time lack a calendar`,
  );
}

// A thing has one name on all pages: endings that the answers name are called so, and nothing is called by its identifier.
for (const kind of ["ensemble", "compare", "branch", "sweep"]) {
  const { page, answer, words } = await open(`${kind}/report.html`);
  const spoken = await page.evaluate(() => {
    const copy = document.getElementById("report").cloneNode(true);
    for (const node of copy.querySelectorAll("code, pre")) node.remove();
    return `${copy.textContent} ${[...copy.querySelectorAll("[data-tip], [aria-label]")].map((n) => `${n.dataset.tip} ${n.getAttribute("aria-label")}`)}`;
  });
  for (const [id, name] of Object.entries(answer.outcome_names)) {
    must(words.includes(name), `${kind}: “${name}” is not on the page`);
    must(!id.includes("-") || !spoken.includes(id), `${kind}: the identifier ${id} is among its words`);
  }
  must(!spoken.includes("milltown"), `${kind}: a place is called by its identifier`);
}

// A parameter is told by what it means, and its key stands in a code beside it.
for (const [kind, list] of [
  ["sensitivity", (a) => a.factors.map((f) => [f.name, f.meaning])],
  ["sweep", (a) => a.factors.map((f) => [f.key, f.name])],
  ["fit", (a) => a.parameters.map((p) => [p.name, p.meaning])],
  ["rivals", (a) => a.arms.flatMap((arm) => arm.off_names.map((off) => [off.id, off.name]))],
]) {
  const { page, answer, words } = await open(`${kind}/report.html`);
  const codes = await page.locator("#report code").allTextContents();
  for (const [key, meaning] of list(answer)) {
    must(words.toLowerCase().includes(meaning.toLowerCase()), `${kind}: “${meaning}” is not on the page`);
    must(codes.includes(key), `${kind}: the key ${key} stands in no code`);
  }
}

await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} of ${checks} checks fail` : `${checks} checks hold`);
process.exit(faults.length ? 1 : 0);
