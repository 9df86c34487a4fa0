/**
 * The charts: one set for the page, the report of a run, and the pages of studies.
 *
 * A chart is a figure with a title, the unit of its numbers, a sentence that says what is to be seen, and a menu that
 * saves it as SVG, PNG or CSV. It is drawn to the width it gets. Times are days since 1 January 1970, New Style.
 */
import "./theme.css";
import "./charts.css";

export { axisHeight, type TimeScale, timeAxis } from "./axis";
export * from "./calendar";
export * from "./dom";
export * from "./dots";
export * from "./figure";
export * from "./forest";
export { mountHatches } from "./hatches";
export * from "./lattice";
export * from "./numbers";
export * from "./odds";
export type { Band, Layer, LinePanel, Observed, Panel, Series, SharePanel } from "./panels";
export * from "./parties";
export { csv, type Data, saveMenu } from "./save";
export * from "./shares";
export * from "./strip";
export * from "./table";
export { colour, colours, isDark, themeSwitch } from "./theme";
export { lines, type Mark, shares, showNow, type TimeChart, timeChart } from "./time";
export { hideTip, mountTips, showTip } from "./tip";
export * from "./when";
export * from "./words";
export * from "./xy";
