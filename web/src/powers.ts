/** The two powers on a day: who obeys whom, dual power, the government, the capital's council, what happens. */
import { seldom, type App } from "./app";
import { byId, el, name as words, partyRank, percent, round1, small, sv, type Value } from "./charts";
import { authorityName } from "./card";
import { fan } from "./fan";
import type { Film, Scope } from "./film";
import { type Happening, happening, rowsOf, since, weight } from "./words";

/** Parts of the country, below the country itself, with the names that the case gives them. */
const PARTS = ["capital", "towns", "front", "villages"] as const satisfies readonly Scope[];
const ORDER = ["council", "nobody", "committee", "government"] as const;

export function mountPowers(app: App): void {
  const host = byId("powers");
  const { page, country } = app.stage.display;
  const all: [Scope, string][] = [["national", country], ...PARTS.map((part): [Scope, string] => [part, page[part]])];
  const who = el("div"),
    bars = el("div", { class: "obeyed" }),
    dual = el("div", { class: "dual" }),
    rule = el("div", { class: "rule" }),
    council = el("div", { class: "seats" }),
    today = el("div", { class: "today", "aria-live": "off" });
  host.append(
    el("h2", { text: "Whose orders people follow" }),
    who,
    bars,
    el("h2", { text: "News of the day" }),
    today,
    el("h2", { text: "The government, and what it delivers" }),
    rule,
    el("h2", { id: "council-name", text: `The council of ${app.place(app.stage.capital)}` }),
    council,
    el("h2", { text: "Dual power" }),
    dual,
  );
  const tell = (): void => {
    const films = app.films,
      { day } = app.store.state;
    if (!films.length) return;
    // A part that the case has nobody in is no part of it.
    const scopes = all.filter(([scope]) => films[0].national("persons", scope)[day] > 0);
    bars.replaceChildren(...scopes.map(([scope, name]) => obeyed(films, scope, name, day)), key());
    dual.replaceChildren(dualPower(app, films, day));
    who.replaceChildren(...films.map((film, i) => governs(app, film, day, films.length > 1 ? i : -1)));
    rule.replaceChildren(...films.map((film, i) => government(app, film, day, films.length > 1 ? i : -1)));
    council.replaceChildren(...films.map((film) => composition(app, film, day)));
    today.replaceChildren(...films.map((film, i) => happenings(app, film, day, films.length > 1 ? i : -1)));
  };
  const soon = seldom(110, tell);
  app.store.listen((_, changed) => {
    if (changed.has("day")) soon();
  });
  app.onWorlds(tell);
  document.addEventListener("themechange", tell);
}

/** Which of two worlds a line is of. */
function mark(which: number): HTMLElement | null {
  return which < 0 ? null : el("span", { class: "world", text: which === 0 ? "as it was" : "with the change" });
}

function obeyed(films: Film[], scope: Scope, name: string, day: number): HTMLElement {
  const row = el("div", { class: "row" }, el("span", { class: "name", text: name }));
  const stacks = el("div", { class: "stacks" });
  for (const film of films) {
    const shares = ORDER.map((who) => ({ who, share: film.national(`authority_${who}`, scope)[day] }));
    const bar = el("div", {
      class: "bar",
      role: "img",
      "aria-label": `${name}: ${shares.map((s) => `${percent(s.share)} ${authorityName(s.who)}`).join(", ")}`,
    });
    for (const s of shares)
      if (s.share > 0.002)
        bar.append(
          el("span", {
            class: `a-${s.who}`,
            style: `width:${round1(100 * s.share)}%`,
            text: s.share > 0.14 && films.length === 1 ? percent(s.share) : "",
          }),
        );
    stacks.append(bar);
  }
  row.append(stacks);
  return row;
}

function key(): HTMLElement {
  return el(
    "ul",
    { class: "key" },
    ORDER.map((who) => el("li", null, el("i", { class: `a-${who}` }), authorityName(who))),
  );
}

function dualPower(app: App, films: Film[], day: number): HTMLElement {
  const width = 320,
    height = 44,
    days = films[0].days,
    x = (d: number): number => (d / (days - 1)) * (width - 4) + 2,
    y = (v: number): number => height - 3 - v * (height - 6);
  const out = el("div", { class: "pair" });
  for (const [column, name] of [
    ["dual_power_people", "by people"],
    ["dual_power_arms", "by arms"],
  ] as const) {
    const values = films.map((film) => film.national(column));
    const bands = (fan(app, column, "national")[0]?.bands ?? []).map(({ name: what, low, high }, i) => {
      const edge = (v: readonly Value[]): string[] => v.map((value, d) => `${round1(x(d))} ${round1(y(value ?? 0))}`);
      return sv(
        "path",
        { d: `M${[...edge(high), ...edge(low).reverse()].join("L")}Z`, class: `band band-${i}` },
        sv("title", { text: what }),
      );
    });
    const lines = values.map((v, i) =>
      sv("path", {
        d: [...v].map((value, d) => `${d ? "L" : "M"}${round1(x(d))} ${round1(y(value))}`).join(""),
        class: i ? "model what" : "model",
      }),
    );
    out.append(
      el(
        "figure",
        null,
        el("figcaption", null, el("b", { text: values.map((v) => v[day].toFixed(2)).join(" / ") }), ` ${name}`),
        sv(
          "svg",
          {
            viewBox: `0 0 ${width} ${height}`,
            role: "img",
            "aria-label": `Dual-power index ${name} over the year; ${values.map((v) => v[day].toFixed(2)).join(" and ")} on this day`,
          },
          sv("path", { d: `M2 ${y(0)}H${width - 2}`, class: "grid" }),
          bands,
          lines,
          sv("path", { d: `M${round1(x(day))} 0V${height}`, class: "cursor" }),
        ),
      ),
    );
  }
  out.append(el("p", { class: "note", text: "0: one power is obeyed alone; 1: two are obeyed equally." }));
  return out;
}

/** The first day of the coalition that governs on a day. */
function began(film: Film, day: number): number {
  const now = film.government(day),
    list = film.meta.governments;
  let from = list.indexOf(now);
  while (from > 0 && list[from - 1].kind === now.kind && list[from - 1].coalition.join() === now.coalition.join())
    from--;
  return list[from].day;
}

/** Who governs, in a line. */
function governs(app: App, film: Film, day: number, which: number): HTMLElement {
  const first = began(film, day);
  return el(
    "p",
    null,
    "Who governs: ",
    mark(which),
    el("b", { text: small(words("government", film.government(day).kind)) }),
    first ? `, since ${app.dates.short(first)}.` : ", from the start.",
  );
}

function government(app: App, film: Film, day: number, which: number): HTMLElement {
  const now = film.government(day);
  const issues = app.stage.issues.map((issue, i) => {
    const share = now.delivers[i] ?? 0,
      name = words("issue", issue);
    return el(
      "li",
      null,
      el("span", { text: name }),
      el(
        "span",
        { class: "meter", role: "img", "aria-label": `${percent(share)} delivered` },
        el("i", { style: `width:${Math.round(100 * share)}%` }),
      ),
    );
  });
  return el(
    "div",
    { class: "one" },
    mark(which),
    el(
      "p",
      null,
      el("b", { text: words("government", now.kind) }),
      now.coalition.length ? `: ${now.coalition.map((id) => words("party", id)).join("; ")}, ` : ", ",
      since(began(film, day), app.dates),
      ".",
    ),
    el("ul", { class: "issues", "aria-label": "How much of each demand it delivers" }, issues),
  );
}

export interface Sitting {
  parties: { party: number; workers: number; soldiers: number; peasants: number; coopted: number }[];
  resolution: string;
  day: number;
}

/** A council's composition at its last row up to a day. */
export function sitting(app: App, film: Film, place: number, day: number): Sitting | null {
  const days = film.column("council.day"),
    places = film.column("council.place");
  let last = -1;
  for (let row = days.length - 1; row >= 0; row--)
    if (days[row] <= day && places[row] === place) {
      last = days[row];
      break;
    }
  if (last < 0) return null;
  const at = (name: string, row: number): number => film.column(`council.${name}`)[row];
  const out: Sitting = { parties: [], resolution: "none", day: last };
  for (let row = 0; row < days.length; row++) {
    if (days[row] !== last || places[row] !== place) continue;
    out.parties.push({
      party: at("party", row),
      workers: at("workers", row),
      soldiers: at("soldiers", row),
      peasants: at("peasants", row),
      coopted: at("coopted", row),
    });
    out.resolution = app.stage.resolutions[at("resolution", row)];
  }
  out.parties.sort((a, b) => order(app, a.party) - order(app, b.party));
  return out;
}

export const order = (app: App, party: number): number => partyRank(app.stage.display.parties[party]?.id ?? "");

function composition(app: App, film: Film, day: number): HTMLElement {
  const now = sitting(app, film, app.stage.capital, day);
  if (!now) return el("p", { class: "absent", text: "There is no council." });
  const seats = now.parties.map((p) => ({ ...p, all: p.workers + p.soldiers + p.peasants })),
    total = seats.reduce((sum, p) => sum + p.all, 0);
  const bar = el("div", {
    class: "bar",
    role: "img",
    "aria-label": seats.map((p) => `${app.party(p.party)} ${p.all}`).join(", "),
  });
  for (const p of seats)
    if (p.all)
      bar.append(
        el("span", {
          style: `width:${round1((100 * p.all) / total)}%;background:var(--p-${app.stage.display.parties[p.party].id})`,
        }),
      );
  const most = [...seats].sort((a, b) => b.all - a.all)[0];
  const led = most ? `; ${percent(most.all / total)} ${app.party(most.party)}` : "";
  return el(
    "div",
    { class: "one" },
    bar,
    el("p", null, `${total.toLocaleString("en-GB")} delegates${led}. It ${words("resolved", now.resolution)}.`),
  );
}

function happenings(app: App, film: Film, day: number, which: number): HTMLElement {
  const [from, to] = rowsOf(film, day),
    rows = Array.from({ length: to - from }, (_, i) => happening(film, app.stage, from + i));
  rows.sort((a, b) => weight(b) - weight(a) || b.size - a.size);
  const isNew = (h: Happening, i: number): boolean => rows.findIndex((other) => other.text === h.text) === i;
  const told = rows.filter((h, i) => h.text && isNew(h, i) && h.kind !== "strike_end");
  const shown = told.slice(0, which < 0 ? 5 : 3);
  const list = el(
    "ul",
    { class: "events" },
    shown.map((h) =>
      el(
        "li",
        null,
        el(
          "button",
          {
            type: "button",
            class: "link",
            title: h.cause,
            onclick: () => app.store.set({ place: h.place }),
          },
          h.text,
        ),
      ),
    ),
  );
  return el(
    "div",
    { class: "one" },
    mark(which),
    shown.length ? list : el("p", { class: "absent", text: "No news." }),
    rows.length > shown.length && el("a", { class: "more", href: "#events", text: `all ${rows.length} in the log` }),
  );
}
