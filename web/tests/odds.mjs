/*
 * What becomes of many worlds of each case, and the most typical of them, which its page opens with: `web/odds/CASE.json`.
 *
 *   node odds.mjs TAURIDE FOLDER WORLDS [CASE ...]
 *
 * A world is one of the page: from the server, at the scale that the page opens with. The typical one has the ending that most
 * have, and of those the dates that stand nearest to the medians of all.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { bearer, median, serve, sleep } from "./host.mjs";

const [program, folder, worlds, ...named] = process.argv.slice(2);
/** Days by which a world differs that has not a date at all which the median world has. */
const NEVER = 90;
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
      return JSON.parse(film.subarray(8, 8 + film.readUInt32LE(4)).toString()).meta;
    }
    await sleep(200);
  }
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
        found.push({ seed, meta: await world(scenario, stage.scale, seed) });
    };
    await Promise.all([work(), work()]);
    found.sort((a, b) => a.seed - b.seed);
    const outcomes = {};
    for (const { meta } of found) outcomes[meta.outcome.kind] = (outcomes[meta.outcome.kind] ?? 0) + 1;
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
      dates,
    };
    writeFileSync(join(folder, `${scenario}.json`), `${JSON.stringify(answer)}\n`);
    console.log(`${scenario}: seed ${typical.seed} of ${worlds}; ${JSON.stringify(outcomes)}`);
  }
} finally {
  await here.stop();
  rmSync(runs, { recursive: true, force: true });
}
