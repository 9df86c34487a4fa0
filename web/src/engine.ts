/** Worlds on demand: from the server's native engine where there is one, from WebAssembly in a worker otherwise. */
import { embedded, embeddedText, isSingle } from "./embedded";
import { type Ending, Film, type Stage, type Wanted } from "./film";
import type { Order, Reply } from "./worker";

export type Progress = (share: number, headline: string) => void;
/** A world on its way: what it will be, and how to give it up. */
export interface Job<T> {
  result: Promise<T>;
  cancel(): void;
}

/** A case that this page can show; `carried` where the page's own engine has it. */
export interface Case {
  name: string;
  title: string;
  carried: boolean;
}

/** What a server offers. */
export interface Offer {
  finest: number;
  most_running: number;
  /** Runs that none need wait for another. */
  at_once: number;
}

/** What the page's own files are asked for with: the digest of them all, where a server gives one. */
const VERSION = document.querySelector<HTMLScriptElement>("script[src*='?v=']")?.src.replace(/^[^?]*/, "") ?? "";
const ENGINE = new URL(`engine.wasm.gz${VERSION}`, document.baseURI).href;

export class Cancelled extends Error {}

function work(): Worker {
  if (typeof WebAssembly === "undefined" || typeof Worker === "undefined")
    throw new Error(
      "this browser has no WebAssembly, so that no world can be run in it; open the page from `tauride serve`",
    );
  const own = embedded("worker.js");
  if (!own) return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Worker(URL.createObjectURL(new Blob([own], { type: "text/javascript" })));
}

let idle: Worker[] = [];
let count = 0;

function ask<T>(order: { stage: string } | { world: Wanted }, take: (reply: Reply) => T | undefined): Job<T> {
  const worker = idle.pop() ?? work();
  const id = ++count;
  let giveUp: () => void = () => {};
  const result = new Promise<T>((resolve, reject) => {
    giveUp = () => {
      worker.terminate();
      reject(new Cancelled("given up"));
    };
    worker.onerror = (event) => reject(new Error(event.message || "the engine could not be started"));
    worker.onmessage = (event: MessageEvent<Reply>) => {
      const reply = event.data;
      if (reply.id !== id) return;
      if ("error" in reply) {
        worker.terminate();
        reject(new Error(reply.error));
        return;
      }
      const value = take(reply);
      if (value !== undefined) {
        idle.push(worker);
        resolve(value);
      }
    };
    worker.postMessage({ id, engine: embedded("engine.wasm.gz") ?? ENGINE, ...order } as Order);
  });
  return { result, cancel: () => giveUp() };
}

export function runHere(world: Wanted, stage: Stage, progress: Progress): Job<Film> {
  return ask({ world }, (reply) => {
    if ("progress" in reply) progress(reply.progress, reply.headline);
    return "film" in reply ? new Film(reply.film, stage) : undefined;
  });
}

/** The stage of a case, or of the main one where none is named, from the page's own engine. */
export function stageHere(scenario: string): Job<Stage> {
  return ask({ stage: scenario }, (reply) => ("stage" in reply ? (JSON.parse(reply.stage) as Stage) : undefined));
}

/** Lets go of workers that have nothing to do, and of their memory. */
export function dismiss(): void {
  idle.forEach((worker) => worker.terminate());
  idle = [];
}

async function unpacked(sent: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  if (sent[0] !== 0x1f || sent[1] !== 0x8b) return sent.buffer;
  return new Response(new Blob([sent]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
const bytesOf = async (answer: Response): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await answer.arrayBuffer());

const isJson = (answer: Response): boolean =>
  answer.ok && (answer.headers.get("content-type") ?? "json").includes("json");

/** JSON that lies beside the page, or within it; `null` when there is none. */
async function json<T>(path: string): Promise<T | null> {
  const own = embeddedText(path.slice(path.lastIndexOf("/") + 1));
  if (own) return JSON.parse(own) as T;
  if (isSingle) return null;
  try {
    const answer = await fetch(path);
    return isJson(answer) ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}

const under = (scenario: string | null): string => (scenario ? `data/${encodeURIComponent(scenario)}` : "data");

/** Cases that the page can show; `null` when nothing says so. */
export const cases = (): Promise<Case[] | null> => json<Case[]>("data/cases.json");

/** What was found of many worlds of a case. */
export interface Odds {
  scenario: string;
  scale: number;
  seeds: number[];
  /** Seed of the most typical of them, and its digest. */
  typical: number;
  digest: string;
  outcomes: Record<string, number>;
  /** Days on which they end, by ending; a world that nothing decides has none. */
  ends?: Record<string, number[]>;
  /** Days by date, counted from the first, of the worlds in which it comes. */
  dates: Record<string, number[]>;
  /** Of courses by scope and name: the values of each level, every so many days; those named are in thousandths. */
  fans?: { step: number; levels: number[]; thousandths: string[]; of: Record<string, number[][]> };
}
export const oddsOf = (scenario: string): Promise<Odds | null> => json<Odds>(`${under(scenario)}/odds.json`);

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What lies ready beside the page: the stage and the world it opens with. `null` when there is none. */
export async function ready(scenario: string | null): Promise<{ stage: Stage; film: Promise<Film> } | null> {
  const film = part(scenario, "first");
  film.catch(() => {});
  const stage = await json<Stage>(`${under(scenario)}/stage.json`);
  const rest = (): Promise<ArrayBuffer> => part(scenario, "rest").then(unpacked);
  return stage && { stage, film: film.then(async (sent) => new Film(await unpacked(sent), stage, rest)) };
}

/** A part of the world that a case opens with: what the first screen shows, or everything else. */
async function part(scenario: string | null, which: "first" | "rest"): Promise<Uint8Array<ArrayBuffer>> {
  const own = embedded(`${which}.film.gz`);
  if (own) return own;
  // A server may still be making it.
  for (let asked = 0; asked < 40; asked++) {
    const answer = await fetch(`${under(scenario)}/${which}.film.gz`);
    if (answer.ok) return bytesOf(answer);
    if (answer.status !== 503) throw new Error(`the first world cannot be fetched (${answer.status})`);
    await pause(1000);
  }
  throw new Error("the first world takes too long");
}

/** What the server offers; `null` without one. */
export async function server(): Promise<Offer | null> {
  if (isSingle) return null;
  try {
    const answer = await fetch("api/about");
    return answer.ok && (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** A world that the server makes or keeps. */
export interface Run {
  id: string;
  state: string;
  request: Wanted | null;
  keeps: Keeps;
}

/** What the server keeps of a world: its film, or what it came to. */
type Keeps = "film" | "ending";
/** How a run of the server stands. */
type Standing = Record<string, unknown>;

/** What the server makes or keeps; nothing without one. */
export async function runs(): Promise<Run[]> {
  if (isSingle) return [];
  const answer = await fetch("api/runs").catch(() => null);
  return answer?.ok ? ((await answer.json()) as { runs: Run[] }).runs : [];
}

/** Something finished that the server shows: a study or a run, with the names of its pages. */
export interface Study {
  id: string;
  name: string | null;
  kind: string;
  of: string | null;
  scale: string | null;
  pages: string[];
}

/** What the server shows of finished studies; nothing without one. */
export async function studies(): Promise<Study[]> {
  if (isSingle) return [];
  const answer = await fetch("api/studies").catch(() => null);
  return answer?.ok ? ((await answer.json()) as { studies: Study[] }).studies : [];
}

/** A run of the server, followed until it is finished; while the server is busy with others, this one waits for its turn. */
function followed<T>(world: Wanted, keeps: Keeps, progress: Progress, take: (run: Standing) => T | Promise<T>): Job<T> {
  let given = false;
  let id: string | null = null;
  const givenUp = (): void => {
    if (given) throw new Cancelled("given up");
  };
  const result = (async () => {
    const said = async (answer: Response): Promise<Standing> => {
      const body = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(body?.error?.message ?? `the server answers ${answer.status}`);
      return body;
    };
    const headers = { "content-type": "application/json" };
    for (;;) {
      const answer = await fetch(`api/runs?keeps=${keeps}&wait=turn`, {
        method: "POST",
        headers,
        body: JSON.stringify(world),
      });
      if (answer.status !== 503) {
        id = String((await said(answer)).id);
        break;
      }
      givenUp();
      await pause(500);
    }
    // Whoever only wants the end is told it at once; progress is asked for again and again.
    const waits = keeps === "ending";
    for (;;) {
      const run = await said(await fetch(`api/runs/${id}${waits ? "?wait=over" : ""}`));
      // A run that is over cannot be given up.
      if (given && run.state === "running") await fetch(`api/runs/${id}`, { method: "DELETE" });
      givenUp();
      progress(Number(run.done) / Number(run.days), String(run.headline ?? ""));
      if (run.state === "finished") return take(run);
      if (run.state !== "running") throw new Error(String(run.message ?? `the run is ${run.state}`));
      if (!waits) await pause(200);
    }
  })();
  return {
    result,
    cancel: () => {
      given = true;
    },
  };
}

/** A world of the server's native engine. */
export function runThere(world: Wanted, stage: Stage, progress: Progress): Job<Film> {
  return followed(world, "film", progress, async ({ id }) => {
    const film = await fetch(`api/runs/${id}/film`);
    if (!film.ok) throw new Error(`the server answers ${film.status}`);
    return new Film(await unpacked(await bytesOf(film)), stage);
  });
}

/** What a world of the server's native engine comes to. */
export function endThere(world: Wanted): Job<Ending> {
  return followed(
    world,
    "ending",
    () => {},
    ({ ending }) => ending as Ending,
  );
}
