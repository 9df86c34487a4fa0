/*
 * Run a bundled scenario in WebAssembly and print its digest, its outcome and the outcome's date.
 *
 *   cargo build --release -p tauride-web --lib --target wasm32-unknown-unknown
 *   node digest.mjs MODULE.wasm SCENARIO SCALE [SEED] [DAYS]
 */
import { readFile } from "node:fs/promises";

const [file, scenario, scale, seed = "1", days = "0"] = process.argv.slice(2);
if (!file || !scenario || !/^[1-9]\d*$/.test(scale ?? "")) {
  console.error("usage: node digest.mjs MODULE.wasm SCENARIO SCALE [SEED] [DAYS]");
  process.exit(2);
}
// No import: the module asks nothing of its surroundings.
const { instance } = await WebAssembly.instantiate(await readFile(file), {});
const { memory, tauride_input, tauride_run, tauride_output, tauride_output_length } = instance.exports;

const name = new TextEncoder().encode(scenario);
const at = tauride_input(name.length);
new Uint8Array(memory.buffer, at, name.length).set(name);
const status = tauride_run(BigInt(seed), Number(scale), Number(days));
const text = new TextDecoder().decode(new Uint8Array(memory.buffer, tauride_output(), tauride_output_length()));
if (status === 0) console.log(text);
else console.error(text);
process.exit(status);
