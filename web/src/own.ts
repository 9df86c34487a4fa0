/** A what-if of the reader's own, as text: checked and run as a file given to the program is. */
import type { App } from "./app";
import { el } from "./charts";

const MOST = 12_000;
/** A sample that holds from a day on. */
const sample = (from: string): string => `title = "Land early, and the harvest fails"
from = "${from}"

[[change]]
kind = "impose"
decision = "government.land"
option = "deliver"

[[change]]
kind = "input"
indicator = "food"
place = "all"
factor = 0.8
`;

export function ownPanel(app: App): HTMLElement {
  const { store, dates } = app;
  const given = sample(dates.iso(Math.round(dates.days / 4)));
  const text = el("textarea", {
    id: "own",
    rows: 14,
    maxlength: MOST,
    spellcheck: "false",
    autocapitalize: "off",
    placeholder: given,
    "aria-label": "A what-if of your own, as text",
  });
  text.value = store.state.own;
  const told = (): void => store.set({ own: text.value });
  text.addEventListener("input", told);
  const put = (value: string) => (): void => {
    text.value = value;
    told();
    text.focus();
  };
  return el(
    "details",
    { class: "block" },
    el("summary", { text: "A what-if of your own, as text" }),
    el("p", {
      class: "meaning",
      text: "A title, then any number of changes, of the kinds that docs/interventions.md lists: an input, a leader, an option closed or imposed, a mechanism, a parameter, a party, a class. It is checked before anything runs, and every fault is told with its line. The address does not hold it: keep the text.",
    }),
    text,
    el(
      "div",
      { class: "controls" },
      el("button", { type: "button", onclick: put(given) }, "Begin from a sample"),
      el("button", { type: "button", onclick: put("") }, "Empty"),
    ),
  );
}
