/** The note beside the pointer. Whatever has a `data-tip` shows it, by pointer and by keyboard. */
import { type Child, el, zoomOf } from "./dom";

let box: HTMLElement | null = null;

function note(): HTMLElement {
  box ??= document.getElementById("tip") ?? el("div", { id: "tip", role: "tooltip", hidden: true });
  if (!box.isConnected) document.body.append(box);
  return box;
}

/** Shows the note near a point of the window. */
export function showTip(x: number, y: number, ...lines: Child[]): void {
  const tip = note();
  tip.replaceChildren(el("div", null, lines));
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = x + 16 + width > innerWidth - 8 ? x - width - 14 : x + 16;
  const top = y + 14 + height > innerHeight - 8 ? y - height - 12 : y + 14;
  const zoom = zoomOf(tip);
  tip.style.left = `${Math.max(8, left) / zoom}px`;
  tip.style.top = `${Math.max(8, top) / zoom}px`;
}

export function hideTip(): void {
  if (box) box.hidden = true;
}

const linesOf = (text: string): Child[] => text.split("\n").map((line, i) => el(i ? "span" : "b", { text: line }));

/** Listens once for the whole page. */
export function mountTips(): void {
  const owner = (event: Event): Element | null => (event.target as Element | null)?.closest?.("[data-tip]") ?? null;
  document.addEventListener("pointermove", (event) => {
    const at = owner(event);
    if (at) showTip(event.clientX, event.clientY, linesOf(at.getAttribute("data-tip") ?? ""));
    else if (!(event.target as Element | null)?.closest?.("[data-reads]")) hideTip();
  });
  document.addEventListener("focusin", (event) => {
    const at = owner(event);
    if (!at) return hideTip();
    const { right, bottom } = at.getBoundingClientRect();
    showTip(right - 12, bottom - 8, linesOf(at.getAttribute("data-tip") ?? ""));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
  });
  addEventListener("scroll", hideTip, { passive: true });
}
