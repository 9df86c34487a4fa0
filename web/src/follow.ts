/** Follow a works, a company or a village: what its people felt, did and why, day by day. */
import { nearness, type App } from "./app";
import { election } from "./councils";
import { byId, colours, el, number, people, percent, round1, sv } from "./dom";
import { AUTHORITIES, NO_CODE, type Film } from "./film";
import { along } from "./timeline";
import { whyInWords, whyPicture } from "./why";
import { partyPaint } from "./charts/parties";
import { authorityPaint, name as wordFor } from "./charts/words";
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
  return follow.flatMap((word) => all.find(({ name }) => name.includes(word))?.unit ?? []);
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
    charts = el("div", { class: "lanes" }),
    because = el("p", { class: "sans because" }),
    why = el("div", { class: "lanes" }),
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
    const film = app.first,
      wanted = find.value.trim().toLowerCase();
    if (!film || !wanted) return;
    const names = film.meta.units.map((_, i) => nameOf(app, film, i).toLowerCase());
    const exact = names.indexOf(wanted),
      some = exact >= 0 ? exact : names.findIndex((n) => n.includes(wanted));
    if (some >= 0) store.set({ unit: some });
  });

  const build = (): void => {
    const film = app.first;
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
    const film = app.first;
    if (!film?.meta.units[store.state.unit]) return;
    const { unit } = store.state,
      head = film.meta.units[unit],
      width = charts.clientWidth;
    title.textContent = `${nameOf(app, film, unit)}: ${people(head.adults)} adults, ${stage.classes[head.class].name.toLowerCase()}`;
    if (width > 100) {
      charts.replaceChildren(...app.films.map((of, i) => lanes(app, of, unit, width, app.films.length > 1 ? i : -1)));
      why.replaceChildren(
        ...app.films.map((of, i) =>
          whyPicture(
            app,
            of,
            unit,
            width,
            app.films.length < 2 ? "" : i ? `What if: ${app.changed}` : "The first world",
          ),
        ),
      );
    }
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
    if (!app.first?.meta.units[store.state.unit]) return;
    says.textContent = sentence(app, app.first, store.state.unit, store.state.day);
    because.textContent = whyInWords(app, app.first, store.state.unit, store.state.day);
    host.querySelectorAll<SVGLineElement>(".cursor").forEach((line) => {
      const at = String(along(store.state.day, dates.days, Number(line.dataset.width)));
      line.setAttribute("x1", at);
      line.setAttribute("x2", at);
    });
  };
  store.listen((_, changed) => {
    if (changed.has("unit")) show();
    else if (changed.has("day") && isNear()) tell();
  });
  app.onWorlds(build);
  new ResizeObserver(show).observe(charts);
  document.addEventListener("themechange", show);
  const isNear = nearness(host, tell);
}

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
  const name = (p: number): string =>
    app.stage.display.parties[p].id === "none" ? "no party" : app.stage.display.parties[p].name;
  const parts = [
    `On ${app.dates.both(day)} ${acts.length ? acts.join(", ") : "all are quiet"}.`,
    `Grievance ${at("grievance").toFixed(2)}, trust ${at("trust").toFixed(2)} of 1${unmet.length ? `; most felt and not met: ${unmet.map((u) => wordFor("issue", u.issue)).join(" and ")}` : ""}.`,
    `Most follow ${follows < 3 ? (follows === 1 ? "the council" : follows === 0 ? "the government" : "a public committee") : "nobody"}; most lean to ${party === NO_CODE ? "no party" : name(party)}.`,
    delegate === NO_CODE
      ? "They have no delegate in a council."
      : `Their delegate: ${delegate === 0 ? "non-party" : name(delegate)}.`,
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
    series = ACTS.map((a) => film.unit(a, unit)),
    name = (p: number): string =>
      app.stage.display.parties[p].id === "none" ? "no party" : app.stage.display.parties[p].name;
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
          ? `${percent(total(day))} act; most ${words[top]}. Grievance ${(film.unit("grievance", unit)[day] / 255).toFixed(2)}, trust ${(film.unit("trust", unit)[day] / 255).toFixed(2)}; what weighs most: ${wordFor("issue", why.issue)}.`
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
      out.push({ day, text: `Most now lean to ${name(party[day])}.` });
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

/** Lanes over the year: acts, feelings, whom they follow, where they lean, whom they send. */
function lanes(app: App, film: Film, unit: number, width: number, which: number): HTMLElement {
  const x = (day: number): number => along(day, app.dates.days, width),
    c = colours(["model"]),
    narrow = width < 560;
  const parts: SVGElement[] = [];
  let y = 0;
  const head = (text: string): void => {
    parts.push(sv("text", { x: x(0), y: y + 13, class: "lane", text }));
    y += 19;
  };
  head(`Acting: ${ACTS.map((a) => actWords(app, film, unit)[a].replace(/^are /, "")).join("; ")} (share of adults)`);
  const tall = 64,
    base = new Float64Array(film.days);
  ACTS.forEach((act, k) => {
    const s = film.unit(act, unit);
    let up = "",
      down = "";
    for (let day = 0; day < film.days; day++) {
      const low = y + tall - base[day] * tall,
        high = low - (s[day] / 255) * tall;
      up += `${day ? "L" : "M"}${round1(x(day))} ${round1(high)}`;
      down = `L${round1(x(day))} ${round1(low)}${down}`;
      base[day] += s[day] / 255;
    }
    parts.push(sv("path", { d: `${up}${down}Z`, class: `act-${k}` }));
  });
  parts.push(sv("path", { d: `M${x(0)} ${y + tall + 0.5}H${x(film.days - 1)}`, class: "grid" }));
  y += tall + 12;
  head("Grievance (solid) and trust (dashed), 0 to 1");
  for (const [k, name] of ["grievance", "trust"].entries()) {
    const s = film.unit(name, unit);
    let d = "";
    for (let day = 0; day < film.days; day++)
      d += `${day ? "L" : "M"}${round1(x(day))} ${round1(y + tall - (s[day] / 255) * tall)}`;
    parts.push(
      sv("path", { d, fill: "none", stroke: c.model, "stroke-width": 1.8, "stroke-dasharray": k ? "5 3" : null }),
    );
  }
  parts.push(sv("path", { d: `M${x(0)} ${y + tall + 0.5}H${x(film.days - 1)}`, class: "grid" }));
  y += tall + 12;
  head("Felt and not met: the darker, the more");
  const step = x(1) - x(0),
    steps = ["r0", "r1", "r2", "r3", "r4", "r5", "r6"];
  for (const issue of app.stage.issues) {
    const s = film.unit(`unmet_${issue}`, unit);
    let from = 0;
    const shade = (day: number): number => Math.min(6, Math.round((s[day] / 255) * 12));
    for (let day = 1; day <= film.days; day++) {
      if (day < film.days && shade(day) === shade(from)) continue;
      parts.push(
        sv(
          "rect",
          {
            x: round1(x(from) - step / 2),
            y,
            width: round1((day - from) * step),
            height: 14,
            style: `fill:var(--${steps[shade(from)]})`,
          },
          sv("title", {
            text: `${wordFor("issue", issue)}: ${(s[from] / 255).toFixed(2)} from ${app.dates.brief(from)}`,
          }),
        ),
      );
      from = day;
    }
    parts.push(sv("text", { x: x(0) + 4, y: y + 11.5, class: "halo", text: wordFor("issue", issue) }));
    y += 15;
  }
  y += 10;
  const strip = (
    text: string,
    codes: Uint8Array,
    fill: (code: number) => string,
    name: (code: number) => string,
    on: (code: number) => string,
  ): void => {
    head(text);
    let from = 0;
    for (let day = 1; day <= film.days; day++) {
      if (day < film.days && codes[day] === codes[from]) continue;
      const w = x(Math.min(day, film.days - 1)) - x(from);
      if (codes[from] !== NO_CODE) {
        parts.push(
          sv(
            "rect",
            { x: round1(x(from)), y, width: round1(Math.max(1, w)), height: 16, style: `fill:${fill(codes[from])}` },
            sv("title", { text: `${name(codes[from])}, from ${app.dates.brief(from)}` }),
          ),
        );
        if (w > 90)
          parts.push(
            sv("text", {
              x: round1(x(from) + 5),
              y: y + 12.5,
              class: `tag ${on(codes[from])}`,
              text: name(codes[from]),
            }),
          );
      }
      from = day;
    }
    y += 24;
  };
  const party = (code: number): string => (code === 0 ? "no party" : (app.stage.display.parties[code]?.name ?? ""));
  strip(
    "Whose orders most follow",
    film.unit("authority", unit),
    (k) => `var(--${AUTHORITIES[k] ?? "nobody"})`,
    (k) => (k === 3 ? "nobody" : `the ${AUTHORITIES[k]}`),
    (k) => authorityPaint(AUTHORITIES[k] ?? "nobody").on,
  );
  const onParty = (k: number): string => partyPaint(app.stage.display.parties[k].id).on.split(" ")[0];
  strip(
    "Where most lean",
    film.unit("party", unit),
    (k) => `var(--p-${app.stage.display.parties[k].id})`,
    party,
    onParty,
  );
  strip(
    "Their delegate in the council",
    film.unit("delegate", unit),
    (k) => `var(--p-${app.stage.display.parties[k].id})`,
    (k) => (k === 0 ? "non-party" : party(k)),
    onParty,
  );
  for (const m of app.dates.months().filter((month) => month.day > 0))
    parts.push(sv("text", { x: round1(x(m.day)), y: y + 12, text: narrow ? m.name.slice(0, 3) : m.name }));
  y += 18;
  const at = x(app.store.state.day);
  parts.push(sv("line", { class: "cursor", x1: at, x2: at, y1: 0, y2: y - 16, "data-width": width }));
  return el(
    "figure",
    null,
    which < 0 ? null : el("figcaption", { text: which ? `What if: ${app.changed}` : "The first world" }),
    sv(
      "svg",
      {
        viewBox: `0 0 ${width} ${y}`,
        width,
        height: y,
        role: "img",
        "aria-label": `The year of ${nameOf(app, film, unit)}; the same in words below`,
      },
      parts,
    ),
  );
}
