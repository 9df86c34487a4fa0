/** Light, dark, or as the reader's system has it. */
import { byId } from "./dom";

export function mountTheme(): void {
  const root = document.documentElement,
    dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = ((): string | null => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  })();
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  const told = (): void => {
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  dark.addEventListener("change", told);
  byId("theme").addEventListener("click", () => {
    const now = root.dataset.theme ?? (dark.matches ? "dark" : "light"),
      next = now === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      /* a page without storage forgets */
    }
    told();
  });
}
