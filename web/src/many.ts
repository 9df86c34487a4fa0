/** One question put to many pairs of worlds: how they end with the change and without, as they come in. */
import { type App, seldom } from "./app";
import {
  dotStrip,
  el,
  formatOf,
  median,
  name as nameOf,
  outcomeRank,
  percent,
  plural,
  range,
  small,
  table,
  when,
} from "./charts";
import { Cancelled, dismiss, endThere, runHere, type Job } from "./engine";
import type { Wanted } from "./film";
import { remember, remembered } from "./memory";
import { interval, keep, keepEnd, type Kept } from "./parting";

/** A world without any change. */
export const AS_IT_WAS = { with: [], set: [], own: "" };
/** Pairs that a reader may ask for. */
const OFFERED = [8, 16, 32];

/** Milliseconds after which the odds are drawn anew while pairs come in. */
const SHOWN_EVERY = 700;

/** A world of one arm that is still to be run. */
interface Due {
  arm: 0 | 1;
  seed: number;
}

/** What a world comes to: of a server the end alone, which is less work than its whole course. */
function endOf(app: App, world: Wanted): Job<Kept> {
  if (app.server) {
    const { result, cancel } = endThere(world);
    return { result: result.then((end) => keepEnd(app, world.seed, end)), cancel };
  }
  const { result, cancel } = runHere(world, app.stage, () => {});
  return { result: result.then((film) => keep(app, film)), cancel };
}

/** The controls, and below them the odds of the pairs so far; those of an earlier visit with the same question are kept. */
export function manyPairs(app: App, tell: (text: string) => void): HTMLElement[] {
  const { stage } = app;
  const many = el(
      "select",
      { "aria-label": "How many pairs" },
      OFFERED.map((n) => el("option", { value: n, text: `${n} pairs` })),
    ),
    go = el("button", { type: "button", id: "more" }, "Run them"),
    end = el("button", { type: "button", hidden: true }, "Cancel"),
    out = el("div", { id: "odds", "aria-live": "polite" });
  const { with: names, set, own: written } = app.second!.meta.request,
    { scale, seed: own } = app.first!.meta.request,
    pairs: [Kept[], Kept[]] = [[], []];
  const question = JSON.stringify([names, set, written, scale, own]);
  const before = remembered(stage.scenario);
  if (before.question === question) before.pairs.forEach((arm, k) => pairs[k].push(...arm));
  else app.films.forEach((film, k) => pairs[k].push(keep(app, film)));
  const show = (): void => {
    out.replaceChildren(arms(app, pairs));
    tell(inMost(pairs));
    remember(stage.scenario, { question, pairs });
  };
  show();
  const showSome = seldom(SHOWN_EVERY, show);

  /** Worlds that are missing for so many pairs, both of a pair one after the other. */
  const missing = (target: number): Due[] => {
    const done = new Set(pairs[0].map(({ seed }) => seed));
    const seeds: number[] = [];
    for (let next = own + 1; seeds.length + done.size < target; next++) if (!done.has(next)) seeds.push(next);
    return seeds.flatMap((seed): Due[] => [
      { arm: 0, seed },
      { arm: 1, seed },
    ]);
  };
  go.addEventListener("click", () => {
    // A server says how many it does at a time; here each has a worker of its own.
    const atOnce = app.server
      ? Math.max(1, app.server.at_once)
      : Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1));
    const due = missing(Number(many.value));
    const half = new Map<number, [Kept?, Kept?]>();
    const mine: Job<Kept>[] = [];
    let given = false;
    go.disabled = true;
    end.hidden = false;
    const target = Number(many.value);
    const count = (): void => {
      end.textContent = `Cancel (${pairs[0].length} of ${target} pairs are there)`;
    };
    count();
    end.onclick = () => {
      given = true;
      mine.forEach((job) => job.cancel());
    };
    const work = async (): Promise<void> => {
      for (let next = due.shift(); next && !given; next = due.shift()) {
        const { arm, seed } = next;
        const change = arm ? { with: names, set, own: written } : AS_IT_WAS;
        const job = endOf(app, { scenario: stage.scenario, seed, scale, ...change });
        mine.push(job);
        const both = half.get(seed) ?? [];
        half.set(seed, both);
        both[arm] = await job.result;
        // A pair counts whole or not at all.
        if (!both[0] || !both[1]) continue;
        pairs[0].push(both[0]);
        pairs[1].push(both[1]);
        count();
        showSome();
      }
    };
    Promise.allSettled(Array.from({ length: atOnce }, work)).then((results) => {
      const failed = results.find((r) => r.status === "rejected" && !(r.reason instanceof Cancelled));
      if (failed && failed.status === "rejected")
        out.append(el("p", { text: `A world could not be run: ${failed.reason}` }));
      go.disabled = false;
      end.hidden = true;
      dismiss();
    });
  });
  return [
    el("h3", { text: "In this one world, or in most?" }),
    el("p", null, "One pair of worlds is an anecdote. More pairs, each with other chances, give the odds."),
    el("div", { class: "controls" }, many, go, end),
    out,
  ];
}

/** The endings of both arms, in their order. */
const kindsOf = (both: [Kept[], Kept[]]): string[] =>
  [...new Set(both.flat().map((k) => k.outcome))].sort((a, b) => outcomeRank(a) - outcomeRank(b));

const countOf = (arm: Kept[], kind: string): number => arm.filter((w) => w.outcome === kind).length;

/** How many worlds of an arm end so, with an interval where there are several. */
function oddsOf(arm: Kept[], kind: string): string {
  const k = countOf(arm, kind);
  const [low, high] = interval(k, arm.length);
  return arm.length > 1 ? `${k} of ${arm.length} (${range(low, high, percent)})` : `${k} of ${arm.length}`;
}

/** What pairs of worlds say together, in a sentence: the ending that the change makes rarer or more frequent by most. */
function inMost([was, changed]: [Kept[], Kept[]]): string {
  if (was.length < 2)
    return "This is one pair of worlds, with one run of chance; more pairs, below, say what holds in most.";
  const by = (kind: string): number => Math.abs(countOf(was, kind) - countOf(changed, kind));
  const kind = kindsOf([was, changed]).reduce((most, one) => (by(one) > by(most) ? one : most));
  return `Of ${plural(was.length, "pair")} of worlds, each with other chances, this one among them: “${small(nameOf("outcome", kind))}” in ${oddsOf(was, kind)} as it was, and in ${oddsOf(changed, kind)} with the change.`;
}

/** How the worlds of both arms end, as bars from none to all of them. */
function bars(both: [Kept[], Kept[]], kinds: string[]): HTMLElement {
  const row = (title: string, arm: Kept[]): HTMLElement[] => {
    const parts = kinds.map((kind) => ({ kind, k: countOf(arm, kind) })).filter(({ k }) => k);
    return [
      el("span", { text: title }),
      el(
        "div",
        {
          class: "bar",
          role: "img",
          "aria-label": `${title}: ${parts.map(({ kind, k }) => `${k} of ${arm.length} ${nameOf("outcome", kind)}`).join("; ")}`,
        },
        parts.map(({ kind, k }) =>
          el("span", {
            class: `end-${kind}`,
            title: nameOf("outcome", kind),
            style: `width:${(100 * k) / arm.length}%`,
            text: `${k}`,
          }),
        ),
      ),
    ];
  };
  return el(
    "div",
    { class: "odds-rows" },
    row("as it was", both[0]),
    row("with the change", both[1]),
    el("span"),
    el("div", { class: "odds-axis" }, el("span", { text: "0" }), el("span", { text: plural(both[0].length, "world") })),
    el("span"),
    el(
      "ul",
      { class: "key" },
      kinds.map((kind) => el("li", null, el("i", { class: `end-${kind}` }), nameOf("outcome", kind))),
    ),
  );
}

/** The two arms of an ensemble: how they end, and what they come to. */
function arms(app: App, [was, changed]: [Kept[], Kept[]]): HTMLElement {
  const n = was.length;
  if (!n) return el("p", { class: "absent", text: "No pair of worlds yet." });
  const kinds = kindsOf([was, changed]);
  const { calendar, start, days } = app.dates;
  const dots = (title: string, key: "councils" | "capital" | "dual", unit: string): HTMLElement =>
    dotStrip({
      title,
      unit,
      format: formatOf(unit),
      // Shares and indices stand between nothing and all, so that a small difference looks small.
      low: 0,
      high: 1,
      groups: [
        { name: "as it was", values: was.map((k) => k[key]) },
        { name: "with the change", values: changed.map((k) => k[key]), look: "other" },
      ],
    });
  const falls = (arm: Kept[]): number[] => arm.flatMap((k) => (k.falls === null ? [] : [start + k.falls]));
  const middle = (arm: Kept[]): number | null => (falls(arm).length ? Math.round(median(falls(arm))) : null);
  const record = app.stage.dates.find((d) => d.id === "fall");
  return el(
    "div",
    null,
    el("p", {
      class: "meaning",
      text: `${plural(n, "pair")} of worlds. Each bar is all of them; intervals are 95 per cent.`,
    }),
    bars([was, changed], kinds),
    table<string>(
      [
        { name: "How it stands at the end", first: true, cell: (kind) => nameOf("outcome", kind) },
        { name: "As it was", cell: (kind) => oddsOf(was, kind) },
        { name: "With the change", cell: (kind) => oddsOf(changed, kind) },
      ],
      kinds,
      { caption: "How the worlds end", hidden: true },
    ),
    el(
      "div",
      { class: "multiples wide dots" },
      dots(
        `Follow ${nameOf("power", "council")} in ${small(app.stage.display.country)} on the last day`,
        "councils",
        "share of adults",
      ),
      dots(
        `Follow ${nameOf("power", "council")} in ${app.place(app.stage.capital)} on the last day`,
        "capital",
        "share of adults",
      ),
      when({
        title: "The old government falls",
        calendar,
        from: start,
        to: start + days - 1,
        found: [
          { name: "as it was", days: falls(was), middle: middle(was), worlds: n },
          { name: "with the change", days: falls(changed), middle: middle(changed), worlds: n, look: "other" },
        ],
        record:
          record && record.record_day !== null ? { from: start + record.record_day, text: record.record_text } : null,
      }),
      dots("Dual power by people on the last day", "dual", "0 one power, 1 two equal powers"),
    ),
  );
}
