/* What the checks stand on: the program's server, a plain web host for an exported folder, and a browser. */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join, normalize } from "node:path";

/** By origin, what lets a client start and end runs. */
const TOKENS = new Map();

/** An address of a server as the program prints it, with the token; any other as it is. */
export function opened(url) {
  const at = new URL(url),
    token = TOKENS.get(at.origin);
  if (token) at.search = `token=${token}`;
  return at.href;
}

/** The header by which a program shows the token. */
export const bearer = (url) => ({ authorization: `Bearer ${TOKENS.get(new URL(url).origin)}` });

/** Starts `tauride serve`; its address once it answers. */
export async function serve(program, dir) {
  const child = spawn(program, ["serve", "--port", "0", "--always-token", "--out", dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      const found = said.match(/(http:\/\/localhost:\d+)\/\?token=([0-9a-f]+)\n/);
      if (!found) return;
      TOKENS.set(found[1], found[2]);
      resolve(`${found[1]}/`);
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const stop = (signal = "SIGINT") =>
    new Promise((done, failed) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        failed(new Error(`the server does not end on ${signal}`));
      }, 15_000);
      child.on("exit", () => {
        clearTimeout(late);
        done();
      });
      child.kill(signal);
    });
  return { address, child, stop };
}

const KINDS = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  json: "application/json",
  svg: "image/svg+xml",
  gz: "application/gzip",
};

/** A web host that knows nothing but files, below a folder of its own. */
export async function folder(dir, under = "/class/") {
  const server = createServer(async (asked, answer) => {
    const path = new URL(asked.url, "http://host").pathname;
    try {
      if (!path.startsWith(under)) throw new Error("elsewhere");
      const file = normalize(path.slice(under.length) || "index.html");
      const bytes = await readFile(join(dir, file));
      answer.writeHead(200, { "content-type": KINDS[file.split(".").pop()] ?? "application/octet-stream" });
      answer.end(bytes);
    } catch {
      answer.writeHead(404, { "content-type": "text/plain" });
      answer.end("not here");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${server.address().port}${under}`,
    stop: () => new Promise((done) => server.close(done)),
  };
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Counts the bytes that a page is sent from now on; what it gives tells how many so far. */
export async function countBytes(page) {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  await session.send("Network.enable");
  // Fonts lie within the style sheet: what is read out of it is not sent again.
  const within = new Set();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.startsWith("data:")) within.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!within.has(requestId)) bytes += encodedDataLength;
  });
  return () => bytes;
}
