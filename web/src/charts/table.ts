/** Tables, and tables whose cells are coloured by their values. */
import { type Child, el } from "./dom";
import { isNumber, type Value } from "./numbers";
import { type Data, saveMenu } from "./save";

export interface Column<R> {
  name: string;
  /** Unit of its numbers, for the head and for the saved table. */
  unit?: string;
  cell: (row: R) => Child | number;
  /** What is saved; the text of the cell unless it is given. */
  value?: (row: R) => string | number | null | undefined;
  num?: boolean;
  nowrap?: boolean;
  /** Whether it names the row. */
  first?: boolean;
}

/** A column of numbers that are all written in one way. */
export const numeric = <R>(
  name: string,
  value: (row: R) => Value,
  format: (x: Value) => string,
  unit?: string,
): Column<R> => ({
  name,
  unit,
  num: true,
  value,
  cell: (row) => format(value(row)),
});

export interface TableOptions {
  caption: string;
  /** Whether the caption is seen; it names the table for those who hear it in any case. */
  hidden?: boolean;
  /** Whether each row becomes a block on a narrow screen. */
  stack?: boolean;
  id?: (row: unknown, index: number) => string | undefined;
}

const head = (c: { name: string; unit?: string }): string => (c.unit ? `${c.name}, ${c.unit}` : c.name);

const headOf = (cells: HTMLElement[]): HTMLElement => el("thead", null, el("tr", null, cells));

/** A table in a frame that scrolls, with its menu. */
function box(caption: string, whole: HTMLElement, data: () => Data, unit = ""): HTMLElement {
  const wrap = el("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": caption }, whole);
  return el("div", { class: "table-box" }, saveMenu(caption, unit, null, data), wrap);
}

/** A table with a menu to save it. */
export function table<R>(columns: readonly Column<R>[], rows: readonly R[], options: TableOptions): HTMLElement {
  const body = rows.map((row, i) =>
    el(
      "tr",
      { id: options.id?.(row, i) },
      columns.map((c) => {
        const made = c.cell(row);
        const content = typeof made === "number" ? String(made) : made;
        const attributes = {
          class: c.num ? "num" : c.nowrap ? "nowrap" : null,
          "data-label": c.first ? null : head(c),
        };
        return c.first ? el("th", { scope: "row", ...attributes }, content) : el("td", attributes, content);
      }),
    ),
  );
  const whole = el(
    "table",
    { class: options.stack === false ? null : "stack" },
    el("caption", { class: options.hidden ? "visually-hidden" : null, text: options.caption }),
    headOf(columns.map((c) => el("th", { scope: "col", class: c.num ? "num" : null, text: head(c) }))),
    el("tbody", null, body),
  );
  const data = (): Data => ({
    columns: columns.map((c) => (c.unit ? `${c.name} [${c.unit}]` : c.name)),
    rows: rows.map((row, i) =>
      columns.map((c, k) => (c.value ? c.value(row) : (body[i].children[k].textContent ?? ""))),
    ),
  });
  return box(options.caption, whole, data);
}

export interface Matrix {
  caption: string;
  rows: readonly string[];
  columns: readonly string[];
  /** What stands at the head of the names of rows. */
  corner?: string;
  value: (row: number, column: number) => Value;
  text: (value: Value, row: number, column: number) => string;
  tip?: (row: number, column: number) => string;
  /** Values that are coloured most: from nought to `most`, or from `−most` to `most`. */
  most?: number;
  /** Whether values are told apart by their sign: brown below nought, green above. */
  signed?: boolean;
  unit?: string;
}

const STEPS = 6;

/** The class of a cell by its value: `heat-t0` to `heat-t6`, `heat-r1` to `heat-r6` below nought. */
function heat(value: Value, most: number, signedValues: boolean): string {
  if (!isNumber(value)) return "heat-none";
  const step = Math.min(STEPS, Math.round((Math.abs(value) / (most || 1)) * STEPS));
  return step === 0 ? "heat-t0" : `heat-${signedValues && value < 0 ? "r" : "t"}${step}`;
}

/** A table of numbers in which the eye finds the large ones. */
export function matrix(of: Matrix): HTMLElement {
  const values = of.rows.map((_, r) => of.columns.map((_, c) => of.value(r, c)));
  const most = of.most ?? Math.max(...values.flat().map((v) => (isNumber(v) ? Math.abs(v) : 0)), 1e-12);
  const whole = el(
    "table",
    { class: "matrix" },
    el("caption", { text: of.caption }),
    headOf([
      el("th", { scope: "col", text: of.corner ?? "" }),
      ...of.columns.map((c) => el("th", { scope: "col", class: "num", text: c })),
    ]),
    el(
      "tbody",
      null,
      of.rows.map((name, r) =>
        el(
          "tr",
          null,
          el("th", { scope: "row", text: name }),
          of.columns.map((_, c) =>
            el("td", {
              class: `num ${heat(values[r][c], most, of.signed ?? false)}`,
              "data-tip": of.tip?.(r, c),
              text: of.text(values[r][c], r, c),
            }),
          ),
        ),
      ),
    ),
  );
  const unit = of.unit ? ` [${of.unit}]` : "";
  const data = (): Data => ({
    columns: [of.corner || "name", ...of.columns.map((c) => c + unit)],
    rows: of.rows.map((name, r) => [name, ...values[r]]),
  });
  return box(of.caption, whole, data, of.unit);
}
