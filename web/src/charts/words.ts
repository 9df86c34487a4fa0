/**
 * Names of things for readers: the one place where an identifier becomes words.
 *
 * The data of a page bring the names of what belongs to a case (places, parties, classes, observables); outcomes and
 * what every case shares stand here. An identifier that nobody has named is written with spaces, never as it is.
 */

import { ENDINGS } from "../types/endings";

export type Names = Record<string, Record<string, string>>;

const known: Names = {
  outcome: ENDINGS,
  /** What each power is called in a label. */
  authority: { council: "Councils", government: "Government", committee: "Committees", nobody: "Nobody" },
  resolution: {
    none: "no council, or no resolution on power",
    support: "supports the government on conditions",
    oppose: "opposes the government",
    claim: "claims power for the councils",
  },
  /** The same as the end of a sentence: `It supports …`. */
  resolved: {
    none: "has resolved nothing on power",
    no_resolution: "has resolved nothing on power",
    support: "supports the government on conditions",
    oppose: "opposes the government",
    claim: "claims power for the councils",
  },
  government: {
    old_regime: "The old regime",
    provisional: "A provisional government",
    parliament: "A government of the parliament",
    council: "A government of the councils",
    dictatorship: "A commander’s rule",
    none: "No government",
  },
  issue: {
    bread: "bread",
    peace: "peace",
    land: "land",
    hours: "hours and pay",
    liberty: "liberty",
    nation: "national rights",
  },
  kind_of_place: { base: "naval base", county: "county", front: "front", town: "town" },
};

/** Adds names that the data of a page bring. */
export function learn(names: Names | undefined): void {
  for (const [kind, table] of Object.entries(names ?? {})) known[kind] = { ...known[kind], ...table };
}

/** An identifier with spaces in place of its marks: `food need`. */
export const plain = (id: string): string => id.replaceAll(/[-_.:]+/g, " ").trim();

/** The name of a thing of a kind: `name("outcome", "coup")`. */
export function name(kind: string, id: string | null | undefined): string {
  if (!id) return "";
  const told = known[kind]?.[id];
  if (told) return told;
  // A parameter or an observable is known by the last part of its identifier.
  const last = kind === "parameter" ? id.slice(id.indexOf(".") + 1) : id;
  return plain(last);
}

/** A text that names things by their identifiers, such as a note in a file of data, with names in their place. */
export function readable(text: string): string {
  return text.replaceAll(/\b[a-z]+(?:_[a-z0-9]+)+\b/g, (id) => {
    const kind = Object.keys(known).find((k) => known[k][id]);
    return kind ? known[kind][id] : plain(id);
  });
}

/** With a capital letter at the beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** With a small letter at the beginning, for the middle of a sentence. */
export const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Outcomes in the order of every stack: from the councils' side to the old order. */
// biome-ignore format: one line reads as the order that it is
export const OUTCOME_ORDER = ["council-transfer", "council-seizure", "assembly-transfer", "unresolved", "government-holds", "crushed", "coup", "regime-holds"];
export function outcomeRank(id: string): number {
  const at = OUTCOME_ORDER.indexOf(id);
  return at < 0 ? OUTCOME_ORDER.length : at;
}

/** How an area is filled, and the class of a text that can be read on it. */
export interface Paint {
  fill: string;
  on: string;
}
const WHITE = new Set(["council", "government", "council-transfer", "government-holds", "regime-holds"]);
const INK = new Set(["nobody", "unresolved", "assembly-transfer"]);
const tone = (id: string): string => (WHITE.has(id) ? "on-strong" : INK.has(id) ? "on-ink" : "on-light");
export const authorityPaint = (id: string): Paint => ({ fill: `a-${id}`, on: tone(id) });
export const outcomePaint = (id: string): Paint => ({
  fill: `o-${OUTCOME_ORDER.includes(id) ? id : "unresolved"}`,
  on: ["council-seizure", "crushed"].includes(id) ? "on-ink over-paper" : tone(id),
});
