/*
 * What becomes of many worlds of each case, and the most typical of them, which its page opens with: `web/odds/CASE.json`.
 *
 *   node odds.mjs TAURIDE FOLDER WORLDS [CASE ...]
 *
 * A world is one of the page: from the server, at the scale that the page opens with. The typical one has the ending that most
 * have, and of those the dates that stand nearest to the medians of all. Of the courses over the period are kept the medians
 * and the bands that hold 50 and 90 of 100 worlds, every third day; of the endings the days on which they came.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { bearer, median, serve, sleep } from "./host.mjs";

const [program, folder, worlds, ...named] = process.argv.slice(2);
/** Days by which a world differs that has not a date at all which the median world has. */
const NEVER = 90;
/** Days from one value of a fan to the next. */
const STEP = 3;
const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95];
/** Courses whose fans are kept, of the country and of the capital; shares are written in thousandths. */
const SHARES = ["authority_council", "authority_government", "trust", "dual_power_people", "dual_power_arms"];
const COUNTS = ["strikers", "demonstrating", "under_arms", "in_street", "refusing", "councils"];
const SCOPES = ["national", "capital"];
const runs = mkdtempSync(join(tmpdir(), "tauride-odds-"));
const here = await serve(program, runs);
const json = async (path) => (await fetch(here.address + path)).json();

async function world(scenario, scale, seed) {
  const headers = { "content-type": "application/json", ...bearer(here.address) };
  const body = JSON.stringify({ scenario, scale, seed });
  for (;;) {
    const begun = await fetch(`${here.address}api/runs`, { method: "POST", headers, body });
    if (begun.status !== 503) {
      const { id, error } = await begun.json();
      if (!id) throw new Error(error.message);
      for (let run = {}; run.state !== "finished"; await sleep(100)) {
        run = await json(`api/runs/${id}`);
        if (!["running", "finished"].includes(run.state)) throw new Error(run.message);
      }
      const film = gunzipSync(Buffer.from(await (await fetch(`${here.address}api/runs/${id}/film`)).arrayBuffer()));
      const length = film.readUInt32LE(4);
      const { meta, columns } = JSON.parse(film.subarray(8, 8 + length).toString());
      const values = (name) => {
        const { at, length: n } = columns[`national.${name}`];
        return Float32Array.from({ length: n }, (_, i) => film.readFloatLE(8 + length + at + 4 * i));
      };
      const street = ["demonstrating", "under_arms"].map(values);
      const course = (name) => (name === "in_street" ? street[0].map((n, i) => n + street[1][i]) : values(name));
      return { meta, courses: Object.fromEntries([...SHARES, ...COUNTS].map((name) => [name, course(name)])) };
    }
    await sleep(200);
  }
}

/** Between the two values that stand nearest to a level of sorted ones. */
function quantile(sorted, level) {
  const at = level * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

/** Three digits that count are more than can be seen. */
const rounded = (x) => Number(x.toPrecision(3));

/** The fans of all courses, by scope and name; a course that never leaves nought has none. */
function fansOf(found, days) {
  const at = [];
  for (let day = 0; day < days; day++) if (day % STEP === 0 || day === days - 1) at.push(day);
  const fans = {};
  SCOPES.forEach((scope, s) => {
    for (const name of [...SHARES, ...COUNTS]) {
      const isShare = SHARES.includes(name);
      const levels = LEVELS.map(() => []);
      for (const day of at) {
        const sorted = found.map(({ courses }) => courses[name][s * days + day]).sort((a, b) => a - b);
        LEVELS.forEach((level, i) => {
          const value = quantile(sorted, level);
          levels[i].push(isShare ? Math.round(1000 * value) : rounded(value));
        });
      }
      if (levels[LEVELS.length - 1].some((x) => x > 0)) fans[`${scope}.${name}`] = levels;
    }
  });
  return { step: STEP, levels: LEVELS, thousandths: SHARES, of: fans };
}

try {
  const cases = (await json("data/cases.json"))
    .map((one) => one.name)
    .filter((name) => !named.length || named.includes(name));
  for (const scenario of cases) {
    const stage = await json(`data/${scenario}/stage.json`);
    const seeds = Array.from({ length: Number(worlds) }, (_, i) => i + 1);
    const left = [...seeds];
    const found = [];
    const work = async () => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift())
        found.push({ seed, ...(await world(scenario, stage.scale, seed)) });
    };
    await Promise.all([work(), work()]);
    found.sort((a, b) => a.seed - b.seed);
    const outcomes = {};
    const ends = {};
    for (const { meta } of found) {
      const { kind, day } = meta.outcome;
      outcomes[kind] = (outcomes[kind] ?? 0) + 1;
      if (kind !== "unresolved") ends[kind] = [...(ends[kind] ?? []), day].sort((a, b) => a - b);
    }
    const dates = Object.fromEntries(
      stage.dates.map(({ id }, i) => [
        id,
        found
          .map(({ meta }) => meta.dates[i])
          .filter((day) => day !== null)
          .sort((a, b) => a - b),
      ]),
    );
    const middle = stage.dates.map(({ id }) => (dates[id].length * 2 > found.length ? median(dates[id]) : null));
    const [most] = Object.entries(outcomes).sort((a, b) => b[1] - a[1])[0];
    const apart = ({ meta }) =>
      middle.reduce((sum, day, i) => {
        const own = meta.dates[i];
        return (
          sum +
          (day === null ? (own === null ? 0 : NEVER / 2) : own === null ? NEVER : Math.min(NEVER, Math.abs(own - day)))
        );
      }, 0);
    const [typical] = found
      .filter(({ meta }) => meta.outcome.kind === most)
      .sort((a, b) => apart(a) - apart(b) || a.seed - b.seed);
    const answer = {
      scenario,
      scale: stage.scale,
      seeds,
      typical: typical.seed,
      digest: typical.meta.digest,
      outcomes,
      ends,
      dates,
      fans: fansOf(found, stage.days),
    };
    writeFileSync(join(folder, `${scenario}.json`), `${JSON.stringify(answer)}\n`);
    console.log(`${scenario}: seed ${typical.seed} of ${worlds}; ${JSON.stringify(outcomes)}`);
  }
} finally {
  await here.stop();
  rmSync(runs, { recursive: true, force: true });
}
