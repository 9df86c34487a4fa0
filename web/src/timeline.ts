/** The year as a strip: who was obeyed in the capital day by day, with milestones, and the slider over it. */
import type { App } from "./app";
import { byId, colours, el, SANS, textWidth } from "./charts";
import type { Film } from "./film";
import { milestones } from "./words";

const THUMB = 16;
const SPEEDS = [4, 10, 25, 60];

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
    "aria-label": "Day of the year",
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
    ...SPEEDS.map((s) => el("option", { value: s, text: `${s} days/s` })),
  );
  const now = el("output", { class: "now", for: "day" });
  host.append(
    el("div", { class: "buttons" }, play, el("span", { class: "steps" }, back, on), speed),
    el("div", { class: "strip" }, canvas, slider),
    now,
  );

  slider.addEventListener("input", () => store.set({ day: Number(slider.value), playing: false }));
  play.addEventListener("click", () => toggle());
  const toggle = (): void =>
    store.set(
      store.state.playing
        ? { playing: false }
        : { playing: true, day: store.state.day >= dates.days - 1 ? 0 : store.state.day },
    );

  let last = 0,
    owed = 0;
  const tick = (time: number): void => {
    if (!store.state.playing) return;
    owed += Math.min(0.25, (time - last) / 1000) * store.state.speed;
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
  });
  app.onWorlds(draw);
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
  const ratio = Math.min(2, window.devicePixelRatio || 1),
    narrow = width < 560;
  const films = app.films,
    top = narrow ? 2 : 36,
    tall = narrow ? 26 : 34,
    axis = narrow ? 18 : 32,
    height = top + tall + axis;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.parentElement!.style.setProperty("--top", `${top}px`);
  canvas.parentElement!.style.setProperty("--tall", `${tall}px`);
  const pen = canvas.getContext("2d")!,
    c = colours(["ink", "ink-2", "rule", "rule-2", "panel", "paper", "council", "government", "committee", "nobody"]);
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
    pen.fillText(room, at - 1, top + tall + 14);
    if (narrow) continue;
    pen.fillStyle = c["ink-2"];
    pen.fillText(
      dates.other(day).replace(", ", " ").replace("New Style", "N.S.").replace("Old Style", "O.S."),
      at - 1,
      top + tall + 28,
    );
  }
  if (narrow || !app.first) return;
  // The milestones of the first world, in the rows that have room.
  const ends = [0, 0];
  for (const m of milestones(app, app.first)) {
    const at = x(m.day),
      w = textWidth(m.label, 12);
    const start = Math.min(at, width - w - 2),
      row = ends.findIndex((end) => start > end + 10);
    pen.fillStyle = c.ink;
    pen.fillRect(at - 0.5, top - 4, 1, 4);
    if (row < 0) continue;
    pen.fillText(m.label, start, row === 0 ? 26 : 11);
    pen.fillStyle = c["rule-2"];
    // A line from the upper row would cross a name in the lower.
    if (row === 0 || at > ends[0] + 4) pen.fillRect(at - 0.5, row === 0 ? 29 : 14, 1, top - (row === 0 ? 29 : 14));
    ends[row] = start + w;
    if (row === 1) ends[0] = Math.max(ends[0], at);
  }
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
