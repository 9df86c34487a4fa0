/*
 * The kept engine against the program: the stage and the first world that `tauride export` wrote are the same in
 * WebAssembly, with the digest that is kept; and a world with settings and a what-if has the digest that the program gives it.
 *
 *   node engine.mjs EXPORT DIGEST TAURIDE
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Columns of a film, or of a part of one, and what else its head says (`crates/view/src/parts.rs`). */
function columnsOf(film) {
  const length = film.readUInt32LE(4);
  const head = JSON.parse(film.subarray(8, 8 + length).toString());
  const columns = new Map();
  for (const [name, { type, at, length: n, lag = 0, planes = false }] of Object.entries(head.columns)) {
    const width = { u8: 1, u16: 2, u32: 4, f32: 4 }[type];
    const bytes = Buffer.from(film.subarray(8 + length + at, 8 + length + at + n * width));
    const own = Buffer.from(bytes);
    if (planes) for (let i = 0; i < own.length; i++) own[i] = bytes[(i % width) * n + Math.floor(i / width)];
    for (let i = lag; lag && i < n; i++) {
      const sum = own.readUIntLE(i * width, width) + own.readUIntLE((i - lag) * width, width);
      own.writeUIntLE(sum % 256 ** width, i * width, width);
    }
    columns.set(name, own);
  }
  return { meta: head.meta, columns };
}

const [dir, wanted, program] = process.argv.slice(2);
const module = gunzipSync(await readFile(join(dir, "engine.wasm.gz")));
// Panics name source files; where they lay on the machine that built this is nobody's business.
const named = module.toString("latin1").match(/\/[\w./-]*\.(cargo|rustup)\/[\w./-]*/);
if (named) throw new Error(`the engine names a folder of a machine: ${named[0]}`);
const { instance } = await WebAssembly.instantiate(module, {});
const of = instance.exports;
const call = (run, input) => {
  if (input !== undefined) {
    const bytes = new TextEncoder().encode(input),
      at = of.tauride_input(bytes.length);
    new Uint8Array(of.memory.buffer, at, bytes.length).set(bytes);
  }
  const status = run(),
    out = Buffer.from(new Uint8Array(of.memory.buffer, of.tauride_output(), of.tauride_output_length()));
  if (status !== 0) throw new Error(out.toString());
  return out;
};
const stage = call(of.tauride_stage, "russia-1917");
if (!stage.equals(await readFile(join(dir, "data/stage.json"))))
  throw new Error("the stage differs between the program and WebAssembly");
const part = async (which) => columnsOf(gunzipSync(await readFile(join(dir, `data/${which}.film.gz`))));
const [first, rest] = [await part("first"), await part("rest")];
const { meta } = first;
const began = performance.now();
call(of.tauride_begin, JSON.stringify(meta.request));
call(() => of.tauride_go(1e6));
const film = call(of.tauride_film),
  seconds = (performance.now() - began) / 1000;
// The program sends it in two parts, written as differences: together they are the film, column by column.
const whole = columnsOf(film);
const differing = [...whole.columns].filter(
  ([name, bytes]) => !(first.columns.get(name) ?? rest.columns.get(name))?.equals(bytes),
);
if (differing.length || first.columns.size + rest.columns.size !== whole.columns.size)
  throw new Error(`the first world differs between the program and WebAssembly: ${differing.map(([name]) => name)}`);
for (const list of ["texts", "causes", "ratings"])
  meta[list].forEach((text, code) => {
    if ((text || rest.meta[list][code]) !== whole.meta[list][code])
      throw new Error(`${list} differ between the program and WebAssembly`);
  });
const facts = ({ texts, causes, ratings, ...others }) => JSON.stringify(others);
if (facts(meta) !== facts(whole.meta)) throw new Error("what is said of the first world differs");

const metaOf = (film) => JSON.parse(film.subarray(8, 8 + film.readUInt32LE(4)).toString()).meta;
call(of.tauride_begin, JSON.stringify({ ...meta.request, seed: 1, scale: 1000 }));
call(() => of.tauride_go(1e6));
const one = metaOf(call(of.tauride_film)).digest;
if (one !== wanted) throw new Error(`the world of seed 1 at 1:1000 has the digest ${one}, and ${wanted} is kept`);
for (const { seed, set, names } of [{ seed: 2, set: ["fatigue=off", "grievance.food_need=2"], names: ["no-war"] }]) {
  const out = mkdtempSync(join(tmpdir(), "tauride-set-")),
    scale = 2000;
  const words = [
    "run",
    meta.request.scenario,
    "--seed",
    seed,
    "--scale",
    `1:${scale}`,
    ...set.flatMap((s) => ["--set", s]),
    ...names.flatMap((name) => ["--with", name]),
    "--json",
    "--quiet",
    "--out",
    join(out, "run"),
  ];
  const { digest } = JSON.parse(
    execFileSync(program, words.map(String), { stdio: ["ignore", "pipe", "inherit"] }).toString(),
  );
  rmSync(out, { recursive: true });
  call(of.tauride_begin, JSON.stringify({ scenario: meta.request.scenario, seed, scale, set, with: names }));
  call(() => of.tauride_go(1e6));
  const here = metaOf(call(of.tauride_film));
  if (here.digest !== digest)
    throw new Error(`with ${set} the program's world has the digest ${digest}, and that of WebAssembly ${here.digest}`);
  if (here.digest === meta.digest || here.set.join() !== set.join()) throw new Error(`${set} reached nothing`);
}
console.log(
  `same digest and same columns in WebAssembly, the same digest with settings; the whole period at 1:1000 in ${seconds.toFixed(1)} s`,
);
