/** The list of what happened, sifted by the reader: one for the page and for the report of a run. */
import { capital, type Child, type Day, el, number, plain } from "./charts";

/** An event as it is listed. */
export interface Told {
  day: Day;
  /** Part of the day, 0 to 3. */
  round: number;
  kind: string;
  /** The sentence. */
  text: string;
  /** Why, with the numbers; may be empty. */
  cause: string;
  /** From 0 to 3. */
  importance: number;
}

/** Why, in a sentence; how the options of a choice were rated is a click away. */
export function because(cause: string, ratings: string): Child[] {
  return [
    el("span", { class: "cause", text: cause }),
    ratings
      ? el(
          "details",
          { class: "ratings" },
          el("summary", { text: "how each was rated" }),
          el("span", { text: ratings }),
        )
      : null,
  ];
}

export const ROUNDS = ["morning", "afternoon", "evening", "night"];
const IMPORTANCE = ["all", "notable and above", "large and above", "turning points"];

export interface EventList<E extends Told> {
  all: () => readonly E[];
  /** What is searched for words; sentence and cause unless it is given. */
  searched?: (event: E) => string;
  /** Controls beside importance, kind and words, and what they leave. */
  controls?: Child;
  fits?: (event: E) => boolean;
  /** The first day that is listed; events before it are only counted. */
  from?: () => Day;
  /** The least importance at first. */
  importance: number;
  /** Events that are written into the page at a time. */
  stride: number;
  /** One event; `isNew` where the one before it was of another day. */
  entry: (event: E, isNew: boolean) => HTMLElement;
  /** What is said above the list: of so many that fit, so many come before the first day. */
  said: (fit: number, before: number, all: number) => string;
}

/** The list with its controls; `renew` draws it from its beginning again, when its events, or what they fit, have changed. */
export function eventList<E extends Told>(of: EventList<E>): { node: HTMLElement; renew: () => void } {
  let limit = of.stride;
  const option = (value: string | number, text: string): HTMLOptionElement => el("option", { value, text });
  const kind = el("select", { onchange: () => renew() });
  const least = el(
    "select",
    { onchange: () => renew() },
    IMPORTANCE.map((text, n) => option(n, text)),
  );
  least.value = String(of.importance);
  const search = el("input", {
    type: "search",
    placeholder: "a place, a party, a cause",
    oninput: () => renew(),
  });
  const list = el("ol", { class: "events" });
  const scroller = el("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Events" }, list);
  const status = el("p", { class: "empty", role: "status" });
  const more = el("button", { type: "button", class: "more", text: `Show ${of.stride} more` });
  const searched = of.searched ?? ((e: E): string => `${e.text} ${e.cause}`);
  let counted: readonly E[] | null = null;
  const render = (): void => {
    const all = of.all();
    if (all !== counted) {
      counted = all;
      const kinds = new Map<string, number>();
      for (const e of all) kinds.set(e.kind, (kinds.get(e.kind) ?? 0) + 1);
      const chosen = kind.value;
      const named = [...kinds].sort((a, b) => b[1] - a[1]);
      kind.replaceChildren(
        option("", "all"),
        ...named.map(([id, n]) => option(id, `${capital(plain(id))} (${number(n)})`)),
      );
      kind.value = kinds.has(chosen) ? chosen : "";
    }
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const text = (e: E): string => searched(e).toLowerCase();
    const hits = all.filter(
      (e) =>
        e.importance >= Number(least.value) &&
        (!kind.value || e.kind === kind.value) &&
        (of.fits?.(e) ?? true) &&
        (!wanted.length || wanted.every((word) => text(e).includes(word))),
    );
    const first = of.from?.() ?? -Infinity;
    const listed = hits.filter((e) => e.day >= first);
    list.replaceChildren(...listed.slice(0, limit).map((e, i) => of.entry(e, listed[i - 1]?.day !== e.day)));
    status.textContent = of.said(hits.length, hits.length - listed.length, all.length);
    more.hidden = listed.length <= limit;
  };
  const renew = (): void => {
    limit = of.stride;
    render();
    scroller.scrollTop = 0;
  };
  more.addEventListener("click", () => {
    limit += of.stride;
    render();
  });
  const label = (text: string, control: HTMLElement): HTMLElement => el("label", null, text, control);
  const controls = [label("Importance ", least), label("Kind ", kind), of.controls, label("Search ", search)];
  return {
    node: el("div", null, el("div", { class: "controls", role: "search" }, controls), status, scroller, more),
    renew,
  };
}
