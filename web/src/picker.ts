/** The picker of cases: each is a page of its own, at its own address. */
import type { App } from "./app";
import { byId, el } from "./charts";
import type { Case } from "./engine";

export async function mountPicker(app: App, known: Promise<Case[] | null>): Promise<void> {
  const cases = await known;
  const others = cases?.filter((one) => one.name !== app.stage.scenario) ?? [];
  if (!cases || !others.length) return;
  const pick = el(
    "select",
    {
      id: "case",
      "aria-label": "Another case",
      onchange: () => {
        if (pick.value === app.stage.scenario) return;
        location.hash = pick.value === cases[0].name ? "" : `case=${pick.value}`;
        location.reload();
      },
    },
    cases.map((one) => el("option", { value: one.name, text: one.title, selected: one.name === app.stage.scenario })),
  );
  byId("picker").replaceChildren(pick);
  // The picker stands in the title's place, and the title stays for those who hear the page.
  byId("title").classList.add("heard");
}
