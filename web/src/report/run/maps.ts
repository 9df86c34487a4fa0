/** Who obeyed whom, week by week: the large map with its slider, small maps, a strip for each place, the table. */
import {
  absent,
  axisHeight,
  byRank,
  cut,
  el,
  figure,
  key,
  listed,
  name,
  number,
  partyPaint,
  percent,
  shares,
  sv,
  table,
  textWidth,
  timeAxis,
} from "../../charts";
import { drawShares } from "../../charts/panels";
import type { Data } from "../../charts/save";
import { briefly } from "../../atlas";
import { isTown } from "../../frames";
import type { Place } from "../../types/run";
import { folded, type Page } from "../shell";
import type { Run } from "./context";
import { strip } from "./head";
import { authorityClass, type Maps, type Mode, type WeekMap } from "./map";

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** `Of 60 provinces 40 mostly follow the councils …` on the day of a week. */
function sentence(run: Run, week: number): string | null {
  const count = { g: 0, c: 0, m: 0, n: 0, h: 0, x: 0 };
  for (const p of run.data.places)
    if (p.kind === "province") count[authorityClass(run.authority(p.id, week))[0] as keyof typeof count]++;
  const known = count.g + count.c + count.m + count.n + count.h;
  if (!known) return null;
  const follows = ([n, whom]: [number, string], i: number): string =>
    `${n === known ? "all" : n} ${i ? "" : "mostly "}follow${n === 1 ? "s" : ""} ${whom}`;
  const parts = (
    [
      [count.c, "the councils"],
      [count.g, "the government"],
      [count.m, "a public committee"],
      [count.n, "nobody"],
    ] as [number, string][]
  )
    .filter(([n]) => n)
    .map(follows);
  if (count.h) parts.push(`${count.h} ${count.h === 1 ? "is" : "are"} contested by both powers`);
  return `On ${run.day(run.weeks[week])}, of ${known} provinces ${listed(parts)}.`;
}

export function mapSection(page: Page, run: Run, maps: Maps): void {
  const { data } = run;
  const said = maps.hasWeeks ? sentence(run, run.weeks.length - 1) : null;
  const node = page.section("map", "Who obeyed whom", "Map", said && el("p", { text: said }));
  if (!maps.hasWeeks) {
    node.append(absent("This run recorded no weekly table by place, so there is no map."));
    return;
  }
  const week = { at: 0, listeners: [] as ((week: number) => void)[] };
  if (maps.hasLand || maps.districts(data.capital).length >= 3) {
    large(node, run, maps, (at) => {
      week.at = at;
      for (const listener of week.listeners) listener(at);
    });
    if (maps.hasLand) small(node, run, maps);
  } else {
    const only = data.places.length === 1;
    const text = only
      ? `This scenario has a single place, ${data.places[0].name}; a map would be a dot, so here is its course.`
      : "This scenario has no located provinces; its places are shown as strips instead of a map.";
    node.append(el("p", { text }));
    week.at = run.weeks.length - 1;
  }
  strips(node, run);
  placeTable(node, run, week);
}

const MODES: [Mode, string][] = [
  ["authority", "whose orders are followed"],
  ["strikers", "strikers"],
  ["party", "largest party in the council"],
];

function modes(run: Run): [Mode, string][] {
  const all = Object.values(run.data.by_place);
  return MODES.filter(
    ([mode]) =>
      mode === "authority" || all.some((w) => (mode === "strikers" ? w.strikers : w.seats?.some((k) => k >= 0))),
  );
}

function large(node: HTMLElement, run: Run, maps: Maps, told: (week: number) => void): void {
  const last = run.weeks.length - 1;
  const state = { week: Math.min(last, run.data.map_weeks.at(-2) ?? last), mode: "authority" as Mode };
  const drawings: { map: WeekMap | null }[] = [];
  const date = el("div", { class: "date-now", "aria-live": "polite" });
  const slider = el("input", {
    type: "range",
    min: 0,
    max: last,
    step: 1,
    value: state.week,
    "aria-label": "Week shown on the map",
  });
  const play = el("button", { type: "button", class: "play", text: "Play" });
  const legend = el("div");
  const track = strip(
    run,
    run.scope("national").authority_council ? "national" : "capital",
    18,
    "Whose orders were followed, day by day",
  );
  const update = (): void => {
    for (const d of drawings) d.map?.update(state.week, state.mode);
    const day = run.weeks[state.week];
    date.textContent = run.day(day);
    slider.value = String(state.week);
    slider.setAttribute("aria-valuetext", run.day(day));
    const line = track?.querySelector<SVGLineElement>(".strip-cursor");
    if (line && track) {
      const x = String(((day - run.data.start + 0.5) / run.days.length) * track.clientWidth);
      for (const end of ["x1", "x2"]) line.setAttribute(end, x);
      line.setAttribute("visibility", "visible");
    }
    told(state.week);
  };
  let timer = 0;
  const stop = (): void => {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (state.week >= last) state.week = -1;
    play.textContent = "Pause";
    const step = (): void => {
      if (state.week >= last) {
        stop();
        return;
      }
      state.week++;
      update();
    };
    step();
    timer = window.setInterval(step, still.matches ? 1400 : 450);
  });
  slider.addEventListener("input", () => {
    stop();
    state.week = Number(slider.value);
    update();
  });
  const offered = modes(run);
  const select = el(
    "select",
    {
      onchange: () => {
        state.mode = select.value as Mode;
        legend.replaceChildren(mapKey(run, state.mode));
        update();
      },
    },
    offered.map(([value, text]) => el("option", { value, text })),
  );
  const title = (name: string) => (): string =>
    `${name}: ${MODES.find(([m]) => m === state.mode)?.[1]}, ${run.day(run.weeks[state.week])}`;
  const hold = (name: string, places: () => Place[], make: (width: number) => WeekMap | null): HTMLElement => {
    const drawing = { map: null as WeekMap | null };
    drawings.push(drawing);
    return figure(
      { title: name, saveAs: title(name), class: "map" },
      (width) => {
        drawing.map = make(width);
        update();
        return drawing.map?.svg ?? sv("svg");
      },
      () => weekTable(run, places(), state.week),
    );
  };
  const { capital } = run.data;
  const districts =
    maps.districts(capital).length >= 3 &&
    hold(
      `${run.capital} by district`,
      () => maps.districts(capital),
      (w) => maps.town(capital, Math.min(w, 560)),
    );
  const all = (): Place[] => run.data.places;
  const [left, far] = maps.hasLand
    ? maps.frames.map((frame) => hold(frame.name, all, (w) => maps.country(frame, w)))
    : [districts];
  const right = maps.hasLand && [far, districts].filter(Boolean);
  legend.append(mapKey(run, "authority"));
  const several = run.weeks.length > 1;
  node.append(
    el("div", { class: "controls" }, date, several && play, offered.length > 1 && el("label", null, "Show ", select)),
    el("div", { class: "slider" }, track, several && slider),
    el("div", { class: "atlas" }, left, right && right.length > 0 && el("div", { class: "right" }, right)),
    legend,
    el("p", {
      class: "note",
      text: maps.hasLand
        ? `Equal-area projections. A cell of land shows the countryside around a county or province town, not an administrative border. ${maps.source}`
        : "Cells are nearest to each district’s centre.",
    }),
  );
}

/** The numbers of a week, a row a place. */
function weekTable(run: Run, places: readonly Place[], week: number): Data {
  const share = (x: number | undefined): number | null => (x === undefined ? null : Math.round(1000 * x) / 1000);
  const { calendar } = run;
  const heads = ["government [share]", "councils [share]", "committees [share]", "nobody [share]"];
  return {
    columns: ["place", "within", ...calendar.heads, ...heads, "on strike [persons]", "largest party in the council"],
    rows: places.map((p) => {
      const shares = run.authority(p.id, week);
      const own = [0, 1, 2, 3].map((k) => share(shares?.[k]));
      const within = name("place", p.parent);
      return [
        p.name,
        within,
        ...calendar.cells(run.weeks[week]),
        ...own,
        run.strikers(p.id, week),
        name("party", run.leading(p.id, week)),
      ];
    }),
  };
}

function mapKey(run: Run, mode: Mode): HTMLElement {
  const swatch = (fill: string): SVGElement =>
    sv("svg", { width: 16, height: 16, "aria-hidden": "true" }, sv("rect", { width: 16, height: 16, class: fill }));
  const item = (fills: string[], text: string): HTMLElement => el("li", null, fills.map(swatch), text);
  if (mode === "strikers")
    return el("ul", { class: "key" }, item(["strike"], "people on strike, by area of the circle"));
  if (mode === "party") {
    const present = new Set(Object.values(run.data.by_place).flatMap((w) => w.seats ?? []));
    const ids = byRank([...present].filter((k) => k >= 0).map((k) => run.data.display.parties[k].id));
    return key([
      ...ids.map((id) => ({ name: name("party", id), fill: partyPaint(id).fill })),
      { name: "no council", fill: "x0" },
    ]);
  }
  const marks = sv(
    "svg",
    { width: 34, height: 16, "aria-hidden": "true" },
    sv("circle", { cx: 8, cy: 8, r: 6, class: "outline" }),
    sv("rect", { x: 19, y: 3, width: 11, height: 11, class: "outline" }),
  );
  return el(
    "ul",
    { class: "key" },
    item(["g1", "g2", "g3"], "government: under 1/2, to 2/3, above"),
    item(["c1", "c2", "c3"], "councils"),
    item(["m1", "m2", "m3"], "public committees"),
    item(["h"], "contested by both"),
    item(["n"], "nobody"),
    el("li", null, marks, "town, army (area by people)"),
  );
}

const SMALL_MAPS = 12;

function small(node: HTMLElement, run: Run, maps: Maps): void {
  const { calendar, weeks } = run;
  node.append(
    el("h3", { text: "The same at chosen dates" }),
    el(
      "div",
      { class: "minis" },
      run.data.map_weeks
        .slice(0, SMALL_MAPS)
        .map((week) =>
          el(
            "figure",
            { class: "chart" },
            el(
              "h4",
              null,
              calendar.brief(weeks[week]),
              calendar.both && el("span", { text: `${calendar.other(weeks[week])}, ${calendar.names[1]}` }),
            ),
            maps.small(week),
          ),
        ),
    ),
  );
}

const TOWNS_SHOWN = 18;

function strips(node: HTMLElement, run: Run): void {
  const known = run.data.places.filter((p) => run.weeks.some((_, week) => run.authority(p.id, week)));
  const towns = known
    .filter(isTown)
    .sort((a, b) => b.people - a.people)
    .slice(0, TOWNS_SHOWN);
  const groups: [string, Place[]][] = [
    ["Fronts", known.filter((p) => p.kind === "front")],
    [`Districts of ${run.capital}`, known.filter((p) => p.kind === "district" && p.parent === run.data.capital)],
    ["Towns by size", towns],
  ];
  let rows = run.data.places.length === 1 ? [] : groups.filter(([, list]) => list.length);
  if (!rows.length) {
    const rest = known.slice(0, 24);
    if (!rest.length) return;
    rows = [[rest.length > 1 ? "Places" : "The only place", rest]];
  }
  const narrow = rows.length === 1 && rows[0][1].length < 4;
  node.append(
    el("h3", { text: "Place by place" }),
    el("p", {
      class: "note",
      text: "One strip a place, from the first week to the last: red from below is the councils’ share, blue from above the government’s.",
    }),
    el(
      "div",
      { class: "multiples", style: narrow ? "grid-template-columns:minmax(0,1fr)" : null },
      rows.map(([title, places]) => stripes(run, title, places)),
    ),
  );
}

const TALL = 17;

/** A strip for each place, in one drawing. */
function stripes(run: Run, title: string, places: readonly Place[]): HTMLElement {
  return figure(
    { title, unit: "share of adults", heading: "h4" },
    (width) => {
      const label = Math.min(width * 0.42, Math.max(...places.map((p) => textWidth(briefly(p.name)))) + 12);
      const bottom = places.length * (TALL + 4);
      const time = {
        calendar: run.calendar,
        from: run.weeks[0],
        to: run.weeks[run.weeks.length - 1] + 6,
        x0: label,
        x1: width,
      };
      const height = bottom + axisHeight(time);
      const svg = sv("svg", {
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": `${title}: whose orders are followed, week by week`,
      });
      places.forEach((p, row) => {
        const top = row * (TALL + 4);
        const panel = shares({ title: p.name, layers: run.weeklyLayers(p.id), bare: true });
        svg.append(
          sv("text", {
            x: 0,
            y: top + 13,
            text: cut(briefly(p.name), label - 6),
            "data-tip": `${p.name}\n${p.own_name}`,
          }),
        );
        if (panel?.kind === "shares") drawShares(svg, panel, { time, days: run.weeks, top, height: TALL, right: 0 });
      });
      svg.append(timeAxis(time, bottom, label - 2));
      return svg;
    },
    () => ({
      columns: [
        "place",
        ...run.calendar.heads,
        "government [share]",
        "councils [share]",
        "committees [share]",
        "nobody [share]",
      ],
      rows: places.flatMap((p) =>
        run.weeks.map((day, week) => [
          p.name,
          ...run.calendar.cells(day),
          ...(run.authority(p.id, week) ?? [null, null, null, null]),
        ]),
      ),
    }),
  );
}

function placeTable(node: HTMLElement, run: Run, week: { at: number; listeners: ((week: number) => void)[] }): void {
  const rows = run.data.places.filter(
    (p) => p.kind === "province" || p.kind === "front" || (isTown(p) && p.people >= 1e5),
  );
  if (rows.length < 2) return;
  const body = el("div");
  const box = folded("The week on the map as a table", body);
  const draw = (): void => {
    if (!box.open) return;
    const share =
      (k: number) =>
      (p: Place): string =>
        percent(run.authority(p.id, week.at)?.[k]);
    body.replaceChildren(
      table<Place>(
        [
          { name: "Place", first: true, cell: (p) => p.name },
          { name: "Kind", cell: (p) => name("kind_of_place", p.kind) },
          { name: "Government", num: true, cell: share(0) },
          { name: "Councils", num: true, cell: share(1) },
          { name: "Committees", num: true, cell: share(2) },
          { name: "Nobody", num: true, cell: share(3) },
          { name: "On strike", unit: "persons", num: true, cell: (p) => number(run.strikers(p.id, week.at)) },
        ],
        rows,
        { caption: `Shares of people by whose orders they follow, ${run.day(run.weeks[week.at])}`, stack: false },
      ),
    );
  };
  week.listeners.push(draw);
  box.addEventListener("toggle", draw);
  node.append(box);
}
