/** Councils as hemicycles by party and section, and the elections behind the seats. */
import { nearness, seldom, type App } from "./app";
import { along } from "./timeline";
import { byId, colours, el, number, percent, round1, SANS, sv, textWidth } from "./dom";
import type { Film } from "./film";
import { Hemicycle, type Seat } from "./hemicycle";
import { palette } from "./paint";
import { order, sitting } from "./powers";
import { RESOLUTIONS } from "./words";

interface Filled {
  row: number;
  party: number;
  seats: number;
  section: number;
}
const SECTIONS = ["workers", "soldiers", "peasants"] as const;
const SOLDIERS = new Set(["garrison", "front", "sailor", "cossack", "junker"]);

/** The last election of each constituency of a town, up to a day. */
function filled(app: App, film: Film, town: number, day: number): Filled[] {
  const column = (name: string): ArrayLike<number> => film.column(`election.${name}`);
  const days = column("day"),
    cells = column("cell"),
    places = column("place"),
    kinds = column("kind"),
    classes = column("class"),
    delegates = column("delegate"),
    seats = column("seats");
  const congress = app.stage.election_kinds.indexOf("congress"),
    last = new Map<number, Filled>();
  for (let row = 0; row < days.length && days[row] <= day; row++) {
    const place = places[row];
    if (kinds[row] === congress || (place !== town && app.stage.places[place].parent !== town)) continue;
    const id = app.stage.classes[classes[row]].id,
      section = SOLDIERS.has(id) ? 1 : id === "peasant" || id === "stanitsa" ? 2 : 0;
    last.set(cells[row], { row, party: delegates[row], seats: seats[row], section });
  }
  return [...last.values()];
}

export function mountCouncils(app: App): void {
  const host = byId("councils"),
    { stage, store, dates } = app;
  const pick = el("select", { "aria-label": "Council", onchange: () => store.set({ council: Number(pick.value) }) });
  const sentence = el("p", { class: "lead" }),
    halls = el("div", { class: "halls" }),
    seat = el("div", { class: "seat", role: "status" }),
    years = el("div", { class: "years" }),
    table = el("details", { class: "block" });
  host.append(
    el(
      "p",
      { class: "lead" },
      "Works, companies and ships elect delegates, and may recall them; a council is nothing but the sum of these elections. Choose a seat to see who elected it.",
    ),
    el("p", { class: "controls" }, el("label", null, "The council of ", pick)),
    sentence,
    halls,
    seat,
    years,
    table,
  );
  const cycles: { hall: Hemicycle; name: HTMLElement; section: number; film: number; figure: HTMLElement }[] = [];

  const build = (): void => {
    const film = app.first;
    if (!film) return;
    const towns = [...new Set(film.column("council.place") as Uint16Array)]
      .filter((p) => ["town", "base"].includes(stage.places[p].kind))
      .sort((a, b) => stage.places[b].people - stage.places[a].people)
      .slice(0, 60);
    if (!towns.includes(stage.capital)) towns.unshift(stage.capital);
    pick.replaceChildren(...towns.map((p) => el("option", { value: p, text: stage.places[p].name })));
    halls.replaceChildren();
    cycles.length = 0;
    app.films.forEach((of, i) =>
      SECTIONS.forEach((_, section) => {
        const name = el("figcaption"),
          hall = new Hemicycle((s) => about(of, s)),
          figure = el("figure", null, hall.canvas, name);
        cycles.push({ hall, name, section, film: i, figure });
        halls.append(figure);
      }),
    );
    tell();
    chart();
  };

  const about = (film: Film, s: Seat | null): void => {
    if (!s) {
      seat.replaceChildren();
      return;
    }
    seat.replaceChildren(el("p", null, story(app, film, s.row)));
  };

  const tell = (): void => {
    const { day, council } = store.state;
    if (!app.first) return;
    pick.value = String(council);
    const now = sitting(app, app.first, council, day),
      name = app.place(council);
    const all = now?.parties.reduce((sum, p) => sum + p.workers + p.soldiers + p.peasants, 0) ?? 0;
    const coopted = now?.parties.reduce((sum, p) => sum + p.coopted, 0) ?? 0;
    sentence.textContent = now
      ? `On ${dates.brief(day)} the council of ${name} has ${number(all)} delegates${coopted ? ` and ${number(coopted)} co-opted members of its executive` : ""}. It ${RESOLUTIONS[now.resolution] ?? now.resolution}.`
      : `On ${dates.brief(day)} there is no council in ${name}.`;
    const { party } = palette(stage),
      { ink } = colours(["ink"]);
    const width = Math.floor(Math.min(520, halls.clientWidth / (halls.clientWidth > 700 ? 2.05 : 1)));
    for (const c of cycles) {
      const film = app.films[c.film];
      if (!film || width < 80) continue;
      const rows = filled(app, film, council, day).filter((f) => f.section === c.section);
      c.figure.hidden = !rows.length;
      if (!rows.length) continue;
      rows.sort((a, b) => order(app, a.party) - order(app, b.party) || a.row - b.row);
      const seats: Seat[] = rows.flatMap((f) =>
        Array.from({ length: f.seats }, () => ({ party: f.party, row: f.row })),
      );
      const counts = new Map<number, number>();
      seats.forEach((s) => counts.set(s.party, (counts.get(s.party) ?? 0) + 1));
      const most = [...counts.entries()].sort((a, b) => b[1] - a[1]).slice(0, 3);
      const words = most
        .map(([p, n]) => `${stage.parties[p].id === "none" ? "non-party" : stage.parties[p].name} ${number(n)}`)
        .join(", ");
      c.name.textContent = `${c.film ? "What if: " : ""}${SECTIONS[c.section].replace(/^./, (x) => x.toUpperCase())}’ section, ${number(seats.length)} seats: ${words}`;
      c.hall.draw(seats, width, party, ink, `${c.name.textContent}. Use the arrow keys to go from seat to seat.`);
    }
    if (table.open) list();
  };

  const list = (): void => {
    const film = app.first;
    if (!film) return;
    const rows = filled(app, film, store.state.council, store.state.day).sort((a, b) => b.seats - a.seats);
    table.replaceChildren(
      el("summary", { text: "The elections behind the seats, as a table" }),
      el(
        "div",
        { class: "scroller", tabindex: 0, role: "region", "aria-label": "Elections" },
        el(
          "table",
          null,
          el(
            "thead",
            null,
            el(
              "tr",
              null,
              ["Electors", "Day", "Why", "Voted", "Delegates"].map((t) => el("th", { scope: "col", text: t })),
            ),
          ),
          el(
            "tbody",
            null,
            rows.slice(0, 250).map((f) => {
              const e = election(app, film, f.row);
              return el(
                "tr",
                null,
                el("td", { text: e.who }),
                el("td", { text: dates.short(e.day) }),
                el("td", { text: e.kind }),
                el("td", { text: `${number(e.votes)} of ${number(e.electors)}` }),
                el("td", { text: `${e.seats} ${e.party}` }),
              );
            }),
          ),
        ),
      ),
    );
  };
  table.append(el("summary", { text: "The elections behind the seats, as a table" }));
  table.addEventListener("toggle", () => {
    if (table.open && table.childElementCount < 2) list();
  });

  const chart = (): void => {
    years.replaceChildren(
      ...app.films.map((film, i) => over(app, film, years.clientWidth, app.films.length > 1 ? i : -1)),
    );
  };
  const fresh = seldom(60, () => {
    tell();
    cursor();
  });
  store.listen((_, changed) => {
    if (changed.has("council")) {
      seat.replaceChildren();
      chart();
      fresh();
    } else if (changed.has("day") && isNear()) fresh();
  });
  const cursor = (): void =>
    years.querySelectorAll<SVGLineElement>(".cursor").forEach((line) => {
      const at = along(store.state.day, dates.days, Number(line.dataset.width));
      line.setAttribute("x1", String(at));
      line.setAttribute("x2", String(at));
    });
  app.onWorlds(build);
  new ResizeObserver(() => {
    tell();
    chart();
  }).observe(halls);
  document.addEventListener("themechange", tell);
  // What was not drawn while it was far away is drawn when it comes near.
  const isNear = nearness(halls, () => {
    tell();
    cursor();
  });
}

interface Election {
  who: string;
  day: number;
  kind: string;
  electors: number;
  votes: number;
  seats: number;
  party: string;
  list: string;
}

export function election(app: App, film: Film, row: number): Election {
  const at = (name: string): number => film.column(`election.${name}`)[row],
    { stage } = app;
  const unit = at("unit"),
    named = unit < film.meta.units.list.length ? film.meta.units.list[unit].name : null;
  const from = film.column("election.from"),
    votes: [number, number][] = [];
  for (let i = from[row]; i < from[row + 1]; i++)
    votes.push([film.column("election.party")[i], film.column("election.n")[i]]);
  votes.sort((a, b) => b[1] - a[1]);
  const name = (p: number): string => (stage.parties[p].id === "none" ? "non-party" : stage.parties[p].name);
  return {
    who: named ?? `${stage.classes[at("class")].name}, ${app.place(at("place"))}`,
    day: at("day"),
    kind:
      { first: "first election", recall: "after a recall" }[stage.election_kinds[at("kind")]] ??
      stage.election_kinds[at("kind")],
    electors: at("electors"),
    votes: at("votes"),
    seats: at("seats"),
    party: name(at("delegate")),
    list: votes.map(([p, n]) => `${name(p)} ${number(n)}`).join(", "),
  };
}

/** What a seat has behind it, in words. */
function story(app: App, film: Film, row: number): string {
  const e = election(app, film, row);
  const recalled = e.kind === "after a recall";
  return `${e.who}: ${e.seats === 1 ? "one delegate" : `${number(e.seats)} delegates`}, ${e.party}, elected on ${app.dates.both(e.day)}${recalled ? " after an earlier delegate was recalled" : " and not recalled since"}. ${number(e.votes)} of ${number(e.electors)} electors voted (${percent(e.votes / Math.max(1, e.electors))}): ${e.list || "no list"}.`;
}

/** A council's seats by party over the year. */
function over(app: App, film: Film, width: number, which: number): HTMLElement {
  const place = app.store.state.council,
    days = film.column("council.day"),
    places = film.column("council.place"),
    party = film.column("council.party");
  const sums = new Map<number, Map<number, number>>();
  const resolution = new Map<number, number>();
  for (let row = 0; row < days.length; row++) {
    if (places[row] !== place) continue;
    const at = sums.get(days[row]) ?? new Map<number, number>();
    at.set(
      party[row],
      film.column("council.workers")[row] + film.column("council.soldiers")[row] + film.column("council.peasants")[row],
    );
    sums.set(days[row], at);
    resolution.set(days[row], film.column("council.resolution")[row]);
  }
  const dated = [...sums.keys()].sort((a, b) => a - b);
  if (!dated.length || width < 100)
    return el("p", { class: "absent", text: width < 100 ? "" : "This council is never founded in this world." });
  const height = 190,
    top = 8,
    x = (day: number): number => along(day, app.dates.days, width),
    parties = [...new Set([...sums.values()].flatMap((m) => [...m.keys()]))].sort(
      (a, b) => order(app, a) - order(app, b),
    );
  const share = (day: number, p: number): number => {
    const at = sums.get(day)!;
    const all = [...at.values()].reduce((a, b) => a + b, 0);
    return all ? (at.get(p) ?? 0) / all : 0;
  };
  const ends = [...dated.slice(1), app.dates.days - 1],
    base = dated.map(() => 0),
    labels: SVGElement[] = [],
    areas: SVGElement[] = [];
  for (const p of parties) {
    let up = "",
      down = "",
      best = { size: 0, x: 0, y: 0 };
    dated.forEach((day, i) => {
      const low = base[i],
        high = low + share(day, p),
        y0 = top + (1 - low) * height,
        y1 = top + (1 - high) * height;
      up += `${up ? "L" : "M"}${round1(x(day))} ${round1(y1)}L${round1(x(ends[i]))} ${round1(y1)}`;
      down = `L${round1(x(ends[i]))} ${round1(y0)}L${round1(x(day))} ${round1(y0)}${down}`;
      if (high - low > best.size && day > app.dates.days * 0.25)
        best = { size: high - low, x: x(day), y: (y0 + y1) / 2 };
      base[i] = high;
    });
    const { id, name, short } = app.stage.parties[p],
      text = id === "none" ? "non-party" : width > 700 ? name : short;
    areas.push(sv("path", { d: `${up}${down}Z`, style: `fill:var(--p-${id})` }));
    if (best.size * height > 17 && textWidth(text, `13px ${SANS}`) < width * 0.5)
      labels.push(
        sv("text", {
          x: round1(Math.min(best.x + 6, width - 18 - textWidth(text, `13px ${SANS}`))),
          y: round1(best.y + 4),
          class: `tag on-${id}`,
          text,
        }),
      );
  }
  const strips = dated.map((day, i) =>
    sv("rect", {
      x: round1(x(day)),
      y: top + height + 4,
      width: round1(x(ends[i]) - x(day) + 0.6),
      height: 7,
      class: `res-${app.stage.resolutions[resolution.get(day)!]}`,
    }),
  );
  const axis = app.dates
    .months()
    .filter((m) => m.day > 0)
    .map((m) =>
      sv("text", { x: round1(x(m.day)), y: top + height + 28, text: width > 620 ? m.name : m.name.slice(0, 3) }),
    );
  const at = x(app.store.state.day);
  return el(
    "figure",
    { class: "over" },
    el(
      "figcaption",
      null,
      `${which === 1 ? "What if: " : ""}Seats by party over the year, ${app.place(place)}. The strip below: `,
      el("i", { class: "dot res-support" }),
      " supports the government, ",
      el("i", { class: "dot res-oppose" }),
      " opposes it, ",
      el("i", { class: "dot res-claim" }),
      " claims power.",
    ),
    sv(
      "svg",
      {
        viewBox: `0 0 ${width} ${top + height + 34}`,
        width,
        height: top + height + 34,
        role: "img",
        "aria-label": `Seats by party in the council of ${app.place(place)} over the year`,
      },
      areas,
      labels,
      strips,
      axis,
      sv("line", { class: "cursor", x1: at, x2: at, y1: 0, y2: top + height + 12, "data-width": width }),
    ),
  );
}
