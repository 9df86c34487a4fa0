/** Settings of the second world: numbers of behaviour moved within their range, mechanisms switched off. */
import type { App } from "./app";
import { el } from "./charts";
import type { Parameter, Stage } from "./film";

const POSTERIOR = "posterior";

/** `food_need` in words: `Food need`. */
const named = (key: string): string =>
  key
    .slice(key.indexOf(".") + 1)
    .replaceAll("_", " ")
    .replace(/^./, (c) => c.toUpperCase());
const groupOf = (key: string): string => key.slice(0, key.indexOf("."));
const split = (setting: string): [string, string] => {
  const at = setting.indexOf("=");
  return at < 0 ? [setting, ""] : [setting.slice(0, at), setting.slice(at + 1)];
};

/** The value of a setting as the page writes it; `null` when it is none, or nothing that differs from the scenario. */
function proper(stage: Stage, key: string, value: string): string | null {
  if (key === POSTERIOR) return stage.posterior !== null && value === "on" ? "on" : null;
  const mechanism = stage.mechanisms.find((m) => m.name === key),
    parameter = stage.parameters.find((p) => p.key === key);
  if (mechanism) return value === (mechanism.on ? "off" : "on") ? value : null;
  if (!parameter || !/^-?\d{1,9}(\.\d{1,9})?(e-?\d{1,2})?$/.test(value)) return null;
  const x = Number(value);
  return x >= parameter.low && x <= parameter.high && x !== parameter.value ? String(x) : null;
}

/** Settings that mean something here, each once, in the stage's order: the same question is always asked in the same words. */
export function inOrder(stage: Stage, settings: string[]): string[] {
  const found = new Map<string, string>();
  for (const setting of settings) {
    const [key, value] = split(setting),
      written = proper(stage, key, value);
    if (written === null) found.delete(key);
    else found.set(key, written);
  }
  const keys = [POSTERIOR, ...stage.mechanisms.map((m) => m.name), ...stage.parameters.map((p) => p.key)];
  return keys.filter((key) => found.has(key)).map((key) => `${key}=${found.get(key)}`);
}

/** `Grievance: food need 1.5 instead of 1`. */
export function inWords(stage: Stage, setting: string): string {
  const [key, value] = split(setting),
    parameter = stage.parameters.find((p) => p.key === key);
  if (key === POSTERIOR) return "parameters from the calibration";
  const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
  return parameter
    ? `${named(groupOf(key))}: ${lower(named(key))} ${value} instead of ${parameter.value}`
    : `${named(key)} ${value}`;
}

/** A step that a hundred or more of go into the range, and that is a round number. */
function stepOf(p: Parameter): number {
  return 10 ** Math.floor(Math.log10((p.high - p.low) / 100));
}

/** The panel with everything that can be moved, and the chips of what has been. */
export function settingsPanel(app: App): { panel: HTMLElement; chips: HTMLElement } {
  const { stage, store } = app,
    chips = el("div", { class: "chips", "aria-label": "Settings moved", role: "group" });
  const search = el("input", {
    type: "search",
    placeholder: "Find: bread, fear, troops …",
    "aria-label": "Find a setting",
  });
  const none = el("p", { class: "absent", hidden: true, text: "Nothing here goes by that name." });
  const set = (key: string, value: string): void =>
    store.set({ set: inOrder(stage, [...store.state.set.filter((s) => split(s)[0] !== key), `${key}=${value}`]) });
  const value = (key: string): string | null => {
    const found = store.state.set.find((s) => split(s)[0] === key);
    return found === undefined ? null : split(found)[1];
  };
  const fresh: (() => void)[] = [],
    rows: { row: HTMLElement; words: string; group: HTMLElement }[] = [];
  const group = (title: string, meaning: string): HTMLElement =>
    el("fieldset", null, el("legend", { text: title }), meaning ? el("p", { class: "meaning", text: meaning }) : null);
  const add = (to: HTMLElement, row: HTMLElement, words: string): void => {
    to.append(row);
    rows.push({ row, words: words.toLowerCase(), group: to });
  };

  const tick = (key: string, title: string, meaning: string, on: boolean): HTMLElement => {
    const box = el("input", {
      type: "checkbox",
      id: `set-${key}`,
      onchange: () => set(key, box.checked ? "on" : "off"),
    });
    fresh.push(() => {
      box.checked = (value(key) ?? (on ? "on" : "off")) === "on";
    });
    return el(
      "label",
      { class: "tick", for: `set-${key}` },
      box,
      el("span", null, el("b", { text: title }), `: ${meaning}`),
    );
  };
  const switches = group("Mechanisms", "A mechanism that is off is left out of the second world from its first day.");
  for (const m of stage.mechanisms)
    add(switches, tick(m.name, named(m.name), m.meaning, m.on), `mechanism ${m.name} ${named(m.name)} ${m.meaning}`);
  if (stage.posterior !== null)
    add(
      switches,
      tick(
        POSTERIOR,
        "Calibration",
        `the set of parameters, of ${stage.posterior} that a calibration left, which belongs to the seed; what is moved below stays as moved`,
        false,
      ),
      "calibration posterior parameters",
    );
  const groups = new Map<string, HTMLElement>();
  for (const p of stage.parameters) {
    const of = groupOf(p.key);
    if (!groups.has(of)) groups.set(of, group(named(of), ""));
    add(groups.get(of)!, slider(p, set, value, fresh), `${p.key} ${named(p.key)} ${named(of)} ${p.meaning} ${p.unit}`);
  }
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const { row, words } of rows) row.hidden = !wanted.every((word) => words.includes(word));
    const fields = [switches, ...groups.values()];
    for (const field of fields) field.hidden = rows.every(({ row, group: own }) => own !== field || row.hidden);
    none.hidden = fields.some((field) => !field.hidden);
  });
  const tell = (): void => {
    fresh.forEach((work) => work());
    chips.replaceChildren(
      ...store.state.set.map((setting) =>
        el(
          "button",
          {
            type: "button",
            title: "Take this back",
            "aria-label": `Take back: ${inWords(stage, setting)}`,
            onclick: () => store.set({ set: store.state.set.filter((s) => s !== setting) }),
          },
          `${inWords(stage, setting)} ×`,
        ),
      ),
    );
  };
  store.listen((_, changed) => {
    if (changed.has("set")) tell();
  });
  tell();
  const panel = el(
    "details",
    { class: "block", id: "settings" },
    el("summary", {
      text: `Settings: ${stage.parameters.length} numbers of behaviour, ${stage.mechanisms.length} mechanisms`,
    }),
    el("p", {
      class: "meaning",
      text: "The second world runs with what is moved here, beside any change chosen above. Most of these numbers rest on weak evidence or on judgement, which the tip of each says.",
    }),
    el("div", { class: "controls" }, search),
    none,
    el("div", { class: "fields" }, switches, ...groups.values()),
  );
  return { panel, chips };
}

/** One number: its name and meaning, a slider over its range, and a field for those who know what they want. */
function slider(
  p: Parameter,
  set: (key: string, value: string) => void,
  value: (key: string) => string | null,
  fresh: (() => void)[],
): HTMLElement {
  const step = stepOf(p),
    digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)),
    id = `set-${p.key}`;
  const range = el("input", { type: "range", id, min: p.low, max: p.high, step, "aria-describedby": `${id}-meaning` });
  const field = el("input", {
    type: "number",
    min: p.low,
    max: p.high,
    step: "any",
    "aria-label": `${named(p.key)}, ${p.unit}`,
  });
  // The slider stands on its own grid: where it comes to stand beside the scenario's value, it means that value.
  const near = (x: number): number => (Math.abs(x - p.value) < step / 2 ? p.value : Number(x.toFixed(digits)));
  range.addEventListener("input", () => set(p.key, String(near(Number(range.value)))));
  field.addEventListener("change", () => {
    const x = Number(field.value);
    if (field.value !== "" && Number.isFinite(x)) set(p.key, String(Math.max(p.low, Math.min(p.high, x))));
    work();
  });
  const row = el(
    "div",
    { class: "setting", title: `Source: ${p.source}` },
    el("label", { for: id }, el("b", { text: named(p.key) })),
    range,
    field,
    el(
      "p",
      { class: "meaning", id: `${id}-meaning` },
      `${p.meaning} From ${p.low} to ${p.high}, ${p.value} in the scenario (${p.unit}).`,
    ),
  );
  const work = (): void => {
    const now = value(p.key);
    range.value = now ?? String(p.value);
    field.value = now ?? String(p.value);
    range.setAttribute("aria-valuetext", `${now ?? p.value} ${p.unit}`);
    row.classList.toggle("moved", now !== null);
  };
  fresh.push(work);
  return row;
}
