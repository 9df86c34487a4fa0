/** What every page of a report has: its head, sections with a table of contents, its foot. */
import { absent, Calendar, type Child, el, learn, type Names, themeSwitch } from "../charts";

/** What every page's data say about themselves. */
export interface Head {
  /** Which kind of page this is; a key of `KINDS`. */
  kind: string;
  title: string;
  summary?: string;
  /** `old`: the case is dated Old Style and shown in both calendars. */
  calendar?: "old" | "new";
  /** Names of what belongs to the case: `{ place: { id: "Its name" } }`. */
  names?: Names;
}

/** A page that is being written. */
export class Page {
  readonly calendar: Calendar;
  private readonly root: HTMLElement;
  private readonly contents = el("ol");

  constructor(
    readonly head: Head,
    /** What the page is, in the line above its title: `report of one simulated run`. */
    what: string,
  ) {
    learn(head.names);
    this.calendar = new Calendar(head.calendar ?? "new");
    const root = document.getElementById("report");
    if (!root) throw new Error("the page has no element report");
    this.root = root;
    const theme = el("button", { type: "button", class: "plain" });
    themeSwitch(theme, (dark) => (dark ? "Light page" : "Dark page"));
    document.title = `${head.title}: ${what}`;
    root.replaceChildren(
      el("div", { class: "masthead" }, el("p", { class: "kicker" }, el("b", { text: "Tauride" }), ` · ${what}`), theme),
    );
  }

  /** The opening: title, summary and whatever stands beside and below them; then the contents. */
  opening(parts: { beside?: Child; below?: Child }): void {
    this.root.append(
      el(
        "header",
        { id: "head" },
        el(
          "div",
          { class: "opening" },
          el(
            "div",
            null,
            el("h1", { text: this.head.title }),
            this.head.summary ? el("p", { class: "summary", text: this.head.summary }) : null,
          ),
          parts.beside,
        ),
        parts.below,
      ),
      el("nav", { "aria-label": "Contents" }, this.contents),
    );
  }

  /** A section with its entry in the contents; more may be appended to what it returns. */
  section(id: string, title: string, short: string, ...children: Child[]): HTMLElement {
    const node = el(
      "section",
      { id, "aria-labelledby": `${id}-h` },
      el("h2", { id: `${id}-h`, text: title }),
      children,
    );
    this.contents.append(el("li", null, el("a", { href: `#${id}`, text: short })));
    this.root.append(node);
    return node;
  }

  /** The foot, after the last section. */
  close(...notes: string[]): void {
    const type = "Type: subsets of Source Serif 4 and Source Sans 3, SIL Open Font Licence 1.1.";
    this.root.append(
      el("footer", { class: "colophon" }, ["Written by Tauride.", ...notes, type].filter(Boolean).join(" ")),
    );
  }
}

/** Sentences as a paragraph; what is empty is left out, and nothing is made of nothing. */
export function say(...sentences: (string | false | null | undefined | 0)[]): HTMLElement | null {
  const text = sentences.filter(Boolean).join(" ");
  return text ? el("p", { text }) : null;
}

/** A part that is opened by the reader. */
export const folded = (summary: Child, ...children: Child[]): HTMLDetailsElement =>
  el("details", { class: "block" }, el("summary", null, summary), children);

/** How a page is made again: commands, and the table of what identifies it. */
export function repeated(page: Page, lead: string, commands: readonly string[], facts: [string, Child][]): void {
  page.section(
    "repeat",
    "How to repeat this",
    "Repeat",
    el("p", { text: lead }),
    commands.length
      ? el("pre", { tabindex: 0 }, el("code", { text: commands.join("\n") }))
      : absent("The command was not recorded."),
    el(
      "dl",
      { class: "facts-list" },
      facts.filter(([, value]) => value).map(([name, value]) => [el("dt", { text: name }), el("dd", null, value)]),
    ),
  );
}
