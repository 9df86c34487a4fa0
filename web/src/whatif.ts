/** What if: choose changes, run them beside the first world, see where the two part, and the odds from more seeds. */
import { stillness, type App } from "./app";
import { byId, el, lines, name as nameOf, number, percent, type Series, showNow, small, timeChart } from "./charts";
import { Cancelled, runHere, runs, runThere, type Job, type Run } from "./engine";
import type { Film, Wanted } from "./film";
import { because } from "./events";
import { fan, fanRead } from "./fan";
import { remember, remembered } from "./memory";
import { ownPanel } from "./own";
import { pairPanel } from "./pair";
import { inWords, settingsPanel } from "./settings";
import { AS_IT_WAS, manyPairs } from "./many";
import { otherwise } from "./otherwise";
import { parting } from "./parting";
import { ending } from "./words";

const MOST = 4;
const SCALES = [10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
/** Scales that are offered from the finest on. */
const OFFERED = 4;
/** Worlds of the server that are listed. */
const MOST_EARLIER = 12;
/** What a kind of change is about, in the order of the cards; what is not named is of the people. */
const TOPICS: [string, readonly string[]][] = [
  ["Bread, war and work", ["input", "unit"]],
  ["Decisions", ["close", "impose"]],
  ["Parties and leaders", ["leader", "party"]],
  ["The people", ["persons", "memory", "class"]],
  ["How people act", ["mechanism", "parameter"]],
];
const topicOf = (kinds: readonly string[]): string =>
  TOPICS.find(([, own]) => own.includes(kinds[0]))?.[0] ?? "The people";

export function mountWhatIf(app: App): void {
  const host = byId("what-if"),
    { stage, store, dates } = app;
  const kept = remembered(stage.scenario);
  if (kept.own) store.set({ own: kept.own });
  const chosen = el("ul", { class: "chosen" });
  const earlier = el("details", { class: "block", id: "earlier", hidden: true });
  const { topics, cards, mark } = questions(app);
  const run = el("button", { type: "button", class: "strong", id: "run" }, "Run it beside this world"),
    stop = el("button", { type: "button", hidden: true }, "Cancel"),
    single = el("button", { type: "button", hidden: true }, "Back to one world");
  const seed = el("input", {
      type: "number",
      min: 0,
      max: 999999999,
      value: store.state.seed ?? 1,
      "aria-label": "Seed",
    }),
    scale = el("select", { "aria-label": "Scale" });
  const bar = el("progress", { max: 1, value: 0, hidden: true, "aria-label": "Progress" }),
    said = el("p", { class: "meaning", role: "status" });
  const { panel, chips } = settingsPanel(app),
    ownText = ownPanel(app);
  const maps = pairPanel(app);
  const parted = el("div"),
    twoMaps = el("div", null),
    firsts = el("div", null),
    most = el("p", { class: "meaning", id: "in-most", "aria-live": "polite" }),
    read = el("div", null),
    curves = el("div", { class: "multiples" }),
    odds = el("div");
  host.append(
    otherwise(app),
    el("h3", { text: "What if a cause had been another?" }),
    el(
      "p",
      { class: "lead" },
      "Choose a question. The change names a cause, never an outcome; both worlds share every draw of chance, so whatever differs comes from the change.",
    ),
    topics,
    cards,
    chosen,
    chips,
    el(
      "div",
      { class: "controls" },
      el("label", null, "seed ", seed),
      el("label", null, "scale ", scale),
      run,
      stop,
      single,
    ),
    bar,
    said,
    earlier,
    el("div", { class: "answer" }, parted, twoMaps, firsts),
    read,
    curves,
    odds,
    panel,
    ownText,
  );
  const scales = (): void => {
    // A server runs worlds ten times as fine as the page opens with; a browser alone keeps to that.
    const finest = app.server ? Math.max(app.server.finest, Math.ceil(stage.scale / 10)) : stage.scale;
    const now = app.first?.meta.request.scale ?? stage.scale;
    const offered = SCALES.filter((s) => s >= Math.min(finest, stage.scale))
      .slice(-OFFERED - 8)
      .filter((s) => s <= Math.max(now, stage.scale * 2));
    scale.replaceChildren(
      ...offered.map((s) => el("option", { value: s, text: `1:${number(s)}`, selected: s === now })),
    );
  };
  scales();
  document.addEventListener("serverknown", scales);

  const list = (): void => {
    const names = store.state.with;
    chosen.replaceChildren(
      ...names.map((name) => {
        const w = stage.what_ifs.find((x) => x.name === name);
        // Of what no source confirms there is no source to name.
        const source =
          w?.considered && !w.unverified
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
    mark();
  };
  const isPlain = (): boolean => store.state.with.length + store.state.set.length === 0 && !store.state.own.trim();

  let jobs: Job<Film>[] = [];
  const busy = (now: boolean): void => {
    run.disabled = now || isPlain();
    stop.hidden = !now;
    bar.hidden = !now;
  };
  const world = (wanted: Wanted, progress: (share: number, headline: string) => void): Job<Film> => {
    const job = (app.server ? runThere : runHere)(wanted, stage, progress);
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
      wanted = { scenario: stage.scenario, seed: Number(seed.value) || 0, scale: Number(scale.value) || stage.scale };
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
        ? app.first!.whole()
        : world({ ...wanted, ...AS_IT_WAS }, (share, line) => say(0, share, line)).result;
      const second = world({ ...wanted, ...change }, (share, line) => say(1, share, line)).result;
      const films = await Promise.all([first, second]);
      const { opening } = app;
      const isOpening = opening?.seed === wanted.seed && opening.scale === wanted.scale;
      store.set({ seed: isOpening ? null : wanted.seed, scale: isOpening ? null : wanted.scale, playing: false });
      app.setWorlds(films[0], films[1]);
      said.textContent = "";
      busy(false);
      void listEarlier();
      parted.scrollIntoView({ behavior: stillness.matches ? "auto" : "smooth" });
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

  /** Worlds with a change that the server makes or keeps: a reader who comes back finds them. */
  const listEarlier = async (): Promise<void> => {
    const all = app.server ? await runs() : [];
    const isOne = ({ state, request, keeps }: Run): boolean =>
      keeps === "film" &&
      ["running", "finished"].includes(state) &&
      request?.scenario === stage.scenario &&
      request.with.length + request.set.length + request.own.trim().length > 0;
    const found = all.filter(isOne).slice(0, MOST_EARLIER);
    earlier.hidden = !found.length;
    earlier.replaceChildren(
      el("summary", { text: `Worlds with a change that the server keeps (${found.length})` }),
      el(
        "ul",
        { class: "again" },
        found.map(({ state, request }) => el("li", null, again(request!, state))),
      ),
    );
  };
  const again = (of: Wanted, state: string): HTMLElement => {
    const titles = of.with.map((name) => stage.what_ifs.find((w) => w.name === name)?.title ?? name);
    const parts = [
      ...titles,
      ...of.set.map((setting) => inWords(stage, setting)),
      of.own.trim() ? "one of your own" : "",
    ];
    const text = `${parts.filter(Boolean).join("; ")}; seed ${of.seed}, 1:${number(of.scale)}${state === "running" ? ", under way" : ""}`;
    return el(
      "button",
      {
        type: "button",
        onclick: () => {
          store.set({ with: of.with, set: of.set, own: of.own });
          seed.value = String(of.seed);
          scale.value = String(of.scale);
          void start();
        },
      },
      text,
    );
  };
  document.addEventListener("serverknown", () => void listEarlier());

  const results = (): void => {
    single.hidden = !app.second;
    [parted, twoMaps, read, curves, firsts, odds].forEach((node) => node.replaceChildren());
    if (!app.first || !app.second) return;
    const p = parting(app, app.first, app.second),
      [a, b] = app.films.map((film) => ending(film, dates));
    parted.append(
      el(
        "p",
        { class: "lead", id: "parting" },
        p
          ? p.day === 0
            ? `In this pair, seed ${app.first.meta.request.seed}, the two worlds part on the first day, ${dates.both(0)}, for the change is there from the start. `
            : `In this pair, seed ${app.first.meta.request.seed}, the two worlds are identical until ${dates.brief(p.day - 1)}, and first part on ${dates.both(p.day)}. `
          : "The two worlds never part: the change changes nothing here. ",
        a === b
          ? `Both end alike: ${a.replace(/^In this world /, "")}`
          : `${a} With the change: ${b.replace(/^In this world /, "")}`,
      ),
      most,
    );
    if (p?.events.length)
      firsts.append(
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
                ` ${e.second ? "with the change" : "as it was"}: ${e.text}`,
              ),
              because(e.cause, e.ratings),
            ),
          ),
        ),
      );
    twoMaps.replaceChildren(maps.node);
    maps.tell();
    read.replaceChildren(keyOfCurves(app));
    curve();
    odds.replaceChildren(
      ...manyPairs(app, (text) => {
        most.textContent = text;
      }),
    );
  };
  const powers = { council: nameOf("power", "council") };
  const curve = (): void => {
    if (!app.second) return;
    curves.replaceChildren(
      ...(
        [
          [
            "authority_council",
            "capital",
            `Follow ${powers.council} in ${app.place(stage.capital)}`,
            "share of adults",
          ],
          [
            "authority_council",
            "national",
            `Follow ${powers.council} in ${small(stage.display.country)}`,
            "share of adults",
          ],
          ["strikers", "national", "Workers on strike or in the street", "persons"],
          ["refusing", "national", "Soldiers and sailors who refuse orders", "persons"],
          ["trust", "national", "Trust in who governs", "mean of adults, 0 to 1"],
          ["dual_power_people", "national", "Dual power by people", "0 one power, 1 two equal powers"],
        ] as const
      ).map(([name, scope, title, unit]) => pair(app, name, scope, title, unit)),
    );
  };

  store.listen((_, changed) => {
    if (changed.has("own")) remember(stage.scenario, { own: store.state.own });
    if (changed.has("with") || changed.has("set") || changed.has("own")) list();
    if (changed.has("day")) showNow(curves, dates.absolute(store.state.day));
  });
  app.onWorlds(() => {
    seed.value = String(app.first?.meta.request.seed ?? 1);
    scales();
    results();
  });
  list();
  // A question of the story is asked at once.
  document.addEventListener("ask", () => {
    if (!isPlain() && !run.disabled) void start();
  });
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

/** Which line is which, and what the bands hold. */
function keyOfCurves(app: App): HTMLElement {
  const told = fanRead(app);
  return el(
    "div",
    null,
    el("h3", { text: "The two worlds day by day" }),
    el(
      "ul",
      { class: "key" },
      el("li", null, el("i", { class: "line-model" }), "as it was"),
      el("li", null, el("i", { class: "line-what" }), `with the change: ${app.changed}`),
      told ? el("li", null, el("i", { class: "band-key" }), "many worlds as it was") : null,
    ),
    told ? el("p", { class: "meaning", text: told }) : null,
  );
}

function pair(app: App, name: string, scope: "national" | "capital", title: string, unit: string): HTMLElement {
  const { calendar, start } = app.dates;
  const days = Array.from({ length: app.dates.days }, (_, day) => start + day);
  const worlds = ["as it was", "with the change"];
  const series = [
    ...fan(app, name, scope),
    ...app.films.map((film, k): Series => {
      return { name: worlds[k], values: Array.from(film.national(name, scope)), look: k ? "other" : "model" };
    }),
  ];
  const high = unit === "persons" ? undefined : 1;
  return timeChart({
    title,
    unit,
    calendar,
    days,
    panels: [lines({ title, unit, height: 110, low: 0, high, series })],
  });
}

/** The questions as cards, by topic. A card is chosen or taken back by a press. */
function questions(app: App): { topics: HTMLElement; cards: HTMLElement; mark: () => void } {
  const { store, stage } = app;
  const of = stage.what_ifs.map((w) => ({ w, topic: topicOf(w.kinds) }));
  const named = TOPICS.map(([topic]) => topic).filter((topic) => of.some((one) => one.topic === topic));
  const press = (name: string): void => {
    const { with: names } = store.state;
    if (names.includes(name)) store.set({ with: names.filter((n) => n !== name) });
    else if (names.length < MOST) store.set({ with: [...names, name] });
    // What is to be pressed next is not left below the strip of time.
    byId("run").scrollIntoView({ block: "nearest", behavior: stillness.matches ? "auto" : "smooth" });
  };
  const made = of.map(({ w, topic }) => ({
    w,
    topic,
    card: el(
      "button",
      { type: "button", "data-what-if": w.name, onclick: () => press(w.name) },
      el("b", { text: w.title }),
      el("span", { text: w.fields.antecedent ?? "" }),
    ),
  }));
  const cards = el(
    "div",
    { class: "cards" },
    made.map(({ card }) => card),
  );
  const tabs = named.map((topic) => el("button", { type: "button", onclick: () => turn(topic) }, topic));
  const topics = el("div", { class: "topics", role: "group", "aria-label": "Topics" }, tabs);
  let now = named[0];
  const turn = (topic: string): void => {
    now = topic;
    mark();
  };
  const mark = (): void => {
    tabs.forEach((tab) => tab.setAttribute("aria-pressed", String(tab.textContent === now)));
    const names = store.state.with;
    for (const { w, topic, card } of made) {
      card.hidden = named.length > 1 && topic !== now && !names.includes(w.name);
      card.setAttribute("aria-pressed", String(names.includes(w.name)));
    }
  };
  topics.hidden = named.length < 2;
  mark();
  return { topics, cards, mark };
}
