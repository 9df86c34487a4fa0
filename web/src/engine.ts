/** Worlds on demand: from the server's native engine where there is one, from WebAssembly in a worker otherwise. */
import { Film, type Stage, type Wanted } from "./film";
import type { Order, Reply } from "./worker";

export type Progress = (share: number, headline: string) => void;
/** A world on its way: what it will be, and how to give it up. */
export interface Job<T> {
  result: Promise<T>;
  cancel(): void;
}

const ENGINE = new URL("engine.wasm.gz", document.baseURI).href;
/** Without a server the page runs worlds of 1:1000 or coarser. */
export const FINEST_HERE = 1000;

export class Cancelled extends Error {}

function work(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
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
    worker.postMessage({ id, engine: ENGINE, ...order } as Order);
  });
  return { result, cancel: () => giveUp() };
}

export function runHere(world: Wanted, stage: Stage, progress: Progress): Job<Film> {
  return ask({ world }, (reply) => {
    if ("progress" in reply) progress(reply.progress, reply.headline);
    return "film" in reply ? new Film(reply.film, stage) : undefined;
  });
}

/** The stage of the main scenario. */
export function stageHere(): Job<Stage> {
  return ask({ stage: "" }, (reply) => ("stage" in reply ? (JSON.parse(reply.stage) as Stage) : undefined));
}

/** Lets go of workers that have nothing to do, and of their memory. */
export function dismiss(): void {
  idle.forEach((worker) => worker.terminate());
  idle = [];
}

async function unpacked(answer: Response): Promise<ArrayBuffer> {
  const sent = new Uint8Array(await answer.arrayBuffer());
  if (sent[0] !== 0x1f || sent[1] !== 0x8b) return sent.buffer;
  return new Response(new Blob([sent]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** What lies ready beside the page: the stage and the first world. `null` when there is none. */
export async function ready(): Promise<{ stage: Stage; film: Promise<Film> } | null> {
  const [stage, film] = [fetch("data/stage.json"), fetch("data/first.film.gz")];
  film.catch(() => {});
  try {
    const answer = await stage;
    if (!answer.ok || !(answer.headers.get("content-type") ?? "json").includes("json")) return null;
    const read = (await answer.json()) as Stage;
    const first = film.then(async (sent) => {
      if (!sent.ok) throw new Error(`the first world cannot be fetched (${sent.status})`);
      return new Film(await unpacked(sent), read);
    });
    return { stage: read, film: first };
  } catch {
    return null;
  }
}

/** What the server offers; `null` without one. */
export async function server(): Promise<{ finest: number } | null> {
  try {
    const answer = await fetch("api/about");
    return answer.ok && (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : null;
  } catch {
    return null;
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A world of the server's native engine. */
export function runThere(world: Wanted, stage: Stage, progress: Progress): Job<Film> {
  let given = false;
  let id: string | null = null;
  const drop = (): void => {
    if (id) void fetch(`api/runs/${id}`, { method: "DELETE" });
  };
  const result = (async () => {
    const said = async (answer: Response): Promise<Record<string, unknown>> => {
      const body = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(body?.error?.message ?? `the server answers ${answer.status}`);
      return body;
    };
    const headers = { "content-type": "application/json" };
    id = String((await said(await fetch("api/runs", { method: "POST", headers, body: JSON.stringify(world) }))).id);
    for (;;) {
      if (given) {
        drop();
        throw new Cancelled("given up");
      }
      const run = await said(await fetch(`api/runs/${id}`));
      progress(Number(run.done) / Number(run.days), String(run.headline ?? ""));
      if (run.state === "finished") break;
      if (run.state !== "running") throw new Error(String(run.message ?? `the run is ${run.state}`));
      await pause(250);
    }
    const film = await fetch(`api/runs/${id}/film`);
    if (!film.ok) throw new Error(`the server answers ${film.status}`);
    return new Film(await unpacked(film), stage);
  })();
  return {
    result,
    cancel: () => {
      given = true;
    },
  };
}
