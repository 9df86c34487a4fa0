/** The event log in words, with causes and numbers; filtered, and linked to the map. */
import { type App, nearness } from "./app";
import { byId, el } from "./charts";
import { because, eventList, ROUNDS } from "./events";
import { type Happening, happening } from "./words";

export function mountLog(app: App): void {
  const host = byId("events"),
    { store, stage, dates } = app;
  const here = el("input", { type: "checkbox", id: "here", onchange: () => list.renew() }),
    world = el(
      "select",
      { "aria-label": "World", hidden: true, onchange: () => list.renew() },
      el("option", { value: 0, text: "first world" }),
      el("option", { value: 1, text: "what if" }),
    );
  const known = new WeakMap<object, Happening[]>();
  const all = (): Happening[] => {
    const film = app.films[Number(world.value)] ?? app.whole;
    if (!film) return [];
    const events = known.get(film) ?? Array.from(film.column("event.day"), (_, row) => happening(film, stage, row));
    known.set(film, events);
    return events;
  };
  const list = eventList<Happening>({
    all,
    controls: [el("label", { for: "here" }, here, " only at the place picked on the map"), world],
    fits: (h) => !here.checked || store.state.place === null || app.isIn(h.place, store.state.place),
    from: () => store.state.day,
    importance: 1,
    stride: 60,
    said: (fit, before) =>
      fit
        ? `${fit} events; ${before} before ${dates.brief(store.state.day)}, ${fit - before} from then on.`
        : "No event fits.",
    entry: (h, isNew) => {
      const go = (): void => {
        store.set({ day: h.day, place: h.place, playing: false });
        byId("atlas").scrollIntoView();
      };
      return el(
        "li",
        null,
        el("span", { class: "when", text: isNew ? dates.short(h.day) : "" }),
        el("span", { class: "part", text: ROUNDS[h.round] ?? "" }),
        el(
          "div",
          null,
          el("button", { type: "button", class: "link", onclick: go }, el("b", { text: h.text })),
          because(h.cause, h.ratings),
        ),
      );
    },
  });
  host.append(
    el(
      "p",
      { class: "lead" },
      "Every event says who acted and why, with the numbers behind it; a decision lists its options. The log goes on from the day that the map shows.",
    ),
    list.node,
  );
  let waiting = 0;
  store.listen((_, changed) => {
    if (!changed.has("day") && !changed.has("place")) return;
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      if (isNear()) list.renew();
    }, 120);
  });
  const isNear = nearness(host, list.renew);
  app.onWorlds(() => {
    world.hidden = !app.second;
    if (!app.second) world.value = "0";
    if (isNear()) list.renew();
  });
}
