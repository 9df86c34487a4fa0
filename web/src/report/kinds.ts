/**
 * Every kind of page, by the word `kind` of its data.
 *
 * A kind is a module of this folder with one function, which gets the data and writes sections into a `Page`:
 *
 *     export function ensemble(data: Ensemble): void {
 *       const page = new Page(data, "report of many simulated worlds");
 *       page.opening({});
 *       page.section("odds", "What the worlds come to", "Odds", forest({ title: "Endings", unit: "share of worlds", … }));
 *       page.close();
 *     }
 */

import { branch } from "./branch";
import { claims } from "./claims";
import { compare } from "./compare";
import { ensemble } from "./ensemble";
import { fit } from "./fit";
import { model } from "./model";
import { rivals } from "./rivals";
import { run } from "./run";
import { score } from "./score";
import { sensitivity } from "./sensitivity";
import { sweep } from "./sweep";

/** Writes a page from its data; the base map is there for the pages that draw maps. */
export type Mount = (data: unknown, basemap: unknown) => void;

export const KINDS: Readonly<Record<string, Mount>> = {
  run: run as Mount,
  ensemble,
  compare,
  sweep,
  claims,
  score,
  branch,
  sensitivity,
  fit,
  rivals,
  model,
};
