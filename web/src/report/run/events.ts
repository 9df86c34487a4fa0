/** What happened, and why: the list of events, sifted by the reader. */
import { absent, el, name, number, plural } from "../../charts";
import { eventList, ROUNDS } from "../../events";
import type { Happening } from "../../types/run";
import { type Page, say } from "../shell";
import type { Run } from "./context";

/** Events that a reader meets first, about: the highest importance that has so many. */
const FIRST = 40;
/** Events that are written into the page at a time. */
const STRIDE = 200;

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
  const places = [...new Set(all.map((e) => e.place))].sort((a, b) => name("place", a).localeCompare(name("place", b)));
  const place = el(
    "select",
    { onchange: () => list.renew() },
    el("option", { value: "", text: "all" }),
    places.map((id) => el("option", { value: id, text: name("place", id) })),
  );
  const list = eventList<Happening>({
    all: () => all,
    searched: (e) => `${e.text} ${e.cause} ${name("place", e.place)}`,
    controls: el("label", null, "Place ", place),
    fits: (e) => !place.value || e.place === place.value || run.place(e.place)?.parent === place.value,
    importance:
      [3, 2, 1].find((least) => all.filter((e) => e.importance >= least).length >= Math.min(FIRST, all.length / 3)) ??
      0,
    stride: STRIDE,
    said: (fit, _, of) => `${number(fit)} of the ${plural(of, "event")} listed fit.`,
    entry: (e) => entry(run, e),
  });
  node.append(list.node);
  list.renew();
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
