/** The start of a page that the program writes: its data stand in it, and say what kind of page it is. */
import "../../../crates/report/assets/fonts.css";
import { mountHatches, mountTips, typefaces } from "../charts";
import "./report.css";
import { KINDS } from "./kinds";

function read(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  return text ? JSON.parse(text) : null;
}

async function start(): Promise<void> {
  await typefaces();
  mountHatches();
  mountTips();
  const data = read("data") as { kind?: string } | null;
  const mount = KINDS[data?.kind ?? ""];
  if (!mount) throw new Error(`there is no page of the kind "${data?.kind}"`);
  mount(data, read("basemap"));
  // Drawings follow the widths of their hosts, which are known after the first layout.
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  document.documentElement.dataset.ready = "yes";
}

addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll<HTMLDetailsElement>("details.block")) part.open = true;
});
void start().catch((error: unknown) => {
  const report = document.getElementById("report");
  const text = error instanceof Error ? error.message : String(error);
  report?.replaceChildren(`This page could not be drawn: ${text}.`);
  console.error(error);
});
