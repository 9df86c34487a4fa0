/** The start of the page: what lies ready is shown at once; what does not is computed here. */
import "../../crates/report/assets/fonts.css";
import "./charts";
import "./style.css";
import { mountAbout } from "./about";
import { App } from "./app";
import { mountCouncils } from "./councils";
import { Dates } from "./dates";
import { byId, el, mountHatches, mountTips, percent, showParties, themeSwitch } from "./charts";
import { Cancelled, ready, runHere, server, stageHere } from "./engine";
import type { Film, Stage } from "./film";
import { mountFollow } from "./follow";
import { mountLog } from "./log";
import { mountMap } from "./panel";
import { mountPowers } from "./powers";
import { mountRecord } from "./record";
import { address, asked, Store, type State } from "./state";
import { mountTimeline } from "./timeline";
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
    el("p", { class: "fault" }, `This could not be done: ${error instanceof Error ? error.message : String(error)}`),
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

async function begin(): Promise<void> {
  themeSwitch(byId("theme"));
  mountHatches();
  mountTips();
  measure();
  say("Reading the year …");
  const lying = await ready();
  const stage: Stage = lying?.stage ?? (await stageHere().result);
  const dates = new Dates(stage);
  showParties(stage.display.parties);
  byId("title").textContent = stage.title;
  document.title = `Tauride: ${stage.title}`;
  const { opens_on: opens } = stage.display;
  const opening = opens === null ? 0 : Math.max(0, Math.min(stage.days - 1, opens - stage.start));
  const initial: State = {
    day: opening,
    playing: false,
    speed: 10,
    quantity: "authority",
    view: "country",
    place: null,
    unit: 0,
    council: stage.capital,
    seed: 1,
    with: [],
    set: [],
    own: "",
  };
  const store = new Store({ ...initial, ...asked(location.hash, dates, stage) });
  const app = new App(stage, dates, store);

  mountMap(app);
  mountTimeline(app);
  mountPowers(app);
  mountCouncils(app);
  mountFollow(app);
  mountRecord(app);
  mountLog(app);
  mountWhatIf(app);
  mountAbout(app);

  let writing = 0;
  store.listen(() => {
    clearTimeout(writing);
    writing = setTimeout(() => {
      if (!store.state.playing) history.replaceState(null, "", address(store.state, initial, dates));
    }, 250) as unknown as number;
  });
  addEventListener("hashchange", () => {
    if (/^#[a-z-]+$/.test(location.hash)) return;
    store.set({ ...initial, speed: store.state.speed, ...asked(location.hash, dates, stage) });
  });
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

  const first: Film = lying && store.state.seed === 1 ? await lying.film.catch(() => here(app)) : await here(app);
  app.setWorlds(first, null);
  say("");
  document.documentElement.dataset.ready = "yes";
  app.server = await server();
  document.dispatchEvent(new Event("serverknown"));
}

/** The first world, computed in this page. */
function here(app: App): Promise<Film> {
  const world = { scenario: app.stage.scenario, seed: app.store.state.seed, scale: 1000, with: [], set: [], own: "" };
  return runHere(world, app.stage, (share, headline) => say(`Simulating the year, ${percent(share)}. ${headline}`))
    .result;
}

begin().catch(fail);
