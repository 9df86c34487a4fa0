/** What if: choose changes, run them beside the first world, see where the two part, and the odds from more seeds. */
import { stillness, type App } from "./app";
import { byId, el, number, percent, round1, sv, ticksTo } from "./dom";
import { Cancelled, dismiss, FINEST_HERE, runHere, runThere, type Job } from "./engine";
import type { Film, Wanted } from "./film";
import { ownPanel } from "./own";
import { settingsPanel } from "./settings";
import { interval, keep, parting, type Kept } from "./parting";
import { along } from "./timeline";
import { ending } from "./words";

const MOST = 4;
const AS_IT_WAS = { with: [], set: [], own: "" };
const SCALES = [1000, 500, 200, 100];

export function mountWhatIf(app: App): void {
  const host = byId("what-if"),
    { stage, store, dates } = app;
  const chosen = el("ul", { class: "chosen" }),
    pick = el(
      "select",
      { id: "pick", "aria-label": "Choose a change" },
      el("option", { value: "", text: "Choose a change …" }),
      stage.what_ifs.map((w) => el("option", { value: w.name, text: w.title })),
    );
  const run = el("button", { type: "button", class: "strong", id: "run" }, "Run it beside the first world"),
    stop = el("button", { type: "button", hidden: true }, "Cancel"),
    single = el("button", { type: "button", hidden: true }, "Back to one world");
  const seed = el("input", { type: "number", min: 0, max: 999999999, value: store.state.seed, "aria-label": "Seed" }),
    scale = el("select", { "aria-label": "Scale" });
  const bar = el("progress", { max: 1, value: 0, hidden: true, "aria-label": "Progress" }),
    said = el("p", { class: "meaning", role: "status" });
  const { panel, chips } = settingsPanel(app),
    ownText = ownPanel(app);
  const parted = el("div"),
    curves = el("div", { class: "multiples" }),
    odds = el("div");
  host.append(
    el(
      "p",
      { class: "lead" },
      "A change names a cause, never an outcome; a setting moves how people behave. Both worlds share every draw of chance but what the change brings about, so whatever differs comes from it.",
    ),
    el(
      "div",
      { class: "controls" },
      pick,
      el("label", null, "seed ", seed),
      el("label", null, "scale ", scale),
      run,
      stop,
      single,
    ),
    chosen,
    chips,
    panel,
    ownText,
    bar,
    said,
    parted,
    curves,
    odds,
  );
  const scales = (): void => {
    const finest = app.server?.finest ?? FINEST_HERE;
    scale.replaceChildren(
      ...SCALES.filter((s) => s >= finest).map((s) => el("option", { value: s, text: `1:${number(s)}` })),
    );
  };
  scales();
  document.addEventListener("serverknown", scales);

  const list = (): void => {
    const names = store.state.with;
    chosen.replaceChildren(
      ...names.map((name) => {
        const w = stage.what_ifs.find((x) => x.name === name);
        const source = w?.considered
          ? w.considered
              .split(/[;, ]+/)
              .map((key) => stage.sources[key]?.title ?? "")
              .filter(Boolean)
              .join("; ")
          : "";
        return el(
          "li",
          null,
          el("b", { text: w?.title ?? name }),
          w ? el("span", null, ` ${w.fields.antecedent ?? ""}`) : null,
          el(
            "span",
            { class: "meaning" },
            w?.sketch
              ? " A sketch: no document shows that contemporaries considered it, or a field is missing."
              : ` Contemporaries considered it: ${w?.document ?? ""}${source ? ` (${source})` : ""}${w?.unverified ? " Unverified." : ""}`,
          ),
          el(
            "button",
            {
              type: "button",
              "aria-label": `Take away: ${w?.title ?? name}`,
              onclick: () => store.set({ with: names.filter((n) => n !== name) }),
            },
            "×",
          ),
        );
      }),
    );
    run.disabled = isPlain();
  };
  const isPlain = (): boolean => store.state.with.length + store.state.set.length === 0 && !store.state.own.trim();
  pick.addEventListener("change", () => {
    const { with: names } = store.state;
    if (pick.value && !names.includes(pick.value) && names.length < MOST) store.set({ with: [...names, pick.value] });
    pick.value = "";
  });

  let jobs: Job<Film>[] = [];
  const busy = (now: boolean): void => {
    run.disabled = now || isPlain();
    stop.hidden = !now;
    bar.hidden = !now;
  };
  const world = (wanted: Wanted, progress: (share: number, headline: string) => void): Job<Film> => {
    const job =
      app.server && wanted.scale < FINEST_HERE ? runThere(wanted, stage, progress) : runHere(wanted, stage, progress);
    jobs.push(job);
    return job;
  };
  stop.addEventListener("click", () => {
    jobs.forEach((job) => job.cancel());
    jobs = [];
  });
  single.addEventListener("click", () => {
    app.setWorlds(app.first, null);
  });

  const start = async (): Promise<void> => {
    const change = { with: [...store.state.with], set: [...store.state.set], own: store.state.own },
      wanted = { scenario: stage.scenario, seed: Number(seed.value) || 0, scale: Number(scale.value) || FINEST_HERE };
    jobs = [];
    busy(true);
    const shares = [0, 0];
    const say = (k: number, share: number, headline: string): void => {
      shares[k] = share;
      bar.value = (shares[0] + shares[1]) / 2;
      said.textContent = `${percent(bar.value)}. ${headline}`;
    };
    try {
      const now = app.first?.meta.request,
        same =
          now &&
          now.seed === wanted.seed &&
          now.scale === wanted.scale &&
          !now.with.length &&
          !now.set.length &&
          !now.own;
      if (same) shares[0] = 1;
      const first = same
        ? Promise.resolve(app.first!)
        : world({ ...wanted, ...AS_IT_WAS }, (share, line) => say(0, share, line)).result;
      const second = world({ ...wanted, ...change }, (share, line) => say(1, share, line)).result;
      const films = await Promise.all([first, second]);
      store.set({ seed: wanted.seed, playing: false });
      app.setWorlds(films[0], films[1]);
      said.textContent = "";
      busy(false);
    } catch (error) {
      jobs.forEach((job) => job.cancel());
      busy(false);
      said.textContent =
        error instanceof Cancelled
          ? "Given up; the first world stands."
          : `This world could not be run: ${error instanceof Error ? error.message : error}`;
    }
  };
  run.addEventListener("click", () => {
    void start();
  });

  const results = (): void => {
    single.hidden = !app.second;
    [parted, curves, odds].forEach((node) => node.replaceChildren());
    if (!app.first || !app.second) return;
    const p = parting(app, app.first, app.second),
      capital = app.place(stage.capital),
      [a, b] = app.films.map((film) => ending(film.meta.outcome.kind, dates.both(film.meta.outcome.day), capital));
    parted.append(
      el(
        "p",
        { class: "lead", id: "parting" },
        p
          ? p.day === 0
            ? `The two worlds part on the first day, ${dates.both(0)}, for the change is there from the start. `
            : `The two worlds are one to the last number until ${dates.brief(p.day - 1)}, and first part on ${dates.both(p.day)}. `
          : "The two worlds never part: the change changes nothing here. ",
        a === b
          ? `Both end alike: ${a.replace(/^In this world /, "")}`
          : `${a} With the change: ${b.replace(/^In this world /, "")}`,
      ),
    );
    if (p?.events.length)
      parted.append(
        el("h3", { text: "The first events that one has and the other has not" }),
        el(
          "ol",
          { class: "diary" },
          p.events.map((e) =>
            el(
              "li",
              null,
              el(
                "button",
                {
                  type: "button",
                  class: "link",
                  onclick: () => {
                    store.set({ day: e.day });
                    byId("atlas").scrollIntoView({ behavior: stillness.matches ? "auto" : "smooth" });
                  },
                },
                el("b", { text: dates.short(e.day) }),
                ` ${e.second ? "what if" : "first world"}: ${e.text}`,
              ),
              el("span", { class: "cause", text: e.cause }),
            ),
          ),
        ),
      );
    curve();
    ensemble();
  };
  const curve = (): void => {
    if (!app.second) return;
    const width = Math.max(
      260,
      Math.min(560, curves.clientWidth > 760 ? (curves.clientWidth - 40) / 2 : curves.clientWidth),
    );
    curves.replaceChildren(
      ...(
        [
          ["authority_council", "capital", `Follow the councils in ${app.place(stage.capital)}`, true],
          ["authority_council", "national", "Follow the councils in the Empire", true],
          ["strikers", "national", "Workers on strike or in the street", false],
          ["soldiers_refusing", "national", "Soldiers who refuse orders", false],
          ["trust", "national", "Trust in who governs", true],
          ["dual_power_people", "national", "Dual power by people", true],
        ] as const
      ).map(([name, scope, title, share]) => pair(app, name, scope, title, share, width)),
    );
  };
  new ResizeObserver(curve).observe(curves);

  const ensemble = (): void => {
    const many = el(
        "select",
        { "aria-label": "How many seeds" },
        [8, 16, 32].map((n) => el("option", { value: n, text: `${n} seeds` })),
      ),
      go = el("button", { type: "button", id: "more" }, "Run more seeds"),
      end = el("button", { type: "button", hidden: true }, "Cancel"),
      out = el("div", { id: "odds", "aria-live": "polite" });
    odds.replaceChildren(
      el("h3", { text: "Is it this one world, or most worlds?" }),
      el("p", null, "One pair of worlds is an anecdote. More seeds, each with and without the change, give the odds."),
      el("div", { class: "controls" }, many, go, end),
      out,
    );
    const { with: names, set, own: written } = app.second!.meta.request,
      scaleNow = FINEST_HERE,
      arms: [Kept[], Kept[]] = [[], []];
    const own = app.first!.meta.request;
    if (own.scale === scaleNow) app.films.forEach((film, k) => arms[k].push(keep(app, film)));
    const show = (): void => out.replaceChildren(table(app, arms));
    show();
    go.addEventListener("click", () => {
      const target = Number(many.value),
        threads = Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1)),
        mine: Job<Film>[] = [];
      let next = own.seed + 1,
        given = false;
      const done = new Set(arms[0].map((k) => k.seed));
      const seeds: number[] = [];
      for (; seeds.length + done.size < target; next++) if (!done.has(next)) seeds.push(next);
      go.disabled = true;
      end.hidden = false;
      end.onclick = () => {
        given = true;
        mine.forEach((job) => job.cancel());
      };
      const work = async (): Promise<void> => {
        for (let s = seeds.shift(); s !== undefined && !given; s = seeds.shift()) {
          const films: Film[] = [];
          for (const change of [AS_IT_WAS, { with: names, set, own: written }]) {
            const job = runHere({ scenario: stage.scenario, seed: s, scale: scaleNow, ...change }, stage, () => {});
            mine.push(job);
            films.push(await job.result);
          }
          // A pair counts whole or not at all.
          films.forEach((film, k) => arms[k].push(keep(app, film)));
          show();
        }
      };
      Promise.allSettled(Array.from({ length: threads }, work)).then((results) => {
        const failed = results.find((r) => r.status === "rejected" && !(r.reason instanceof Cancelled));
        if (failed && failed.status === "rejected")
          out.append(el("p", { text: `A world could not be run: ${failed.reason}` }));
        go.disabled = false;
        end.hidden = true;
        dismiss();
      });
    });
  };

  store.listen((_, changed) => {
    if (changed.has("with") || changed.has("set") || changed.has("own")) list();
    if (changed.has("day"))
      curves.querySelectorAll<SVGLineElement>(".cursor").forEach((line) => {
        const at = String(46 + along(store.state.day, dates.days, Number(line.dataset.width) - 46));
        line.setAttribute("x1", at);
        line.setAttribute("x2", at);
      });
  });
  app.onWorlds(() => {
    seed.value = String(app.first?.meta.request.seed ?? 1);
    results();
  });
  list();
  // A link to a what-if runs it.
  if (!isPlain()) {
    const once = (): void => {
      if (app.first && !app.second && !started) {
        started = true;
        void start();
      }
    };
    let started = false;
    app.onWorlds(once);
  }
}

function pair(
  app: App,
  name: string,
  scope: "national" | "capital",
  title: string,
  share: boolean,
  width: number,
): HTMLElement {
  const height = 150,
    left = 46,
    top = 8,
    bottom = 22,
    lines = app.films.map((film) => film.national(name, scope));
  let most = share ? 1 : 0;
  for (const l of lines) for (const v of l) if (v > most) most = v;
  const x = (day: number): number => left + along(day, app.dates.days, width - left),
    y = (v: number): number => top + (1 - v / (most || 1)) * (height - top - bottom);
  const path = (l: Float32Array): string =>
    [...l].map((v, day) => `${day ? "L" : "M"}${round1(x(day))} ${round1(y(v))}`).join("");
  const ticks = (share ? [0, 0.5, 1] : ticksTo(most)).map((v) => [
    sv("path", { class: "grid", d: `M${left} ${round1(y(v))}H${width}` }),
    sv("text", {
      x: left - 6,
      y: round1(y(v) + 4),
      "text-anchor": "end",
      text: share ? percent(v) : v >= 1e6 ? `${number(v / 1e6)} m` : v >= 1e4 ? `${number(v / 1e3)} k` : number(v),
    }),
  ]);
  const months = app.dates
      .months()
      .filter((m) => m.day > 0)
      .map((m) => sv("text", { x: round1(x(m.day)), y: height - 5, text: m.name.slice(0, 3) })),
    at = x(app.store.state.day);
  return el(
    "figure",
    null,
    el("figcaption", null, el("b", { text: title })),
    sv(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: "img",
        "aria-label": `${title}: the first world and the one with the change`,
      },
      ticks,
      months,
      sv("path", { class: "model", d: path(lines[0]) }),
      lines[1] && sv("path", { class: "model what", d: path(lines[1]) }),
      sv("line", { class: "cursor", x1: at, x2: at, y1: top, y2: height - bottom, "data-width": width }),
    ),
  );
}

function table(app: App, arms: [Kept[], Kept[]]): HTMLElement {
  const n = arms[0].length,
    kinds = [...new Set(arms.flat().map((k) => k.outcome))].sort();
  if (!n) return el("p", { class: "absent", text: "No pair of worlds at 1:1,000 yet." });
  const odds = (arm: Kept[], kind: string): string => {
    const k = arm.filter((w) => w.outcome === kind).length,
      [low, high] = interval(k, arm.length);
    return `${k} of ${arm.length} (${percent(low)} to ${percent(high)})`;
  };
  const head = el(
    "thead",
    null,
    el(
      "tr",
      null,
      ["How it stands at the end", "As it was", "With the change"].map((t) => el("th", { scope: "col", text: t })),
    ),
  );
  const body = el(
    "tbody",
    null,
    kinds.map((kind) =>
      el(
        "tr",
        null,
        el("th", { scope: "row", text: kind.replaceAll("-", " ") }),
        el("td", { text: odds(arms[0], kind) }),
        el("td", { text: odds(arms[1], kind) }),
      ),
    ),
  );
  const range: [keyof Kept, string, (x: number) => string][] = [
    ["councils", "Follow the councils in the Empire on the last day", percent],
    ["capital", "Follow the councils in the capital on the last day", percent],
    ["falls", "The old government falls", (x) => app.dates.short(Math.round(x))],
    ["dual", "Dual power by people on the last day", (x) => x.toFixed(2)],
  ];
  return el(
    "div",
    null,
    el("p", {
      class: "meaning",
      text: `${n} pair${n > 1 ? "s" : ""} of worlds at 1:1,000. Intervals are 95 per cent, of a small ensemble.`,
    }),
    el("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Odds" }, el("table", null, head, body)),
    el(
      "div",
      { class: "dots" },
      range.map(([key, title, words]) =>
        dots(
          title,
          arms.map((arm) => arm.map((k) => k[key] as number | null)),
          words,
        ),
      ),
    ),
  );
}

/** A dot for each world, the two arms one below the other. */
function dots(title: string, arms: (number | null)[][], words: (x: number) => string): HTMLElement {
  const values = arms.flat().filter((v): v is number => v !== null),
    width = 460,
    height = 62;
  if (!values.length)
    return el("figure", null, el("figcaption", null, el("b", { text: title }), ": in none of these worlds"));
  const low = Math.min(...values),
    high = Math.max(...values),
    x = (v: number): number => 96 + (high > low ? (v - low) / (high - low) : 0.5) * (width - 120);
  const rows = arms.map((arm, k) => [
    sv("text", { x: 0, y: 18 + 22 * k, text: k ? "with the change" : "as it was" }),
    ...arm.map((v) =>
      v === null
        ? null
        : sv(
            "circle",
            { cx: round1(x(v)), cy: 14 + 22 * k, r: 5, class: k ? "world-dot what" : "world-dot" },
            sv("title", { text: words(v) }),
          ),
    ),
  ]);
  return el(
    "figure",
    null,
    el("figcaption", null, el("b", { text: title })),
    sv(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": `${title}: ${arms.map((arm, k) => `${k ? "with the change" : "as it was"} ${arm.map((v) => (v === null ? "never" : words(v))).join(", ")}`).join("; ")}`,
      },
      rows,
      sv("text", { x: 92, y: height - 2, text: words(low) }),
      high > low ? sv("text", { x: width - 4, y: height - 2, "text-anchor": "end", text: words(high) }) : null,
    ),
  );
}
