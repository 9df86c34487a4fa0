/** What a misspelt name may have meant. */

/** The known name that is nearest to a text, where one is near. */
export function nearest(text: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, text.length / 3) + 1;
  for (const name of known) {
    if (Math.abs(name.length - text.length) >= least) continue;
    const far = distance(text, name);
    if (far < least) [best, least] = [name, far];
  }
  return best;
}

/** Letters to add, take or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
