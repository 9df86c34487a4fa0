/** A module in WebAssembly: how it is had, and how it is called (`crates/door`). */

/** What every module of the page offers. */
export interface Door {
  memory: WebAssembly.Memory;
  tauride_input(length: number): number;
  tauride_output(): number;
  tauride_output_length(): number;
}

async function fetched(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`the engine cannot be fetched (${answer.status})`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The bytes of a module that is an address, or its packed bytes where the page has them within. */
export async function moduleOf(from: string | Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  // Some hosts send a .gz file unpacked, as an encoded transfer: the first bytes tell.
  const sent = typeof from === "string" ? await fetched(from) : from;
  const packed = sent[0] === 0x1f && sent[1] === 0x8b;
  return packed
    ? new Response(new Blob([sent]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer()
    : sent.buffer;
}

/** Calls a function with a text; what it leaves as output, which stands until the next call. */
export function call(of: Door, run: () => number, input?: string): Uint8Array {
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

export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.slice());
