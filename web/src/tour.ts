/** The story: moments of the case, each with what the record says, what this world does, a question and a what-if that asks it. */
import type { App } from "./app";
import { stillness } from "./app";
import { byId, type Child, el } from "./charts";
import type { Quantity, View } from "./state";

const beside = window.matchMedia("(min-width: 1024px)");

/** A moment of the tour is shown: its day, its map, its place. */
export function show(app: App, moment: number): void {
  const { tour } = app.stage.display.page;
  const of = tour[moment];
  if (!of) return;
  app.store.set({
    moment,
    day: Math.max(0, Math.min(app.dates.days - 1, of.day - app.stage.start)),
    playing: false,
    view: of.view as View,
    quantity: of.show as Quantity,
    // On a narrow screen a card would lie over the story.
    place: beside.matches ? of.place : null,
  });
}

/** The sources of a sentence as a reader finds them. */
export function cited(app: App, keys: string): Child[] {
  return keys
    .split(/[;, ]+/)
    .filter(Boolean)
    .map((key, i) => {
      const source = app.stage.sources[key];
      const text = source
        ? `${source.author ? `${source.author}, ` : ""}${source.title}${source.year ? `, ${source.year}` : ""}`
        : key === "assumed"
          ? "a judgement of this project"
          : "remembered; no source confirms it yet";
      return [i ? "; " : "", el("cite", { text })];
    });
}

export function mountTour(app: App): void {
  const host = byId("story");
  const { stage, store, dates } = app;
  const { tour } = stage.display.page;
  host.hidden = !tour.length;
  if (!tour.length) return;
  const numbers = ["", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
  const dateOf = (moment: number): string => dates.brief(tour[moment].day - stage.start);

  const list = (): Child[] => [
    el("h2", { text: tour.length === 1 ? "One moment" : `${numbers[tour.length]} moments` }),
    el(
      "ol",
      { class: "moments" },
      tour.map((m, i) =>
        el(
          "li",
          null,
          el(
            "button",
            { type: "button", class: "link", onclick: () => show(app, i) },
            el("span", { class: "when", text: dateOf(i) }),
            el("b", { text: m.title }),
          ),
        ),
      ),
    ),
    el("button", { type: "button", class: "strong", id: "begin", onclick: () => show(app, 0) }, "Begin the story"),
  ];

  const one = (moment: number): Child[] => {
    const m = tour[moment];
    const what = stage.what_ifs.find((w) => w.name === m.what_if);
    const step = (to: number, text: string): HTMLElement =>
      el("button", { type: "button", disabled: to < 0 || to >= tour.length, onclick: () => show(app, to) }, text);
    const ask = (): void => {
      store.set({ with: [m.what_if!], set: [], own: "" });
      byId("what-if").scrollIntoView({ behavior: stillness.matches ? "auto" : "smooth" });
      document.dispatchEvent(new Event("ask"));
    };
    return [
      el(
        "p",
        { class: "step" },
        el("span", { text: `${moment + 1} of ${tour.length} · ${dateOf(moment)}` }),
        el("button", { type: "button", class: "link", onclick: () => store.set({ moment: null }) }, "all moments"),
      ),
      el("h2", { text: m.title, tabindex: -1 }),
      el(
        "p",
        { class: "record" },
        el("b", { text: "The record. " }),
        m.text,
        " ",
        el("span", { class: "cite" }, "(", cited(app, m.source), ")"),
      ),
      el("p", { class: "question", text: m.question }),
      el(
        "div",
        { class: "go" },
        step(moment - 1, "‹ Back"),
        what &&
          el(
            "button",
            { type: "button", class: "ask", title: what.fields.antecedent ?? "", onclick: ask },
            `What if: ${what.title}`,
          ),
        step(moment + 1, "Next ›"),
      ),
    ];
  };

  const tell = (): void => {
    const { moment } = store.state;
    host.replaceChildren(el("div", null, moment === null ? list() : one(moment)));
  };
  store.listen((state, changed) => {
    if (changed.has("moment")) tell();
    // Whoever goes to another day has left the moment.
    else if (
      changed.has("day") &&
      !state.wall &&
      state.moment !== null &&
      state.day !== tour[state.moment].day - stage.start
    )
      store.set({ moment: null });
  });
  tell();
}
