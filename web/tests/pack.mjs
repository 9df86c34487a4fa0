/* Packs a file as .gz: node pack.mjs FROM TO */
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const [from, to] = process.argv.slice(2);
const packed = gzipSync(await readFile(from), { level: 9 });
await writeFile(to, packed);
console.log(`${to}: ${packed.length} bytes`);
