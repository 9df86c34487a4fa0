/** The record over the model: observed points with range and source over the simulated line; a point opens its source. */
import type { App } from "./app";
import {
  apart,
  byId,
  capital,
  type Child,
  el,
  formatOf,
  lines,
  name,
  number,
  type Observed,
  percent,
  range,
  type Series,
  table as tableOf,
  timeChart,
  type Value,
} from "./charts";
import { fan, fanRead } from "./fan";
import type { Film, Observation } from "./film";
import { type Milestone, milestones } from "./words";

/** Days after the last that are shown, for what was polled soon after. */
const AFTER = 30;
/** Charts that are drawn; the rest of the record is in the table. */
const CHARTS = 14;
/** The page has these courses at the capital and in the country; of other places only strikers. */
const QUANTITIES = new Set(["strikers", "demonstrating", "under_arms", "refusing", "councils"]);

const partyOf = (app: App, o: Observation): string =>
  o.party === null ? "" : name("party", app.stage.display.parties[o.party].id);
function placeOf(app: App, o: Observation): string {
  if (o.place === null) return "the country";
  const { name, kind } = app.stage.places[o.place];
  return kind === "province" ? `${name} province` : name;
}
const titleOf = (app: App, o: Observation): string =>
  `${capital(o.what)}${o.party === null ? "" : `: ${partyOf(app, o)}`}, ${placeOf(app, o)}`;

/** The course of days behind an observable at a place, if the film has one. */
function course(app: App, film: Film, o: Observation): Value[] | null {
  const { stage } = app;
  if (o.observable === "vote_share" && o.party !== null)
    return listOf(film.votes(o.place, o.party, stage.display.parties.length));
  if (o.place !== null && o.party !== null && o.observable.startsWith("council_seats"))
    return seats(film, o.place, o.party, o.observable === "council_seats_share");
  if (o.quantity === "in_street" && (o.place === null || o.place === stage.capital)) {
    const scope = o.place === null ? "national" : "capital";
    const armed = film.national("under_arms", scope);
    return [...film.national("demonstrating", scope)].map((n, day) => n + armed[day]);
  }
  if (!o.quantity || !QUANTITIES.has(o.quantity)) return null;
  if (o.place === null) return listOf(film.national(o.quantity));
  if (o.place === stage.capital) return listOf(film.national(o.quantity, "capital"));
  return o.quantity === "strikers" ? listOf(film.mapAt("strikers", o.place)) : null;
}

/** The fan of many worlds behind the same course, where it is known. */
function fanOf(app: App, o: Observation): Series[] {
  if (!o.quantity || o.party !== null || (o.place !== null && o.place !== app.stage.capital)) return [];
  return fan(app, o.quantity, o.place === null ? "national" : "capital");
}

const listOf = (values: ArrayLike<number> | null): Value[] | null => (values ? Array.from(values) : null);

function seats(film: Film, place: number, party: number, isShare: boolean): Value[] {
  const at = (column: string): ArrayLike<number> => film.column(`council.${column}`);
  const [days, places, parties] = [at("day"), at("place"), at("party")];
  const [own, all] = [new Float64Array(film.days), new Float64Array(film.days).fill(NaN)];
  for (let row = 0; row < days.length; row++) {
    if (places[row] !== place) continue;
    const n = at("workers")[row] + at("soldiers")[row] + at("peasants")[row];
    all[days[row]] = (Number.isNaN(all[days[row]]) ? 0 : all[days[row]]) + n;
    if (parties[row] === party) own[days[row]] += n;
  }
  let last: Value = null;
  return Array.from(all, (n, day) => {
    if (!Number.isNaN(n)) last = isShare ? (n ? own[day] / n : null) : own[day];
    return last;
  });
}

export function mountRecord(app: App): void {
  const host = byId("record");
  const dialog = el("dialog", { class: "source", "aria-label": "Source of an observation" });
  const grid = el("div", { class: "multiples wide" });
  const read = el("p", { class: "meaning" });
  const beside = el("div");
  const all = el("details", { class: "block" });
  host.append(
    el(
      "p",
      { class: "lead" },
      "Dots are what was observed, with their range; the line is this one world. A hollow dot is an observation that no source confirms yet. Choose a dot for its source.",
    ),
    el(
      "ul",
      { class: "key" },
      el("li", null, el("i", { class: "dot-solid" }), "observed"),
      el("li", null, el("i", { class: "dot-hollow" }), "observed, unverified"),
      el("li", null, el("i", { class: "line-model" }), "this world"),
      el("li", null, el("i", { class: "line-what" }), "with the what-if"),
    ),
    read,
    grid,
    el("h3", { text: "Dates: the model beside the record" }),
    beside,
    all,
    dialog,
  );
  const open = (o: Observation): void => {
    const close = el("button", { type: "button", onclick: () => dialog.close() }, "Close");
    dialog.replaceChildren(el("div", null, source(app, o)), close);
    dialog.showModal();
  };
  app.onWorlds(() => {
    const film = app.whole;
    if (!film) return;
    read.textContent = fanRead(app);
    grid.replaceChildren(...drawn(app, film).map((group) => chart(app, group, open)));
    beside.replaceChildren(dated(app, film));
    all.replaceChildren(
      el("summary", { text: `All ${app.stage.record.length} observations that something in a world answers to` }),
      everything(app, film, open),
    );
  });
}

/** The observations that have a course, by what and where; the capital's and the most often observed first. */
function drawn(app: App, film: Film): Observation[][] {
  const groups = new Map<string, Observation[]>();
  for (const o of app.stage.record) {
    const key = `${o.observable}|${o.party}|${o.place}`;
    groups.set(key, [...(groups.get(key) ?? []), o]);
  }
  const order = ["council_seats_share", "strikers", "refusing", "under_arms", "in_street", "councils"];
  const rank = (o: Observation): number => {
    const at = order.indexOf(o.observable);
    const kind = at >= 0 ? at : o.observable === "vote_share" ? 10 : 20;
    return kind + (o.place === app.stage.capital ? 0 : 0.5);
  };
  return [...groups.values()]
    .filter((group) => course(app, film, group[0]))
    .sort((a, b) => rank(a[0]) - rank(b[0]) || b.length - a.length)
    .slice(0, CHARTS);
}

/** A value of a unit, a day as a date. */
const shown = (app: App, unit: string, x: Value): string =>
  x === null || x === undefined
    ? "–"
    : unit === "day"
      ? app.dates.both(x)
      : unit === "share"
        ? percent(x)
        : number(Number(x.toPrecision(3)));

function source(app: App, o: Observation): Child[] {
  const { dates, stage } = app;
  const format = (x: Value): string => shown(app, o.unit, x);
  const spread = o.low !== null && o.high !== null ? ` (${range(o.low, o.high, format)})` : "";
  const when = o.from === o.to ? dates.both(o.from) : `${dates.both(o.from)} to ${dates.both(o.to)}`;
  const unit = o.unit === "share" || o.unit === "day" ? "" : ` ${o.unit}`;
  const cited = o.source
    .split(/[;, ]+/)
    .filter(Boolean)
    .map((key) => {
      const s = stage.sources[key];
      const own = key === "assumed" ? "A judgement of this project" : "Remembered; no source confirms it yet";
      const text = s ? `${s.author ? `${s.author}, ` : ""}${s.title}${s.year ? `, ${s.year}` : ""}` : own;
      return el("p", null, el("cite", null, text), o.locator ? `; ${o.locator}` : "", ".");
    });
  const notes = [`Confidence ${o.confidence}`, o.verified ? "" : "unverified", o.note].filter(Boolean).join("; ");
  return [
    el("p", { class: "big" }, `${format(o.value)}${spread}${unit}`),
    el("p", null, `${titleOf(app, o)}${o.label ? ` (${o.label})` : ""}, ${when}.`),
    cited,
    el("p", { class: "meaning" }, notes, "."),
  ];
}

function chart(app: App, group: Observation[], open: (o: Observation) => void): HTMLElement {
  const { dates } = app;
  const first = group[0];
  const days = Array.from({ length: dates.days }, (_, day) => dates.absolute(day));
  const observed = group.map((o): Observed => {
    const text = `${o.label || o.what}: observed ${shown(app, o.unit, o.value)}`;
    return {
      ...o,
      from: dates.absolute(o.from),
      to: dates.absolute(o.to),
      text: `${text}\n${dates.both(o.from)}\nopen its source`,
      open: () => open(o),
    };
  });
  const worlds = ["this world", "with the what-if"];
  const panel = lines({
    title: titleOf(app, first),
    unit: first.unit,
    height: 130,
    series: [
      ...fanOf(app, first),
      ...app.films.map(
        (film, k): Series => ({
          name: worlds[k],
          values: course(app, film, first) ?? [],
          look: k ? "other" : "model",
        }),
      ),
    ],
    observed,
  });
  const late = group.some((o) => o.to >= dates.days) ? AFTER : 0;
  return timeChart({
    title: titleOf(app, first),
    unit: `${first.unit}; ${group.length} observation${group.length > 1 ? "s" : ""}`,
    calendar: dates.calendar,
    days,
    panels: [panel],
    span: () => [days[0], days[days.length - 1] + late],
  });
}

/** Milestones of this world beside the record's. */
function dated(app: App, film: Film): HTMLElement {
  const { dates } = app;
  const second = app.second ? new Map(milestones(app, app.second).map((m) => [m.id, m.day])) : null;
  return tableOf<Milestone>(
    [
      { name: "What", first: true, cell: (m) => m.label },
      {
        name: "In this world",
        cell: (m) => {
          const go = (): void => app.store.set({ day: m.day, playing: false });
          return el("button", { type: "button", class: "link", onclick: go }, dates.both(m.day));
        },
      },
      ...(second
        ? [
            {
              name: "With the what-if",
              cell: (m: Milestone) => (second.has(m.id) ? dates.both(second.get(m.id)!) : "not by the end"),
            },
          ]
        : []),
      {
        name: "In the record",
        cell: (m) => (m.recordDay === null ? "no row of the record" : `${dates.both(m.recordDay)}: ${m.recordText}`),
      },
      { name: "The model is", cell: (m) => (m.recordDay === null ? "" : apart(m.day - m.recordDay)) },
    ],
    milestones(app, film),
    { caption: "Dates of this world beside those of the record", hidden: true },
  );
}

function everything(app: App, film: Film, open: (o: Observation) => void): HTMLElement {
  interface Row {
    o: Observation;
    model: number | null;
  }
  const rows = app.stage.record.map((o, i): Row => ({ o, model: film.meta.observed[i] }));
  return tableOf<Row>(
    [
      {
        name: "What",
        first: true,
        cell: ({ o }) => `${capital(o.what)}${o.party === null ? "" : `: ${partyOf(app, o)}`}`,
      },
      { name: "Where", cell: ({ o }) => placeOf(app, o) },
      { name: "From", nowrap: true, cell: ({ o }) => app.dates.calendar.short(app.dates.absolute(o.from)) },
      {
        name: "Observed",
        num: true,
        cell: ({ o }) => {
          const text = `${shown(app, o.unit, o.value)}${o.verified ? "" : " (unverified)"}`;
          return el("button", { type: "button", class: "link", onclick: () => open(o) }, text);
        },
        value: ({ o }) => o.value,
      },
      {
        name: "This world",
        num: true,
        cell: ({ o, model }) => (model === null ? "none" : shown(app, o.unit, model)),
        value: ({ model }) => model,
      },
      { name: "Unit", cell: ({ o }) => (formatOf(o.unit) === percent ? "share" : o.unit) },
    ],
    rows,
    { caption: "Observations and what this world has for them", hidden: true },
  );
}
