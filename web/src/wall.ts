/** A wall screen: the page leads through its moments by itself, and begins again when nobody has touched it for a while. */
import type { App } from "./app";
import { byId, el } from "./charts";
import { ADAPTIVE } from "./state";
import { show } from "./tour";

/** Without a touch for so long, the story begins again. */
const IDLE_MS = 60_000;
/** A moment stands for so long before the next. */
const MOMENT_MS = 14_000;
/** Width of a screen that is read from near, px, and how much larger a wall's is drawn at most. */
const READ_NEAR_PX = 1920;
const MOST_LARGER = 3;
/** Beyond this width, px, the page grows with a screen that is no wall's, up to so much. */
const WIDE_PX = 2400;
const MOST_LARGER_NEAR = 2;
/** Days that are played before a moment, so that it is seen to come. */
const BEFORE = 4;

/** Everything is as much larger as the screen is wider than one that is read from near. */
export function grow(wall: boolean): void {
  const [near, most] = wall ? [READ_NEAR_PX, MOST_LARGER] : [WIDE_PX, MOST_LARGER_NEAR];
  document.documentElement.style.setProperty("--z", String(Math.max(1, Math.min(most, innerWidth / near))));
}

export function mountWall(app: App): void {
  const { store, stage } = app;
  const { tour } = stage.display.page;
  const root = document.documentElement;
  const button = el("button", { type: "button", onclick: () => store.set({ wall: !store.state.wall }) }, "Wall screen");
  byId("wall").replaceChildren(button);
  let next = 0;
  let timer = 0;

  const later = (ms: number, work: () => void): void => {
    clearTimeout(timer);
    timer = window.setTimeout(work, ms);
  };
  /** The next moment: some days are played before it, then it stands. */
  const lead = (): void => {
    if (!store.state.wall) return;
    if (!tour.length) {
      store.set({ day: 0, playing: true, speed: ADAPTIVE });
      return;
    }
    const at = next % tour.length;
    next++;
    const day = tour[at].day - stage.start;
    show(app, at);
    store.set({ day: Math.max(0, day - BEFORE), moment: at, playing: true, speed: ADAPTIVE });
    const arrive = (): void => {
      if (!store.state.wall) return;
      if (store.state.day >= day || !store.state.playing) {
        show(app, at);
        later(MOMENT_MS, lead);
      } else later(120, arrive);
    };
    later(120, arrive);
  };
  const rest = (): void => {
    if (!store.state.wall) return;
    later(IDLE_MS, () => {
      next = 0;
      scrollTo(0, 0);
      lead();
    });
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"] as const)
    addEventListener(kind, () => rest(), { passive: true });
  addEventListener("resize", () => grow(store.state.wall));
  const turn = (): void => {
    const { wall } = store.state;
    button.setAttribute("aria-pressed", String(wall));
    if (wall) root.dataset.wall = "on";
    else delete root.dataset.wall;
    grow(wall);
    clearTimeout(timer);
    if (!wall) return;
    next = 0;
    lead();
  };
  store.listen((_, changed) => {
    if (changed.has("wall")) turn();
  });
  turn();
}
