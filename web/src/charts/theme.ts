/** Light, dark, or as the reader's system has it; and the colours behind the names of the style sheet. */
import { el } from "./dom";

const dark = matchMedia("(prefers-color-scheme: dark)");
const values = new Map<string, string>();
const probe = el("i", { hidden: true });

export const isDark = (): boolean =>
  (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";

function told(): void {
  values.clear();
  document.dispatchEvent(new CustomEvent("themechange"));
}
dark.addEventListener("change", told);

/** A switch between light and dark that is remembered where the page may remember. */
export function themeSwitch(button: HTMLButtonElement, label?: (dark: boolean) => string): void {
  const root = document.documentElement;
  const kept = ((): string | null => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  })();
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  const name = (): void => {
    if (label) button.textContent = label(isDark());
  };
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    root.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // A page without storage forgets.
    }
    told();
  });
  document.addEventListener("themechange", name);
  name();
}

/** The colour that a name of the style sheet has now, for a canvas: `colour("paper")`; empty when there is none. */
export function colour(name: string): string {
  const known = values.get(name);
  if (known !== undefined) return known;
  const root = document.documentElement;
  let value = "";
  if (getComputedStyle(root).getPropertyValue(`--${name}`).trim()) {
    if (!probe.isConnected) document.body.append(probe);
    probe.style.color = `var(--${name})`;
    value = getComputedStyle(probe).color;
  }
  values.set(name, value);
  return value;
}

export function colours<K extends string>(names: readonly K[]): Record<K, string> {
  return Object.fromEntries(names.map((name) => [name, colour(name)])) as Record<K, string>;
}
