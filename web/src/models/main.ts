/** The page of the published models: a model is chosen, its values are moved, and what comes out is drawn at once. */
import "../charts";
import "./models.css";
import { byId, el, mountHatches, mountTips, typefaces, themeSwitch } from "../charts";
import type { DeclaredModel, DeclaredPreset, ModelReply, ModelRun, ReportedFigure } from "../types/model";
import { Models } from "./ask";
import { Controls, named } from "./controls";
import { cameOut, chart, equations, grid, isReported } from "./drawn";
import { address, asked, LAST_SEED, type State, seedOf } from "./link";

/** Milliseconds for which a value rests before a run begins. */
const REST = 150;
/** Milliseconds after which a run under way is shown. */
const SHOWN_AFTER = 300;
/** Milliseconds between two changes of the address: browsers refuse more than a few a second. */
const WRITING = 350;

class Page {
  private readonly stage = byId("stage");
  private readonly pictures = byId("pictures");
  private readonly status = el("p", { class: "status", role: "status" });
  private readonly first = el("div", { class: "picture" });
  private readonly bar = el("progress", { max: 1, "aria-label": "How far the run has come" });
  private readonly clock = el("span", { class: "clock" });
  private readonly working = el(
    "div",
    { class: "working", hidden: true },
    this.bar,
    this.clock,
    el("button", { type: "button", id: "give-up", onclick: () => this.giveUp() }, "Give it up"),
  );
  private readonly seed = el("input", {
    id: "seed",
    inputmode: "numeric",
    maxlength: 15,
    autocomplete: "off",
    "aria-describedby": "seed-told",
  });
  private readonly seedTold = el("p", { class: "told", id: "seed-told", "aria-live": "polite" });
  private readonly own = el(
    "button",
    { type: "button", id: "own", onclick: () => this.to({ set: new Map() }) },
    "Back to the model’s own values",
  );
  private readonly tries = el("div", { id: "tries" });
  private readonly dials = el("div", { id: "dials" });
  private controls: Controls | null = null;
  private state: State;
  private shown: DeclaredModel | null = null;
  private resting = 0;
  private writing = 0;
  /** The address as this page left or followed it last. */
  private known = location.hash;
  private ticking = 0;
  private began = 0;
  /** Whether the settings at hand come from a link whose faults are still to be told. */
  private isLinked = true;
  private linkFaults: string[];

  constructor(
    private readonly models: Models,
    private readonly all: readonly DeclaredModel[],
  ) {
    const link = asked(location.hash, all);
    this.state = link.state;
    this.linkFaults = link.faults;
    this.stage.replaceChildren(el("div", { class: "line" }, this.status, this.working), this.first);
    this.seed.addEventListener("input", () => this.seedTyped());
    byId("values").addEventListener("submit", (event) => event.preventDefault());
    byId("values").replaceChildren(
      el(
        "div",
        { class: "seed" },
        el("label", { for: "seed" }, "Seed"),
        this.seed,
        el(
          "button",
          { type: "button", id: "another", onclick: () => this.to({ seed: (this.state.seed + 1) % (LAST_SEED + 1) }) },
          "Another seed",
        ),
        el("p", { class: "meaning", text: "The same seed draws the same chances." }),
        this.seedTold,
      ),
      this.own,
      this.tries,
      this.dials,
    );
    addEventListener("hashchange", () => this.followed());
    // On a narrow screen the picture stays above the values: what is reached by a key must not lie behind it.
    new ResizeObserver(() =>
      document.documentElement.style.setProperty("--stage", `${this.stage.offsetHeight}px`),
    ).observe(this.stage);
    this.show();
  }

  /** A link within the page, or an address that was typed. */
  private followed(): void {
    this.known = location.hash;
    if (location.hash === address(this.state)) return;
    if (/^#[a-z-]*$/.test(location.hash) && location.hash.length > 1) return;
    const link = asked(location.hash, this.all);
    [this.state, this.linkFaults, this.isLinked] = [link.state, link.faults, true];
    this.show();
  }

  private model(): DeclaredModel {
    return this.all.find((m) => m.name === this.state.model) ?? this.all[0];
  }

  /** Changes what is asked for. */
  private to(change: Partial<State>, rest = 0): void {
    this.state = { ...this.state, ...change };
    this.isLinked = false;
    tellFaults([]);
    this.write();
    clearTimeout(this.resting);
    if (rest) this.resting = setTimeout(() => this.run(), rest) as unknown as number;
    else this.run();
  }

  private set(key: string, value: string | null): void {
    const set = new Map(this.state.set);
    if (value === null) set.delete(key);
    else set.set(key, value);
    this.to({ set }, REST);
  }

  private write(): void {
    if (this.writing) return;
    this.writing = setTimeout(() => {
      this.writing = 0;
      // An address that was typed meanwhile is followed, and not written over.
      if (location.hash !== this.known) return;
      const to = address(this.state);
      if (to !== location.hash) history.replaceState(null, "", to);
      this.known = location.hash;
    }, WRITING) as unknown as number;
  }

  private seedTyped(): void {
    const seed = seedOf(this.seed.value);
    this.seed.setAttribute("aria-invalid", String(seed === null));
    this.seedTold.textContent = seed === null ? `A seed is a whole number from 0 to ${LAST_SEED}.` : "";
    if (seed !== null) this.to({ seed }, REST);
  }

  /** Shows the model at hand and asks for its run. */
  private show(): void {
    const model = this.model();
    if (this.shown !== model) {
      this.shown = model;
      document.title = `Tauride: ${model.title}`;
      choose(this.all, model);
      byId("head").replaceChildren(
        el("h2", { text: model.title }),
        el("p", { class: "explains", text: model.explains }),
        el("p", { class: "cite", text: model.paper }),
      );
      byId("equations").replaceChildren(equations(model.equations));
      this.controls = new Controls(this.dials, model, (key, value) => this.set(key, value));
      this.first.replaceChildren();
      this.pictures.replaceChildren();
      byId("tables").replaceChildren(isReported(model.reported));
    }
    this.write();
    this.run();
  }

  private ask(): { model: string; seed: number; set: Record<string, string> } {
    const { model, seed, set } = this.state;
    return { model, seed, set: Object.fromEntries(set) };
  }

  /** Asks for the run of what is set; one under way is given up. */
  private run(): void {
    clearTimeout(this.resting);
    const { state } = this;
    if (document.activeElement !== this.seed) {
      this.seed.value = String(state.seed);
      this.seed.setAttribute("aria-invalid", "false");
      this.seedTold.textContent = "";
    }
    this.begin();
    this.models.ask(this.ask(), true, {
      standing: (reply) => this.stands(reply),
      progress: (share) => {
        this.bar.value = share;
      },
      answer: (run, seconds) => this.draw(run, seconds),
      error: (text) => {
        this.over();
        this.say(`This could not be run: ${text}.`);
      },
    });
  }

  private begin(): void {
    clearInterval(this.ticking);
    this.bar.value = 0;
    this.began = performance.now();
    this.stage.setAttribute("aria-busy", "true");
    this.ticking = setInterval(() => {
      const took = performance.now() - this.began;
      if (took < SHOWN_AFTER) return;
      this.working.hidden = false;
      this.clock.textContent = `${Math.round(this.bar.value * 100)} %, ${(took / 1000).toFixed(0)} s`;
      this.status.textContent = "Running.";
    }, 100) as unknown as number;
  }

  private over(): void {
    clearInterval(this.ticking);
    this.working.hidden = true;
    this.stage.setAttribute("aria-busy", "false");
  }

  private giveUp(): void {
    this.models.stop();
    this.over();
    const seconds = ((performance.now() - this.began) / 1000).toFixed(0);
    this.say(`Given up after ${seconds} seconds.${this.before()}`);
  }

  /** What a reader must know of a picture that is older than the values. */
  private before(): string {
    return this.first.firstChild ? " Picture and figures are those of the run before." : "";
  }

  private say(text: string): void {
    this.status.textContent = text;
  }

  /** How the values stand: what counts for nothing any more, and what a link has wrong, is taken back, and said. */
  private stands(reply: ModelReply): void {
    const set = new Map(this.state.set);
    const idle = reply.idle.filter((i) => set.has(i.key));
    const wrong = this.isLinked ? reply.faults.filter((f) => set.has(f.key) && !idle.some((i) => i.key === f.key)) : [];
    if (this.isLinked) {
      tellFaults([
        ...this.linkFaults,
        ...idle.map((i) => `It sets “${i.key}”, which changes nothing while ${i.of} is ${i.now}.`),
        ...wrong.map((f) => {
          const near = f.nearest === null ? "" : ` The nearest is ${f.nearest}.`;
          return `It sets “${f.key}” to “${f.given}”: ${f.what}. It may be ${f.expected}.${near}`;
        }),
      ]);
      this.linkFaults = [];
      this.isLinked = false;
    }
    for (const i of idle) {
      this.controls?.note(i.key, `Back from ${set.get(i.key)}.`);
      set.delete(i.key);
    }
    for (const f of wrong) {
      this.controls?.note(f.key, `The link asks for ${f.given}, which it cannot be.`);
      set.delete(f.key);
    }
    this.controls?.show(reply, set);
    this.tried(set);
    this.own.disabled = !set.size;
    byId("command").replaceChildren(el("pre", { tabindex: 0 }, el("code", { text: reply.command })));
    if (idle.length || wrong.length) {
      // The same question again, without what was taken back.
      this.state = { ...this.state, set };
      this.write();
      queueMicrotask(() => this.run());
      return;
    }
    if (!reply.faults.length) return;
    this.over();
    byId("command").replaceChildren();
    document.documentElement.dataset.ready = "yes";
    this.say(`These values cannot be run; what is wrong stands beside them.${this.before()}`);
  }

  private draw(run: ModelRun, seconds: number): void {
    this.over();
    const charts = run.charts.map(chart);
    const lattices = run.lattices.map(grid);
    const [first, ...others] = [...charts, ...lattices];
    swap(this.first, first ? [first] : []);
    swap(this.pictures, others);
    this.pictures.hidden = !others.length;
    swap(byId("tables"), [
      cameOut(run.figures),
      isReported(run.reported, {
        isNow: (row) =>
          row.set.every(([key, value]) => isSame(run.parameters.find((p) => p.key === key)?.value, value)) &&
          run.parameters.every((p) => !p.is_changed || row.set.some(([key]) => key === p.key)),
        take: (row) => this.compare(row),
      }),
    ]);
    if (run.digest)
      byId("command").append(el("p", { class: "meaning" }, "Digest of the run: ", el("code", { text: run.digest })));
    this.say(seconds < 0.1 ? "Run in less than a tenth of a second." : `Run in ${seconds.toFixed(1)} seconds.`);
    document.documentElement.dataset.ready = "yes";
    document.documentElement.dataset.digest = run.digest ?? "";
  }

  /** Runs the model with the values of a reported figure, and leads to the picture. */
  private compare(row: ReportedFigure): void {
    this.to({ set: new Map(row.set) });
    this.stage.tabIndex = -1;
    this.stage.focus({ preventScroll: true });
    byId("bench").scrollIntoView({ behavior: stillness.matches ? "auto" : "smooth" });
  }

  /** The published sets of values of a model, as buttons. */
  private tried(set: ReadonlyMap<string, string>): void {
    const groups = this.model().parameters.flatMap(({ key, meaning, range }) => {
      if (range.kind !== "preset") return [];
      const now = set.get(key) ?? range.default;
      const button = (preset: DeclaredPreset): HTMLElement =>
        el(
          "button",
          {
            type: "button",
            "aria-pressed": String(preset.word === now),
            onclick: () => this.take(key, preset.word, range.default),
          },
          el("b", { text: preset.word }),
          ` ${preset.meaning}`,
        );
      return [
        el("h2", { text: `Try: ${named(key).toLowerCase()}` }),
        el("p", { class: "meaning", text: `${meaning} A button takes the other values back.` }),
        el("div", { class: "presets" }, range.presets.map(button)),
      ];
    });
    const focused = this.tries.contains(document.activeElement)
      ? [...this.tries.querySelectorAll("button")].indexOf(document.activeElement as HTMLButtonElement)
      : -1;
    this.tries.replaceChildren(...groups);
    if (focused >= 0) this.tries.querySelectorAll("button")[focused]?.focus();
  }

  private take(key: string, word: string, own: string): void {
    const presets = this.model().parameters.filter((p) => p.range.kind === "preset");
    const set = new Map([...this.state.set].filter(([other]) => other !== key && presets.some((p) => p.key === other)));
    if (word !== own) set.set(key, word);
    this.to({ set });
  }
}

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether a value is one that is written otherwise: `0.10` and `0.1`. */
const isSame = (value: string | undefined, other: string): boolean =>
  value === other || (value !== undefined && other !== "" && Number(value) === Number(other));

/** Puts something new in the place of something old, whose height stays until the new is drawn. */
function swap(host: HTMLElement, nodes: HTMLElement[]): void {
  host.style.minHeight = `${host.offsetHeight}px`;
  host.replaceChildren(...nodes);
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      host.style.minHeight = "";
    }),
  );
}

/** The models to choose from: as links where there is room, as a choice where there is not. */
function choose(all: readonly DeclaredModel[], now: DeclaredModel): void {
  const to = (name: string): string => `#model=${name}`;
  const pick = el(
    "select",
    {
      id: "pick",
      "aria-label": "Model",
      onchange: () => {
        location.hash = to(pick.value);
      },
    },
    all.map((m) => el("option", { value: m.name, text: m.title, selected: m === now })),
  );
  byId("choose").replaceChildren(
    pick,
    el(
      "ul",
      null,
      all.map((m) =>
        el("li", null, el("a", { href: to(m.name), "aria-current": m === now ? "page" : null, text: m.title })),
      ),
    ),
  );
}

/** What of a link there is not. */
function tellFaults(faults: readonly string[]): void {
  const host = byId("faults");
  host.hidden = !faults.length;
  if (!faults.length) {
    host.replaceChildren();
    return;
  }
  host.replaceChildren(
    el("b", { text: "This link asks for what is not there." }),
    el(
      "ul",
      null,
      faults.map((text) => el("li", { text })),
    ),
    el("button", { type: "button", onclick: () => tellFaults([]) }, "Go on without it"),
  );
}

function fail(error: unknown): void {
  byId("head").replaceChildren(
    el(
      "p",
      { class: "need", role: "alert" },
      `This page could not be opened: ${error instanceof Error ? error.message : String(error)}.`,
    ),
  );
  console.error(error);
}

async function begin(): Promise<void> {
  themeSwitch(byId<HTMLButtonElement>("theme"));
  mountHatches();
  mountTips();
  const models = await Models.open();
  const [all] = await Promise.all([models.declared(), typefaces()]);
  new Page(models, all);
}

begin().catch(fail);
