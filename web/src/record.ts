/** The record over the model: observed points with range and source over the simulated line; a point opens its source. */
import type { App } from "./app";
import { byId, el, number, percent, round1, sv, ticksTo } from "./dom";
import type { Film, Observation } from "./film";
import { milestones, happening } from "./words";

/** Days after the last that are shown, for what was polled soon after. */
const AFTER = 30;
const AT_THE_CAPITAL = ["strikers", "in_street", "armed", "soldiers_refusing"];
const TITLES: Record<string, string> = {
  strikers: "On strike",
  in_street: "In the street",
  armed: "Under arms in the street",
  soldiers_refusing: "Soldiers who refuse orders",
  councils: "Councils that exist",
  vote_share: "Share of votes",
  council_seats_share: "Share of council seats",
  council_seats: "Council seats",
  dead: "Killed",
  wounded: "Wounded",
  desertions: "Deserters",
  congress_share: "Share of congress delegates",
  army_size: "Men in the army",
  members: "Party members",
  peasant_actions: "Peasant actions",
};

/** The daily series that a measure names at a place, if the film has one. */
function series(app: App, film: Film, measure: string, place: number | null): ArrayLike<number> | null {
  const [kind, party] = measure.split(":"),
    { stage } = app,
    code = stage.parties.findIndex((p) => p.id === party);
  if (kind === "vote_share") return film.votes(place, code, stage.parties.length);
  if (kind === "councils" && place === null) return film.national("councils");
  if (AT_THE_CAPITAL.includes(kind)) {
    if (place === null) return film.national(kind);
    if (place === stage.capital) return film.national(kind, "capital");
    return kind === "strikers" ? film.mapAt("strikers", place) : null;
  }
  if ((kind === "council_seats_share" || kind === "council_seats") && place !== null)
    return seats(film, place, code, kind === "council_seats_share");
  return null;
}

function seats(film: Film, place: number, party: number, share: boolean): Float64Array {
  const days = film.column("council.day"),
    places = film.column("council.place"),
    parties = film.column("council.party");
  const own = new Float64Array(film.days).fill(NaN),
    all = new Float64Array(film.days),
    seen = new Uint8Array(film.days),
    mine = new Float64Array(film.days);
  for (let row = 0; row < days.length; row++) {
    if (places[row] !== place) continue;
    const n =
      film.column("council.workers")[row] + film.column("council.soldiers")[row] + film.column("council.peasants")[row];
    all[days[row]] += n;
    seen[days[row]] = 1;
    if (parties[row] === party) mine[days[row]] += n;
  }
  let last = NaN;
  for (let day = 0; day < film.days; day++) {
    if (seen[day]) last = share ? (all[day] ? mine[day] / all[day] : NaN) : mine[day];
    own[day] = last;
  }
  return own;
}

/** What the model has for an observation, where only a number answers to it. */
function single(app: App, film: Film, o: Observation): number | null {
  const [kind, party] = o.measure.split(":"),
    last = film.days - 1,
    to = Math.min(last, Math.max(0, o.to)),
    from = Math.max(0, o.from);
  if (["dead", "wounded", "desertions"].includes(kind) && (o.place === null || o.place === app.stage.capital)) {
    const s = film.national(kind, o.place === null ? "national" : "capital");
    return s[to] - (from > 0 ? s[from - 1] : 0);
  }
  if (kind === "congress_share") {
    const kinds = film.column("event.kind"),
      congress = app.stage.event_kinds.indexOf("congress");
    let found: number | null = null;
    for (let row = 0; row < kinds.length; row++) {
      const h = kinds[row] === congress ? happening(film, app.stage, row) : null;
      if (!h || h.day > to) continue;
      const share = h.cause
        .split(";")[0]
        .split(", ")
        .find((part) => part.startsWith(`${party} `));
      found = share ? parseFloat(share.split(" ")[1]) / 100 : 0;
    }
    return found;
  }
  const s = series(app, film, o.measure, o.place);
  if (!s) return null;
  if (["strikers", "in_street", "armed", "soldiers_refusing"].includes(kind)) {
    let most = 0;
    for (let d = from; d <= to; d++) most = Math.max(most, s[d]);
    return most;
  }
  return Number.isFinite(s[to]) ? s[to] : null;
}

const isShare = (o: Observation): boolean => o.unit === "share";
const shown = (x: number, share: boolean): string => (share ? percent(x) : number(Number(x.toPrecision(3))));

export function mountRecord(app: App): void {
  const host = byId("record"),
    { stage, dates } = app;
  const dialog = el("dialog", { class: "source", "aria-label": "Source of an observation" });
  const grid = el("div", { class: "multiples" }),
    beside = el("div"),
    table = el("details", { class: "block" });
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
    grid,
    el("h3", { text: "Dates: the model beside the record" }),
    beside,
    table,
    dialog,
  );
  const open = (o: Observation): void => {
    const keys = o.source.split(/[;, ]+/).filter(Boolean),
      close = el("button", { type: "button", onclick: () => dialog.close() }, "Close");
    const range =
      o.low !== null && o.high !== null ? ` (${shown(o.low, isShare(o))} to ${shown(o.high, isShare(o))})` : "";
    const when = o.from === o.to ? dates.both(o.from) : `${dates.both(o.from)} to ${dates.both(o.to)}`;
    dialog.replaceChildren(
      el("p", { class: "big" }, `${shown(o.value, isShare(o))}${range}`),
      el("p", null, `${o.label || o.series}, ${o.place === null ? "the country" : app.place(o.place)}, ${when}.`),
      ...keys.map((key) => {
        const s = stage.sources[key];
        return el(
          "p",
          null,
          s
            ? el("cite", null, `${s.author ? `${s.author}, ` : ""}${s.title}${s.year ? `, ${s.year}` : ""}`)
            : el(
                "cite",
                null,
                key === "assumed" ? "A judgement of this project" : "Remembered; no source confirms it yet",
              ),
          o.locator ? `; ${o.locator}` : "",
          ".",
        );
      }),
      el(
        "p",
        { class: "meaning" },
        [`Confidence ${o.confidence}`, o.verified ? "" : "unverified", o.note].filter(Boolean).join("; "),
        ".",
      ),
      close,
    );
    dialog.showModal();
  };

  const draw = (): void => {
    const film = app.first;
    if (!film) return;
    const groups = new Map<string, Observation[]>();
    for (const o of stage.record) {
      const key = `${o.measure}|${o.place}`;
      groups.set(key, [...(groups.get(key) ?? []), o]);
    }
    const rank = (o: Observation): number => {
      const i = [
        "council_seats_share:bolshevik",
        "strikers",
        "soldiers_refusing",
        "armed",
        "in_street",
        "councils",
      ].indexOf(o.measure);
      return (i < 0 ? (o.measure.startsWith("vote_share") ? 10 : 20) : i) + (o.place === stage.capital ? 0 : 0.5);
    };
    const drawn = [...groups.values()]
      .filter((g) => series(app, film, g[0].measure, g[0].place))
      .sort((a, b) => rank(a[0]) - rank(b[0]) || b.length - a.length);
    const width = Math.max(260, Math.min(560, grid.clientWidth > 760 ? (grid.clientWidth - 40) / 2 : grid.clientWidth));
    grid.replaceChildren(...drawn.slice(0, 14).map((g) => chart(app, g, width, open)));
    beside.replaceChildren(dated(app));
    table.replaceChildren(
      el("summary", { text: `All ${stage.record.length} observations that something in a world answers to` }),
      all(app, film, open),
    );
  };
  app.onWorlds(draw);
  let before = 0;
  new ResizeObserver(() => {
    if (grid.clientWidth !== before) {
      before = grid.clientWidth;
      draw();
    }
  }).observe(grid);
}

function chart(app: App, group: Observation[], width: number, open: (o: Observation) => void): HTMLElement {
  const { stage, dates } = app,
    first = group[0],
    share = isShare(first),
    height = 190,
    left = 52,
    right = 12,
    bottom = 24,
    top = 10,
    last = dates.days - 1 + AFTER;
  const x = (day: number): number => left + (Math.max(-2, Math.min(last, day)) / last) * (width - left - right);
  const lines = app.films.map((film) => series(app, film, first.measure, first.place)!);
  let most = Math.max(...group.map((o) => Math.max(o.value, o.high ?? 0)));
  for (const l of lines) for (let d = 0; d < l.length; d++) if (l[d] > most) most = l[d];
  most = most * 1.06 || 1;
  const y = (v: number): number => top + (1 - v / most) * (height - top - bottom);
  const parts: Element[] = [];
  for (const v of ticksTo(most))
    parts.push(
      sv("path", { class: "grid", d: `M${left} ${round1(y(v))}H${width - right}` }),
      sv("text", {
        x: left - 6,
        y: round1(y(v) + 4),
        "text-anchor": "end",
        text: share ? percent(v) : v >= 1e6 ? `${number(v / 1e6)} m` : v >= 1e4 ? `${number(v / 1e3)} k` : number(v),
      }),
    );
  for (const m of dates.months())
    if (m.day > 0)
      parts.push(
        sv("text", { x: round1(x(m.day)), y: height - 7, text: m.name.slice(0, 3) }),
        sv("path", { class: "grid", d: `M${round1(x(m.day))} ${height - bottom}v4` }),
      );
  parts.push(
    sv(
      "rect",
      {
        x: x(dates.days - 1),
        y: top,
        width: x(last) - x(dates.days - 1),
        height: height - top - bottom,
        class: "after",
      },
      sv("title", { text: "after the last day of the run" }),
    ),
  );
  lines.forEach((l, k) => {
    let d = "";
    for (let day = 0; day < l.length; day++)
      if (Number.isFinite(l[day])) d += `${d ? "L" : "M"}${round1(x(day))} ${round1(y(l[day]))}`;
    parts.push(sv("path", { d, class: k ? "model what" : "model" }));
  });
  const [kind, party] = first.measure.split(":"),
    name = stage.parties.find((p) => p.id === party)?.name,
    title = `${TITLES[kind] ?? kind}${name ? `: ${name}` : ""}, ${first.place === null ? "the country" : app.place(first.place)}`;
  for (const o of group) {
    const mid = x((o.from + o.to) / 2),
      words = `${o.label || title}: observed ${shown(o.value, share)}, ${dates.brief(o.from)}. Open its source`;
    const hit = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(o);
      }
    };
    parts.push(
      sv(
        "g",
        {
          class: o.verified ? "seen" : "seen hollow",
          tabindex: 0,
          role: "button",
          "aria-label": words,
          onclick: hit,
          onkeydown: hit,
        },
        o.low !== null && o.high !== null
          ? sv("path", { d: `M${round1(mid)} ${round1(y(o.low))}V${round1(y(o.high))}` })
          : null,
        o.to > o.from ? sv("path", { d: `M${round1(x(o.from))} ${round1(y(o.value))}H${round1(x(o.to))}` }) : null,
        sv("circle", { class: "reach", cx: round1(mid), cy: round1(y(o.value)), r: 12 }),
        sv("circle", { cx: round1(mid), cy: round1(y(o.value)), r: 4 }),
        sv("title", { text: words }),
      ),
    );
  }
  return el(
    "figure",
    null,
    el(
      "figcaption",
      null,
      el("b", { text: title }),
      `; ${group.length} observation${group.length > 1 ? "s" : ""}, ${first.unit || "number"}`,
    ),
    sv("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": title }, parts),
  );
}

/** Milestones of this world beside the record's. */
function dated(app: App): HTMLElement {
  const film = app.first!,
    second = app.second ? new Map(milestones(app, app.second).map((m) => [m.label, m.day])) : null;
  const late = (m: { day: number; recordDay: number | null }): string => {
    if (m.recordDay === null) return "";
    const d = m.day - m.recordDay;
    return d === 0
      ? "the same day"
      : `${Math.abs(d)} day${Math.abs(d) === 1 ? "" : "s"} ${d > 0 ? "later" : "earlier"}`;
  };
  return el(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": "Dates" },
    el(
      "table",
      null,
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          ["", "In this world", ...(second ? ["With the what-if"] : []), "In the record", "The model is"].map((t) =>
            el("th", { scope: "col", text: t }),
          ),
        ),
      ),
      el(
        "tbody",
        null,
        milestones(app, film).map((m) =>
          el(
            "tr",
            null,
            el("th", { scope: "row", text: m.label }),
            el(
              "td",
              null,
              el(
                "button",
                { type: "button", class: "link", onclick: () => app.store.set({ day: m.day, playing: false }) },
                app.dates.brief(m.day),
              ),
            ),
            second &&
              el("td", { text: second.has(m.label) ? app.dates.brief(second.get(m.label)!) : "not by the end" }),
            el("td", {
              text:
                m.recordDay === null ? "no row of the record" : `${app.dates.brief(m.recordDay)} (${m.recordLabel})`,
            }),
            el("td", { text: late(m) }),
          ),
        ),
      ),
    ),
  );
}

function all(app: App, film: Film, open: (o: Observation) => void): HTMLElement {
  const rows = app.stage.record.map((o) => {
    const model = single(app, film, o),
      share = isShare(o),
      [kind, party] = o.measure.split(":");
    return el(
      "tr",
      null,
      el("td", {
        text: `${TITLES[kind] ?? kind}${party ? `: ${app.stage.parties.find((p) => p.id === party)?.name ?? party}` : ""}`,
      }),
      el("td", { text: o.place === null ? "the country" : app.place(o.place) }),
      el("td", { text: app.dates.short(o.from) }),
      el(
        "td",
        { class: "num" },
        el(
          "button",
          { type: "button", class: "link", onclick: () => open(o) },
          `${shown(o.value, share)}${o.verified ? "" : " (unverified)"}`,
        ),
      ),
      el("td", { class: "num", text: model === null ? "not in the page" : shown(model, share) }),
    );
  });
  return el(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": "Observations" },
    el(
      "table",
      null,
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          ["What", "Where", "From", "Observed", "This world"].map((t) => el("th", { scope: "col", text: t })),
        ),
      ),
      el("tbody", null, rows),
    ),
  );
}
