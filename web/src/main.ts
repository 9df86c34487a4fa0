/** The start of the page: what lies ready is shown at once; what does not is computed here. */
import "../../crates/report/assets/fonts.css";
import "./charts";
import "./style.css";
import { mountAbout } from "./about";
import { App, stillness } from "./app";
import { mountCard } from "./card";
import { mountCouncils } from "./councils";
import { Dates } from "./dates";
import { byId, el, learn, mountHatches, mountTips, percent, showParties, themeSwitch, typefaces } from "./charts";
import { isSingle } from "./embedded";
import { Cancelled, cases, oddsOf, ready, runHere, runThere, server, stageHere } from "./engine";
import type { Film, Stage } from "./film";
import { mountFollow } from "./follow";
import { address, asked, askedUnit, caseIn } from "./link";
import { mountLog } from "./log";
import { mountMap } from "./panel";
import { mountPicker } from "./picker";
import { mountPowers } from "./powers";
import { mountRecord } from "./record";
import { mountRest } from "./rest";
import { ADAPTIVE, type State, Store, type View } from "./state";
import { mountStudies } from "./studies";
import { mountTimeline } from "./timeline";
import { mountTour } from "./tour";
import { grow, mountWall } from "./wall";
import { mountWhatIf } from "./whatif";

const status = byId("status");

function say(text: string): void {
  status.replaceChildren(text);
  status.hidden = !text;
}

function fail(error: unknown): void {
  if (error instanceof Cancelled) return;
  status.hidden = false;
  status.replaceChildren(
    el("p", { class: "fault" }, `This could not be done: ${error instanceof Error ? error.message : String(error)}.`),
    el(
      "p",
      { class: "fault" },
      el("a", { href: "#", onclick: () => setTimeout(() => location.reload()) }, "Open the page anew"),
    ),
  );
  console.error(error);
}

/** How high head and foot are, so that the map takes just what is left of the first screen. */
function measure(): void {
  const heights = new ResizeObserver(() => {
    const high = (selector: string): number => document.querySelector<HTMLElement>(selector)?.offsetHeight ?? 0;
    document.documentElement.style.setProperty("--foot", `${high("#timeline")}px`);
    document.documentElement.style.setProperty("--around", `${high(".mast") + high("#timeline")}px`);
  });
  [".mast", "#timeline"].forEach((selector) => heights.observe(document.querySelector(selector)!));
}

/** What of a link the case has not. */
function tellFaults(faults: string[]): void {
  const host = byId("faults");
  host.hidden = !faults.length;
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

function opening(stage: Stage): State {
  const { opens_on: opens, page } = stage.display;
  const day = opens === null ? 0 : Math.max(0, Math.min(stage.days - 1, opens - stage.start));
  return {
    day,
    playing: false,
    speed: ADAPTIVE,
    quantity: "authority",
    view: page.view as View,
    way: "swipe",
    place: null,
    moment: null,
    unit: 0,
    council: stage.capital,
    seed: null,
    scale: null,
    with: [],
    set: [],
    own: "",
    wall: false,
  };
}

/** What is called by the case's own names. */
function nameThings(stage: Stage): void {
  const { page } = stage.display;
  showParties(stage.display.parties);
  learn({ power: { council: page.councils, government: page.government } });
  byId("title").textContent = page.title;
  byId("lead").textContent = page.lead;
  document.title = `Tauride: ${page.title}`;
  byId("councils-called").textContent = page.councils;
  byId("government-called").textContent = page.government;
  byId("explained").textContent = page.explained;
}

/** A link to a part of the page leads there and leaves the address, which holds the state of the page. */
function stay(): void {
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='#']") : null;
    const part = link && document.getElementById(link.hash.slice(1));
    if (!part) return;
    event.preventDefault();
    part.scrollIntoView({ behavior: stillness.matches ? "auto" : "smooth" });
    if (part.tabIndex < 0) part.tabIndex = -1;
    part.focus({ preventScroll: true });
  });
}

async function begin(): Promise<void> {
  // One file has no other page beside it.
  if (isSingle) byId("to-models").remove();
  themeSwitch(byId("theme"));
  mountHatches();
  mountTips();
  measure();
  say("Opening the case …");
  // Names on the maps are measured before they are drawn.
  const faces = typefaces();
  const named = caseIn(location.hash);
  const lying = await ready(named);
  const known = cases();
  const stage: Stage =
    lying?.stage ??
    (await stageHere(named ?? "").result.catch(async (error: unknown) => {
      const others = (await known)?.map((one) => one.name).join(", ");
      throw named && others ? new Error(`there is no case “${named}” here; there are ${others}`) : error;
    }));
  const dates = new Dates(stage);
  nameThings(stage);
  const initial = opening(stage);
  const link = asked(location.hash, stage, dates);
  const store = new Store({ ...initial, ...link.state });
  const app = new App(stage, dates, store);
  if (store.state.wall) document.documentElement.dataset.wall = "on";
  grow(store.state.wall);

  mountMap(app);
  mountTimeline(app);
  mountTour(app);
  mountPowers(app);
  mountCard(app);
  mountCouncils(app);
  mountFollow(app);
  mountRecord(app);
  mountLog(app);
  mountWhatIf(app);
  mountAbout(app);
  mountStudies(app);
  mountPicker(app, known);

  const isMain = named === null || (await known)?.[0]?.name === stage.scenario;
  let writing = 0;
  store.listen(() => {
    // Browsers refuse an address that changes more often than three times a second.
    if (writing) return;
    writing = setTimeout(() => {
      writing = 0;
      if (store.state.playing) return;
      const to = address(stage, store.state, initial, dates, app.first, isMain);
      if (to !== location.hash) history.replaceState(null, "", to);
    }, 350) as unknown as number;
  });
  addEventListener("hashchange", () => {
    if (/^#[a-z-]*$/.test(location.hash)) return;
    // Another case is another page.
    if ((caseIn(location.hash) ?? stage.scenario) !== stage.scenario) location.reload();
    const next = asked(location.hash, stage, dates);
    const unit = app.first ? askedUnit(stage, app.first, next.unit) : null;
    tellFaults([...next.faults, ...(typeof unit === "string" ? [unit] : [])]);
    const { speed } = store.state;
    store.set({ ...initial, speed, ...next.state, ...(typeof unit === "number" ? { unit } : {}) });
  });
  stay();
  document.addEventListener("keydown", (event) => {
    if (
      event.altKey ||
      event.ctrlKey ||
      event.metaKey ||
      (event.target as HTMLElement).matches("input:not([type=range]), select, textarea")
    )
      return;
    if (event.key === "m") store.set({ view: "country" });
    if (event.key === "c") store.set({ view: "capital" });
  });

  app.server = await server();
  const first = await firstWorld(app, lying?.film ?? null);
  const unit = askedUnit(stage, first, link.unit);
  if (typeof unit === "number") store.set({ unit });
  tellFaults([...link.faults, ...(typeof unit === "string" ? [unit] : [])]);
  await faces;
  app.setWorlds(first, null);
  say("");
  document.documentElement.dataset.ready = "yes";
  document.dispatchEvent(new Event("serverknown"));
  mountRest(app);
  mountWall(app);
  // What was found of many worlds counts only where the world shown is the one among them that they name.
  const odds = await oddsOf(stage.scenario);
  if (odds && app.opening && odds.digest === app.opening.digest) app.setOdds(odds);
}

/** The world that the page opens with: the one that lies ready, or another that the link asks for. */
async function firstWorld(app: App, lying: Promise<Film> | null): Promise<Film> {
  const { seed, scale } = app.store.state;
  const ready = await lying?.catch(() => null);
  const is = ready?.meta.request;
  if (ready && is) {
    app.opening = { seed: is.seed, scale: is.scale, digest: ready.meta.digest };
    if ((seed ?? is.seed) === is.seed && (scale ?? is.scale) === is.scale) return ready;
  }
  const world = {
    scenario: app.stage.scenario,
    seed: seed ?? is?.seed ?? 1,
    scale: scale ?? is?.scale ?? app.stage.scale,
    with: [],
    set: [],
    own: "",
  };
  const progress = (share: number, headline: string): void => say(`Simulating, ${percent(share)}. ${headline}`);
  return (app.server ? runThere : runHere)(world, app.stage, progress).result;
}

begin().catch(fail);
