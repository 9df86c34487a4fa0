/** The page of rival explanations: who foretells the test rows, with what, and what does not help. */
import { numeric, el, forest, isNumber, number, percent, range, table } from "../charts";
import type { RivalArm, RivalsAnswer } from "../types/answers";
import { type Page, say } from "./shell";
import { ending, facts, glossary, holdsZero, keyed, open, spanText, two, twoSigned } from "./study";

export function rivals(data: unknown): void {
  const of = data as RivalsAnswer;
  const others = of.arms.filter((a) => a.verdict);
  const worse = others.filter((a) => a.verdict === "foretells worse").length;
  const page = open(
    of,
    `comparison of ${number(of.arms.length)} rival explanations`,
    `Rival explanations: ${of.head.scenario.name}`,
    `${number(of.arms.length)} sets of mechanisms, each fitted to the same training rows with the same budget, foretell the same test rows. ${number(worse)} of ${number(others.length)} foretell them worse than the whole model, beyond chance.`,
  );
  page.opening({
    below: [
      facts(
        ["Runs of each fit", number(of.runs_of_each_fit)],
        ["Worlds of each", number(of.worlds_of_each)],
        ["Scale", of.scale],
        ["First seed", String(of.head.seed)],
        ["Days", spanText(page, of.head)],
      ),
      el("p", { class: "note", text: glossary(page) }),
    ],
  });
  const [whole] = of.arms;
  const explanations = of.arms.filter((a) => a.explanation);
  const ablations = of.arms.filter((a) => !a.explanation);
  section(page, "explanations", "Explanations", explanations, "Each stands against the whole model.");
  if (ablations.length)
    section(
      page,
      "mechanisms",
      "One mechanism off",
      ablations,
      "A mechanism without which the test rows are foretold no worse does not help out of sample, whatever it does for understanding.",
    );
  ending(
    page,
    of,
    `The same seeds and the same budget for every arm; ${whole?.title.toLowerCase() ?? "the whole model"} is scored against each on the rows that both foretell.`,
  );
}

function section(page: Page, id: string, title: string, arms: readonly RivalArm[], lead: string): void {
  const compared = arms.filter((a) => isNumber(a.skill_of_whole));
  const off = (a: RivalArm): string => (a.off_names.length ? `off: ${a.off_names.map((m) => m.name).join("; ")}` : "");
  page.section(
    id,
    title,
    title,
    say(lead),
    compared.length
      ? forest({
          title: "Skill of the whole model over each",
          unit: "1 less the ratio of summed scores",
          lead: "Above 0 the whole model foretells the test rows better.",
          zero: 0,
          format: twoSigned,
          interval: "interval from resampling whole series",
          rows: compared.map((a) => ({
            name: a.title,
            note: a.verdict,
            value: a.skill_of_whole,
            low: a.interval?.[0],
            high: a.interval?.[1],
            open: !a.interval || holdsZero({ value: a.skill_of_whole, interval: a.interval }),
            more: off(a),
          })),
          caption: "A hollow dot has an interval that holds 0: the two are not told apart.",
        })
      : null,
    table<RivalArm>(
      [
        {
          name: "Arm",
          first: true,
          value: (a) => a.title,
          cell: (a) => [
            a.title,
            a.says.startsWith("off: ") ? null : el("span", { class: "under", text: a.says }),
            a.off_names.map((m) => el("span", { class: "under" }, "off: ", keyed(m.name, m.id))),
          ],
        },
        numeric("Mean CRPS of the test rows", (a) => a.crps, two),
        {
          name: "Observations in the central 95 %",
          num: true,
          value: (a) => a.covered_95,
          cell: (a) => `${a.covered_95} of ${a.targets}`,
        },
        {
          name: "Worlds with the first four patterns",
          num: true,
          value: (a) => a.patterns_1_to_4,
          cell: (a) => `${a.patterns_1_to_4} of ${a.worlds}, ${percent(a.patterns_1_to_4 / a.worlds)}`,
        },
        {
          name: "Skill of the whole model over it",
          num: true,
          value: (a) => a.skill_of_whole,
          cell: (a) =>
            isNumber(a.skill_of_whole)
              ? `${twoSigned(a.skill_of_whole)}${a.interval ? ` (${range(a.interval[0], a.interval[1], twoSigned)})` : ""}`
              : "–",
        },
        { name: "Test rows", nowrap: true, cell: (a) => a.verdict || "–" },
      ],
      arms,
      { caption: `${title}: scores; a lower CRPS is better` },
    ),
  );
}
