/** The report of one run. */
import type { Base } from "../frames";
import type { RunPage } from "../types/run";
import { Run } from "./run/context";
import { councils, elections } from "./run/councils";
import { course, elsewhere } from "./run/course";
import { events } from "./run/events";
import { head } from "./run/head";
import { inputs, repeat } from "./run/inputs";
import { Maps } from "./run/map";
import { mapSection } from "./run/maps";
import { patterns, record } from "./run/record";
import { Page } from "./shell";

export function run(data: RunPage, basemap: Base | null): void {
  const page = new Page(data, "report of one simulated run");
  const run = new Run(data, page.calendar);
  const maps = new Maps(run, basemap);
  head(page, run, maps);
  course(page, run);
  mapSection(page, run, maps);
  councils(page, run);
  elections(page, run);
  elsewhere(page, run);
  events(page, run);
  record(page, run);
  patterns(page, run);
  inputs(page, run);
  repeat(page, run);
  page.close(maps.source);
}
