/**
 * Whether it could have gone otherwise by chance alone: how worlds of the case ended that have the same causes and other
 * draws, when the first of them did, and how far their turning points lie apart.
 */
import type { App } from "./app";
import { el, name, number, plural, small, table } from "./charts";
import type { Odds } from "./engine";
import type { StageDate } from "./film";

/** The block, which is hidden where nothing is known of other worlds. */
export function otherwise(app: App): HTMLElement {
  const told = el("p", { class: "lead" });
  const points = el("details", { class: "block" });
  const host = el(
    "div",
    { id: "otherwise", hidden: true },
    el("h3", { text: "Could it have gone otherwise?" }),
    told,
    points,
  );
  app.onWorlds(() => {
    const { odds } = app;
    host.hidden = !odds || !app.isOpening;
    if (!odds || host.hidden) return;
    told.textContent = inWords(app, odds);
    points.replaceChildren(
      el("summary", { text: `Turning points of the ${plural(odds.seeds.length, "world")}` }),
      turningPoints(app, odds),
    );
  });
  return host;
}

/** How the worlds end, and until when all are open. */
function inWords(app: App, odds: Odds): string {
  const n = odds.seeds.length;
  const own = app.first!.meta.outcome.kind;
  const called = (kind: string): string => small(name("outcome", kind));
  const alike = odds.outcomes[own] ?? 0;
  const begin = `This world is one of ${number(n)} with the same causes and other chances.`;
  if (alike === n) return `${begin} All ${number(n)} end alike: ${called(own)}.`;
  const others = Object.entries(odds.outcomes)
    .filter(([kind]) => kind !== own)
    .map(([kind, k]) => `In ${plural(k, "world")} ${called(kind)}${between(app, odds.ends?.[kind] ?? [])}.`);
  return [begin, `${number(alike)} end as it does: ${called(own)}.`, ...others, openUntil(app, odds)].join(" ");
}

/** From the first to the last of some days. */
function between(app: App, days: readonly number[]): string {
  if (!days.length) return "";
  const [first, last] = [Math.min(...days), Math.max(...days)].map((day) => app.dates.brief(day));
  return first === last ? `, on ${first}` : `, the first on ${first}, the last on ${last}`;
}

/** The last day on which no world had ended. */
function openUntil(app: App, odds: Odds): string {
  const first = Math.min(...Object.values(odds.ends ?? {}).flat());
  return Number.isFinite(first) && first > 0 && first < app.dates.days - 1
    ? `Until ${app.dates.brief(first - 1)} none has ended, and each could still go either way.`
    : "";
}

/** Each turning point: in this world, in how many, and from when to when. */
function turningPoints(app: App, odds: Odds): HTMLElement {
  const n = odds.seeds.length;
  const own = (date: StageDate): number | null => app.first!.meta.dates[app.stage.dates.indexOf(date)];
  const days = (date: StageDate): number[] => odds.dates[date.id] ?? [];
  const range = (found: readonly number[]): string => {
    const [first, last] = [Math.min(...found), Math.max(...found)].map((day) => app.dates.short(day));
    return first === last ? first : `${first} to ${last}`;
  };
  const rows = app.stage.dates.filter((date) => days(date).length);
  return table<StageDate>(
    [
      { name: "Turning point", first: true, cell: ({ title }) => title },
      { name: "In this world", nowrap: true, cell: (date) => (own(date) === null ? "–" : app.dates.short(own(date)!)) },
      { name: "In how many", num: true, cell: (date) => `${number(days(date).length)} of ${number(n)}` },
      { name: "When", nowrap: true, cell: (date) => range(days(date)) },
    ],
    rows,
    { caption: "Turning points in worlds with other chances" },
  );
}
