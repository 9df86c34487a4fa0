/** The year as a strip: who was obeyed in the capital day by day, with milestones, and the slider over it. */
import { type App, pixelRatio } from "./app";
import { byId, colours, el, name, plural, SANS, small, textWidth } from "./charts";
import type { Film } from "./film";
import { eventful } from "./sentence";
import { ADAPTIVE } from "./state";
import { milestones } from "./words";

/** Colours of the endings that may come before the last day. */
const ENDINGS: [string, string][] = [
  ["council-transfer", "council"],
  ["council-seizure", "council"],
  ["assembly-transfer", "assembly"],
  ["crushed", "government"],
  ["coup", "coup"],
];
const THUMB = 16;
const SPEEDS = [ADAPTIVE, 4, 10, 25, 60];
/** Days a second by how much happens: a day that turns something stands long enough to be read. */
const PACE = [12, 7, 3, 0.8];

export function mountTimeline(app: App): void {
  const { store, dates } = app,
    host = byId("timeline");
  const canvas = el("canvas", { "aria-hidden": "true" });
  const slider = el("input", {
    type: "range",
    id: "day",
    min: 0,
    max: dates.days - 1,
    step: 1,
    "aria-label": "Day",
  });
  const play = el("button", { type: "button", class: "play", id: "play", "aria-label": "Play" });
  const step = (by: number) => () => store.set({ day: clamp(store.state.day + by), playing: false });
  const clamp = (day: number): number => Math.max(0, Math.min(dates.days - 1, day));
  const back = el(
    "button",
    { type: "button", "aria-label": "One day back", title: "One day back (←)", onclick: step(-1) },
    "‹",
  );
  const on = el(
    "button",
    { type: "button", "aria-label": "One day on", title: "One day on (→)", onclick: step(1) },
    "›",
  );
  const speed = el(
    "select",
    { "aria-label": "Speed", title: "Days each second", onchange: () => store.set({ speed: Number(speed.value) }) },
    ...SPEEDS.map((s) => el("option", { value: s, text: s === ADAPTIVE ? "pace of events" : `${s} days/s` })),
  );
  const now = el("output", { class: "now", for: "day" });
  const odds = el("a", { class: "odds", href: "#otherwise" });
  const endKey = el("span", { hidden: true }, el("i", { class: "tick-ends" }), "worlds that have ended, of many");
  const title = el(
    "p",
    { class: "strip-title" },
    el("b", { text: `${app.place(app.stage.capital)}, day by day: whom people follow.` }),
    el(
      "span",
      { class: "strip-key" },
      el("i", { class: "tick-model" }),
      "turning points of this world ",
      el("i", { class: "tick-record" }),
      "the same in the record",
      endKey,
    ),
    odds,
  );
  host.append(
    el("div", { class: "buttons" }, play, el("span", { class: "steps" }, back, on), speed),
    el("div", { class: "strip" }, title, el("div", { class: "band" }, canvas, slider)),
    now,
  );
  const oddsNow = (): void => {
    odds.textContent = oddsBy(app, store.state.day);
    endKey.hidden = !endings(app).length;
  };

  slider.addEventListener("input", () => store.set({ day: Number(slider.value), playing: false }));
  play.addEventListener("click", () => toggle());
  const toggle = (): void =>
    store.set(
      store.state.playing
        ? { playing: false }
        : { playing: true, day: store.state.day >= dates.days - 1 ? 0 : store.state.day },
    );

  /** Days a second on this day; slower already a day before something turns. */
  const pace = (): number => {
    const { day } = store.state;
    const most = Math.max(0, ...app.films.flatMap((film) => [day, day + 1].map((d) => eventful(app, film, clamp(d)))));
    return PACE[Math.min(PACE.length - 1, Math.round(most))];
  };
  let last = 0,
    owed = 0;
  const tick = (time: number): void => {
    if (!store.state.playing) return;
    owed += Math.min(0.25, (time - last) / 1000) * (store.state.speed || pace());
    last = time;
    const days = Math.floor(owed);
    owed -= days;
    const day = clamp(store.state.day + days);
    if (days) store.set({ day, playing: day < dates.days - 1 });
    if (store.state.playing) requestAnimationFrame(tick);
  };

  const draw = (): void => {
    const width = Math.floor(canvas.parentElement!.clientWidth);
    if (width < 60) return;
    strip(canvas, app, width);
  };
  const tell = (): void => {
    const { day, playing } = store.state;
    slider.value = String(day);
    slider.setAttribute("aria-valuetext", `${dates.main(day)}, ${dates.other(day)}`);
    now.textContent = `${dates.brief(day)}`;
    play.classList.toggle("on", playing);
    play.setAttribute("aria-label", playing ? "Pause" : "Play");
    speed.value = String(store.state.speed);
  };
  store.listen((state, changed) => {
    if (changed.has("playing") && state.playing) {
      last = performance.now();
      owed = 0;
      requestAnimationFrame(tick);
    }
    if (changed.has("day") || changed.has("playing") || changed.has("speed")) tell();
    if (changed.has("day")) oddsNow();
  });
  app.onWorlds(() => {
    draw();
    oddsNow();
  });
  new ResizeObserver(draw).observe(canvas.parentElement!);
  document.addEventListener("themechange", draw);
  tell();
  draw();

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target as HTMLElement,
      typing = target.matches("input:not([type=range]), select, textarea");
    if (typing) return;
    const own = target === slider;
    const steps: Record<string, number> = {
      ArrowLeft: event.shiftKey ? -7 : -1,
      ArrowRight: event.shiftKey ? 7 : 1,
      PageDown: -30,
      PageUp: 30,
    };
    if (event.key === " " && !target.matches("button, a, summary")) {
      event.preventDefault();
      toggle();
    } else if (event.key in steps && (!own || event.shiftKey) && !target.matches("[role=grid], .scroller")) {
      if (event.key.startsWith("Page") && !own) return;
      event.preventDefault();
      store.set({ day: clamp(store.state.day + steps[event.key]), playing: false });
    }
  });
}

/** The place of a day along the strip. */
const along = (day: number, days: number, width: number): number =>
  THUMB / 2 + (day / Math.max(1, days - 1)) * (width - THUMB);

function strip(canvas: HTMLCanvasElement, app: App, width: number): void {
  const ratio = pixelRatio(),
    narrow = width < 560;
  const ends = narrow ? [] : endings(app);
  const films = app.films,
    under = ends.length ? 9 : 0,
    top = narrow ? 6 : 40,
    tall = narrow ? 26 : 34,
    axis = (narrow ? 18 : 32) + under,
    height = top + tall + axis;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.parentElement!.style.setProperty("--top", `${top}px`);
  canvas.parentElement!.style.setProperty("--tall", `${tall}px`);
  const pen = canvas.getContext("2d")!,
    c = colours([
      "ink",
      "ink-2",
      "rule",
      "rule-2",
      "panel",
      "paper",
      "model",
      "council",
      "government",
      "committee",
      "nobody",
    ]);
  pen.scale(ratio, ratio);
  const { dates } = app,
    x = (day: number): number => along(day, dates.days, width);
  if (!films.length) {
    pen.fillStyle = c.panel;
    pen.fillRect(x(0), top, x(dates.days - 1) - x(0), tall);
  }
  films.forEach((film, i) =>
    stack(pen, film, x, top + (i * tall) / films.length, tall / films.length - (films.length > 1 ? 1 : 0), c),
  );
  pen.font = `400 12px ${SANS}`;
  pen.textAlign = "left";
  for (const { day, name } of dates.months()) {
    const at = x(day);
    if (day > 0) {
      pen.fillStyle = c.paper;
      pen.globalAlpha = 0.6;
      pen.fillRect(at - 0.5, top, 1, tall);
      pen.globalAlpha = 1;
    }
    const room = width / 9 > 66 ? name : name.slice(0, 3);
    if (day === 0 || at + textWidth(room, 12) > width) continue;
    pen.fillStyle = c.ink;
    pen.fillText(room, at - 1, top + tall + 14 + under);
    if (narrow || width / 9 < 84) continue;
    pen.fillStyle = c["ink-2"];
    pen.fillText(
      dates.other(day).replace(", ", " ").replace("New Style", "N.S.").replace("Old Style", "O.S."),
      at - 1,
      top + tall + 28 + under,
    );
  }
  if (narrow || !app.first) return;
  if (ends.length) ended(pen, app, ends, x, top + tall + 4);
  turningPoints(pen, app, x, { width, top, tall }, c);
}

/** The turning points of the first world, in the rows that have room, each beside the record's where it has one. */
function turningPoints(
  pen: CanvasRenderingContext2D,
  app: App,
  x: (day: number) => number,
  { width, top, tall }: { width: number; top: number; tall: number },
  c: Record<string, string>,
): void {
  const ends = [0, 0];
  const found = milestones(app, app.first!);
  pen.lineWidth = 1;
  for (const m of found) {
    if (m.recordDay === null || m.recordDay < 0 || m.recordDay >= app.dates.days) continue;
    pen.fillStyle = c.ink;
    // From the model's day to the record's: how far apart they are.
    const [from, to] = [x(m.day), x(m.recordDay)];
    pen.fillRect(Math.min(from, to), top - 3.5, Math.abs(to - from), 1);
    pen.beginPath();
    pen.arc(to, top - 3, 3.2, 0, 7);
    pen.fill();
    pen.strokeStyle = c.paper;
    pen.stroke();
  }
  for (const m of found) {
    const at = x(m.day);
    const w = textWidth(m.label, 12);
    const start = Math.min(at - 2, width - w - 2);
    const row = ends.findIndex((end) => start > end + 12);
    pen.fillStyle = c.model;
    pen.fillRect(at - 1, top - 6, 2, tall + 6);
    if (row < 0) continue;
    const base = row === 0 ? 27 : 12;
    pen.fillStyle = c.paper;
    pen.globalAlpha = 0.85;
    pen.fillRect(start - 2, base - 11, w + 4, 14);
    pen.globalAlpha = 1;
    pen.fillStyle = c.ink;
    pen.fillText(m.label, start, base);
    pen.fillStyle = c["rule-2"];
    if (row === 0 || at > ends[0] + 4) pen.fillRect(at - 0.5, base + 3, 1, top - 6 - base - 3);
    ends[row] = start + w;
    if (row === 1) ends[0] = Math.max(ends[0], at);
  }
}

/** How many worlds end in which way, and when, before the period does; nothing where it is not known. */
function endings(app: App): [string, number[]][] {
  const { odds } = app;
  if (!odds?.ends || !app.isOpening) return [];
  const last = app.dates.days - 1;
  return Object.entries(odds.ends)
    .map(([kind, days]): [string, number[]] => [kind, days.filter((day) => day < last)])
    .filter(([, days]) => days.length);
}

/** The share of many worlds that have ended in each way by a day, as a strip that fills up. */
function ended(
  pen: CanvasRenderingContext2D,
  app: App,
  ends: [string, number[]][],
  x: (day: number) => number,
  top: number,
): void {
  const n = app.odds!.seeds.length;
  const tall = 7;
  const c = colours(["rule", "ink-2", ...ENDINGS.map(([, colour]) => colour)]);
  const { days } = app.dates;
  const step = x(1) - x(0);
  pen.fillStyle = c.rule;
  pen.fillRect(x(0), top, x(days - 1) - x(0), tall);
  for (let day = 0; day < days; day++) {
    let foot = top + tall;
    for (const [kind, on] of ends) {
      const share = (on.filter((d) => d <= day).length / n) * tall;
      pen.fillStyle = c[ENDINGS.find(([name]) => name === kind)?.[1] ?? "ink-2"];
      pen.fillRect(x(day) - step / 2, foot - share, step + 0.6, share);
      foot -= share;
    }
  }
}

/** In how many worlds something has turned by a day: the latest that has turned in some. */
function oddsBy(app: App, day: number): string {
  const { odds } = app;
  if (!odds || !app.isOpening) return "";
  const n = odds.seeds.length;
  const by = (id: string): number => (odds.dates[id] ?? []).filter((d) => d <= day).length;
  const turned = ["transfer", "claim", "coalition", "fall", "council", "general_strike"]
    .map((id) => app.stage.dates.find((date) => date.id === id))
    .find((date) => date && by(date.id) > 0);
  const first = turned ?? app.stage.dates.find((date) => date.id === "fall");
  const over = endings(app)
    .map(([kind, days]): [string, number] => [kind, days.filter((d) => d <= day).length])
    .filter(([, k]) => k)
    .map(([kind, k]) => `${k} ${k === 1 ? "has" : "have"} ended: ${small(name("outcome", kind))}`);
  const turning = first ? `By this day ${small(first.title)} in ${by(first.id)} of ${plural(n, "world")}` : "";
  return turning ? `${[turning, ...over].join("; ")}.` : "";
}

function stack(
  pen: CanvasRenderingContext2D,
  film: Film,
  x: (day: number) => number,
  top: number,
  tall: number,
  c: Record<string, string>,
): void {
  const step = x(1) - x(0);
  const order = ["government", "committee", "nobody", "council"].map((name) => ({
    name,
    values: film.national(`authority_${name}`, "capital"),
  }));
  for (let day = 0; day < film.days; day++) {
    let y = top;
    for (const { name, values } of order) {
      const h = values[day] * tall;
      pen.fillStyle = c[name];
      pen.fillRect(x(day) - step / 2, y, step + 0.6, h + 0.3);
      y += h;
    }
  }
}
