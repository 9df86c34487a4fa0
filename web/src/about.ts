/** What this world is, how sure it is, and how to use the page by keyboard. */
import type { App } from "./app";
import { byId, el, name, number, people, small } from "./charts";
import type { Base } from "./frames";
import { ending } from "./words";

/** How typical the world shown is, as far as it is known. */
function typical(app: App): string {
  const { odds } = app;
  if (!app.isOpening || !odds) return "How typical it is of them is not known.";
  const n = odds.seeds.length;
  const kind = app.first!.meta.outcome.kind;
  const alike = odds.outcomes[kind] ?? 0;
  const others = Object.entries(odds.outcomes)
    .filter(([other]) => other !== kind)
    .map(([other, k]) => `${k}: ${small(name("outcome", other))}`);
  return `It was chosen as the most typical of ${n} worlds with other chances: ${alike} of ${n} end as it does${others.length ? `, others otherwise (${others.join("; ")})` : ""}.`;
}

export function mountAbout(app: App): void {
  const host = byId("about"),
    { stage, dates } = app,
    facts = el("div");
  host.append(
    facts,
    el("h3", { text: "Keys" }),
    el(
      "dl",
      { class: "keys" },
      [
        ["Space", "play or pause"],
        ["← →", "a day back or on; with Shift a week"],
        ["M, C", `the map of ${small(stage.display.country)}, that of ${app.place(stage.capital)}`],
        ["Home, End", "first and last day, on the slider"],
        ["Tab", "from control to control; a hall of delegates and an observed point take Enter and the arrows"],
      ].map(([k, what]) => [el("dt", { text: k }), el("dd", { text: what })]),
    ),
  );
  const tell = (): void => {
    const film = app.first;
    if (!film) return;
    const m = film.meta,
      recalled = stage.places.filter((p) => p.unverified).length;
    facts.replaceChildren(
      el("p", { class: "lead", text: stage.summary }),
      el("p", null, `${ending(film, dates)} It is one world of many: another seed gives another. ${typical(app)}`),
      el(
        "p",
        null,
        `Seed ${m.request.seed}, at 1:${number(m.request.scale)}: ${people(m.modelled)} simulated persons stand for ${people(m.persons)}, in ${number(m.cells)} cells (shops, companies, villages) at ${number(m.places)} places. ${m.request.scale > 1 ? `At this scale small places are rough: one person more is ${number(m.request.scale)} people.` : ""}`,
      ),
      el(
        "p",
        null,
        `Nobody in the model is told what to do on which date. Food, prices, fuel, the war, the weather and the calendar go in; strikes, mutinies, councils, elections, governments and risings come out. ${number(recalled)} of ${number(stage.places.length)} places have a population that no source confirms yet; such numbers are marked.`,
      ),
      el(
        "p",
        null,
        "The digest of this world, the same from the native program and in the page: ",
        el("code", { class: "digest", id: "digest", text: m.digest }),
        `. Version ${m.version}; inputs ${m.content.slice(0, 8)}.`,
      ),
      el(
        "p",
        { class: "meaning" },
        `${(stage.basemap as Base | null)?.source ?? "The maps are drawn from the places themselves."} Land takes its colour from the nearest county. Type: Source Serif 4 and Source Sans 3, under the `,
        el("a", { href: "OFL.txt" }, "SIL Open Font Licence"),
        ".",
      ),
    );
  };
  app.onWorlds(tell);
}
