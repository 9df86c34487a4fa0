/** The opening of a run's report: what it is, what it came to, and its course in one strip. */
import { axisHeight, drawn, el, name, number, plural, shares, sv, timeAxis } from "../../charts";
import { drawShares } from "../../charts/panels";
import type { Page } from "../shell";
import type { Run } from "./context";
import type { Maps } from "./map";

/** A strip of whose orders were followed day by day, without an axis. */
export function strip(run: Run, scope: string, height: number, label: string): HTMLElement | null {
  const panel = shares({ title: label, layers: run.authorityLayers(run.scope(scope)), bare: true });
  if (panel?.kind !== "shares") return null;
  return drawn(el("div", { class: "drawing strip" }), (width) => {
    const root = sv("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
    const time = { calendar: run.calendar, from: run.data.start, to: run.end, x0: 0, x1: width };
    drawShares(root, panel, { time, days: run.days, top: 0, height, right: 0 });
    root.append(sv("line", { class: "cursor strip-cursor", y1: 0, y2: height, visibility: "hidden" }));
    return root;
  });
}

export function head(page: Page, run: Run, maps: Maps): void {
  const { data, calendar } = run;
  const { about, outcome } = data;
  const scope = run.authorityLayers(run.scope("national")).some((l) => l.values.length) ? "national" : "capital";
  const where = scope === "national" ? "the country" : run.capital;
  const course = strip(run, scope, 44, `Whose orders were followed in ${where}, day by day`);
  const axis = drawn(el("div", { class: "drawing" }), (width) => {
    const time = { calendar, from: data.start, to: run.end, x0: 0, x1: width };
    return sv("svg", { width, height: axisHeight(time), "aria-hidden": "true" }, timeAxis(time, 0, 0));
  });
  const [first, second] = calendar.names;
  page.opening({
    beside: maps.pair(outcome?.day ?? run.end),
    below: [
      about.what_ifs.length > 0 &&
        el(
          "p",
          { class: "summary" },
          el("b", { text: about.what_ifs.length > 1 ? "What if (all at once): " : "What if: " }),
          about.what_ifs.join("; "),
        ),
      el(
        "div",
        { class: "outcome" },
        el("p", { text: outcome?.sentence ?? "This run has no outcome on record." }),
        outcome &&
          el(
            "div",
            { class: "when" },
            el("strong", { text: name("outcome", outcome.kind) }),
            calendar.long(outcome.day),
            calendar.both && [el("br"), `${first} (${second})`],
          ),
      ),
      course &&
        el(
          "figure",
          { class: "chart" },
          course,
          axis,
          el(
            "figcaption",
            null,
            `Whose orders people in ${where} followed, day by day: from the bottom `,
            el("b", { style: "color:var(--council)", text: "the councils" }),
            ", from the top ",
            el("b", { style: "color:var(--government)", text: "the government" }),
            ", between them public committees (ochre) and nobody (grey). Everything on this page is simulated, except what is called the record.",
          ),
        ),
      el(
        "ul",
        { class: "facts" },
        el("li", null, el("b", { text: number(about.persons) }), " persons"),
        el("li", null, el("b", { text: number(about.cells) }), " cells (shops, companies, villages)"),
        el("li", null, el("b", { text: plural(about.places, "place where people live", "places where people live") })),
        el("li", null, el("b", { text: calendar.long(data.start) }), " to ", el("b", { text: calendar.long(run.end) })),
        el("li", null, "seed ", el("b", { text: String(about.seed) })),
        el("li", null, "scale ", el("b", { text: about.scale })),
      ),
    ],
  });
}
