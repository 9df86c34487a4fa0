/** The engine in WebAssembly, on a thread of its own: one world at a time, as typed columns. */
import type { Wanted } from "./film";
import { call, type Door, moduleOf, text } from "./wasm";

interface Engine extends Door {
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

async function load(from: string | Uint8Array<ArrayBuffer>): Promise<Engine> {
  const { instance } = await WebAssembly.instantiate(await moduleOf(from), {});
  return instance.exports as unknown as Engine;
}

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
