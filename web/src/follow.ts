/** Follow a works, a company or a village: what its people felt, did and why, day by day. */
import { nearness, type App } from "./app";
import { election } from "./councils";
import {
  authorityPaint,
  byId,
  el,
  lines,
  name as nameFor,
  number,
  type Paint,
  type Panel,
  partyPaint,
  people,
  percent,
  type Series,
  shares,
  showNow,
  timeChart,
  type Value,
} from "./charts";
import { AUTHORITIES, NO_CODE, type Film } from "./film";
import { whyInWords, whyPicture } from "./why";
import { happening } from "./words";

/** Units that are offered first where the case names none: the largest. */
const SUGGESTED = 5;
/** What an unnamed unit is, by what its people can do. */
const UNNAMED: Record<string, string> = { peasant: "A village", front: "A company" };

function nameOf(app: App, film: Film, unit: number): string {
  const head = film.meta.units[unit];
  if (head.name) return `${head.name}, ${app.place(head.place)}`;
  const { name, role } = app.stage.classes[head.class];
  return `${UNNAMED[role] ?? name}, ${app.place(head.place)}`;
}

/** What a reader may follow first: what the case names, or the largest units. */
function suggested(app: App, film: Film): number[] {
  const all = film.meta.units.map((head, unit) => ({ head, unit, name: nameOf(app, film, unit) }));
  all.sort((a, b) => b.head.adults - a.head.adults);
  const { follow } = app.stage.display;
  if (!follow.length)
    return all
      .filter(({ head }) => head.name)
      .slice(0, SUGGESTED)
      .map(({ unit }) => unit);
  return follow.flatMap((word) => {
    const named = all.find(({ head }) => head.name?.includes(word));
    return (named ?? all.find(({ head, name }) => !head.name && name.startsWith(word)))?.unit ?? [];
  });
}

export function mountFollow(app: App): void {
  const host = byId("follow"),
    { store, dates, stage } = app;
  const find = el("input", {
      type: "search",
      list: "units",
      placeholder: "Works, regiment, county …",
      "aria-label": "Find a works, a regiment or a village",
      size: 34,
    }),
    list = el("datalist", { id: "units" });
  const chips = el("span", { class: "chips" }),
    title = el("h3"),
    says = el("p", { class: "lead", "aria-live": "off" }),
    charts = el("div"),
    because = el("p", { class: "sans because" }),
    why = el("div"),
    log = el("ol", { class: "diary" });
  host.append(
    el(
      "p",
      { class: "lead" },
      "People act as shops, companies and villages. Every named works, regiment and ship can be followed, one village of each county, one company of each army.",
    ),
    el("div", { class: "controls" }, find, list, chips),
    title,
    says,
    charts,
    el("h3", { text: "Why they act, or stay" }),
    because,
    why,
    el("p", {
      class: "meaning",
      text: "A person acts when what urges, less what holds back, exceeds the person’s own threshold. Brown and green add up from the line at nought, grey is what holds back; the line is the sum, the pale band holds the thresholds of eight in ten.",
    }),
    el("h3", { text: "Its year in words" }),
    log,
  );
  find.addEventListener("change", () => {
    const film = app.whole,
      wanted = find.value.trim().toLowerCase();
    if (!film || !wanted) return;
    const names = film.meta.units.map((_, i) => nameOf(app, film, i).toLowerCase());
    const exact = names.indexOf(wanted),
      some = exact >= 0 ? exact : names.findIndex((n) => n.includes(wanted));
    if (some >= 0) store.set({ unit: some });
  });

  const build = (): void => {
    const film = app.whole;
    if (!film) return;
    list.replaceChildren(...film.meta.units.map((_, i) => el("option", { value: nameOf(app, film, i) })));
    const found = suggested(app, film);
    chips.replaceChildren(
      ...found.map((i) =>
        el(
          "button",
          { type: "button", onclick: () => store.set({ unit: i }) },
          film.meta.units[i].name ?? nameOf(app, film, i),
        ),
      ),
    );
    if (store.state.unit === 0 && found.length) store.set({ unit: found[0] });
    show();
  };
  const show = (): void => {
    const film = app.whole;
    if (!film?.meta.units[store.state.unit]) return;
    const { unit } = store.state,
      head = film.meta.units[unit];
    title.textContent = `${nameOf(app, film, unit)}: ${people(head.adults)} adults, ${stage.classes[head.class].name.toLowerCase()}`;
    const several = app.films.length > 1;
    charts.replaceChildren(...app.films.map((of, i) => course(app, of, unit, several ? i : -1)));
    why.replaceChildren(...app.films.map((of, i) => whyPicture(app, of, unit, several ? i : -1)));
    log.replaceChildren(
      ...diary(app, film, unit).map((d) =>
        el(
          "li",
          null,
          el(
            "button",
            { type: "button", class: "link", onclick: () => store.set({ day: d.day, playing: false }) },
            el("b", { text: dates.short(d.day) }),
            ` ${d.text}`,
          ),
        ),
      ),
    );
    tell();
  };
  const tell = (): void => {
    if (!app.whole?.meta.units[store.state.unit]) return;
    says.textContent = sentence(app, app.whole, store.state.unit, store.state.day);
    because.textContent = whyInWords(app, app.whole, store.state.unit, store.state.day);
    for (const node of [charts, why]) showNow(node, dates.absolute(store.state.day));
  };
  store.listen((_, changed) => {
    if (changed.has("unit")) show();
    else if (changed.has("day") && isNear()) tell();
  });
  app.onWorlds(build);
  const isNear = nearness(host, tell);
}

/** Looks of lines that are told apart by colour. */
const LOOKS = ["l0", "l1", "l3", "l4", "l5", "l6"] as const;
const ACTS = ["on_strike", "in_street", "armed"] as const;

function actWords(app: App, film: Film, unit: number): Record<(typeof ACTS)[number], string> {
  const { armed, role } = app.stage.classes[film.meta.units[unit].class];
  if (armed)
    return { on_strike: "refuse orders", in_street: "are in the street", armed: "are in the street under arms" };
  if (role === "peasant") return { on_strike: "act against the estates", in_street: "gather", armed: "are armed" };
  return { on_strike: "are on strike", in_street: "are in the street", armed: "are armed" };
}

function sentence(app: App, film: Film, unit: number, day: number): string {
  const at = (name: string): number => film.unit(name, unit)[day] / 255,
    words = actWords(app, film, unit);
  const acts = ACTS.filter((a) => at(a) >= 0.01).map((a) => `${percent(at(a))} ${words[a]}`);
  const follows = film.unit("authority", unit)[day],
    party = film.unit("party", unit)[day],
    delegate = film.unit("delegate", unit)[day];
  const unmet = app.stage.issues
    .map((issue) => ({ issue, x: at(`unmet_${issue}`) }))
    .sort((a, b) => b.x - a.x)
    .filter((u) => u.x > 0.02)
    .slice(0, 2);
  const parts = [
    `On ${app.dates.both(day)} ${acts.length ? acts.join(", ") : "all are quiet"}.`,
    `Grievance ${at("grievance").toFixed(2)}, trust ${at("trust").toFixed(2)} of 1${unmet.length ? `; most felt and not met: ${unmet.map((u) => nameFor("issue", u.issue)).join(" and ")}` : ""}.`,
    `Most follow ${follows < 3 ? (follows === 1 ? "the council" : follows === 0 ? "the government" : "a public committee") : "nobody"}; most lean to ${app.party(party) || "no party"}.`,
    delegate === NO_CODE ? "They have no delegate in a council." : `Their delegate: ${app.party(delegate)}.`,
  ];
  return parts.join(" ");
}

interface Entry {
  day: number;
  text: string;
}

/** The days on which something changes. */
function diary(app: App, film: Film, unit: number): Entry[] {
  const out: Entry[] = [],
    words = actWords(app, film, unit),
    series = ACTS.map((a) => film.unit(a, unit));
  const total = (day: number): number => series.reduce((sum, s) => sum + s[day], 0) / 255;
  let acting = false;
  for (let day = 0; day < film.days; day++) {
    const now = total(day) >= 0.2;
    if (now !== acting) {
      const top = ACTS[series.map((s) => s[day]).reduce((best, x, i, all) => (x > all[best] ? i : best), 0)];
      const why = app.stage.issues
        .map((issue) => ({ issue, x: film.unit(`unmet_${issue}`, unit)[day] }))
        .sort((a, b) => b.x - a.x)[0];
      out.push({
        day,
        text: now
          ? `${percent(total(day))} act; most ${words[top]}. Grievance ${(film.unit("grievance", unit)[day] / 255).toFixed(2)}, trust ${(film.unit("trust", unit)[day] / 255).toFixed(2)}; what weighs most: ${nameFor("issue", why.issue)}.`
          : "Quiet again.",
      });
      acting = now;
    }
    if (day === 0) continue;
    const authority = film.unit("authority", unit),
      party = film.unit("party", unit);
    if (authority[day] !== authority[day - 1] && authority[day] < 4)
      out.push({
        day,
        text: `Most now follow ${authority[day] === 3 ? "nobody" : authority[day] === 1 ? "the council" : authority[day] === 2 ? "a public committee" : "the government"}.`,
      });
    if (party[day] !== party[day - 1] && party[day] !== NO_CODE)
      out.push({ day, text: `Most now lean to ${app.party(party[day])}.` });
  }
  // What the event log says of them.
  film.column("event.unit").forEach((of: number, row: number) => {
    if (of !== unit) return;
    const h = happening(film, app.stage, row);
    out.push({ day: h.day, text: `${h.text}. ${h.cause}` });
  });
  const units = film.column("election.unit"),
    congress = app.stage.election_kinds.indexOf("congress");
  for (let row = 0; row < units.length; row++) {
    if (units[row] !== unit || film.column("election.kind")[row] === congress) continue;
    const e = election(app, film, row);
    out.push({
      day: e.day,
      text: `${e.kind === "first election" ? "They elect" : "They recall and elect anew"}: ${e.seats === 1 ? "a delegate" : `${number(e.seats)} delegates`}, ${e.party}; ${number(e.votes)} of ${number(e.electors)} voted (${e.list || "no list"}).`,
    });
  }
  return out.sort((a, b) => a.day - b.day);
}

/** The year in panels: acts, feelings, whom they follow, where they lean, whom they send. */
function course(app: App, film: Film, unit: number, which: number): HTMLElement {
  const { calendar, start } = app.dates;
  const words = actWords(app, film, unit);
  const share = (column: string): Value[] => Array.from(film.unit(column, unit), (x) => x / 255);
  const line = (name: string, column: string, k: number): Series => ({
    name,
    values: share(column),
    look: LOOKS[k % LOOKS.length],
  });
  /** A strip of what holds on each day; a code of nothing is left out. */
  const strip = (
    title: string,
    column: string,
    names: readonly string[],
    paint: (code: number) => Paint,
  ): Panel | null => {
    const codes = film.unit(column, unit);
    const layers = names.map((name, code) => ({
      name,
      values: Array.from(codes, (c) => Number(c === code)),
      paint: paint(code),
    }));
    return shares({ title, height: 18, bare: "named", layers });
  };
  const parties = app.stage.display.parties.map(({ id }) => id);
  const partyNames = parties.map((id) => nameFor("party", id));
  const ofParty = (code: number): Paint => partyPaint(parties[code]);
  return timeChart({
    title: which < 0 ? "Its year" : which ? `What if: ${app.changed}` : "The first world",
    heading: which < 0 ? "none" : "h3",
    namesBeside: true,
    calendar,
    days: Array.from({ length: film.days }, (_, day) => start + day),
    panels: [
      lines({
        title: "Who act",
        unit: "share of adults",
        height: 76,
        series: ACTS.map((act, k) => line(words[act].replace(/^are /, ""), act, k)),
      }),
      lines({
        title: "Grievance and trust",
        unit: "mean of adults, 0 to 1",
        height: 64,
        high: 1,
        series: [line("grievance", "grievance", 1), line("trust", "trust", 0)],
      }),
      lines({
        title: "Felt and not met",
        unit: "mean of adults, 0 to 1",
        height: 90,
        series: app.stage.issues.map((issue, k) => line(nameFor("issue", issue), `unmet_${issue}`, k)),
      }),
      strip(
        "Whose orders most follow",
        "authority",
        AUTHORITIES.map((who) => nameFor("authority", who)),
        (code) => authorityPaint(AUTHORITIES[code]),
      ),
      strip("Where most lean", "party", partyNames, ofParty),
      strip("Their delegate in the council", "delegate", partyNames, ofParty),
    ],
  });
}
