/** What a page that is one file has within itself: its data, its worker, its engine, each as a block of text. */

const block = (name: string): string | undefined => document.getElementById(`data:${name}`)?.textContent ?? undefined;

/** Whether the page is one file. */
export const isSingle = block("stage.json") !== undefined;

/** Bytes of a name; `null` where the page has none. */
export function embedded(name: string): Uint8Array<ArrayBuffer> | null {
  const text = block(name);
  return text === undefined ? null : Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** The same as text. */
export function embeddedText(name: string): string | null {
  const bytes = embedded(name);
  return bytes && new TextDecoder().decode(bytes);
}
