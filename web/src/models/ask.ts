/** Questions to the models: a newer one takes the place of an older one, whose thread is ended. */
import type { DeclaredModel, ModelAsked, ModelReply, ModelRun } from "../types/model";
import { moduleOf } from "../wasm";
import type { Order, Reply } from "./player";

/** What the page's own files are asked for with: the digest of them all, where a server gives one. */
const VERSION = document.querySelector<HTMLScriptElement>("script[src*='?v=']")?.src.replace(/^[^?]*/, "") ?? "";
/** Bytes of memory beyond which a thread is not used again: it never gives memory back. */
const HEAVY = 256 * 1024 * 1024;

/** Who hears what becomes of a question. */
export interface Hearer {
  standing(reply: ModelReply): void;
  progress(share: number): void;
  answer(run: ModelRun, seconds: number): void;
  error(text: string): void;
}

type Question = { models: true } | { asked: ModelAsked; run: boolean };

export class Models {
  private worker: Worker | null = null;
  private count = 0;
  private busy = false;

  private constructor(private readonly module: WebAssembly.Module) {}

  /** Fetches the module of the models. */
  static async open(): Promise<Models> {
    if (typeof WebAssembly === "undefined" || typeof Worker === "undefined")
      throw new Error("this browser has no WebAssembly, in which the models run; `tauride model` runs them without it");
    const address = new URL(`models.wasm.gz${VERSION}`, document.baseURI).href;
    return new Models(await WebAssembly.compile(await moduleOf(address)));
  }

  /** Every model as it is declared. */
  declared(): Promise<DeclaredModel[]> {
    return new Promise((resolve, reject) => {
      this.put({ models: true }, (reply) => {
        if ("models" in reply) resolve(JSON.parse(reply.models) as DeclaredModel[]);
        if ("error" in reply) reject(new Error(reply.error));
        return true;
      });
    });
  }

  /** How settings stand, and with `run` what they come to. What was asked before is given up. */
  ask(asked: ModelAsked, run: boolean, hearer: Hearer): void {
    this.put({ asked, run }, (reply) => {
      if ("standing" in reply) {
        const standing = JSON.parse(reply.standing) as ModelReply;
        hearer.standing(standing);
        return !run || standing.faults.length > 0;
      }
      if ("progress" in reply) hearer.progress(reply.progress);
      if ("answer" in reply) hearer.answer(JSON.parse(reply.answer) as ModelRun, reply.seconds);
      if ("error" in reply) hearer.error(reply.error);
      if ("error" in reply || ("answer" in reply && reply.memory > HEAVY)) this.end();
      return !("progress" in reply);
    });
  }

  /** Gives up what was asked last. */
  stop(): void {
    if (this.busy) this.end();
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.busy = false;
  }

  /** Asks; `hear` says whether a reply was the last. */
  private put(question: Question, hear: (reply: Reply) => boolean): void {
    this.stop();
    this.worker ??= new Worker(new URL("./player.ts", import.meta.url), { type: "module" });
    const { worker } = this;
    const id = ++this.count;
    this.busy = true;
    worker.onmessage = (event: MessageEvent<Reply>) => {
      if (event.data.id !== id) return;
      if (hear(event.data) && id === this.count) this.busy = false;
    };
    worker.onerror = (event) => {
      if (id === this.count) hear({ id, error: event.message || "the models could not be started" });
    };
    worker.postMessage({ id, module: this.module, ...question } as Order);
  }
}
