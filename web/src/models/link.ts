/**
 * The state of the page of the models as the part of an address after `#`, and back: the model, the seed, and each
 * parameter that was set. What a link asks for and no model has is told in words, with the nearest name.
 */
import { nearest } from "../nearest";
import type { DeclaredModel } from "../types/model";

export interface State {
  model: string;
  seed: number;
  /** Parameters set by hand, with their values as they would be typed. */
  set: ReadonlyMap<string, string>;
}

export const FIRST_SEED = 1;
export const LAST_SEED = 999_999_999_999_999;
/** Letters that a value in a link may have. */
const LONGEST = 40;

const said = (text: string): string => `“${text.slice(0, 60)}”`;

function near(text: string, known: readonly string[]): string {
  const found = nearest(text, known);
  return found ? ` Did you mean ${said(found)}?` : "";
}

/** The address of a state. */
export function address(state: State): string {
  const words = new URLSearchParams();
  words.set("model", state.model);
  words.set("seed", String(state.seed));
  for (const [key, value] of state.set) words.append("set", `${key}:${value}`);
  return `#${words}`.replaceAll("%3A", ":");
}

/** A text as a seed; nothing where it is none. */
export const seedOf = (text: string): number | null => (/^\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : null);

/** What an address asks for, and what of it there is not, in sentences. */
export function asked(hash: string, models: readonly DeclaredModel[]): { state: State; faults: string[] } {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const faults: string[] = [];
  const names = models.map((m) => m.name);
  const name = words.get("model");
  const found = models.find((m) => m.name === name);
  const model = found ?? models[0];
  if (name && !found)
    faults.push(`It asks for the model ${said(name)}, and there are ${names.join(", ")}.${near(name, names)}`);
  let seed = FIRST_SEED;
  const wanted = words.get("seed");
  if (wanted !== null) {
    const read = seedOf(wanted);
    if (read === null) faults.push(`Its seed is ${said(wanted)}; a whole number from 0 to ${LAST_SEED} is wanted.`);
    else seed = read;
  }
  const set = new Map<string, string>();
  const keys = model.parameters.map((p) => p.key);
  for (const setting of found || !name ? words.getAll("set") : []) {
    const at = setting.indexOf(":");
    const [key, value] = at < 0 ? [setting, ""] : [setting.slice(0, at), setting.slice(at + 1)];
    if (!keys.includes(key)) faults.push(`It sets ${said(key)}, which this model has not.${near(key, keys)}`);
    else if (!value || value.length > LONGEST) faults.push(`It sets ${said(setting)} to no value.`);
    else if (set.has(key)) faults.push(`It sets ${said(key)} twice; the first counts.`);
    else set.set(key, value);
  }
  const known = ["model", "seed", "set"];
  for (const word of new Set(words.keys()))
    if (!known.includes(word)) faults.push(`It says ${said(word)}, which means nothing here.${near(word, known)}`);
  return { state: { model: model.name, seed, set }, faults };
}
