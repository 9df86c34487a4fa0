/** The values of a model: a slider with a field for each number, a choice for each word, and what is wrong with them. */
import { el, plain, small } from "../charts";
import type {
  DeclaredModel,
  DeclaredParameter,
  IdleParameter,
  ModelFault,
  ModelParameter,
  ModelReply,
} from "../types/model";
import { exact } from "./drawn";
import { type Numbers, slide } from "./scale";

/** What a page does with a value that is set; `null` takes it back. */
export type Setting = (key: string, value: string | null) => void;

/** One parameter on the page. */
interface Dial {
  key: string;
  row: HTMLElement;
  show(
    now: ModelParameter,
    given: string | undefined,
    idle: IdleParameter | undefined,
    fault: ModelFault | undefined,
  ): void;
}

/** A key in words: `Cop density`. */
export const named = (key: string): string => {
  const words = plain(key);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Words as a choice: `real, nearest or floor`. */
export const choice = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}`;

/** A unit that says something. */
const unitOf = (p: DeclaredParameter): string => (["", "1", "word", p.key].includes(p.unit) ? "" : p.unit);

export class Controls {
  private readonly dials: Dial[];
  private readonly notes = new Map<string, string>();

  constructor(
    host: HTMLElement,
    model: DeclaredModel,
    private readonly set: Setting,
  ) {
    this.dials = model.parameters.map((p) => this.dial(p));
    host.replaceChildren(...this.dials.map((dial) => dial.row));
  }

  /** Says beside a control what became of it, until it is moved again. */
  note(key: string, text: string): void {
    this.notes.set(key, text);
  }

  /** Shows how the parameters stand; `given` is what was set by hand. */
  show(reply: ModelReply, given: ReadonlyMap<string, string>): void {
    for (const dial of this.dials) {
      const now = reply.parameters.find((p) => p.key === dial.key);
      if (!now) continue;
      dial.show(
        now,
        given.get(dial.key),
        reply.idle.find((i) => i.key === dial.key),
        reply.faults.find((f) => f.key === dial.key),
      );
    }
  }

  private dial(p: DeclaredParameter): Dial {
    const id = `p-${p.key}`;
    const told = el("div", { class: "told", id: `${id}-told`, "aria-live": "polite" });
    const change = (value: string): void => {
      this.notes.delete(p.key);
      this.set(p.key, value);
    };
    const { range } = p;
    const isNumber = range.kind === "real" || range.kind === "whole";
    const control = isNumber ? numbers(p, range, id, change) : words(p, id, change);
    const unit = isNumber ? unitOf(p) : "";
    const row = el(
      "div",
      { class: isNumber ? "dial" : "dial of-words" },
      el("label", { for: id }, named(p.key), unit ? el("span", { class: "unit", text: `, ${unit}` }) : null),
      control.nodes,
      el(
        "p",
        { class: "meaning", id: `${id}-meaning` },
        p.meaning,
        isNumber ? ` From ${exact(range.low)} to ${exact(range.high)}.` : null,
      ),
      told,
    );
    const show: Dial["show"] = (now, given, idle, fault) => {
      control.show(given ?? now.value, idle !== undefined, fault !== undefined);
      row.classList.toggle("moved", now.is_changed || given !== undefined);
      row.classList.toggle("idle", idle !== undefined);
      row.classList.toggle("wrong", fault !== undefined);
      const said: (string | HTMLElement)[] = [];
      if (fault) said.push(...this.fault(p, fault));
      else if (idle)
        said.push(
          `Changes nothing while ${small(named(idle.of))} is ${idle.now}; it counts with ${choice(idle.words)}.`,
        );
      const note = this.notes.get(p.key);
      if (note) said.unshift(`${note} `);
      if (!fault && !idle && now.is_changed)
        said.push(
          `${now.default} unless it is set. `,
          given === undefined
            ? "A published set of values has moved it."
            : el("button", { type: "button", class: "link", onclick: () => this.set(p.key, null) }, "Take back"),
        );
      const text = said.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
      if (told.textContent !== text) told.replaceChildren(...said);
    };
    return { key: p.key, row, show };
  }

  private fault(p: DeclaredParameter, fault: ModelFault): (string | HTMLElement)[] {
    const said: (string | HTMLElement)[] = [
      `${named(p.key)} is set to ${fault.given}: ${fault.what}. It may be ${fault.expected}. `,
    ];
    const { nearest } = fault;
    if (nearest !== null)
      said.push(
        el(
          "button",
          { type: "button", class: "nearest", onclick: () => this.set(p.key, nearest) },
          `Take ${nearest}, the nearest`,
        ),
      );
    else
      said.push(
        el("button", { type: "button", class: "nearest", onclick: () => this.set(p.key, null) }, "Take it back"),
      );
    return said;
  }
}

interface Control {
  nodes: HTMLElement[];
  show(value: string, disabled: boolean, wrong: boolean): void;
}

function numbers(p: DeclaredParameter, of: Numbers, id: string, set: (value: string) => void): Control {
  const scale = slide(of);
  const described = `${id}-meaning ${id}-told`;
  const range = el("input", {
    type: "range",
    id,
    min: scale.low,
    max: scale.high,
    step: scale.step === 1 ? 1 : "any",
    "aria-describedby": described,
  });
  const unit = unitOf(p);
  // The slider moves by its step with the arrows too, which `any` would make a hundredth of the range.
  if (scale.step !== 1) range.step = String(scale.step);
  const field = el("input", {
    type: "number",
    step: scale.fine,
    "aria-label": `${named(p.key)}${unit ? `, ${unit}` : ""}, as a number`,
    "aria-describedby": described,
  });
  range.addEventListener("input", () => {
    const value = String(scale.value(Number(range.value)));
    field.value = value;
    range.setAttribute("aria-valuetext", `${value} ${unit}`.trim());
    set(value);
  });
  field.addEventListener("input", () => {
    // A field that is being emptied is no value yet.
    if (field.value !== "") set(field.value);
  });
  return {
    nodes: [range, field],
    show(value, disabled, wrong) {
      const x = Number(value);
      if (document.activeElement !== field) field.value = Number.isFinite(x) && value.trim() ? String(x) : "";
      if (Number.isFinite(x) && (document.activeElement !== range || scale.value(Number(range.value)) !== x))
        range.value = String(scale.place(Math.min(of.high, Math.max(of.low, x))));
      range.setAttribute("aria-valuetext", `${value} ${unit}`.trim());
      range.disabled = field.disabled = disabled;
      field.setAttribute("aria-invalid", String(wrong));
    },
  };
}

function words(p: DeclaredParameter, id: string, set: (value: string) => void): Control {
  const { range } = p;
  const options: [string, string][] =
    range.kind === "preset"
      ? range.presets.map((x) => [x.word, `${x.word}: ${x.meaning}`])
      : range.kind === "word"
        ? range.words.map((w) => [w, plain(w)])
        : [];
  const select = el(
    "select",
    { id, "aria-describedby": `${id}-meaning ${id}-told`, onchange: () => set(select.value) },
    options.map(([value, text]) => el("option", { value, text })),
  );
  return {
    nodes: [select],
    show(value, disabled, wrong) {
      select.value = value;
      select.disabled = disabled;
      select.setAttribute("aria-invalid", String(wrong));
    },
  };
}
