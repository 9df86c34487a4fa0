/** What happened, and why: the list of events, sifted by the reader. */
import { absent, capital, el, name, number, plain, plural } from "../../charts";
import type { Happening } from "../../types/run";
import { type Page, say } from "../shell";
import type { Run } from "./context";

const ROUNDS = ["morning", "afternoon", "evening", "night"];
const IMPORTANCE: [number, string][] = [
  [0, "all"],
  [1, "notable and above"],
  [2, "large and above"],
  [3, "turning points"],
];
/** Events that are written into the page at a time. */
const STRIDE = 200;
/** Events that a reader meets first, about: the highest importance that has so many. */
const FIRST = 40;

export function events(page: Page, run: Run): void {
  const { events: all, n_events } = run.data;
  const said =
    all.length < n_events
      ? `The run wrote down ${plural(n_events, "event")}; the ${number(all.length)} most important are listed here.`
      : `The run wrote down ${plural(n_events, "event")}, each with what caused it.`;
  const node = page.section(
    "events",
    "What happened, and why",
    "Events",
    all.length ? say(said, "Open an event to read why.") : absent("No events were recorded in this run."),
  );
  if (!all.length) return;
  const enough = [3, 2, 1].find(
    (least) => all.filter((e) => e.importance >= least).length >= Math.min(FIRST, all.length / 3),
  );
  const state = { kind: "", place: "", importance: enough ?? 0, text: "", limit: STRIDE };
  const list = el("ol", { class: "events" });
  const scroller = el("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Events" }, list);
  const status = el("p", { class: "empty", "aria-live": "polite" });
  const more = el("button", { type: "button", class: "more", text: `Show ${STRIDE} more` });
  const searched = all.map((e) => `${e.text} ${e.cause} ${name("place", e.place)}`.toLowerCase());
  const fits = (e: Happening, i: number, wanted: string[]): boolean =>
    e.importance >= state.importance &&
    (!state.kind || e.kind === state.kind) &&
    (!state.place || e.place === state.place || run.place(e.place)?.parent === state.place) &&
    wanted.every((word) => searched[i].includes(word));
  const render = (): void => {
    const wanted = state.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const hits = all.filter((e, i) => fits(e, i, wanted));
    list.replaceChildren(...hits.slice(0, state.limit).map((e) => entry(run, e)));
    const shown = hits.length > state.limit ? `; the first ${number(state.limit)} are shown` : "";
    status.textContent = `${number(hits.length)} of the ${number(all.length)} events listed match${shown}.`;
    more.hidden = hits.length <= state.limit;
  };
  const on = (change: (value: string) => void) => (event: Event) => {
    change((event.target as HTMLInputElement | HTMLSelectElement).value);
    state.limit = STRIDE;
    render();
    scroller.scrollTop = 0;
  };
  const kinds = counted(all, (e) => e.kind).sort((a, b) => b[1] - a[1]);
  const places = counted(all, (e) => e.place).sort((a, b) => name("place", a[0]).localeCompare(name("place", b[0])));
  const option = (value: string, text: string, selected = false): HTMLElement =>
    el("option", { value, text, selected });
  node.append(
    el(
      "div",
      { class: "controls", role: "search" },
      el(
        "label",
        null,
        "Importance ",
        el(
          "select",
          {
            onchange: on((v) => {
              state.importance = Number(v);
            }),
          },
          IMPORTANCE.map(([v, text]) => option(String(v), text, v === state.importance)),
        ),
      ),
      el(
        "label",
        null,
        "Kind ",
        el(
          "select",
          {
            onchange: on((v) => {
              state.kind = v;
            }),
          },
          option("", "all"),
          kinds.map(([kind, n]) => option(kind, `${capital(plain(kind))} (${number(n)})`)),
        ),
      ),
      el(
        "label",
        null,
        "Place ",
        el(
          "select",
          {
            onchange: on((v) => {
              state.place = v;
            }),
          },
          option("", "all"),
          places.map(([place]) => option(place, name("place", place))),
        ),
      ),
      el(
        "label",
        null,
        "Search ",
        el("input", {
          type: "search",
          oninput: on((v) => {
            state.text = v;
          }),
          placeholder: "words in the event or its cause",
        }),
      ),
    ),
    status,
    scroller,
    more,
  );
  more.addEventListener("click", () => {
    state.limit += STRIDE;
    render();
  });
  render();
}

function counted(all: readonly Happening[], key: (e: Happening) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const e of all) counts.set(key(e), (counts.get(key(e)) ?? 0) + 1);
  return [...counts];
}

function entry(run: Run, e: Happening): HTMLElement {
  const round = ROUNDS[e.round] ? `, ${ROUNDS[e.round]}` : "";
  const cells = [
    el("span", { class: "d", text: run.calendar.short(e.day, run.severalYears) + round }),
    el("span", { class: "p", text: name("place", e.place) }),
    el("span", { class: "t", text: e.text }),
  ];
  if (!e.cause) return el("li", { class: `imp${e.importance}` }, el("div", { class: "flat" }, cells));
  return el(
    "li",
    { class: `imp${e.importance}` },
    el("details", null, el("summary", null, cells), el("p", { class: "why", text: e.cause })),
  );
}
