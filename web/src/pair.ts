/**
 * Two maps of two worlds on the second screen: one over the other with a handle between them, side by side, or the difference
 * of the two on one map.
 */
import { type App, nearness, seldom } from "./app";
import { el, percent } from "./charts";
import { MapView } from "./map";
import { RANGES_OF_CHANGE, TITLES } from "./paint";
import { keyOf, labelOf, point } from "./panel";
import { QUANTITIES, type Quantity, type View, WAYS, type Way } from "./state";

const NAMES: Record<Way, string> = { swipe: "Swipe", beside: "Side by side", difference: "Difference" };
/** How much wider than its frame a map may be. */
const WIDER = 1.2;
/** How far a key moves the handle, in hundredths. */
const STEPS: Record<string, number> = {
  ArrowLeft: -2,
  ArrowDown: -2,
  ArrowRight: 2,
  ArrowUp: 2,
  PageDown: -10,
  PageUp: 10,
};

export function pairPanel(app: App): { node: HTMLElement; tell(): void } {
  const { store, stage } = app;
  const hosts = [el("div", { class: "host" }), el("div", { class: "host" })];
  const captions = [el("figcaption"), el("figcaption")];
  const figures = hosts.map((host, i) => el("figure", null, captions[i], host));
  const views = hosts.map((host) => new MapView(host, stage, true));
  const handle = el("div", {
    class: "handle",
    role: "slider",
    tabindex: 0,
    "aria-label": "Where the world as it was ends and the one with the change begins",
    "aria-valuemin": 0,
    "aria-valuemax": 100,
  });
  const maps = el("div", { class: "pair-maps" }, figures, handle);
  const key = el("div", { class: "pair-key" });
  const ways = WAYS.map((way) =>
    el("button", { type: "button", "data-way": way, onclick: () => store.set({ way }) }, NAMES[way]),
  );
  const quantity = el(
    "select",
    { "aria-label": "Colour both maps by", onchange: () => store.set({ quantity: quantity.value as Quantity }) },
    QUANTITIES.map((q) => el("option", { value: q, text: TITLES[q] })),
  );
  const isTown = stage.places.filter((p) => p.parent === stage.capital && p.kind === "district").length > 2;
  const parts = (["country", "capital"] as const satisfies readonly View[]).map((view) =>
    el(
      "button",
      { type: "button", "data-part": view, onclick: () => store.set({ view }) },
      view === "country" ? stage.display.country : app.place(stage.capital),
    ),
  );
  const node = el(
    "div",
    { class: "pair", id: "pair" },
    el("h3", { text: "The two worlds on the map" }),
    el(
      "div",
      { class: "controls" },
      el("span", { class: "views", role: "group", "aria-label": "How the two maps are shown" }, ways),
      quantity,
      isTown ? el("span", { class: "views", role: "group", "aria-label": "Part of the map" }, parts) : null,
    ),
    maps,
    key,
  );

  let at = 50;
  const move = (to: number): void => {
    at = Math.max(0, Math.min(100, to));
    maps.style.setProperty("--at", `${at}%`);
    handle.setAttribute("aria-valuenow", String(Math.round(at)));
    handle.setAttribute("aria-valuetext", `${Math.round(at)} % as it was, ${Math.round(100 - at)} % with the change`);
  };
  move(at);
  const drag = (event: PointerEvent): void => {
    const box = hosts[0].getBoundingClientRect();
    move((100 * (event.clientX - box.left)) / Math.max(1, box.width));
  };
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
    drag(event);
  });
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) drag(event);
  });
  handle.addEventListener("keydown", (event) => {
    const by = STEPS[event.key];
    if (by) move(at + by * (event.shiftKey ? 5 : 1));
    else if (event.key === "Home" || event.key === "End") move(event.key === "Home" ? 0 : 100);
    else return;
    // The arrows step through the days everywhere else.
    event.preventDefault();
    event.stopPropagation();
  });

  let asked = false;
  const draw = (): void => {
    if (asked || !app.second) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (!app.second || !isNear()) return;
      const { day, quantity: q, view, place, way } = store.state;
      const shown = { day, quantity: q, view, place };
      // No wider than what the map is of: the land beyond its frame is not drawn to be looked at.
      const { offsetHeight: tall } = hosts[0];
      node.style.setProperty("--widest", `${Math.round(views[0].shape(view) * WIDER * Math.max(300, tall))}px`);
      views.forEach((map, i) => {
        // Where two maps are compared, one place stands in one spot: no insets.
        map.alone = way === "difference";
        if (way !== "difference") map.draw(shown);
        else if (i === 0) map.draw({ ...shown, against: app.second! });
      });
      dressKey();
      late();
    });
  };
  const label = (): void =>
    app.films.forEach((film, i) => {
      const what = store.state.way === "difference" ? "What the change changes. " : "";
      views[i].canvas.setAttribute("aria-label", what + labelOf(app, film, i, store.state.day));
    });
  const late = seldom(300, label);
  let keyed = "";
  const dressKey = (): void => {
    const { quantity: q, way } = store.state;
    const each = way === "difference" ? null : views[0].each;
    const now = `${q} ${way} ${each}`;
    if (now === keyed) return;
    keyed = now;
    key.replaceChildren(way === "difference" ? keyOfChange(app, q) : keyOf(app, q, each));
  };
  const dress = (): void => {
    const { way, quantity: q, view } = store.state;
    node.dataset.way = way;
    ways.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.way === way)));
    parts.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.part === view)));
    quantity.value = q;
    figures[1].hidden = way === "difference";
    handle.hidden = way !== "swipe";
    captions[0].textContent = way === "difference" ? `What changes: ${app.changed}` : "As it was";
    // Two captions over one map are short: what the change is stands above.
    captions[1].textContent = way === "swipe" ? "With the change" : `With the change: ${app.changed}`;
  };
  const tell = (): void => {
    if (!app.first || !app.second) return;
    [app.first, app.second].forEach((film, i) => views[i].show(film));
    views.forEach((map) => map.refresh());
    keyed = "";
    label();
    dress();
    draw();
  };
  const isNear = nearness(node, draw);
  store.listen((_, changed) => {
    if (changed.has("way") || changed.has("quantity") || changed.has("view")) {
      dress();
      if (changed.has("way")) views.forEach((map) => map.refresh());
    }
    draw();
  });
  new ResizeObserver(draw).observe(maps);
  document.addEventListener("themechange", tell);
  const films = [() => app.first, () => app.second];
  views.forEach((map, i) => point(app, map, films[i], draw, views));
  return { node, tell };
}

/** What the colours of a difference are. */
function keyOfChange(app: App, quantity: Quantity): HTMLElement {
  const most = RANGES_OF_CHANGE[quantity];
  const box = (colour: string): HTMLElement => el("i", { style: `background:var(--${colour})` });
  const { page } = app.stage.display;
  const what =
    quantity === "authority"
      ? `Share of people who follow ${page.councils}`
      : quantity === "acting"
        ? "Share of people who strike, refuse or act"
        : TITLES[quantity];
  if (!most)
    return el("p", {
      class: "meaning",
      text: `${what}: coloured where it is another with the change, and by which it is then.`,
    });
  const points = (x: number): string => (quantity === "grievance" || quantity === "trust" ? x.toFixed(2) : percent(x));
  return el(
    "div",
    null,
    el(
      "ul",
      { class: "key" },
      el(
        "li",
        { class: "ramp" },
        el("span", { text: `less with the change, by ${points(most)} and more` }),
        ["r5", "r3", "r1"].map(box),
        el("span", { text: "the same" }),
        ["t1", "t3", "t5"].map(box),
        el("span", { text: `more, by ${points(most)}` }),
      ),
    ),
    el("p", { class: "meaning", text: `${what}: the world with the change, less the one as it was, on this day.` }),
  );
}
