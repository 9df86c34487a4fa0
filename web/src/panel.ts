/** The map, its controls and its key; the date above it. */
import { seldom, stillness, type App } from "./app";
import { byId, type Child, el, hideTip, name, partyRank, people, percent, showTip, small } from "./charts";
import { AUTHORITIES, NO_CODE, type Film } from "./film";
import { isOfPeople, MapView } from "./map";
import { MEANINGS, RANGES, TITLES } from "./paint";
import { QUANTITIES, type Quantity, type View } from "./state";
import { daySentence } from "./sentence";
import { happening, rowsOf } from "./words";
import { authorityName } from "./card";

/** Days that follow one another sooner than this fly past. */
const SCRUBBED_MS = 200;
/** Places that the list beside the map holds. */
const LISTED = 60;

export interface MapPanel {
  views: MapView[];
  draw(): void;
}

export function mountMap(app: App): MapPanel {
  const { store, dates, stage } = app;
  const hosts = [byId("map-1"), byId("map-2")];
  const views = hosts.map((host) => new MapView(host, stage, true));
  const date = byId("date"),
    controls = byId("controls"),
    key = byId("key"),
    figures = [byId("world-1"), byId("world-2")];

  const quantity = el(
    "select",
    {
      id: "quantity",
      "aria-label": "Colour the map by",
      onchange: () => store.set({ quantity: quantity.value as Quantity }),
    },
    QUANTITIES.map((q) => el("option", { value: q, text: TITLES[q] })),
  );
  const view = (name: View, text: string): HTMLButtonElement =>
    el(
      "button",
      {
        type: "button",
        "data-view": name,
        onclick: () => {
          views.forEach((v) => v.unzoom());
          store.set({ view: name });
          draw();
        },
      },
      text,
    );
  const isTown = stage.places.filter((p) => p.parent === stage.capital && p.kind === "district").length > 2;
  const buttons = isTown ? [view("country", stage.display.country), view("capital", app.place(stage.capital))] : [];
  const list = el(
    "datalist",
    { id: "places" },
    [...new Set(stage.places.filter((p) => p.kind !== "province").map((p) => p.name))].map((name) =>
      el("option", { value: name }),
    ),
  );
  const search = el("input", {
    type: "search",
    list: "places",
    placeholder: "Find a place",
    "aria-label": "Find a place",
    onchange: () => find(),
  });
  const find = (): void => {
    const name = search.value.trim().toLowerCase();
    const hits = stage.places
      .map((p, i) => ({ p, i }))
      .filter(({ p }) => p.name.toLowerCase() === name)
      .sort((a, b) => b.p.people - a.p.people);
    if (!hits.length) return;
    const place = hits[0].i;
    store.set({ place, view: stage.places[place].parent === stage.capital ? "capital" : store.state.view });
  };
  const zoom = (by: number) => () => {
    views.forEach((v) => v.zoomBy(by));
    draw();
  };
  controls.append(
    el("label", null, el("span", { text: "Show" }), quantity),
    buttons.length ? el("span", { class: "views", role: "group", "aria-label": "Part of the map" }, buttons) : "",
    el(
      "span",
      { class: "zoom", role: "group", "aria-label": "Zoom" },
      el("button", { type: "button", "aria-label": "Zoom in", onclick: zoom(1.5) }, "+"),
      el("button", { type: "button", "aria-label": "Zoom out", onclick: zoom(1 / 1.5) }, "−"),
    ),
    search,
    list,
  );

  // What the map shows, for those who do not see it and for the keyboard.
  const names = el("ul", { class: "chips" });
  const places = el("details", { class: "places" }, el("summary", { text: "Places on this map, as a list" }), names);
  places.addEventListener("toggle", () => listPlaces());
  const listPlaces = (): void => {
    if (!places.open) return;
    const seen = views[0].seen().slice(0, LISTED);
    // A list that stays as it is keeps the keyboard's place in it.
    const listed = Array.from(names.querySelectorAll<HTMLElement>("[data-place]"), (button) => button.dataset.place);
    if (listed.length === seen.length && seen.every((place, i) => stage.places[place].id === listed[i])) return;
    names.replaceChildren(
      ...seen.map((place) =>
        el(
          "li",
          null,
          el(
            "button",
            { type: "button", "data-place": stage.places[place].id, onclick: () => store.set({ place }) },
            app.place(place),
          ),
        ),
      ),
    );
  };
  let each: number | null = null;
  let asked = false;
  const draw = (): void => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      const { day, quantity: q, view: v, place } = store.state,
        wide = !app.second;
      views.forEach((m, i) => {
        if (i === 0 || app.second) {
          m.alone = wide;
          m.draw({ day, quantity: q, view: v, place });
        }
      });
      // How many a dot stands for is known once the map is laid out.
      if (views[0].each !== each) {
        each = views[0].each;
        dress();
      }
    });
  };
  const label = (): void => {
    const { day } = store.state;
    app.films.forEach((film, i) => views[i].canvas.setAttribute("aria-label", labelOf(app, film, i, day)));
  };
  const main = el("p", { class: "main" }),
    other = el("p", { class: "other" }),
    news = byId("sentence");
  date.append(main, other);
  const late = seldom(300, label);
  const tell = (): void => {
    const { day } = store.state;
    main.textContent = dates.main(day);
    other.textContent = [dates.weekday(day), dates.other(day)].filter(Boolean).join("; ");
    news.replaceChildren(...[told(app, day)].flat(3).filter((x): x is Node | string => Boolean(x)));
    late();
  };
  const dress = (): void => {
    const { quantity: q, view: v } = store.state;
    quantity.value = q;
    buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.view === v)));
    key.replaceChildren(keyOf(app, q, each), places);
    listPlaces();
  };
  let moved = 0;
  store.listen((state, changed) => {
    if (changed.has("day")) {
      tell();
      // Nobody sees rings fly past while the slider is dragged.
      const now = performance.now();
      if (now - moved > SCRUBBED_MS && !changed.has("place")) pulse(app, views, state.day);
      moved = now;
    }
    if (changed.has("quantity") || changed.has("view")) {
      dress();
      label();
    }
    if (changed.has("place") && state.place !== null) search.value = app.place(state.place);
    draw();
  });
  let shown: (Film | null)[] = [null, null];
  app.onWorlds(() => {
    const two = app.second !== null;
    figures[1].hidden = !two;
    byId("atlas").classList.toggle("two", two);
    [app.first, app.second].forEach((film, i) => {
      const caption = figures[i].querySelector("figcaption")!;
      caption.hidden = !two;
      caption.textContent = i === 0 ? "As it was" : `What if: ${app.changed}`;
      if (film && film !== shown[i]) views[i].show(film);
    });
    // What else is told of the same worlds leaves the maps as they are laid.
    if (app.first !== shown[0] || app.second !== shown[1]) views.forEach((m) => m.refresh());
    shown = [app.first, app.second];
    tell();
    dress();
    draw();
  });
  const room = new ResizeObserver(() => {
    draw();
  });
  hosts.forEach((host) => room.observe(host.parentElement!.parentElement!));
  document.addEventListener("themechange", () => {
    views.forEach((m) => m.refresh());
    dress();
    draw();
  });
  const films = [() => app.first, () => app.second];
  views.forEach((m, i) => point(app, m, films[i], draw, views));
  tell();
  dress();
  draw();
  return { views, draw };
}

/** What a map says of itself to those who do not see it. */
export function labelOf(app: App, film: Film, which: number, day: number): string {
  const { dates, stage, store } = app;
  const share = (who: string): string => percent(film.national(`authority_${who}`)[day]);
  return `${which ? "With the what-if: " : ""}${TITLES[store.state.quantity]} on ${dates.main(day)}. In ${small(stage.display.country)} ${share("council")} of adults follow ${name("power", "council")} and ${share("government")} ${name("power", "government")}.`;
}

/** The day in a sentence, of each world. */
function told(app: App, day: number): Child[] {
  const lines = app.films.map((film) => daySentence(app, film, day));
  if (lines.length < 2) return lines;
  return [el("b", { text: "First world: " }), `${lines[0]} `, el("b", { text: "With the change: " }), lines[1]];
}

function pulse(app: App, views: MapView[], day: number): void {
  app.films.forEach((film, i) => {
    const [from, to] = rowsOf(film, day),
      rows: { place: number; size: number }[] = [];
    for (let row = from; row < to; row++) {
      const h = happening(film, app.stage, row);
      if (h.kind === "strike_end" || h.kind === "council_majority") continue;
      rows.push({ place: h.place, size: h.size * (1 + h.importance) });
    }
    rows.sort((a, b) => b.size - a.size);
    views[i].pulse(rows, stillness.matches);
  });
}

const eachDot = (each: number): HTMLElement =>
  el("li", { class: "each", text: `one dot is ${each === 1 ? "one person" : `${people(each)} people`}` });

export function keyOf(app: App, quantity: Quantity, each: number | null): HTMLElement {
  const item = (style: string, text: string): HTMLElement => el("li", null, el("i", { style }), text);
  const list = el("ul", { class: "key" });
  const gradient = (prefix: string): void => {
    const [from, to] = RANGES[quantity] ?? [0, 1];
    list.append(
      el(
        "li",
        { class: "ramp" },
        el("span", { text: percent(from) }),
        ...Array.from({ length: 7 }, (_, i) => el("i", { style: `background:var(--${prefix}${i})` })),
        el("span", { text: `${percent(to)} and more` }),
      ),
    );
  };
  if (quantity === "authority") {
    list.append(
      ...(["council", "government", "committee", "nobody"] as const).map((who) =>
        el("li", null, el("i", { class: `dot-${who}` }), authorityName(who)),
      ),
    );
    if (each) list.append(eachDot(each));
  } else if (quantity === "acting") {
    list.append(
      item("background:var(--model);border-radius:50%", "strikers and crowds"),
      item("background:var(--committee);border-radius:50%", "soldiers who refuse"),
      item("background:var(--r4);border-radius:50%", "villagers who act"),
      item("background:var(--rule-2);border-radius:50%", "all others"),
    );
    if (each) list.append(eachDot(each));
  } else if (quantity === "party" || quantity === "seats") {
    const seen = new Set<number>();
    for (const film of app.whole ? app.films : [])
      for (const code of film.column(`map.${quantity}`)) if (code !== NO_CODE) seen.add(code);
    const ids = [...seen]
      .map((code) => app.stage.display.parties[code])
      .filter(Boolean)
      .sort((a, b) => partyRank(a.id) - partyRank(b.id));
    list.append(...ids.map((p) => item(`background:var(--p-${p.id})`, name("party", p.id))));
  } else gradient(quantity === "grievance" ? "r" : "t");
  return el(
    "div",
    null,
    list,
    !isOfPeople(quantity) &&
      el("p", {
        class: "meaning",
        text: `${TITLES[quantity]}: ${MEANINGS[quantity]}. ${shapesOf(app)}`,
      }),
  );
}

/** What the shapes of the maps are, as far as the case has them. */
function shapesOf(app: App): string {
  const { places, capital } = app.stage;
  const fronts = places.some((p) => p.kind === "front") ? ", squares the fronts" : "";
  const districts = places.some((p) => p.parent === capital && p.kind === "district");
  const towns = places.some((p) => p.kind === "town") ? `Circles are towns${fronts}` : "";
  const works = districts
    ? `in ${app.place(capital)}, works and barracks stand in their district, not at their address`
    : "";
  return towns || works ? `${[towns, works].filter(Boolean).join("; ")}.` : "";
}

/** What the pointer does on a map; `together` are moved as one with it. */
export function point(app: App, map: MapView, film: () => Film | null, draw: () => void, together: MapView[]): void {
  const { canvas } = map;
  const zoomBy = (by: number, x?: number, y?: number): boolean =>
    together.map((m) => m.zoomBy(by, x, y))[together.indexOf(map)];
  // The map says itself what is beside the pointer.
  canvas.dataset.reads = "";
  let held: { x: number; y: number; moved: boolean } | null = null;
  const touches = new Map<number, { x: number; y: number }>();
  const where = (event: MouseEvent): [number, number] => {
    // On a wall screen a length of the window is more than one of the canvas.
    const box = canvas.getBoundingClientRect();
    const k = canvas.clientWidth / Math.max(1, box.width);
    return [(event.clientX - box.left) * k, (event.clientY - box.top) * k];
  };
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = where(event);
    if (touches.has(event.pointerId)) {
      const before = touches.get(event.pointerId)!;
      if (touches.size === 2) {
        const other = [...touches.entries()].find(([id]) => id !== event.pointerId)![1];
        const by =
          Math.hypot(x - other.x, y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
        zoomBy(by, (x + other.x) / 2, (y + other.y) / 2);
        draw();
      } else if (held && map.zoomed) {
        if (Math.hypot(x - held.x, y - held.y) > 3 || held.moved) {
          held.moved = true;
          together.forEach((m) => m.pan(x - before.x, y - before.y));
          draw();
        }
      }
      touches.set(event.pointerId, { x, y });
    }
    const found = map.find(x, y),
      now = film();
    if (found && now && !now.isWhole) void app.need().catch(() => {});
    if (!found || !now || (found.place === null && found.unit === null) || event.pointerType === "touch") {
      hideTip();
      return;
    }
    canvas.style.cursor = "pointer";
    showTip(event.clientX, event.clientY, tipOf(app, now, found.place, found.unit));
  });
  canvas.addEventListener("pointerleave", hideTip);
  canvas.addEventListener("pointerdown", (event) => {
    const [x, y] = where(event);
    touches.set(event.pointerId, { x, y });
    held = { x, y, moved: false };
  });
  const up = (event: PointerEvent): void => {
    touches.delete(event.pointerId);
  };
  canvas.addEventListener("pointerup", (event) => {
    up(event);
    if (!held || held.moved) return;
    const [x, y] = where(event),
      found = map.find(x, y);
    if (!found) return;
    if (!found.frame.main) {
      app.store.set({ view: found.frame.frame.key === "town" ? "capital" : "country" });
      return;
    }
    if (found.unit !== null) {
      app.store.set({ unit: found.unit, place: found.place });
      byId("follow").scrollIntoView({ behavior: stillness.matches ? "auto" : "smooth" });
    } else app.store.set({ place: found.place });
  });
  canvas.addEventListener("pointercancel", up);
  // A page that scrolls keeps its wheel: the map takes it with a key held, or once it is zoomed.
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey && !map.zoomed) return;
      const [x, y] = where(event);
      if (zoomBy(Math.exp(-event.deltaY * 0.002), x, y)) event.preventDefault();
      draw();
    },
    { passive: false },
  );
  canvas.addEventListener("dblclick", (event) => {
    zoomBy(2, ...where(event));
    draw();
  });
}

function tipOf(app: App, film: Film, place: number | null, unit: number | null): Node[] {
  const { stage } = app,
    { day } = app.store.state,
    out: Node[] = [];
  const line = (text: string): void => {
    out.push(el("span", { text }));
  };
  if (unit !== null) {
    if (!film.isWhole) return out;
    const head = film.meta.units[unit],
      at = (name: string): number => film.unit(name, unit)[day] / 255;
    out.push(el("b", { text: head.name ?? stage.classes[head.class].name }));
    line(`${app.place(head.place)}, ${people(head.adults)} adults`);
    line(
      `acting ${percent(at("on_strike") + at("in_street") + at("armed"))}, grievance ${at("grievance").toFixed(2)}, trust ${at("trust").toFixed(2)}`,
    );
    const follows = film.unit("authority", unit)[day];
    if (follows < 4) line(`follows ${authorityName(AUTHORITIES[follows])}`);
    line("click to follow");
    return out;
  }
  if (place === null) return out;
  const p = stage.places[place],
    share = (name: string): number => film.map(name, day)[place] / 255;
  out.push(
    el(
      "b",
      null,
      p.name,
      p.own_name
        ? [" ", el("span", { lang: stage.display.language || null, class: "own-name", text: p.own_name })]
        : null,
    ),
  );
  const parent = p.parent === null ? null : stage.places[p.parent];
  line(
    `${parent && parent.name !== p.name ? `${parent.name}, ` : ""}${people(p.people)} people${p.unverified ? " (unverified)" : ""}`,
  );
  line(
    (["council", "government", "committee", "nobody"] as const)
      .filter((who) => share(who) > 0.005)
      .map((who) => `${percent(share(who))} ${authorityName(who)}`)
      .join(", "),
  );
  if (!film.isWhole) return out;
  const acting = (["strikers", "soldiers", "villagers"] as const)
    .map((name) => [film.map(name, day)[place], name] as const)
    .filter(([n]) => n > 0);
  const words = {
    strikers: "on strike or in the street",
    soldiers: "soldiers refusing",
    villagers: "peasants who act against the estates",
  };
  acting.forEach(([n, name]) => line(`${people(n)} ${words[name]}`));
  const leaning = film.map("party", day)[place],
    council = film.map("seats", day)[place];
  if (leaning !== NO_CODE && stage.display.parties[leaning])
    line(`most lean to: ${app.party(leaning)} (${percent(share("party_share"))})`);
  if (council !== NO_CODE && stage.display.parties[council]) line(`largest in the council: ${app.party(council)}`);
  line(`grievance ${share("grievance").toFixed(2)}, trust ${share("trust").toFixed(2)}`);
  return out;
}
