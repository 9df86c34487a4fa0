/** The card of a place: who lives there, whom they follow, its council, what happens there, and what the record says of it. */
import type { App } from "./app";
import { seldom } from "./app";
import { byId, type Child, el, formatOf, name as words, number, people, percent, round1, sv } from "./charts";
import { type AUTHORITIES, NO_CODE, type Film, type Observation } from "./film";
import { sitting } from "./powers";
import { happening } from "./words";

/** Events and observations that a card lists. */
const EVENTS = 5;
const OBSERVATIONS = 5;
const ORDER = ["council", "nobody", "committee", "government"] as const;

export const authorityName = (who: (typeof AUTHORITIES)[number]): string =>
  who === "council" || who === "government"
    ? words("power", who)
    : who === "committee"
      ? "a public committee"
      : "nobody";

export function mountCard(app: App): void {
  const host = byId("card");
  const { store } = app;
  const body = el("div", { class: "card-body", tabindex: 0, role: "region", "aria-labelledby": "card-title" });
  const title = el("h2", { id: "card-title", tabindex: -1 });
  const close = el("button", { type: "button", "aria-label": "Close the card", onclick: () => leave() }, "×");
  host.append(el("div", { class: "card-head" }, title, close), body);
  let from: HTMLElement | null = null;
  const leave = (): void => {
    store.set({ place: null });
    if (from?.isConnected) from.focus();
  };
  const tell = (): void => {
    const { place, day } = store.state;
    host.hidden = place === null;
    if (place === null || !app.first) return;
    title.textContent = app.place(place);
    body.replaceChildren(el("div", null, content(app, place, day)));
  };
  const soon = seldom(140, tell);
  store.listen((state, changed) => {
    if (changed.has("place")) {
      const active = document.activeElement;
      tell();
      // A card that the keyboard opened takes the keyboard.
      if (state.place !== null && active instanceof HTMLElement && active.matches("[data-place], #controls input")) {
        from = active;
        title.focus({ preventScroll: true });
      }
      body.scrollTop = 0;
    } else if (changed.has("day") && state.place !== null) soon();
  });
  host.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  app.onWorlds(tell);
  document.addEventListener("themechange", tell);
}

function content(app: App, place: number, day: number): Child[] {
  const { stage } = app;
  const p = stage.places[place];
  const holders = app
    .upwards(place)
    .slice(1)
    .map((at) => stage.places[at].name);
  const kind = words("kind_of_place", p.kind);
  return [
    el(
      "p",
      { class: "meaning" },
      p.own_name && p.own_name !== p.name
        ? [el("span", { lang: stage.display.language || null, class: "own-name", text: p.own_name }), "; "]
        : null,
      [kind, ...holders.filter((name) => name !== p.name)].join(", "),
      `; ${people(p.people)} people${p.unverified ? " (no source confirms this number)" : ""}.`,
    ),
    app.films.map((film, i) => [
      app.films.length > 1 ? el("p", { class: "world", text: i ? "With the change" : "The first world" }) : null,
      world(app, film, place, day),
    ]),
    record(app, place),
  ];
}

/** How the place stands in a world on a day. */
function world(app: App, film: Film, place: number, day: number): Child[] {
  const at = (column: string): number => film.map(column, day)[place];
  const shares = ORDER.map((who) => ({ who, share: at(who) / 255 }));
  const all = shares.reduce((sum, s) => sum + s.share, 0);
  const told = shares.filter((s) => s.share > 0.005).sort((a, b) => b.share - a.share);
  // What the first screen does not show may still be on its way.
  const { isWhole } = film;
  const acting = isWhole
    ? ([
        [at("strikers"), "on strike or in the street"],
        [at("soldiers"), "soldiers who refuse orders"],
        [at("villagers"), "peasants who act against the estates"],
      ] as const)
    : [];
  const acts = acting.filter(([n]) => n > 0);
  const leaning = isWhole ? at("party") : NO_CODE;
  const leads = leaning !== NO_CODE && app.stage.display.parties[leaning];
  return [
    el("h3", { text: "Who is obeyed" }),
    all
      ? [
          el(
            "div",
            {
              class: "bar",
              role: "img",
              "aria-label": told.map((s) => `${percent(s.share)} ${authorityName(s.who)}`).join(", "),
            },
            shares
              .filter((s) => s.share > 0.002)
              .map((s) => el("span", { class: `a-${s.who}`, style: `width:${round1(100 * s.share)}%` })),
          ),
          el("p", { text: `${told.map((s) => `${percent(s.share)} follow ${authorityName(s.who)}`).join(", ")}.` }),
          course(film, place, day),
        ]
      : el("p", { class: "absent", text: "No workplaces, companies or villages stand here themselves." }),
    el("h3", { text: "What people do" }),
    el("p", {
      text: acts.length
        ? `${acts.map(([n, what]) => `${people(n)} ${what}`).join(", ")}.`
        : isWhole
          ? "Nobody strikes, refuses or marches."
          : "One moment …",
    }),
    leads ? el("p", { text: `Most lean to: ${app.party(leaning)} (${percent(at("party_share") / 255)}).` }) : null,
    el("h3", { text: "The council" }),
    council(app, film, place, day),
    events(app, film, place, day),
  ];
}

/** The two powers at the place from the first day to the last, with a line on the day. */
function course(film: Film, place: number, day: number): SVGElement {
  const [width, height] = [300, 40];
  const x = (d: number): number => round1((d / Math.max(1, film.days - 1)) * width);
  const line = (column: string): string =>
    Array.from(
      film.mapAt(column, place),
      (v, d) => `${d ? "L" : "M"}${x(d)} ${round1(height - 1 - (v / 255) * (height - 2))}`,
    ).join("");
  return sv(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "course", preserveAspectRatio: "none", "aria-hidden": "true" },
    sv("path", { d: line("government"), class: "of-government" }),
    sv("path", { d: line("council"), class: "of-council" }),
    sv("path", { d: `M${x(day)} 0V${height}`, class: "cursor" }),
  );
}

function council(app: App, film: Film, place: number, day: number): Child {
  const now = sitting(app, film, place, day);
  if (!now) return el("p", { class: "absent", text: "There is none yet." });
  const seats = now.parties.map((p) => ({ ...p, all: p.workers + p.soldiers + p.peasants })).filter((p) => p.all);
  const total = seats.reduce((sum, p) => sum + p.all, 0);
  const most = [...seats].sort((a, b) => b.all - a.all).slice(0, 3);
  return [
    el(
      "div",
      { class: "bar", role: "img", "aria-label": seats.map((p) => `${app.party(p.party)} ${p.all}`).join(", ") },
      seats.map((p) =>
        el("span", {
          style: `width:${round1((100 * p.all) / total)}%;background:var(--p-${app.stage.display.parties[p.party].id})`,
        }),
      ),
    ),
    el("p", {
      text: `${number(total)} delegates: ${most.map((p) => `${app.party(p.party)} ${percent(p.all / total)}`).join(", ")}. It ${words("resolved", now.resolution)}.`,
    }),
  ];
}

/** What happened there up to the day, the latest first. */
function events(app: App, film: Film, place: number, day: number): Child {
  const days = film.column("event.day");
  const places = film.column("event.place");
  const found: HTMLElement[] = [];
  for (let row = days.length - 1; row >= 0 && found.length < EVENTS; row--) {
    if (days[row] > day || !app.isIn(places[row], place)) continue;
    const h = happening(film, app.stage, row);
    if (!h.text || (h.importance < 1 && places[row] !== place)) continue;
    const go = (): void => app.store.set({ day: h.day, playing: false });
    found.push(
      el(
        "li",
        null,
        el(
          "button",
          { type: "button", class: "link", title: h.cause, onclick: go },
          el("b", { text: app.dates.short(h.day) }),
          ` ${h.text}`,
        ),
      ),
    );
  }
  return found.length ? [el("h3", { text: "Last events here" }), el("ul", { class: "events" }, found)] : null;
}

/** What the record says of the place, with its sources. */
function record(app: App, place: number): Child {
  const { stage, dates } = app;
  const rows = stage.record.filter((o) => o.place === place);
  if (!rows.length)
    return el("p", { class: "meaning", text: "The record has nothing on this place that the model can be asked." });
  const day = app.store.state.day;
  const far = (o: Observation): number => Math.min(Math.abs(o.from - day), Math.abs(o.to - day));
  const near = [...rows].sort((a, b) => far(a) - far(b)).slice(0, OBSERVATIONS);
  const at = new Map(stage.record.map((o, i) => [o, i]));
  const item = (o: Observation): HTMLElement => {
    const format = o.unit === "day" ? (x: number): string => dates.both(x) : (x: number): string => formatOf(o.unit)(x);
    const made = app.first?.meta.observed[at.get(o)!];
    const who = o.party === null ? "" : `, ${words("party", stage.display.parties[o.party].id)}`;
    const when = o.from === o.to ? dates.brief(o.from) : `${dates.brief(o.from)} to ${dates.brief(o.to)}`;
    const sources = o.source
      .split(/[;, ]+/)
      .filter(Boolean)
      .map((key) => stage.sources[key]?.title ?? key);
    return el(
      "li",
      { title: `${sources.join("; ")}${o.locator ? `; ${o.locator}` : ""}. Confidence ${o.confidence}.` },
      el("b", { text: when }),
      ` ${o.what}${who}: ${o.verified ? "" : "unverified, "}${format(o.value)}`,
      made === null || made === undefined ? "" : `; this world ${format(made)}`,
      el("span", { class: "cause", text: sources.join("; ") }),
    );
  };
  return [
    el("h3", { text: `The record (${rows.length} observation${rows.length === 1 ? "" : "s"})` }),
    el("ul", { class: "events" }, near.map(item)),
  ];
}
