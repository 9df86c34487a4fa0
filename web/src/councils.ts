/** Councils as hemicycles by party and section, and the elections behind the seats. */
import { nearness, seldom, type App } from "./app";
import {
  absent,
  byId,
  colours,
  el,
  name as nameOf,
  number,
  percent,
  plural,
  RESOLUTIONS_READ,
  seatsPanel,
  showNow,
  table as tableOf,
  timeChart,
} from "./charts";
import type { Film } from "./film";
import { Hemicycle, type Seat } from "./hemicycle";
import { palette } from "./paint";
import { order, sitting } from "./powers";

interface Filled {
  row: number;
  party: number;
  seats: number;
  section: number;
}
/** What is said of a council that no world shown has. */
const NEVER = "This council is never founded here.";
/** Elections that the table lists. */
const MOST_LISTED = 250;
const SECTIONS = ["workers", "soldiers", "peasants"] as const;

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
    const { section: own } = app.stage.classes[classes[row]],
      section = Math.max(0, SECTIONS.indexOf(own as (typeof SECTIONS)[number]));
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
    summary = el("summary", { text: "The elections behind the seats, as a table" }),
    table = el("details", { class: "block" }, summary);
  host.append(
    el(
      "p",
      { class: "lead" },
      "A council here is nothing but the sum of these elections. Choose a seat to see who elected it.",
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
    const film = app.whole;
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
    if (!app.whole) return;
    pick.value = String(council);
    const now = sitting(app, app.whole, council, day),
      name = app.place(council);
    const all = now?.parties.reduce((sum, p) => sum + p.workers + p.soldiers + p.peasants, 0) ?? 0;
    const coopted = now?.parties.reduce((sum, p) => sum + p.coopted, 0) ?? 0;
    sentence.textContent = now
      ? `On ${dates.brief(day)} the council of ${name} has ${number(all)} delegates${coopted ? ` and ${number(coopted)} co-opted members of its executive` : ""}. It ${nameOf("resolved", now.resolution)}.`
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
      const words = most.map(([p, n]) => `${app.party(p)} ${number(n)}`).join(", ");
      c.name.textContent = `${c.film ? "What if: " : ""}${SECTIONS[c.section].replace(/^./, (x) => x.toUpperCase())}’ section, ${number(seats.length)} seats: ${words}`;
      c.hall.draw(seats, width, party, ink, `${c.name.textContent}. Use the arrow keys to go from seat to seat.`);
    }
    list();
  };

  const list = (): void => {
    const film = app.whole;
    if (!film || !table.open) return;
    const rows = filled(app, film, store.state.council, store.state.day).sort((a, b) => b.seats - a.seats);
    const elections = rows.slice(0, MOST_LISTED).map((f) => election(app, film, f.row));
    table.replaceChildren(
      summary,
      tableOf<Election>(
        [
          { name: "Electors", first: true, cell: (e) => e.who },
          { name: "Day", nowrap: true, cell: (e) => dates.short(e.day) },
          { name: "Why", cell: (e) => e.kind },
          {
            name: "Voted",
            num: true,
            cell: (e) => `${number(e.votes)} of ${number(e.electors)}`,
            value: (e) => e.votes,
          },
          { name: "Delegates", cell: (e) => `${e.seats} ${e.party}` },
        ],
        elections,
        { caption: `The ${plural(elections.length, "largest election", "largest elections")} behind the seats` },
      ),
    );
  };
  table.addEventListener("toggle", list);

  const chart = (): void => {
    const isPair = app.films.length > 1;
    const courses = app.films.map((film, i) => over(app, film, isPair ? i : -1));
    const never = (i: number): HTMLElement =>
      absent(isPair ? `${i ? "With the change" : "As it was,"} this council is never founded.` : NEVER);
    // What is missing alike in both worlds is said once.
    const found = courses.some((course) => course !== null);
    years.replaceChildren(...(found ? courses.map((course, i) => course ?? never(i)) : [absent(NEVER)]));
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
  const cursor = (): void => showNow(years, dates.absolute(store.state.day));
  app.onWorlds(build);
  new ResizeObserver(tell).observe(halls);
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
    named = unit < film.meta.units.length ? film.meta.units[unit].name : null;
  const from = film.column("election.from"),
    votes: [number, number][] = [];
  for (let i = from[row]; i < from[row + 1]; i++)
    votes.push([film.column("election.party")[i], film.column("election.n")[i]]);
  votes.sort((a, b) => b[1] - a[1]);
  return {
    who: named ?? `${stage.classes[at("class")].name}, ${app.place(at("place"))}`,
    day: at("day"),
    kind:
      { first: "first election", recall: "after a recall" }[stage.election_kinds[at("kind")]] ??
      stage.election_kinds[at("kind")],
    electors: at("electors"),
    votes: at("votes"),
    seats: at("seats"),
    party: app.party(at("delegate")),
    list: votes.map(([p, n]) => `${app.party(p)} ${number(n)}`).join(", "),
  };
}

/** What a seat has behind it, in words. */
function story(app: App, film: Film, row: number): string {
  const e = election(app, film, row);
  const recalled = e.kind === "after a recall";
  return `${e.who}: ${e.seats === 1 ? "one delegate" : `${number(e.seats)} delegates`}, ${e.party}, elected on ${app.dates.both(e.day)}${recalled ? " after an earlier delegate was recalled" : " and not recalled since"}. ${number(e.votes)} of ${number(e.electors)} electors voted (${percent(e.votes / Math.max(1, e.electors))}): ${e.list || "no list"}.`;
}

/** A council's seats by party over the year; nothing where it is never founded. */
function over(app: App, film: Film, which: number): HTMLElement | null {
  const place = app.store.state.council;
  const at = (column: string): ArrayLike<number> => film.column(`council.${column}`);
  const sat: { day: number; resolution: string }[] = [];
  const seats: Record<string, number[]> = {};
  for (let row = 0; row < at("day").length; row++) {
    if (at("place")[row] !== place) continue;
    const day = at("day")[row];
    if (sat[sat.length - 1]?.day !== day) sat.push({ day, resolution: app.stage.resolutions[at("resolution")[row]] });
    const { id } = app.stage.display.parties[at("party")[row]];
    seats[id] ??= [];
    seats[id][sat.length - 1] = at("workers")[row] + at("soldiers")[row] + at("peasants")[row];
  }
  if (!sat.length) return null;
  const title = `${which === 1 ? "What if: " : ""}Seats by party in the council of ${app.place(place)}`;
  const { calendar, start, days } = app.dates;
  return timeChart({
    title,
    calendar,
    days: sat.map(({ day }) => start + day),
    span: () => [start, start + days - 1],
    panels: [
      seatsPanel(
        title,
        190,
        seats,
        sat.map(({ resolution }) => resolution),
      ),
    ],
    caption: RESOLUTIONS_READ,
  });
}
