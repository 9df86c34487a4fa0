/** Finished studies and runs that the server shows, each a written page of its own. */
import type { App } from "./app";
import { byId, el, plural } from "./charts";
import { type Study, studies } from "./engine";

/** What a kind of study is called, by the command that makes it; of others the command itself. */
const KINDS: Record<string, string> = {
  ensemble: "many worlds",
  compare: "a comparison",
  sweep: "a sweep of settings",
  branch: "a branched world",
  sensitivity: "a sensitivity analysis",
  fit: "a calibration",
  rivals: "rival explanations",
  claims: "claims and verdicts",
  cases: "all cases",
  model: "a published model",
  run: "one world",
};
/** What a page is called by the name of its file. */
const PAGES: Record<string, string> = { "report.html": "", "score.html": "its score" };

/** A study in words: what it is, of what, and at which scale. */
function inWords(study: Study): string {
  const of = study.of ? ` of ${study.of}` : "";
  const scale = study.scale ? ` at ${study.scale}` : "";
  return `${KINDS[study.kind] ?? study.kind}${of}${scale}`;
}

function entry(study: Study): HTMLElement {
  const link = (page: string, text: string): HTMLElement =>
    el("a", { href: `studies/${study.id}/${page}`, target: "_blank", rel: "noopener", text });
  const links = study.pages.map((page) => link(page, PAGES[page] || (study.name ?? study.kind)));
  const parts = links.flatMap((node, i) => [i ? ", " : "", node]);
  return el("li", null, parts, `: ${inWords(study)}`);
}

export function mountStudies(app: App): void {
  const host = el("details", { class: "block", id: "studies", hidden: true });
  byId("about").append(host);
  document.addEventListener("serverknown", async () => {
    const found = app.server ? await studies() : [];
    host.hidden = !found.length;
    host.replaceChildren(
      el("summary", { text: `${plural(found.length, "finished study", "finished studies")} on this server` }),
      el("ul", { class: "again" }, found.map(entry)),
    );
  });
}
