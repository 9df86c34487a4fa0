/** The published models in WebAssembly, on a thread of their own: one question at a time. */
import type { ModelAsked } from "../types/model";
import { call, type Door, text } from "../wasm";

interface Models extends Door {
  tauride_models(): number;
  tauride_standing(): number;
  tauride_model(): number;
}

export type Order = { id: number; module: WebAssembly.Module } & (
  | { models: true }
  | { asked: ModelAsked; run: boolean }
);
export type Reply = { id: number } & (
  | { models: string }
  | { standing: string }
  | { progress: number }
  | { answer: string; seconds: number; memory: number }
  | { error: string }
);

/** Milliseconds between two words about progress. */
const STRIDE = 60;
let models: Models | null = null;
/** The question at hand, and when progress was last told. */
let [asking, told] = [0, 0];

const reply = (message: Reply): void => (self as unknown as Worker).postMessage(message);

function progress(done: number, of: number): void {
  const now = performance.now();
  if (now - told < STRIDE) return;
  told = now;
  reply({ id: asking, progress: of > 0 ? done / of : 0 });
}

self.onmessage = async (event: MessageEvent<Order>) => {
  const order = event.data;
  const { id } = order;
  try {
    models ??= (await WebAssembly.instantiate(order.module, { page: { told: progress } })).exports as unknown as Models;
    const of = models;
    [asking, told] = [id, performance.now()];
    if ("models" in order) {
      reply({ id, models: text(call(of, of.tauride_models)) });
      return;
    }
    const asked = JSON.stringify(order.asked);
    const standing = text(call(of, of.tauride_standing, asked));
    reply({ id, standing });
    if (!order.run || (JSON.parse(standing) as { faults: unknown[] }).faults.length) return;
    const began = performance.now();
    const answer = text(call(of, of.tauride_model, asked));
    reply({ id, answer, seconds: (performance.now() - began) / 1000, memory: of.memory.buffer.byteLength });
  } catch (error) {
    const isStopped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    const said = error instanceof Error ? error.message : String(error);
    reply({ id, error: isStopped ? "it stopped, perhaps for want of memory; smaller numbers may go" : said });
  }
};
