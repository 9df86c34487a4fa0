/** Councils, what people leaned to, governments; elections and congresses. */
import {
  absent,
  byRank,
  type Column,
  el,
  key,
  name,
  number,
  type Part,
  partyLayers,
  partyPaint,
  percent,
  plural,
  RESOLUTIONS_READ,
  seatsPanel,
  shareBar,
  shares,
  small,
  sum,
  table,
  timeChart,
} from "../../charts";
import type { Election, Government } from "../../types/run";
import { type Page, say } from "../shell";
import type { Run } from "./context";

export function councils(page: Page, run: Run): void {
  const { data, calendar } = run;
  const sitting = data.councils.filter((c) => partyLayers(c.seats).length);
  const total = (c: (typeof sitting)[number], i: number): number => sum(Object.values(c.seats).map((s) => s[i]));
  const claims = sitting
    .map((c) => ({ name: c.name, at: c.resolution.indexOf("claim") }))
    .filter((c) => c.at >= 0)
    .map((c) => `${c.name}, ${run.day(run.days[c.at])}`);
  const founded = sitting.map((c) => run.firstDay((i) => total(c, i) > 0)).filter((i) => i >= 0);
  const groups = Object.entries(data.leanings).filter(([, s]) => partyLayers(s).length);
  const titles: Record<string, string> = {
    capital_workers: `Workers of ${run.capital}`,
    garrison: `The garrison of ${run.capital}`,
    front: "The front",
    villages: "The villages",
  };
  const node = page.section(
    "councils",
    "Councils and parties",
    "Councils",
    sitting.length
      ? say(
          founded.length > 0 &&
            `Of the councils shown here, the first meets on ${run.day(run.days[Math.min(...founded)])}.`,
          claims.length
            ? `A council first claims power on these days: ${claims.join("; ")}.`
            : "None of them claims power within the run.",
        )
      : absent("No council sat in this run."),
  );
  if (sitting.length)
    node.append(
      el(
        "div",
        { class: "multiples" },
        sitting.map((c) => {
          const most = Math.max(...run.days.map((_, i) => total(c, i)));
          const panel = seatsPanel(c.name, 120, c.seats, c.resolution);
          return timeChart({
            title: c.name,
            unit: `share of its seats (${number(most)} at most)`,
            calendar,
            days: run.days,
            panels: [panel],
          });
        }),
      ),
      el("p", {
        class: "note",
        text: `Seats as shares of the sitting council. ${RESOLUTIONS_READ}`,
      }),
    );
  if (groups.length)
    node.append(
      el("h3", { text: "What people leaned to, whether or not they could vote" }),
      el(
        "div",
        { class: "multiples" },
        groups.map(([id, courses]) => {
          const title = titles[id] ?? name("group", id);
          const panel = shares({ title, unit: "share of adults", height: 120, layers: partyLayers(courses) });
          return timeChart({
            title,
            unit: "share of adults",
            heading: "h4",
            calendar,
            days: run.days,
            panels: [panel],
          });
        }),
      ),
    );
  const used = byRank(
    new Set([...sitting.flatMap((c) => Object.keys(c.seats)), ...groups.flatMap(([, s]) => Object.keys(s))]),
  );
  if (used.length)
    node.append(
      el("h3", { text: "Parties, in the order of every stack from the bottom" }),
      key(used.map((id) => ({ name: name("party", id), fill: partyPaint(id).fill }))),
    );
  governments(node, run);
}

function governments(node: HTMLElement, run: Run): void {
  const rows = run.data.governments;
  if (!rows.length) return;
  const policies = (g: Government): string =>
    Object.entries(g.policies)
      .map(([issue, share]) => `${name("issue", issue)} ${percent(share)}`)
      .join(", ");
  node.append(
    el("h3", { text: "Governments" }),
    table<Government>(
      [
        { name: "From", first: true, nowrap: true, cell: (g) => run.day(g.day) },
        { name: "Kind", cell: (g) => name("government", g.kind) },
        { name: "Parties in it", cell: (g) => g.coalition.map((id) => name("party", id)).join("; ") },
        { name: "Share of each demand that it delivers", cell: policies },
      ],
      rows,
      { caption: "Each government from its first day" },
    ),
  );
}

const parts = (votes: Readonly<Record<string, number>>): Part[] =>
  byRank(Object.keys(votes)).map((id) => ({
    name: name("party", id),
    short: name("party_short", id),
    value: votes[id],
    paint: partyPaint(id),
  }));

const ELECTIONS_LISTED = 12;

export function elections(page: Page, run: Run): void {
  const { congresses, elections: held, n_elections } = run.data;
  const first = (shares: Readonly<Record<string, number>>): string =>
    Object.keys(shares).sort((a, b) => shares[b] - shares[a])[0];
  const lead = congresses.map((c) => {
    const most = first(c.shares);
    const group = most === "none" ? "is of no party" : `is that of the ${name("party", most)}`;
    return `The ${small(c.name)} meets on ${run.day(c.day)}; its largest group, ${percent(c.shares[most])} of the delegates, ${group}.`;
  });
  const node = page.section(
    "elections",
    "Elections and congresses",
    "Elections",
    lead.length
      ? say(...lead.slice(0, 3))
      : held.length
        ? say(`${plural(n_elections, "election was", "elections were")} held.`)
        : absent("No congress met and no election was held in this run."),
  );
  for (const c of congresses) {
    const says =
      c.resolution && c.resolution !== "none" ? small(name("resolution", c.resolution)) : "passes no resolution";
    node.append(
      el("h3", { text: `${c.name}, ${run.day(c.day)}` }),
      shareBar(parts(c.shares), c.name),
      el("p", { class: "note", text: `Shares of the delegates. On power, the congress ${says}.` }),
    );
  }
  if (!held.length) return;
  const cast = (e: Election): number => sum(Object.values(e.votes));
  const listed_ = [...held]
    .sort((a, b) => cast(b) - cast(a))
    .slice(0, ELECTIONS_LISTED)
    .sort((a, b) => a.day - b.day);
  const columns: Column<Election>[] = [
    { name: "Date", first: true, nowrap: true, cell: (e) => run.calendar.short(e.day, run.severalYears) },
    { name: "Body", cell: (e) => `${name("place", e.place)}, ${e.body}` },
    {
      name: "Shares of the votes",
      cell: (e) => shareBar(parts(e.votes), `${name("place", e.place)}, ${e.body}`, "votes"),
      value: (e) => words(e),
    },
    { name: "Votes cast", num: true, cell: (e) => number(cast(e)), value: cast },
    { name: "Turnout", num: true, cell: (e) => percent(e.turnout), value: (e) => e.turnout },
  ];
  const caption =
    listed_.length < n_elections ? `The ${listed_.length} largest of ${number(n_elections)} elections` : "Elections";
  node.append(
    el("h3", { text: caption }),
    el("div", { class: "elections" }, table(columns, listed_, { caption, hidden: true })),
  );
}

const words = (e: Election): string =>
  parts(e.votes)
    .map((p) => `${p.name} ${p.value}`)
    .join("; ");
