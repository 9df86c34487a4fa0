/** The engine in WebAssembly, on a thread of its own: one world at a time, as typed columns. */
import type { Wanted } from "./film";

interface Engine {
  memory: WebAssembly.Memory;
  tauride_input(length: number): number;
  tauride_output(): number;
  tauride_output_length(): number;
  tauride_stage(): number;
  tauride_begin(): number;
  tauride_go(days: number): number;
  tauride_film(): number;
}

/** The engine is an address, or its bytes where the page has them within. */
export type Order = { id: number; engine: string | Uint8Array<ArrayBuffer> } & ({ stage: string } | { world: Wanted });
export type Reply = { id: number } & (
  | { progress: number; headline: string }
  | { error: string }
  | { stage: string }
  | { film: ArrayBuffer }
);

/** Days simulated between two words about progress. */
const STRIDE = 4;
let engine: Promise<Engine> | null = null;

async function fetched(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`the engine cannot be fetched (${answer.status})`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function load(from: string | Uint8Array<ArrayBuffer>): Promise<Engine> {
  // Some hosts send a .gz file unpacked, as an encoded transfer: the first bytes tell.
  const sent = typeof from === "string" ? await fetched(from) : from;
  const packed = sent[0] === 0x1f && sent[1] === 0x8b;
  const module = packed
    ? await new Response(new Blob([sent]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer()
    : sent.buffer;
  const { instance } = await WebAssembly.instantiate(module, {});
  return instance.exports as unknown as Engine;
}

function call(of: Engine, run: () => number, input?: string): Uint8Array {
  if (input !== undefined) {
    const bytes = new TextEncoder().encode(input),
      at = of.tauride_input(bytes.length);
    new Uint8Array(of.memory.buffer, at, bytes.length).set(bytes);
  }
  const status = run();
  const out = new Uint8Array(of.memory.buffer, of.tauride_output(), of.tauride_output_length());
  if (status !== 0) throw new Error(new TextDecoder().decode(out));
  return out;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.slice());
const reply = (message: Reply, transfer: Transferable[] = []): void =>
  (self as unknown as Worker).postMessage(message, transfer);

self.onmessage = async (event: MessageEvent<Order>) => {
  const order = event.data;
  try {
    engine ??= load(order.engine);
    const of = await engine;
    if ("stage" in order) {
      reply({ id: order.id, stage: text(call(of, of.tauride_stage, order.stage)) });
      return;
    }
    const days = Number(text(call(of, of.tauride_begin, JSON.stringify(order.world))));
    for (let done = 0; done < days; ) {
      const said = text(call(of, () => of.tauride_go(STRIDE)));
      const blank = said.indexOf(" ");
      done = Number(said.slice(0, blank));
      reply({ id: order.id, progress: done / days, headline: said.slice(blank + 1) });
    }
    const film = call(of, of.tauride_film).slice().buffer;
    reply({ id: order.id, film }, [film]);
  } catch (error) {
    reply({ id: order.id, error: error instanceof Error ? error.message : String(error) });
  }
};
