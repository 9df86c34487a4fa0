/**
 * What the first screen does not show of the first world is fetched when a reader goes on: touches the page, scrolls, chooses
 * another quantity or place. Who only looks is sent less than half.
 */
import type { App } from "./app";
import { byId } from "./charts";

export function mountRest(app: App): void {
  const need = (): void => {
    app.need().catch((error: unknown) => {
      byId("status").hidden = false;
      byId("status").textContent =
        `A part of this world could not be fetched: ${error instanceof Error ? error.message : error}. What is shown is right; the rest is missing.`;
    });
  };
  const { state } = app.store;
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart", "scroll"] as const)
    addEventListener(kind, need, { passive: true });
  addEventListener("beforeprint", need);
  app.store.listen((_, changed) => {
    if (
      ["quantity", "place", "unit", "council", "view", "with", "set"].some((key) =>
        changed.has(key as keyof typeof state),
      )
    )
      need();
  });
  // A link may lead to what is not on the first screen, and so may its window.
  const below = byId("h-what-if").getBoundingClientRect().top < innerHeight - byId("timeline").offsetHeight;
  if (
    below ||
    scrollY > 0 ||
    state.quantity !== "authority" ||
    state.place !== null ||
    state.with.length + state.set.length
  )
    need();
}
