/** The event log in words, with causes and numbers; filtered, and linked to the map. */
import { nearness, type App } from "./app";
import { byId, el } from "./dom";
import { capital, plain } from "./charts/words";
import { happening, ROUNDS } from "./words";

const PAGE = 60;

export function mountLog(app: App): void {
  const host = byId("events"),
    { store, stage, dates } = app;
  const kind = el(
    "select",
    { "aria-label": "Kind of event" },
    el("option", { value: "", text: "all kinds" }),
    stage.event_kinds.map((k) => el("option", { value: k, text: capital(plain(k)) })),
  );
  const weight = el(
    "select",
    { "aria-label": "Importance" },
    [
      ["3", "of the whole country"],
      ["2", "and of the great towns"],
      ["1", "and of any town"],
      ["0", "everything"],
    ].map(([v, text]) => el("option", { value: v, text, selected: v === "1" })),
  );
  const words = el("input", {
    type: "search",
    placeholder: "Words: a place, a party, a cause",
    "aria-label": "Search the events",
    size: 28,
  });
  const here = el("input", { type: "checkbox", id: "here" }),
    world = el(
      "select",
      { "aria-label": "World", hidden: true },
      el("option", { value: 0, text: "first world" }),
      el("option", { value: 1, text: "what if" }),
    );
  const list = el("ol", { class: "log" }),
    count = el("p", { class: "meaning", role: "status" }),
    more = el("button", { type: "button" }, "More");
  host.append(
    el(
      "p",
      { class: "lead" },
      "Every event says who acted and why, with the numbers behind it; a decision lists its options. The log goes on from the day that the map shows.",
    ),
    el(
      "div",
      { class: "controls" },
      kind,
      weight,
      words,
      el("label", { for: "here" }, here, " only at the place picked on the map"),
      world,
    ),
    count,
    list,
    more,
  );
  let many = PAGE;

  const show = (): void => {
    const film = app.films[Number(world.value)] ?? app.first;
    if (!film) return;
    const { day, place } = store.state,
      days = film.column("event.day"),
      importance = film.column("event.importance"),
      kinds = film.column("event.kind"),
      wanted = words.value.trim().toLowerCase();
    const code = kind.value ? stage.event_kinds.indexOf(kind.value) : -1,
      found: HTMLElement[] = [];
    let total = 0,
      before = 0,
      last = -1;
    for (let row = 0; row < days.length; row++) {
      if (importance[row] < Number(weight.value) || (code >= 0 && kinds[row] !== code)) continue;
      const h = happening(film, stage, row);
      if (here.checked && place !== null && !app.isIn(h.place, place)) continue;
      if (wanted && !`${h.text} ${h.cause}`.toLowerCase().includes(wanted)) continue;
      total++;
      if (h.day < day) {
        before++;
        continue;
      }
      if (found.length >= many) continue;
      found.push(
        el(
          "li",
          null,
          el("span", { class: "when", text: h.day === last ? "" : dates.short(h.day) }),
          el("span", { class: "part", text: ROUNDS[h.round] ?? "" }),
          el(
            "div",
            null,
            el(
              "button",
              {
                type: "button",
                class: "link",
                onclick: () => {
                  store.set({ day: h.day, place: h.place, playing: false });
                  byId("atlas").scrollIntoView();
                },
              },
              el("b", { text: h.text }),
            ),
            el("span", { class: "cause", text: h.cause }),
          ),
        ),
      );
      last = h.day;
    }
    list.replaceChildren(...found);
    count.textContent = total
      ? `${total} events; ${before} before ${dates.brief(day)}, ${total - before} from then on.`
      : "No event fits.";
    more.hidden = total - before <= found.length;
  };
  const anew = (): void => {
    many = PAGE;
    show();
  };
  [kind, weight, here, world].forEach((node) => node.addEventListener("change", anew));
  words.addEventListener("input", anew);
  more.addEventListener("click", () => {
    many += PAGE;
    show();
  });
  let waiting = 0;
  store.listen((_, changed) => {
    if (!changed.has("day") && !changed.has("place")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (isNear()) anew();
    }, 120) as unknown as number;
  });
  const isNear = nearness(host, show);
  app.onWorlds(() => {
    world.hidden = !app.second;
    if (!app.second) world.value = "0";
    if (isNear()) anew();
  });
}
