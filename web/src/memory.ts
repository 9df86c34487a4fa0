/** What a page remembers of its what-ifs for as long as its tab is open: a reload finds it again. */
import type { Kept } from "./parting";

interface Remembered {
  /** The reader's own what-if, which the address does not hold. */
  own: string;
  /** Pairs of worlds that were run, and the question that they answer. */
  question: string;
  pairs: [Kept[], Kept[]];
}

const nothing = (): Remembered => ({ own: "", question: "", pairs: [[], []] });
const key = (scenario: string): string => `tauride ${scenario}`;

export function remembered(scenario: string): Remembered {
  try {
    const { own, question, pairs } = { ...nothing(), ...JSON.parse(sessionStorage.getItem(key(scenario)) ?? "{}") };
    const isWhole = Array.isArray(pairs) && pairs.length === 2 && pairs.every(Array.isArray);
    return { own: String(own), question: String(question), pairs: isWhole ? (pairs as Remembered["pairs"]) : [[], []] };
  } catch {
    // A browser may refuse to remember, and what it gives back may be spoilt.
    return nothing();
  }
}

export function remember(scenario: string, part: Partial<Remembered>): void {
  try {
    sessionStorage.setItem(key(scenario), JSON.stringify({ ...remembered(scenario), ...part }));
  } catch {
    // Without a memory the page works as before.
  }
}
