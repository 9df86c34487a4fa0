/*
 * The run report: reads the data and the base map that stand in the page and draws everything else.
 * No libraries, no network. Any array of the data may be missing or hold nulls: each part says so in words and goes on.
 * Order of the file: numbers and dates; elements; charts; maps; sections; start.
 */
"use strict";
(() => {
  const read = (id) => { try { return JSON.parse(document.getElementById(id).textContent) || {}; } catch { return {}; } };
  const DATA = (window.DATA = read("data"));
  const BASE = read("basemap");
  const META = DATA.meta || {};
  const DATES = list(DATA.dates);
  const N = DATES.length;
  // A day array without days says nothing that could be placed in time.
  if (!N) for (const key of ["national", "capital", "front", "villages", "council_seats", "leaning", "elections"]) delete DATA[key];
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  // ------------------------------------------------------------------ numbers

  function list(x) { return Array.isArray(x) ? x : []; }
  const isNumber = (x) => typeof x === "number" && Number.isFinite(x);
  const some = (values) => Array.isArray(values) && values.some(isNumber);
  const sum = (values) => list(values).reduce((a, b) => a + (isNumber(b) ? b : 0), 0);
  const largest = (values) => list(values).reduce((a, b) => (isNumber(b) && b > a ? b : a), -Infinity);
  const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });

  function number(x) {
    if (!isNumber(x)) return "–";
    return Math.abs(x) >= 100 || Number.isInteger(x) ? whole.format(x) : fine.format(x);
  }
  function compact(x) {
    if (!isNumber(x)) return "–";
    const a = Math.abs(x);
    if (a >= 1e6) return `${fine.format(x / 1e6)} m`;
    if (a >= 1e4) return `${fine.format(x / 1e3)} k`;
    return number(x);
  }
  const percent = (x) => (isNumber(x) ? `${Math.round(100 * x)} %` : "–");
  const people = (x) => (x >= 1e6 ? `${fine.format(x / 1e6)} million` : number(x));
  const plural = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;

  function niceTicks(max, count) {
    if (!(max > 0)) return [0];
    const raw = max / count, power = 10 ** Math.floor(Math.log10(raw));
    const size = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999);
    const ticks = [];
    for (let v = 0; v <= max * 1.0001; v += size) ticks.push(v);
    return ticks;
  }

  // ------------------------------------------------------------------ dates

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const DAY_MS = 86400000;
  const stamp = (iso) => (typeof iso === "string" && /^\d{4}-\d\d-\d\d/.test(iso) ? Date.parse(iso.slice(0, 10) + "T00:00:00Z") : NaN);
  const OLD = META.calendar !== "new";
  const OLD_STYLE_ENDS = stamp("1918-02-14"), CENTURY = stamp("1900-03-13");
  const asOld = (t) => t - (t >= CENTURY ? 13 : 12) * DAY_MS;
  const parts = (t) => { const d = new Date(t); return { y: d.getUTCFullYear(), m: d.getUTCMonth(), d: d.getUTCDate() }; };

  /** The calendar that was in use comes first: Old Style up to 31 January 1918, if the scenario is dated by it. */
  const primary = (t) => (OLD && t < OLD_STYLE_ENDS ? asOld(t) : t);
  const bothShown = (t) => OLD || t < OLD_STYLE_ENDS;
  const secondary = (t) => (OLD && t < OLD_STYLE_ENDS ? t : asOld(t));

  function day(iso, year = true) {
    const t = stamp(iso);
    if (!isNumber(t)) return "an unknown date";
    const a = parts(primary(t)), b = parts(secondary(t));
    let text = `${a.d} ${MONTHS[a.m]}`;
    if (bothShown(t)) text += ` (${b.d}${b.m === a.m ? "" : " " + MONTHS[b.m]})`;
    return year || SEVERAL_YEARS ? `${text} ${a.y}` : text;
  }
  function shortDay(iso) {
    const t = stamp(iso);
    if (!isNumber(t)) return "";
    const a = parts(primary(t)), b = parts(secondary(t));
    const first = `${a.d} ${MONTHS[a.m].slice(0, 3)}`;
    return (bothShown(t) ? `${first} (${b.d} ${MONTHS[b.m].slice(0, 3)})` : first) + (SEVERAL_YEARS ? ` ${a.y}` : "");
  }
  const T0 = stamp(DATES[0]);
  const SEVERAL_YEARS = N > 0 && parts(primary(T0)).y !== parts(primary(stamp(DATES[N - 1]))).y;
  const indexOf = (iso) => { const t = stamp(iso); return isNumber(t) && isNumber(T0) ? Math.round((t - T0) / DAY_MS) : -1; };
  const inRun = (i) => i >= 0 && i < N;
  const firstDay = (test) => { for (let i = 0; i < N; i++) if (test(i)) return i; return -1; };

  // ------------------------------------------------------------------ parties and places

  const PARTIES = list(DATA.parties);
  const partyOf = new Map(PARTIES.map((p, i) => [p.id, { ...p, index: i }]));
  const KNOWN = ["bolshevik", "anarchist", "left_sr", "menshevik_int", "sr", "menshevik", "popular_socialist", "ukrainian", "muslim", "national", "kadet", "right", "monarchist", "none"];
  // Text colour on each fill, readable on the light page and on the dark one.
  const TONE = { bolshevik: "on", monarchist: "on", council: "on", government: "on", anarchist: "on-paper", none: "on-ink", right: "on-ink", nobody: "on-ink", left_sr: "on-light part-left_sr", menshevik_int: "on-light part-menshevik_int" };
  const tone = (id) => TONE[id] || "on-light";
  const partyClass = (id) => `pf-${KNOWN.includes(id) ? id : "other"}`;
  const partyName = (id) => partyOf.get(id)?.name || id;
  const partyShort = (id) => partyOf.get(id)?.short || id;
  const partyOrder = (ids) => [...ids].sort((a, b) => rank(a) - rank(b));
  const rank = (id) => { const i = KNOWN.indexOf(id); return i < 0 ? KNOWN.length : i; };

  const PLACES = list(DATA.places);
  const placeOf = new Map(PLACES.map((p) => [p.id, p]));
  const childrenOf = new Map();
  for (const p of PLACES) if (p.parent) childrenOf.set(p.parent, [...(childrenOf.get(p.parent) || []), p]);
  const located = (p) => isNumber(p.lat) && isNumber(p.lon);
  const placeName = (id) => placeOf.get(id)?.name || (id ? id.replaceAll("_", " ") : "");
  const CAPITAL = META.capital_name || placeName(META.capital) || "the capital";
  const WEEKS = list(DATA.weeks).filter((d) => d >= 0 && d < N);
  const PLACE_WEEKS = DATA.place_weeks || {};

  const AUTHORITY = ["council", "nobody", "committee", "government"]; // bottom to top in every stack
  const AUTHORITY_NAME = { council: "the councils", government: "the government", committee: "a public committee", nobody: "nobody" };
  const AUTHORITY_LABEL = { council: "Councils", government: "Government", committee: "Committees", nobody: "Nobody" };

  /** Shares [government, council, committee, nobody] in a week; a parent is the mean of its leaves, weighed by people. */
  const memo = new Map();
  function authorityIn(id, week) {
    const own = list(PLACE_WEEKS[id]?.authority)[week];
    if (Array.isArray(own) && own.some(isNumber)) return own.map((b) => (isNumber(b) ? b / 255 : 0));
    const key = `${id}|${week}`;
    if (memo.has(key)) return memo.get(key);
    const total = [0, 0, 0, 0];
    let weight = 0;
    for (const child of childrenOf.get(id) || []) {
      const a = authorityIn(child.id, week);
      if (!a) continue;
      const w = child.population || 1;
      weight += w;
      a.forEach((x, k) => (total[k] += w * x));
    }
    const result = weight ? total.map((x) => x / weight) : null;
    memo.set(key, result);
    return result;
  }
  function strikersIn(id, week) {
    const own = list(PLACE_WEEKS[id]?.strikers)[week];
    return isNumber(own) ? own : sum((childrenOf.get(id) || []).map((c) => strikersIn(c.id, week)));
  }

  // ------------------------------------------------------------------ elements

  const SVG = "http://www.w3.org/2000/svg";
  function fill(node, attributes, children) {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (key === "text") node.textContent = value;
      else node.setAttribute(key, value === true ? "" : value);
    }
    for (const child of children.flat(3)) if (child !== null && child !== undefined && child !== false) node.append(child);
    return node;
  }
  const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const sv = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
  const p1 = (x) => Math.round(x * 10) / 10;

  const pen = document.createElement("canvas").getContext("2d");
  function textWidth(text, size = 13, weight = 400) {
    pen.font = `${weight} ${size}px "Tauride Sans", "Source Sans 3", Arial, sans-serif`;
    return pen.measureText(text).width;
  }

  /** Figures are drawn to the width they get and drawn again when that changes. */
  const figures = [];
  function drawn(host, draw) {
    figures.push({ host, draw, width: 0 });
    return host;
  }
  function redraw() {
    for (const f of figures) {
      const width = Math.floor(f.host.getBoundingClientRect().width);
      if (width < 40 || width === f.width) continue;
      f.width = width;
      f.draw(width);
    }
  }

  const tip = document.getElementById("tip");
  function showTip(event, lines) {
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    let x = event.clientX + 14, y = event.clientY + 14;
    if (x + box.width > innerWidth - 8) x = Math.max(8, event.clientX - box.width - 12);
    if (y + box.height > innerHeight - 8) y = Math.max(8, event.clientY - box.height - 12);
    tip.style.left = `${x}px`;
    tip.style.top = `${y}px`;
  }
  const hideTip = () => { tip.hidden = true; };

  function table(columns, rows, caption, stack = true) {
    const head = el("tr", {}, columns.map((c) => el("th", { scope: "col", class: c.num ? "num" : null, text: c.name })));
    const body = rows.map((row) => el("tr", {}, columns.map((c) => {
      const value = c.cell(row);
      return el("td", { class: c.num ? "num" : c.nowrap ? "nowrap" : null, "data-label": c.first ? null : c.name }, value === null || value === undefined ? "" : value);
    })));
    return el("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": caption || columns.map((c) => c.name).join(", ") },
      el("table", { class: stack ? "stack" : null }, caption && el("caption", { text: caption }), el("thead", {}, head), el("tbody", {}, body)));
  }

  // ------------------------------------------------------------------ shared definitions (hatches)

  function patterns() {
    const hatch = (id, base, line, size, width, angle) => sv("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` },
      sv("rect", { width: size, height: size, style: `fill:${base}` }), sv("rect", { width, height: size, style: `fill:${line}` }));
    // Two powers, two colours, and a hair of paper between them, so that the hatch does not blur into a third colour.
    const both = (id, size) => sv("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      sv("rect", { width: size, height: size, style: "fill:var(--paper)" }), sv("rect", { width: size * 0.42, height: size, style: "fill:var(--government)" }), sv("rect", { x: size * 0.5, width: size * 0.42, height: size, style: "fill:var(--council)" }));
    const defs = sv("defs", { id: "defs" },
      both("hatch-both", 8), both("hatch-both-fine", 5),
      hatch("hatch-occupied", "var(--paper)", "var(--rule-2)", 4, 1, -45),
      hatch("pat-left_sr", "var(--p-left_sr)", "var(--p-left_sr-line)", 5, 1.6, 45),
      hatch("pat-menshevik_int", "var(--p-menshevik_int)", "var(--p-menshevik_int-line)", 5, 1.4, -45),
      hatch("pat-national", "var(--p-national)", "var(--paper)", 6, 1, 90));
    return sv("svg", { width: 0, height: 0, style: "position:absolute", "aria-hidden": "true" }, defs);
  }

  // ------------------------------------------------------------------ record and measures

  const RECORD = list(DATA.record).filter((r) => r && r.measure);

  /** The simulated daily series that a measure names, if this run has one. */
  function seriesOf(measure) {
    const [head, ...rest] = String(measure).split(".");
    if (["capital", "national", "front", "villages"].includes(head) && rest.length === 1) return list(DATA[head]?.[rest[0]]);
    if (head === "leaning" && rest.length === 2) return list(DATA.leaning?.[rest[0]]?.[rest[1]]);
    if (head === "council_seats" && rest.length === 2) {
      const council = list(DATA.council_seats).find((c) => c.place === rest[0]);
      if (!council) return [];
      const all = Object.values(council.seats || {});
      return list(council.seats?.[rest[1]]).map((v, i) => { const total = sum(all.map((s) => s[i])); return total ? v / total : null; });
    }
    return [];
  }
  const lastKey = (measure) => String(measure).split(".").pop();
  const RULE = { dead: "change", wounded: "change", peasant_actions: "sum", strikers: "max", in_street: "max", councils: "end" };

  function simulated(r) {
    if (isNumber(r.simulated)) return r.simulated;
    const values = seriesOf(r.measure);
    if (!some(values)) return null;
    let a = indexOf(r.date_start), b = indexOf(r.date_end || r.date_start);
    if (b < 0 || a >= N) return null;
    a = Math.max(0, a); b = Math.min(N - 1, b);
    const span = values.slice(a, b + 1).filter(isNumber);
    if (!span.length) return null;
    switch (r.aggregate || RULE[lastKey(r.measure)] || "mean") {
      case "change": return span[span.length - 1] - (isNumber(values[a - 1]) ? values[a - 1] : 0);
      case "sum": return sum(span);
      case "max": return largest(span);
      case "end": return span[span.length - 1];
      default: return sum(span) / span.length;
    }
  }

  /** Points of the record that can be laid over a daily line: sums become a value per day; changes are left to the table. */
  function pointsFor(measure) {
    return RECORD.filter((r) => r.measure === measure && isNumber(r.value)).map((r) => {
      const rule = r.aggregate || RULE[lastKey(measure)];
      const a = indexOf(r.date_start), b = indexOf(r.date_end || r.date_start);
      const scale = rule === "sum" ? 1 / Math.max(1, b - a + 1) : 1;
      return rule === "change" ? null : { a, b, scale, value: r.value * scale, low: isNumber(r.low) ? r.low * scale : null, high: isNumber(r.high) ? r.high * scale : null, r };
    }).filter((q) => q && q.b >= 0 && q.a < N);
  }
  const sourceOf = new Map(list(DATA.sources).map((s) => [s.key, s]));
  const describe = (r) => `${r.label || r.measure}: observed ${number(r.value)}${isNumber(r.low) && isNumber(r.high) ? ` (${number(r.low)} to ${number(r.high)})` : ""} ${r.unit || ""}, ${day(r.date_start)}. Source: ${r.source || "none"}${r.verified === false ? "; unverified" : ""}.`;

  // ------------------------------------------------------------------ charts over time

  const MILESTONES = list(DATA.milestones).filter((m) => m && m.label);

  /** Month ticks in both calendars under a chart; below two months, days. Returns the height used. */
  function timeAxis(root, x0, x1, y, from, to, labelled) {
    const t0 = stamp(DATES[from]), days = to - from + 1, unit = (x1 - x0) / days;
    root.append(sv("line", { x1: x0, x2: x1, y1: y, y2: y, class: "axis" }));
    const rows = [[primary, OLD ? "Old Style" : "New Style", "", OLD ? "O.S." : "N.S."]];
    if (bothShown(t0)) rows.push([secondary, OLD ? "New Style" : "Old Style", "dim", OLD ? "N.S." : "O.S."]);
    rows.forEach(([calendar, name, tone, brief], k) => {
      const base = y + k * 21, starts = [], byYear = unit * 30.4 < 15;
      for (let i = 0; i < days; i++) {
        const c = parts(calendar(t0 + i * DAY_MS));
        if (i === 0 || (c.d === 1 && (c.m === 0 || !byYear))) starts.push({ i, ...c });
      }
      starts.forEach((s, n) => {
        const a = x0 + s.i * unit, b = n + 1 < starts.length ? x0 + starts[n + 1].i * unit : x1;
        if (s.d === 1) root.append(sv("line", { x1: a, x2: a, y1: base, y2: base + (k ? 16 : 7), class: k ? "tick" : "axis" }));
        if (days <= 62) return;
        const month = MONTHS[s.m];
        const words = byYear ? [String(s.y)] : s.m === 0 && SEVERAL_YEARS ? [`${month} ${s.y}`, String(s.y), month[0]] : [month, month.slice(0, 3), month[0]];
        const label = words.find((text) => textWidth(text) + 8 < b - a);
        if (label) root.append(sv("text", { x: p1((a + b) / 2), y: base + 17, "text-anchor": "middle", class: tone, text: label }));
      });
      if (days <= 62) {
        const every = Math.max(1, Math.ceil(52 / unit));
        for (let i = 0; i < days; i += every) {
          const c = parts(calendar(t0 + i * DAY_MS)), x = x0 + (i + 0.5) * unit;
          const text = `${c.d} ${MONTHS[c.m].slice(0, 3)}`;
          if (x + textWidth(text) / 2 > x1 || x - textWidth(text) / 2 < x0 - Math.min(4, x0)) continue;
          if (!k) root.append(sv("line", { x1: x, x2: x, y1: base, y2: base + 4, class: "axis" }));
          root.append(sv("text", { x: p1(x), y: base + 17, "text-anchor": "middle", class: tone, text }));
        }
      }
      const label = textWidth(name, 12) + 8 < labelled ? name : brief;
      if (labelled > textWidth(label, 12) + 4) root.append(sv("text", { x: x0 - 8, y: base + 17, "text-anchor": "end", class: "dim small", text: label }));
    });
    return rows.length * 21 + 4;
  }

  function linePath(values, x, y, from, to) {
    let d = "", open = false;
    for (let i = from; i <= to; i++) {
      if (!isNumber(values[i])) { open = false; continue; }
      d += `${open ? "L" : "M"}${p1(x(i))} ${p1(y(values[i]))}`;
      open = true;
    }
    return d;
  }

  /** Move labels apart so that none stands on another; each keeps as near to its own height as it can. */
  function spread(labels, gap, top, bottom) {
    labels.sort((a, b) => a.y - b.y);
    for (let i = 0; i < labels.length; i++) labels[i].at = Math.max(i ? labels[i - 1].at + gap : top, labels[i].y);
    for (let i = labels.length - 1; i >= 0; i--) labels[i].at = Math.min(labels[i].at, i + 1 < labels.length ? labels[i + 1].at - gap : bottom);
    return labels;
  }

  function panelTitle(root, panel, y) {
    root.append(sv("text", { x: 0, y: y - 7, class: "bold halo", text: panel.title }));
  }

  function drawLines(root, panel, box, from, to) {
    const { x, top, height, x0, x1, right } = box;
    const points = list(panel.record).filter((q) => q.b >= from && q.a <= to);
    let max = Math.max(...panel.lines.map((l) => largest(l.values.slice(from, to + 1))), ...points.map((q) => Math.max(q.value, q.high ?? 0)), panel.least || 0);
    if (!(max > 0)) max = 1;
    if (panel.max) max = panel.max;
    const y = (v) => top + height - (Math.min(v, max) / max) * height;
    for (const v of niceTicks(max, height > 80 ? 3 : 2)) {
      if (v > 0) root.append(sv("line", { x1: x0, x2: x1, y1: Math.round(y(v)), y2: Math.round(y(v)), class: "grid" }));
      if (v > 0 || max === 1) root.append(sv("text", { x: x0 - 8, y: p1(Math.max(y(v) + 4, top + 9)), "text-anchor": "end", class: "dim small", text: (panel.format || (right && max < 1e6 ? number : compact))(v) }));
    }
    const labels = [];
    panel.lines.forEach((l, k) => {
      const d = linePath(l.values, x, y, from, to);
      if (!d) return;
      if (k === 0 && panel.lines.length === 1 && !list(l.values.slice(from, to + 1)).some((v) => !isNumber(v)))
        root.append(sv("path", { d: `${d}L${p1(x(to))} ${top + height}L${p1(x(from))} ${top + height}Z`, class: "under" }));
      root.append(sv("path", { d, class: `line ${k ? "second" : ""}` }));
      let last = to;
      while (last > from && !isNumber(l.values[last])) last--;
      if (l.label) labels.push({ y: y(l.values[last]), text: l.label });
    });
    if (right) for (const l of spread(labels, 15, top + 6, top + height - 2)) root.append(sv("text", { x: x1 + 8, y: p1(l.at + 4), class: "small", text: l.text }));
    // Without a margin for them, two lines carry their names on the line, where they are farthest apart.
    if (!right && panel.lines.length === 2) {
      const [one, two] = panel.lines.map((l) => l.values);
      let at = -1, gap = 0;
      for (let i = from; i <= to; i++) {
        if (x(i) < x0 + 40 || x(i) > x1 - 40 || !isNumber(one[i]) || !isNumber(two[i])) continue;
        const g = Math.abs(y(one[i]) - y(two[i]));
        if (g > gap + 1) { gap = g; at = i; }
      }
      if (at >= 0 && gap > 12) panel.lines.forEach((l, k) => {
        const below = (k ? two[at] < one[at] : one[at] < two[at]), base = y(k ? two[at] : one[at]);
        root.append(sv("text", { x: p1(x(at)), y: p1(Math.min(top + height - 3, Math.max(top + 10, below ? base + (gap > 34 ? -5 : 14) : base + (gap > 34 ? 14 : -5)))), "text-anchor": "middle", class: "small halo", text: l.label }));
      });
    }
    for (const q of points) {
      const cx = Math.min(x1, Math.max(x0, (x(Math.max(from, q.a)) + x(Math.min(to, q.b))) / 2));
      const g = sv("g", {}, sv("title", { text: describe(q.r) }));
      if (q.b > q.a) g.append(sv("line", { x1: p1(x(Math.max(from, q.a))), x2: p1(x(Math.min(to, q.b))), y1: p1(y(q.value)), y2: p1(y(q.value)), class: "obs-bar" }));
      if (isNumber(q.low) && isNumber(q.high)) g.append(sv("line", { x1: p1(cx), x2: p1(cx), y1: p1(y(q.low)), y2: p1(y(q.high)), class: "obs-bar" }));
      g.append(sv("circle", { cx: p1(cx), cy: p1(y(q.value)), r: 3.6, class: q.r.verified === false ? "obs hollow" : "obs" }));
      root.append(g);
    }
    root.append(sv("line", { x1: x0, x2: x1, y1: top + height, y2: top + height, class: "tick" }));
  }

  /** The widest place inside a band for a label of the given width: it must fit between the band's edges on every day that it spans. */
  function roomFor(width, tops, feet, x, from, to) {
    const unit = x(from + 1) - x(from) || width, half = Math.ceil(width / 2 / unit);
    let best = null;
    for (let i = from + half; i <= to - half; i++) {
      let top = -Infinity, foot = Infinity;
      for (let j = i - half; j <= i + half && foot - top >= 14; j++) {
        if (tops[j] === undefined) { foot = -Infinity; break; }
        top = Math.max(top, tops[j]);
        foot = Math.min(foot, feet[j]);
      }
      if (foot - top >= 14 && (!best || foot - top > best.room + 0.5)) best = { room: foot - top, cx: x(i), mid: (top + foot) / 2 };
    }
    return best;
  }

  function drawAreas(root, panel, box, from, to) {
    const { x, top, height, x0, x1, right } = box;
    const totals = [];
    for (let i = from; i <= to; i++) totals[i] = sum(panel.layers.map((l) => l.values[i]));
    const base = new Array(to + 1).fill(0);
    const y = (v) => top + height - v * height;
    root.append(sv("rect", { x: x0, y: top, width: x1 - x0, height, fill: "none", class: "grid" }));
    const labels = [], inside = [];
    for (const layer of panel.layers) {
      let upper = "", lower = [], d = "";
      const tops = [], feet = [];
      const close = () => { if (lower.length) d += `${upper}${lower.reverse().join("")}Z`; upper = ""; lower = []; };
      for (let i = from; i <= to; i++) {
        if (!(totals[i] > 0)) { close(); continue; }
        const share = (isNumber(layer.values[i]) ? layer.values[i] : 0) / totals[i];
        const y0 = y(base[i]), y1 = y(base[i] + share);
        // A day is as wide as its step, so that the first and the last day reach the edge of the chart.
        const a = i === from ? x0 : x(i), b = i === to ? x1 : x(i);
        upper += `${upper ? "L" : "M"}${p1(a)} ${p1(y1)}` + (b !== a ? `L${p1(b)} ${p1(y1)}` : "");
        lower.push((b !== a ? `L${p1(b)} ${p1(y0)}` : "") + `L${p1(a)} ${p1(y0)}`);
        base[i] += share;
        tops[i] = y1; feet[i] = y0;
        if (i === to && share > 0.02) labels.push({ y: (y0 + y1) / 2, text: layer.label, tone: layer.text });
      }
      close();
      if (d) root.append(sv("path", { d, class: `layer ${layer.class}` }, sv("title", { text: layer.name || layer.label })));
      const spot = right ? null : roomFor(textWidth(layer.label, 12, 600) + 8, tops, feet, x, from, to);
      if (spot) inside.push({ ...spot, layer });
    }
    if (right) {
      for (const l of spread(labels, 14, top + 6, top + height - 4)) root.append(sv("text", { x: x1 + 8, y: p1(l.at + 4), class: `small ${l.tone || ""}`, text: l.text }));
    } else {
      for (const { cx, mid, layer } of inside) {
        root.append(sv("text", { x: p1(cx), y: p1(mid + 4), "text-anchor": "middle", class: `small bold ${layer.tone || "on-light"}`, text: layer.label }));
      }
    }
    for (const v of panel.ticks || [0, 0.5, 1]) root.append(sv("text", { x: x0 - 8, y: p1(y(v) + (v === 1 ? 9 : v === 0 ? 0 : 4)), "text-anchor": "end", class: "dim small", text: percent(v) }));
    root.append(sv("line", { x1: x0, x2: x1, y1: Math.round(y(0.5)) + 0.5, y2: Math.round(y(0.5)) + 0.5, stroke: "var(--paper)", "stroke-opacity": 0.55, "stroke-dasharray": "2 3" }));
    if (panel.band) {
      let a = from;
      for (let i = from; i <= to; i++) {
        if (i < to && panel.band[i + 1] === panel.band[a]) continue;
        const kind = panel.band[a] || "none";
        const left = a === from ? x0 : x(a) - (x(1) - x(0)) / 2, end = i === to ? x1 : x(i) + (x(1) - x(0)) / 2;
        root.append(sv("rect", { x: p1(left), y: top - 5, width: p1(Math.max(0.5, end - left)), height: 4, class: `res-${["support", "oppose", "claim"].includes(kind) ? kind : "none"}` }, sv("title", { text: RESOLUTION[kind] || kind })));
        a = i + 1;
      }
    }
  }
  const RESOLUTION = { none: "no council, or no resolution on power", support: "supports the government on conditions", oppose: "opposes the government", claim: "claims power" };

  /**
   * Panels on one time axis. Options: panels, milestones (bool), label, readout (element), range().
   * A panel: {title, height, lines:[{values,label}], record} or {title, height, layers:[{values,label,class}], band}.
   */
  function timeChart(options) {
    const host = el("div", {});
    const panels = options.panels.filter(Boolean);
    if (!panels.length || !N) return el("p", { class: "empty", text: options.absent || "This run recorded nothing for this chart." });
    const draw = (width) => {
      const [from, to] = options.range ? options.range() : [0, N - 1];
      const wide = width > 620;
      const names = panels.flatMap((q) => (q.layers || q.lines).map((l) => l.label || ""));
      const rightNeed = Math.max(0, ...names.map((t) => textWidth(t, 12, 600))) + 12;
      const margin = { left: wide ? 62 : 42, right: wide ? rightNeed : options.rightAlways ? rightNeed : 4 };
      const x0 = margin.left, x1 = width - margin.right, unit = (x1 - x0) / (to - from + 1);
      const x = (i) => x0 + (i - from + 0.5) * unit;
      const marks = options.milestones ? placeMilestones(x, x0, x1, from, to) : { rows: 0, items: [] };
      let y = marks.rows ? marks.rows * 21 + 4 : 0;
      const root = sv("svg", { width, role: "img", tabindex: "0", "aria-label": `${options.label || "Chart"}. Use the arrow keys to read day by day.` });
      const under = sv("g", {}), over = sv("g", {}), titles = [];
      root.append(under);
      const firstTop = y + 22;
      for (const panel of panels) {
        const titleY = y + 22;
        titles.push([panel, titleY]);
        const top = titleY + (panel.band ? 8 : 0), height = wide ? panel.height : Math.round(panel.height * 0.86);
        const box = { x, top, height, x0, x1, right: wide || options.rightAlways };
        (panel.layers ? drawAreas : drawLines)(under, panel, box, from, to);
        y = top + height + (panels.length > 1 ? 8 : 2);
      }
      const bottom = y - (panels.length > 1 ? 8 : 2);
      for (const m of marks.items) {
        over.append(sv("line", { x1: Math.round(m.x) + 0.5, x2: Math.round(m.x) + 0.5, y1: m.row * 21 + 19, y2: bottom, class: "mile" }),
          sv("g", {}, sv("title", { text: `${m.label}, ${day(m.date)}` }), sv("circle", { cx: p1(m.at), cy: m.row * 21 + 10, r: 8.5, fill: "var(--paper)", stroke: "var(--ink)" }),
            sv("text", { x: p1(m.at), y: m.row * 21 + 14, "text-anchor": "middle", class: "small", text: String(m.number) })));
      }
      for (const [panel, at] of titles) panelTitle(over, panel, at);
      root.append(over);
      y = bottom + 2 + timeAxis(root, x0, x1, bottom + 2, from, to, margin.left - 2);
      root.setAttribute("height", y);
      root.setAttribute("viewBox", `0 0 ${width} ${y}`);
      crosshair(root, { x0, x1, unit, from, to, top: firstTop, bottom, panels, readout: options.readout, hint: options.hint });
      host.replaceChildren(root);
    };
    return drawn(host, draw);
  }

  function placeMilestones(x, x0, x1, from, to) {
    const items = [], ends = new Array(6).fill(-Infinity);
    MILESTONES.map((m, k) => ({ ...m, number: k + 1, i: indexOf(m.date) })).filter((m) => m.i >= from && m.i <= to).sort((a, b) => a.i - b.i).forEach((m) => {
      const at = Math.min(x1 - 9, Math.max(x0 + 9, x(m.i)));
      let row = ends.findIndex((e) => at - e >= 20);
      if (row < 0) row = ends.length - 1;
      ends[row] = at;
      items.push({ ...m, x: x(m.i), at, row });
    });
    return { items, rows: items.length ? Math.max(...items.map((m) => m.row)) + 1 : 0 };
  }

  function crosshair(root, c) {
    if (!c.readout) return;
    const cursor = sv("line", { y1: c.top, y2: c.bottom, class: "cursor", visibility: "hidden" });
    root.append(cursor);
    let at = -1;
    const show = (i) => {
      at = Math.max(c.from, Math.min(c.to, i));
      const x = Math.round(c.x0 + (at - c.from + 0.5) * c.unit) + 0.5;
      cursor.setAttribute("x1", x); cursor.setAttribute("x2", x); cursor.setAttribute("visibility", "visible");
      const bits = [el("b", { text: day(DATES[at]) })];
      for (const p of c.panels) {
        if (p.layers) {
          const total = sum(p.layers.map((l) => l.values[at]));
          if (!(total > 0)) continue;
          const shares = p.layers.map((l) => [l.label, l.values[at] / total]).filter((s) => s[1] >= 0.015).sort((a, b) => b[1] - a[1]).slice(0, 4);
          bits.push(`; ${p.short || p.title.toLowerCase()}: ${shares.map(([l, s]) => `${l} ${percent(s)}`).join(", ")}`);
        } else for (const l of p.lines) if (isNumber(l.values[at])) bits.push(`; ${(l.name || p.short || p.title).toLowerCase()} `, el("b", { text: (p.exact || number)(l.values[at]) }));
      }
      c.readout.replaceChildren(...bits);
    };
    const clear = () => { cursor.setAttribute("visibility", "hidden"); c.readout.textContent = c.hint || ""; at = -1; };
    const from = (event) => show(c.from + Math.floor((event.clientX - root.getBoundingClientRect().left - c.x0) / c.unit));
    root.addEventListener("pointermove", from);
    root.addEventListener("pointerdown", from);
    root.addEventListener("pointerleave", clear);
    root.addEventListener("blur", clear);
    root.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, PageUp: 7, PageDown: -7 }[event.key];
      if (event.key === "Home") show(c.from); else if (event.key === "End") show(c.to);
      else if (step) show(at < 0 ? (step > 0 ? c.from : c.to) : at + step); else return;
      event.preventDefault();
    });
  }
  const readoutLine = (hint) => el("p", { class: "readout", "aria-live": "polite", text: hint || "" });

  const authorityLayers = (block) => {
    if (!block || !AUTHORITY.some((a) => some(block[`authority_${a}`]))) return null;
    return AUTHORITY.map((a) => ({ values: list(block[`authority_${a}`]), label: AUTHORITY_LABEL[a], class: `a-${a}`, tone: tone(a), text: a === "council" || a === "government" ? `t-${a}` : "" }));
  };
  const partyLayers = (series) => {
    if (!series || typeof series !== "object") return null;
    const ids = partyOrder(Object.keys(series)).filter((id) => largest(series[id]) > 0);
    return ids.length ? ids.map((id) => ({ values: list(series[id]), label: partyShort(id), name: partyName(id), class: partyClass(id), tone: tone(id) })) : null;
  };
  const areas = (title, layers, height, extra) => layers && { title, layers, height, ...extra };
  const lines = (title, rows, height, extra) => {
    const kept = rows.filter((l) => some(l.values));
    return kept.length ? { title, lines: kept, height, ...extra } : null;
  };

  /** A thin strip of who was obeyed, day by day: the head of the report and the track of the map's slider. */
  function strip(block, height, label) {
    const layers = authorityLayers(block);
    if (!layers) return null;
    const host = el("div", {});
    return drawn(host, (width) => {
      const root = sv("svg", { width, height, role: "img", "aria-label": label });
      const x = (i) => ((i + 0.5) / N) * width;
      const sink = sv("g", {});
      drawAreas(sink, { layers: layers.map((l) => ({ ...l, label: "" })), ticks: [] }, { x, top: 0, height, x0: 0, x1: width, right: true }, 0, N - 1);
      sink.querySelectorAll("text").forEach((t) => t.remove());
      root.append(sink, sv("line", { class: "cursor strip-cursor", y1: 0, y2: height, visibility: "hidden" }));
      host.replaceChildren(root);
    });
  }

  // ------------------------------------------------------------------ maps

  const RAD = Math.PI / 180;
  /** Albers' equal-area conic projection: every square centimetre is the same number of square kilometres. */
  function albers(lon0, lat0, lat1, lat2) {
    const n = (Math.sin(lat1 * RAD) + Math.sin(lat2 * RAD)) / 2;
    const c = Math.cos(lat1 * RAD) ** 2 + 2 * n * Math.sin(lat1 * RAD);
    const rho = (lat) => Math.sqrt(Math.max(0, c - 2 * n * Math.sin(lat * RAD))) / n;
    const r0 = rho(lat0);
    return ([lon, lat]) => { const r = rho(lat), a = n * (lon - lon0) * RAD; return [r * Math.sin(a), r * Math.cos(a) - r0]; };
  }
  function plan(lat0) { const k = Math.cos(lat0 * RAD); return ([lon, lat]) => [lon * k * RAD, -lat * RAD]; }

  // Each frame: a projection, the corners that must be seen, and which places it shows.
  const FRAMES = {
    europe: { name: "European Russia and the Caucasus", project: albers(41, 55, 44, 63), corners: [[20.5, 59], [24, 45.4], [33, 69.6], [41, 69.3], [50, 39.6], [57, 45.5], [61, 59.5], [62.3, 56]], holds: (p) => p.lon < 62 },
    asia: { name: "Siberia and Central Asia, at a smaller scale", project: albers(98, 56, 46, 66), corners: [[53, 38], [58, 68], [72, 72.5], [104, 77.3], [71, 36.5], [140, 46], [132, 42.3], [163, 53], [188, 65.2]], holds: (p) => p.lon > 52 },
  };

  function fit(frame, width) {
    const xy = frame.corners.map(frame.project), xs = xy.map((q) => q[0]), ys = xy.map((q) => q[1]);
    const k = (width - 4) / (Math.max(...xs) - Math.min(...xs));
    return { height: Math.round((Math.max(...ys) - Math.min(...ys)) * k + 4), k, at: (q) => { const [a, b] = frame.project(q); return [2 + (a - Math.min(...xs)) * k, 2 + (b - Math.min(...ys)) * k]; } };
  }
  /** A long step along a parallel is an arc on the map: it is cut into steps of two degrees. */
  function ringPath(ring, at) {
    let d = "";
    ring.forEach((q, i) => {
      const from = ring[i - 1], steps = from ? Math.max(1, Math.ceil(Math.abs(q[0] - from[0]) / 2)) : 1;
      for (let k = 1; k <= steps; k++) {
        const [a, b] = at(from ? [from[0] + ((q[0] - from[0]) * k) / steps, from[1] + ((q[1] - from[1]) * k) / steps] : q);
        d += `${d ? "L" : "M"}${p1(a)} ${p1(b)}`;
      }
    });
    return d;
  }
  const areaPath = (multi, at) => list(multi).map((polygon) => polygon.map((r) => ringPath(r, at) + "Z").join("")).join("");

  /** Keep the part of a convex polygon that lies nearer to a than to b. */
  function nearer(polygon, a, b) {
    const mx = (a[0] + b[0]) / 2, my = (a[1] + b[1]) / 2, dx = b[0] - a[0], dy = b[1] - a[1];
    const side = (q) => (q[0] - mx) * dx + (q[1] - my) * dy;
    const out = [];
    for (let i = 0; i < polygon.length; i++) {
      const p = polygon[i], q = polygon[(i + 1) % polygon.length], sp = side(p), sq = side(q);
      if (sp <= 0) out.push(p);
      if (sp < 0 !== sq < 0 && sp !== sq) { const t = sp / (sp - sq); out.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]); }
    }
    return out;
  }
  /** Voronoi cells by half-plane clipping, nearest neighbours first; a cell is done when the next one is too far to cut it. */
  function voronoi(points, box) {
    return points.map((a) => {
      let cell = [[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]];
      const others = points.filter((b) => b !== a).map((b) => [Math.hypot(b[0] - a[0], b[1] - a[1]), b]).sort((u, v) => u[0] - v[0]);
      for (const [distance, b] of others) {
        const reach = Math.max(...cell.map((q) => Math.hypot(q[0] - a[0], q[1] - a[1])));
        if (distance > 2 * reach) break;
        if (distance > 1e-9) cell = nearer(cell, a, b);
        if (!cell.length) break;
      }
      return cell;
    });
  }

  const RURAL = new Set(["county", "province"]);
  const POINTS = new Set(["town", "base"]);
  /**
   * What the land shows: the counties; a province without located counties shows itself. Towns lend their position to the
   * shape of their province's cell, which is coloured by the county nearest to them, or by the province.
   */
  function landSites() {
    const sites = [], seen = new Map();
    const add = (p, shows) => {
      const key = `${p.lat.toFixed(3)} ${p.lon.toFixed(3)}`;
      if (seen.has(key)) { if (p.kind === "county") seen.get(key).shows = shows; return; }
      const site = { lon: p.lon, lat: p.lat, shows };
      seen.set(key, site);
      sites.push(site);
    };
    const counties = PLACES.filter((p) => p.kind === "county" && located(p));
    const near = (p) => counties.filter((c) => c.parent === p.parent).sort((a, b) => Math.hypot(a.lat - p.lat, a.lon - p.lon) - Math.hypot(b.lat - p.lat, b.lon - p.lon))[0];
    counties.forEach((p) => add(p, p));
    const withCounty = new Set(counties.map((p) => p.parent));
    PLACES.filter((p) => p.kind === "province" && located(p) && !withCounty.has(p.id)).forEach((p) => add(p, p));
    PLACES.filter((p) => POINTS.has(p.kind) && located(p) && p.parent).forEach((p) => { const shows = near(p) || placeOf.get(p.parent); if (shows) add(p, shows); });
    return sites;
  }
  let sitesOnce = null;
  const sites = () => (sitesOnce ||= landSites());

  function authorityClass(a) {
    if (!a) return "x0";
    const [g, c, m, n] = a, top = Math.max(g, c, m, n);
    if (top <= 0) return "x0";
    if (g + c > 0.5 && Math.min(g, c) / Math.max(g, c) > 0.66) return "h";
    if (top === n) return "n";
    const level = top < 0.5 ? 1 : top < 0.67 ? 2 : 3;
    return (top === c ? "c" : top === g ? "g" : "m") + level;
  }
  function partyWeekClass(id, week) {
    const k = list(PLACE_WEEKS[id]?.seats)[week];
    return isNumber(k) && k >= 0 && PARTIES[k] ? partyClass(PARTIES[k].id) : "x0";
  }
  const fillClass = (place, week, mode) => (mode === "party" ? partyWeekClass(place.id, week) : mode === "strikers" ? "x0" : authorityClass(authorityIn(place.id, week)));

  function placeTip(place, week) {
    const a = authorityIn(place.id, week), strikers = strikersIn(place.id, week), k = list(PLACE_WEEKS[place.id]?.seats)[week];
    const parent = placeOf.get(place.parent);
    const out = [el("b", { text: place.name || place.id })];
    if (place.name_ru) out.push(" ", el("i", { lang: "ru", text: place.name_ru }));
    out.push(el("br"), el("i", { text: [parent && parent.name !== place.name && place.kind !== "district" ? parent.name : null, isNumber(place.population) ? `${people(place.population)} people${place.unverified ? " (unverified)" : ""}` : null].filter(Boolean).join(", ") }));
    if (a) out.push(el("br"), `government ${percent(a[0])}, councils ${percent(a[1])}`, el("br"), `committees ${percent(a[2])}, nobody ${percent(a[3])}`);
    if (strikers > 0) out.push(el("br"), `${number(strikers)} on strike`);
    if (isNumber(k) && k >= 0 && PARTIES[k]) out.push(el("br"), `largest in the council: ${PARTIES[k].name}`);
    return out;
  }

  const SCALE_TOWN = (width) => Math.min(15, width * 0.021) / Math.sqrt(2.4e6);
  let clipCount = 0;

  /** One map in one frame; `update(week, mode)` only changes classes and radii. */
  function mapFrame(key, width, options = {}) {
    const frame = FRAMES[key], { height, at } = fit(frame, width), clip = `clip-${key}-${++clipCount}`;
    const root = sv("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": options.label || frame.name, class: options.mini ? "mini" : null });
    const box = [-width, -height, 2 * width, 2 * height];
    const shown = sites().filter((s) => frame.holds(s) && (key === "asia" || s.lat < 72));
    const cells = voronoi(shown.map((s) => at([s.lon, s.lat])), box);
    root.append(sv("defs", {}, sv("clipPath", { id: clip }, sv("path", { d: areaPath(BASE.empire, at), "clip-rule": "evenodd" }))),
      sv("rect", { width, height, class: "sea" }), sv("path", { d: areaPath(BASE.land, at), class: "land", "fill-rule": "evenodd" }));
    const movable = [];
    const land = sv("g", { "clip-path": `url(#${clip})` });
    const runDay = stamp(META.start || DATES[0]), war = BASE.occupied_1917;
    cells.forEach((cell, i) => {
      if (cell.length < 3) return;
      const path = sv("path", { d: cell.map((q, k) => `${k ? "L" : "M"}${p1(q[0])} ${p1(q[1])}`).join("") + "Z" });
      path.dataset.place = shown[i].shows.id;
      movable.push({ node: path, place: shown[i].shows, base: "cell" });
      land.append(path);
    });
    for (const r of options.mini ? [] : list(BASE.rivers)) land.append(sv("path", { d: smooth(r.points.map(at)), class: "river" }));
    if (!options.mini) for (const l of list(BASE.lakes)) land.append(sv("path", { d: smoothRing(l.points.map(at)), class: "lake" }));
    root.append(land);
    if (war && runDay >= stamp(war.from) && runDay <= stamp(war.to)) {
      root.append(sv("path", { d: areaPath(war.area, at), class: "occupied" }));
      if (key === "europe") for (const l of [war.line, war.line_caucasus]) root.append(sv("path", { d: ringPath(list(l), at), class: "front-line", style: options.mini ? "stroke-width:0.9" : null }));
    }
    root.append(sv("path", { d: areaPath(BASE.land, at), class: "coast" }));
    if (!options.mini) root.append(sv("path", { d: ringPath(list(BASE.border_1914), at), class: "border" }));
    if (!options.mini && width > 380) for (const l of list(BASE.labels)) {
      const [x, y] = at([l.lon, l.lat]), w = textWidth(l.text) / 2;
      if (x > w && x < width - w && y > 14 && y < height - 4 && frame.holds(l)) root.append(sv("text", { x: p1(x), y: p1(y), "text-anchor": "middle", class: "sea-name", text: l.text }));
    }
    const k = SCALE_TOWN(key === "asia" ? width * 1.35 : width) * (options.mini ? 1.5 : 1);
    const least = options.mini ? 1e5 : 0;
    const dots = PLACES.filter((p) => located(p) && frame.holds(p) && (POINTS.has(p.kind) || p.kind === "front") && (p.population || 0) >= least).sort((a, b) => (b.population || 0) - (a.population || 0));
    const placed = [];
    for (const p of dots) {
      const [x, y] = at([p.lon, p.lat]);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const r = Math.max(options.mini ? 1.2 : 2.4, k * Math.sqrt(p.population || 0));
      const node = p.kind === "front" ? sv("rect", { x: p1(x - r * 0.886), y: p1(y - r * 0.886), width: p1(r * 1.772), height: p1(r * 1.772) }) : sv("circle", { cx: p1(x), cy: p1(y), r: p1(r) });
      if (options.mini) node.style.strokeWidth = "0.6";
      node.dataset.place = p.id;
      movable.push({ node, place: p, base: p.kind === "front" ? "army" : "town", r });
      root.append(node);
      placed.push({ p, x, y, r });
    }
    if (!options.mini) labelTowns(root, placed, width, height, key === "europe" ? (width > 560 ? 22 : 9) : width > 380 ? 9 : 5);
    hoverPlaces(root, () => root.week);
    root.update = (week, mode) => {
      root.week = week;
      root.classList.toggle("of-strikers", mode === "strikers");
      for (const m of movable) {
        m.node.setAttribute("class", `${m.base} ${mode === "strikers" && m.base === "town" ? "strike" : fillClass(m.place, week, mode)}`);
        if (m.base === "town" && m.node.tagName === "circle") m.node.setAttribute("r", p1(mode === "strikers" ? Math.sqrt(strikersIn(m.place.id, week)) * k * 2 : m.r));
        if (m.base === "army") m.node.setAttribute("visibility", mode === "strikers" ? "hidden" : "visible");
      }
    };
    return root;
  }

  function labelTowns(root, placed, width, height, most) {
    const taken = placed.filter((q) => q.r > 5).map((q) => [q.x - q.r, q.y - q.r, q.x + q.r, q.y + q.r]);
    let count = 0;
    for (const q of placed) {
      if (count >= most) break;
      const text = q.p.name, w = textWidth(text, 12.5), h = 13;
      const spots = [[q.x + q.r + 4, q.y + 4, "start"], [q.x - q.r - 4, q.y + 4, "end"], [q.x, q.y - q.r - 5, "middle"], [q.x, q.y + q.r + 13, "middle"]];
      for (const [x, y, anchor] of spots) {
        const a = anchor === "start" ? x : anchor === "end" ? x - w : x - w / 2;
        const b = [a - 2, y - h + 2, a + w + 2, y + 3];
        if (b[0] < 2 || b[2] > width - 2 || b[1] < 2 || b[3] > height - 2) continue;
        if (taken.some((t) => t[0] < b[2] && t[2] > b[0] && t[1] < b[3] && t[3] > b[1])) continue;
        taken.push(b);
        root.append(sv("text", { x: p1(x), y: p1(y), "text-anchor": anchor, class: `halo small${q.p.kind === "front" ? " army-name" : ""}`, "pointer-events": "none", text }));
        count++;
        break;
      }
    }
  }

  function hoverPlaces(root, week) {
    root.addEventListener("pointermove", (event) => {
      const place = placeOf.get(event.target.dataset?.place);
      if (place) showTip(event, placeTip(place, week())); else hideTip();
    });
    root.addEventListener("pointerleave", hideTip);
  }

  /** The capital's districts; where the base map knows the town, with its water, since the bridges mattered. */
  function districtFrame(town, width) {
    const districts = (childrenOf.get(town) || []).filter((p) => p.kind === "district" && located(p));
    if (districts.length < 3) return null;
    const base = BASE.insets?.[town];
    const lats = districts.map((p) => p.lat), lons = districts.map((p) => p.lon);
    const b = base?.box || [Math.min(...lons) - 0.03, Math.min(...lats) - 0.02, Math.max(...lons) + 0.03, Math.max(...lats) + 0.02];
    const frame = { project: plan((b[1] + b[3]) / 2), corners: [[b[0], b[1]], [b[2], b[3]]] };
    const { height, at } = fit(frame, width), clip = `clip-town-${++clipCount}`;
    const root = sv("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${placeName(town)} by district` });
    const cells = voronoi(districts.map((p) => at([p.lon, p.lat])), [-width, -height, 2 * width, 2 * height]);
    const outline = base?.city ? smoothRing(base.city.map(at)) : `M0 0H${width}V${height}H0Z`;
    root.append(sv("defs", {}, sv("clipPath", { id: clip }, sv("path", { d: outline }))), sv("rect", { width, height, class: base ? "land" : "sea" }));
    const movable = [], land = sv("g", { "clip-path": `url(#${clip})` });
    districts.forEach((p, i) => {
      const path = sv("path", { d: cells[i].map((q, n) => `${n ? "L" : "M"}${p1(q[0])} ${p1(q[1])}`).join("") + "Z" });
      path.dataset.place = p.id;
      movable.push({ node: path, place: p });
      land.append(path);
    });
    root.append(land);
    if (base) {
      root.append(sv("path", { d: smoothRing(list(base.gulf).map(at)), class: "sea" }));
      for (const w of list(base.water)) root.append(sv("path", { d: smooth(w.points.map(at)), class: "neva", style: `stroke-width:${p1((w.width * width) / 480)}px` }, sv("title", { text: w.name })));
      for (const l of list(base.labels)) { const [x, y] = at([l.lon, l.lat]); root.append(sv("text", { x: p1(x), y: p1(y), "text-anchor": "middle", class: "sea-name", transform: l.angle ? `rotate(${l.angle} ${p1(x)} ${p1(y)})` : null, text: l.text })); }
    }
    const bubbles = sv("g", {});
    root.append(bubbles);
    const taken = [];
    for (const p of [...districts].sort((u, v) => (v.population || 0) - (u.population || 0))) {
      const [x, y] = at([p.lon, p.lat]), name = p.name.replace(/ \(.*/, ""), w = textWidth(name, 12) / 2;
      for (const dy of [4, -9, 17]) {
        const cx = Math.min(width - w - 4, Math.max(w + 4, x)), box = [cx - w - 1, y + dy - 11, cx + w + 1, y + dy + 3];
        if (taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1]) || box[1] < 0 || box[3] > height) continue;
        taken.push(box);
        root.append(sv("text", { x: p1(cx), y: p1(y + dy), "text-anchor": "middle", class: "halo small", "pointer-events": "none", text: name }));
        break;
      }
    }
    hoverPlaces(root, () => root.week);
    root.update = (week, mode) => {
      root.week = week;
      bubbles.replaceChildren();
      for (const m of movable) {
        m.node.setAttribute("class", `cell ${fillClass(m.place, week, mode)}`);
        const s = mode === "strikers" ? strikersIn(m.place.id, week) : 0;
        if (s > 0) { const [x, y] = at([m.place.lon, m.place.lat]); bubbles.append(sv("circle", { cx: p1(x), cy: p1(y), r: p1(Math.sqrt(s) * width * 0.00026), class: "strike" })); }
      }
    };
    return root;
  }
  function smooth(points) {
    if (points.length < 3) return points.map((q, i) => `${i ? "L" : "M"}${p1(q[0])} ${p1(q[1])}`).join("");
    let d = `M${p1(points[0][0])} ${p1(points[0][1])}`;
    for (let i = 1; i < points.length - 1; i++) {
      const mid = i === points.length - 2 ? points[i + 1] : [(points[i][0] + points[i + 1][0]) / 2, (points[i][1] + points[i + 1][1]) / 2];
      d += `Q${p1(points[i][0])} ${p1(points[i][1])} ${p1(mid[0])} ${p1(mid[1])}`;
    }
    return d;
  }

  function smoothRing(points) {
    const mid = (a, b) => `${p1((a[0] + b[0]) / 2)} ${p1((a[1] + b[1]) / 2)}`, n = points.length;
    return `M${mid(points[n - 1], points[0])}` + points.map((q, i) => `Q${p1(q[0])} ${p1(q[1])} ${mid(q, points[(i + 1) % n])}`).join("") + "Z";
  }

  function mapKey(mode) {
    const swatch = (cls) => sv("svg", { width: 16, height: 16, "aria-hidden": "true" }, sv("rect", { width: 16, height: 16, class: cls }));
    const item = (cls, text) => el("li", {}, Array.isArray(cls) ? cls.map(swatch) : swatch(cls), text);
    const dot = el("li", {}, sv("svg", { width: 34, height: 16, "aria-hidden": "true" }, sv("circle", { cx: 8, cy: 8, r: 6, fill: "none", stroke: "var(--ink)" }), sv("rect", { x: 19, y: 3, width: 11, height: 11, fill: "none", stroke: "var(--ink)" })), "town, army (area by people)");
    if (mode === "strikers") return el("ul", { class: "key" }, item("strike", "people on strike, by area of the circle"));
    if (mode === "party") {
      const present = new Set(Object.values(PLACE_WEEKS).flatMap((w) => list(w?.seats)));
      return el("ul", { class: "key" }, [...present].filter((k) => k >= 0 && PARTIES[k]).sort((a, b) => rank(PARTIES[a].id) - rank(PARTIES[b].id)).map((k) => item(partyClass(PARTIES[k].id), PARTIES[k].name)), item("x0", "no council"));
    }
    return el("ul", { class: "key" }, item(["g1", "g2", "g3"], "government: under 1/2, to 2/3, above"), item(["c1", "c2", "c3"], "councils"), item(["m1", "m2", "m3"], "public committees"), item("h", "contested by both"), item("n", "nobody"), dot);
  }

  // ------------------------------------------------------------------ sections

  const report = document.getElementById("report");
  const contents = [];
  function section(id, title, short, ...children) {
    contents.push([id, short]);
    const node = el("section", { id, "aria-labelledby": `${id}-h` }, el("h2", { id: `${id}-h`, text: title }), children);
    report.append(node);
    return node;
  }
  const say = (...sentences) => { const text = sentences.filter(Boolean).join(" "); return text ? el("p", { text }) : null; };
  const absent = (text) => el("p", { class: "empty", text });

  const OUTCOME = {
    "regime-holds": "The old regime holds", "government-holds": "The government holds", "council-transfer": "Power passes to the councils", "council-seizure": "The council's party seizes power",
    crushed: "The rising is crushed", coup: "A coup succeeds", restoration: "The old regime is restored", unresolved: "Unresolved at the end of the run",
  };

  function themeButton() {
    const dark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
    const button = el("button", { type: "button", class: "plain" });
    const label = () => { button.textContent = dark() ? "Light page" : "Dark page"; };
    button.addEventListener("click", () => { document.documentElement.dataset.theme = dark() ? "light" : "dark"; label(); });
    label();
    return button;
  }

  function head() {
    const title = META.title || META.scenario || "A run";
    document.title = `${title}: report of a run`;
    const outcome = DATA.outcome || {}, whatIfs = list(META.interventions);
    const facts = [[META.persons, (v) => [el("b", { text: number(v) }), " persons"]], [META.cells, (v) => [el("b", { text: number(v) }), " cells"]], [META.places, (v) => [el("b", { text: number(v) }), v === 1 ? " place" : " places"]],
      [META.start && META.end, () => [el("b", { text: day(META.start) }), " to ", el("b", { text: day(META.end) })]], [META.seed, (v) => ["seed ", el("b", { text: String(v) })]], [META.scale, (v) => ["scale ", el("b", { text: v })]]];
    const block = authorityLayers(DATA.national) ? DATA.national : DATA.capital;
    const where = block === DATA.national ? "the country" : CAPITAL;
    const course = strip(block, 44, `Whose orders were followed in ${where}, day by day`);
    const axisHost = el("div", {});
    const axis = N ? drawn(axisHost, (width) => { const root = sv("svg", { width, height: 48, "aria-hidden": "true" }); timeAxis(root, 0, width, 0, 0, N - 1, 0); axisHost.replaceChildren(root); }) : null;
    report.append(
      el("div", { class: "masthead" }, el("p", { class: "kicker" }, el("b", { text: "Tauride" }), " · report of one simulated run"), themeButton()),
      el("header", { id: "head" },
        el("div", { class: "opening" }, el("div", {}, el("h1", { text: title }), META.summary && el("p", { class: "summary", text: META.summary }), whatIfs.length > 0 && el("p", { class: "summary what-ifs" }, el("b", { text: whatIfs.length > 1 ? "What if (all at once): " : "What if: " }), whatIfs.map((w) => w.title || w.name).join("; "))), headMap()),
        el("div", { class: "outcome" }, el("p", { text: outcome.sentence || "This run has no outcome on record." }),
          outcome.kind && el("div", { class: "when" }, el("strong", { text: OUTCOME[outcome.kind] || outcome.kind }), outcome.date ? [day(outcome.date), bothShown(stamp(outcome.date)) && [el("br"), OLD ? "Old Style (New Style)" : "New Style (Old Style)"]] : "no date")),
        course && el("figure", {}, course, axis, el("figcaption", {}, `Whose orders people in ${where} followed, day by day: from the bottom `, el("b", { class: "w-council", style: "color:var(--council)", text: "the councils" }), ", from the top ", el("b", { style: "color:var(--government)", text: "the government" }), ", between them public committees (ochre) and nobody (grey). Everything on this page is simulated, except what is called the record.")),
        el("ul", { class: "facts" }, facts.filter(([v]) => v !== undefined && v !== null && v !== "").map(([v, show]) => el("li", {}, show(v))))),
      el("nav", { "aria-label": "Contents" }, el("ol", {})));
  }

  /** Two small maps beside the title, the first week and the week of the outcome: a country and two colours. */
  function headMap() {
    if (sites().length < 3 || !list(BASE.land).length || !WEEKS.length || !Object.keys(PLACE_WEEKS).length) return null;
    const end = indexOf(DATA.outcome?.date);
    let week = WEEKS.findIndex((d) => d >= end);
    if (end < 0 || week < 0) week = WEEKS.length - 1;
    const show = (w) => {
      const host = el("div", {});
      drawn(host, (width) => { const m = mapFrame("europe", width, { mini: true, label: `European Russia, ${day(DATES[WEEKS[w]])}` }); m.update(w, "authority"); host.replaceChildren(m); });
      return el("figure", {}, host, el("figcaption", { text: shortDay(DATES[WEEKS[w]]) }));
    };
    return el("div", { class: "head-maps" }, show(0), week > 0 && show(week));
  }

  function peak(values) {
    let at = -1;
    list(values).forEach((v, i) => { if (isNumber(v) && (at < 0 || v > values[at])) at = i; });
    return at;
  }

  function courseSentences() {
    const c = DATA.capital || {}, out = [];
    const at = peak(c.strikers);
    if (at >= 0 && c.strikers[at] > 0) out.push(`Strikers in ${CAPITAL} are most numerous on ${day(DATES[at])}: ${number(c.strikers[at])}.`);
    const half = firstDay((i) => isNumber(list(c.soldiers_refusing)[i]) && c.soldiers?.[i] > 0 && c.soldiers_refusing[i] > c.soldiers[i] / 2);
    if (half >= 0) out.push(half ? `More than half of the soldiers there first refuse orders on ${day(DATES[half])}.` : "More than half of the soldiers there refuse orders from the first day.");
    const cross = firstDay((i) => isNumber(list(c.authority_council)[i]) && c.authority_council[i] > list(c.authority_government)[i]);
    const country = firstDay((i) => isNumber(list(DATA.national?.authority_council)[i]) && DATA.national.authority_council[i] > list(DATA.national.authority_government)[i]);
    if (cross >= 0) out.push(`The council is followed by more people than the government in ${CAPITAL} from ${day(DATES[cross])}${country < 0 ? "" : country === cross ? ", and in the country from the same day" : `, in the country from ${day(DATES[country])}`}.`);
    const toll = DATA.national && some(DATA.national.dead) ? DATA.national : c, end = (key) => list(toll[key]).filter(isNumber).pop();
    if (end("dead") > 0) out.push(`By the end ${number(end("dead"))} have been killed${end("wounded") > 0 ? ` and ${number(end("wounded"))} wounded` : ""}${end("in_custody") > 0 ? `; ${number(end("in_custody"))} are in custody` : ""}.`);
    return out;
  }

  function course() {
    const c = DATA.capital || {}, nation = DATA.national || {};
    let range = [0, N - 1];
    const council = list(DATA.council_seats).find((s) => s.place === META.capital) || list(DATA.council_seats)[0];
    const councilLabel = council ? council.name || `${placeName(council.place)} council` : "";
    const records = RECORD.length > 0;
    const hint = "Point at the chart, or press the arrow keys on it, to read a day.";
    const readout = readoutLine(hint);
    const panels = [
      lines(`On strike in ${CAPITAL}`, [{ values: list(c.strikers), label: "strikers" }], 120, { record: pointsFor("capital.strikers"), short: "on strike" }),
      lines(`Soldiers refusing orders in ${CAPITAL}`, [{ values: list(c.soldiers_refusing), label: "refusing", name: "soldiers refusing" }, { values: list(c.soldiers), label: "all soldiers", name: "of all soldiers" }], 92, { record: pointsFor("capital.soldiers_refusing"), short: "soldiers refusing" }),
      areas(`Who is obeyed in ${CAPITAL}`, authorityLayers(c), 104, { short: `in ${CAPITAL}` }),
      areas("Who is obeyed in the country", authorityLayers(nation), 104, { short: "in the country" }),
      lines(`Dual power in ${CAPITAL}: 0 one power, 1 two equal powers`, [{ values: list(c.dual_power_people), label: "by people", name: "dual power by people" }, { values: list(c.dual_power_arms), label: "by arms", name: "by arms" }], 60, { max: 1, format: number }),
      council && areas(`Seats in the ${councilLabel}, by party`, partyLayers(council.seats), 150, { band: list(council.resolution), short: "seats" }),
    ];
    const seatsShown = council && partyLayers(council.seats);
    const chart = timeChart({ panels, milestones: true, label: "The course of events in stacked panels on one time axis", readout, hint, range: () => range, absent: "This run recorded no daily series." });
    const months = monthRanges();
    const choose = months.length > 2 && panels.some(Boolean) && el("div", { class: "controls" }, el("label", {}, "Show ", el("select", { onchange: (e) => { range = e.target.value === "all" ? [0, N - 1] : months[Number(e.target.value)].range; const f = figures.find((g) => g.host === chart); f.draw(f.width); } },
      el("option", { value: "all", text: "the whole run" }), months.map((m, i) => el("option", { value: i, text: m.name })))));
    section("course", "The course in one picture", "Course",
      say(...courseSentences()) || absent("This run recorded no daily series for its capital."),
      choose, panels.some(Boolean) && el("figure", {}, readout, chart,
        el("figcaption", {}, records ? "Green line: simulated. Dots with range bars: the record; hollow dots: unverified. " : "", seatsShown ? "The thin band above the seats is the council's resolution on power: blue supports the government, hatched opposes it, red claims power. " : "", seatsShown ? "Hatched olive is the Left SR party, hatched pink the Menshevik Internationalists." : "")),
      MILESTONES.length > 0 && el("ol", { class: "milestones" }, MILESTONES.map((m) => el("li", {}, `${m.label}, ${day(m.date, false)}`,
        m.record_date ? el("span", { class: "rec", text: `in the record: ${m.record_label && !/\d/.test(m.record_label) ? m.record_label + ", " : ""}${day(m.record_date, false)}${differs(m)}` }) : el("span", { class: "rec", text: "no counterpart in the record" })))));
  }
  function differs(m) {
    const gap = Math.round((stamp(m.date) - stamp(m.record_date)) / DAY_MS);
    return !isNumber(gap) ? "" : gap === 0 ? "; the same day" : `; here ${plural(Math.abs(gap), "day", "days")} ${gap > 0 ? "later" : "earlier"}`;
  }
  function monthRanges() {
    const out = [];
    for (let i = 0; i < N; i++) {
      const c = parts(primary(T0 + i * DAY_MS));
      if (!i || c.d === 1) out.push({ name: `${MONTHS[c.m]} ${c.y}${OLD ? " (Old Style)" : ""}`, range: [i, N - 1] });
      if (c.d === 1 && i) out[out.length - 2].range[1] = i - 1;
    }
    return out.filter((m) => m.range[1] - m.range[0] >= 5);
  }

  // -------- maps section

  function mapSentence(week) {
    const provinces = PLACES.filter((p) => p.kind === "province");
    const count = { g: 0, c: 0, m: 0, n: 0, h: 0, x: 0 };
    for (const p of provinces) count[authorityClass(authorityIn(p.id, week))[0]]++;
    const known = provinces.length - count.x;
    if (!known) return null;
    const bits = [[count.c, "the councils"], [count.g, "the government"], [count.m, "a public committee"], [count.n, "nobody"]].filter((b) => b[0]).map(([k, t], i) => `${k === known ? "all" : k} ${i ? (k === 1 ? "follows" : "follow") : k === 1 ? "mostly follows" : "mostly follow"} ${t}`);
    if (count.h) bits.push(`${count.h} ${count.h === 1 ? "is" : "are"} contested by both powers`);
    return `On ${day(DATES[WEEKS[week]])}, of ${known} provinces ${bits.join(", ")}.`;
  }

  function mapSection() {
    const landCount = sites().length, hasWeeks = WEEKS.length && Object.keys(PLACE_WEEKS).length;
    const sentence = hasWeeks ? mapSentence(WEEKS.length - 1) : null;
    const node = section("map", "Who obeyed whom", "Map", sentence && el("p", { text: sentence }));
    if (!hasWeeks) return void node.append(absent("This run recorded no weekly table by place, so there is no map."));
    if (landCount >= 3 && list(BASE.land).length) { bigMap(node); miniMaps(node); }
    else if (PLACES.filter((p) => p.kind === "district" && located(p)).length >= 3) bigMap(node);
    else node.append(el("p", { text: PLACES.length === 1 ? `This scenario has a single place, ${PLACES[0].name}; a map would be a dot, so here is its course.` : "This scenario has no located provinces; its places are shown as strips instead of a map." }));
    placeStrips(node);
    placeTable(node);
  }

  const MODES = [["authority", "who is obeyed"], ["strikers", "strikers"], ["party", "largest party in the council"]];
  const modesHere = () => MODES.filter(([m]) => m === "authority" || Object.values(PLACE_WEEKS).some((w) => (m === "strikers" ? largest(w?.strikers) > 0 : list(w?.seats).some((k) => k >= 0))));

  function bigMap(node) {
    const state = { week: Math.min(WEEKS.length - 1, list(DATA.map_dates)[Math.max(0, list(DATA.map_dates).length - 2)] ?? WEEKS.length - 1), mode: "authority" };
    const maps = [];
    const withLand = sites().length >= 3;
    const date = el("div", { class: "date-now", "aria-live": "polite" });
    const slider = el("input", { type: "range", min: 0, max: WEEKS.length - 1, step: 1, value: state.week, "aria-label": "Week shown on the map" });
    const play = el("button", { type: "button", class: "play", text: "Play" });
    const key = el("div", {});
    const track = strip(DATA.national || DATA.capital, 18, "Whose orders were followed, day by day");
    const update = () => {
      for (const m of maps) m.current?.update(state.week, state.mode);
      const text = day(DATES[WEEKS[state.week]]);
      date.textContent = text;
      slider.value = state.week;
      slider.setAttribute("aria-valuetext", text);
      const line = track?.querySelector(".strip-cursor");
      if (line) { const x = ((WEEKS[state.week] + 0.5) / N) * track.getBoundingClientRect().width; line.setAttribute("x1", x); line.setAttribute("x2", x); line.setAttribute("visibility", "visible"); line.style.strokeWidth = 2; }
      document.dispatchEvent(new CustomEvent("week", { detail: state.week }));
    };
    let timer = null;
    const stop = () => { clearInterval(timer); timer = null; play.textContent = "Play"; };
    play.addEventListener("click", () => {
      if (timer) return stop();
      if (state.week >= WEEKS.length - 1) state.week = -1;
      play.textContent = "Pause";
      const step = () => { if (state.week >= WEEKS.length - 1) return stop(); state.week++; update(); };
      step();
      timer = setInterval(step, still.matches ? 1400 : 450);
    });
    slider.addEventListener("input", () => { stop(); state.week = Number(slider.value); update(); });
    const modes = modesHere();
    const select = modes.length > 1 && el("label", {}, "Show ", el("select", { onchange: (e) => { state.mode = e.target.value; key.replaceChildren(mapKey(state.mode)); update(); } }, modes.map(([v, t]) => el("option", { value: v, text: t }))));
    const hold = (title, make) => {
      const host = el("div", {}), ref = { current: null };
      maps.push(ref);
      drawn(host, (width) => { ref.current = make(width); if (ref.current) host.replaceChildren(ref.current); update(); });
      return el("figure", { style: "margin:0" }, el("h3", { text: title }), host);
    };
    const town = META.capital && (childrenOf.get(META.capital) || []).filter((p) => p.kind === "district" && located(p)).length >= 3 ? META.capital : null;
    const asia = sites().some((s) => FRAMES.asia.holds(s) && s.lon > 60);
    const districts = town && hold(`${placeName(town)} by district`, (w) => districtFrame(town, Math.min(w, 560)));
    const left = withLand ? hold(FRAMES.europe.name, (w) => mapFrame("europe", w)) : districts;
    const right = withLand ? [asia && hold(FRAMES.asia.name, (w) => mapFrame("asia", w)), districts] : [];
    key.append(mapKey("authority"));
    node.append(el("div", { class: "controls" }, date, WEEKS.length > 1 && play, select || null), el("div", { class: "slider" }, track, WEEKS.length > 1 && slider),
      el("div", { class: "atlas" }, left, el("div", { class: "right" }, right)), key,
      el("p", { class: "empty", style: "margin-top:10px" }, withLand ? "Equal-area projections. A cell of land shows the countryside around a county or province town, not an administrative border. Coast: Natural Earth; the border of 1914, the front line (heavy), occupied land (hatched) and the plan of the Neva are placed by hand." : "Cells are nearest to each district's centre."));
  }

  function miniMaps(node) {
    let weeks = list(DATA.map_dates).filter((w) => w >= 0 && w < WEEKS.length);
    if (!weeks.length) weeks = [0, 0.2, 0.4, 0.6, 0.8, 1].map((q) => Math.round(q * (WEEKS.length - 1)));
    weeks = [...new Set(weeks)].slice(0, 12);
    node.append(el("h3", { text: "The same at chosen dates" }), el("div", { class: "minis" }, weeks.map((week) => {
      const host = el("div", {});
      drawn(host, (width) => { const m = mapFrame("europe", width, { mini: true, label: `Who was obeyed on ${day(DATES[WEEKS[week]])}` }); m.update(week, "authority"); host.replaceChildren(m); });
      const t = stamp(DATES[WEEKS[week]]), a = parts(primary(t)), b = parts(secondary(t));
      return el("figure", { style: "margin:0" }, el("h3", {}, `${a.d} ${MONTHS[a.m]}`, bothShown(t) && el("span", { text: `${b.d} ${MONTHS[b.m]} ${OLD ? "New" : "Old"} Style` })), host);
    })));
  }

  function placeStrips(node) {
    const weight = (p) => p.population || 0;
    const known = PLACES.filter((p) => WEEKS.length && WEEKS.some((_, w) => authorityIn(p.id, w)));
    const towns = known.filter((p) => POINTS.has(p.kind)).sort((a, b) => weight(b) - weight(a)).slice(0, 18);
    const rows = PLACES.length === 1 ? [] : [["Fronts", known.filter((p) => p.kind === "front")], [`Districts of ${CAPITAL}`, known.filter((p) => p.kind === "district" && p.parent === META.capital)], ["Towns by size", towns]].filter(([, r]) => r.length);
    if (!rows.length) { const rest = known.slice(0, 24); if (!rest.length) return; rows.push([rest.length > 1 ? "Places" : "The only place", rest]); }
    node.append(el("h3", { text: "Place by place" }), el("p", { class: "empty", text: "One strip a place, from the first week to the last; red from below is the councils' share, blue from above the government's." }),
      el("div", { class: "multiples", style: rows.length === 1 && rows[0][1].length < 4 ? "grid-template-columns:minmax(0,1fr)" : null }, rows.map(([title, places]) => {
        const host = el("div", {});
        drawn(host, (width) => {
          const label = Math.min(width * 0.42, Math.max(...places.map((p) => textWidth(p.name))) + 12), h = 17, root = sv("svg", { width, height: places.length * (h + 4), role: "img", "aria-label": title });
          places.forEach((p, r) => {
            const x0 = label, x1 = width, x = (i) => x0 + ((i + 0.5) / WEEKS.length) * (x1 - x0);
            const at = WEEKS.map((_, w) => authorityIn(p.id, w) || [null, null, null, null]);
            const layers = AUTHORITY.map((a) => ({ class: `a-${a}`, label: "", name: `${p.name}: ${AUTHORITY_LABEL[a].toLowerCase()}`, values: at.map((s) => s[["government", "council", "committee", "nobody"].indexOf(a)]) }));
            let name = p.name;
            while (textWidth(name) > label - 6 && name.length > 4) name = name.slice(0, -2).trimEnd() + "…";
            root.append(sv("text", { x: 0, y: r * (h + 4) + 13, text: name }, sv("title", { text: `${p.name} ${p.name_ru || ""}` })));
            const sink = sv("g", {});
            drawAreas(sink, { layers, ticks: [] }, { x, top: r * (h + 4), height: h, x0, x1, right: true }, 0, WEEKS.length - 1);
            sink.querySelectorAll("text").forEach((t) => t.remove());
            root.append(sink);
          });
          host.replaceChildren(root);
        });
        return el("figure", {}, el("h3", { text: title }), host);
      })));
  }

  function placeTable(node) {
    const rows = PLACES.filter((p) => p.kind === "province" || p.kind === "front" || (POINTS.has(p.kind) && (p.population || 0) >= 1e5));
    if (rows.length < 2) return;
    const body = el("div", {}), box = el("details", { class: "block" }, el("summary", { text: "The week on the map as a table" }), body);
    let week = WEEKS.length - 1;
    const draw = () => {
      if (!box.open) return;
      const share = (k) => (p) => percent(authorityIn(p.id, week)?.[k]);
      body.replaceChildren(table([{ name: "Place", first: true, cell: (p) => p.name }, { name: "Kind", cell: (p) => p.kind }, { name: "Government", num: true, cell: share(0) }, { name: "Councils", num: true, cell: share(1) }, { name: "Committees", num: true, cell: share(2) }, { name: "Nobody", num: true, cell: share(3) }, { name: "On strike", num: true, cell: (p) => number(strikersIn(p.id, week)) }], rows, `Share of people by whose orders they follow, ${day(DATES[WEEKS[week]])}`, false));
    };
    document.addEventListener("week", (e) => { week = e.detail; draw(); });
    box.addEventListener("toggle", draw);
    node.append(box);
  }

  // -------- councils

  function councilsSection() {
    const councils = list(DATA.council_seats).filter((c) => partyLayers(c?.seats));
    const changes = councils.map((c) => {
      const i = list(c.resolution).findIndex((r) => r === "claim");
      return i >= 0 && inRun(i) ? `${c.name || placeName(c.place)}: ${day(DATES[i], false)}` : null;
    }).filter(Boolean);
    const founded = councils.map((c) => firstDay((i) => sum(Object.values(c.seats).map((s) => s[i])) > 0)).filter((i) => i >= 0);
    const node = section("councils", "Councils and parties", "Councils",
      councils.length ? say(founded.length && `Of the councils shown here, the first meets on ${day(DATES[Math.min(...founded)])}.`, changes.length ? `A council first claims power on these days: ${changes.join("; ")}.` : "None of them claims power within the run.") : absent("No council sat in this run."));
    if (councils.length) {
      node.append(el("div", { class: "multiples" }, councils.map((c) => {
        const total = DATES.map((_, i) => sum(Object.values(c.seats).map((s) => s[i])));
        const end = total[peak(total)], hint = `At most ${number(end)} seats. Point at the chart to read a day.`, readout = readoutLine(hint);
        return el("figure", {}, timeChart({ panels: [areas(c.name || placeName(c.place), partyLayers(c.seats), 120, { band: list(c.resolution), short: "seats" })], label: `Seats by party, ${c.name}`, readout, hint }), readout);
      })));
      node.append(el("p", { class: "empty", text: "Seats as shares of the sitting council. The band above each is its resolution on power: grey none, blue supports the government, hatched opposes, red claims power." }));
    }
    const names = { capital_workers: `Workers of ${CAPITAL}`, garrison: "The garrison", front: "The front", villages: "The villages" };
    const groups = Object.entries(DATA.leaning || {}).filter(([, s]) => partyLayers(s));
    if (groups.length) {
      node.append(el("h3", { text: "What people leaned to, whether or not they could vote" }), el("div", { class: "multiples" }, groups.map(([key, s]) => {
        const hint = "Point at the chart to read a day.", readout = readoutLine(hint);
        return el("figure", {}, timeChart({ panels: [areas(names[key] || key.replaceAll("_", " "), partyLayers(s), 120, { short: "leaning" })], label: `Party leaning: ${names[key] || key}`, readout, hint }), readout);
      })));
    }
    const used = partyOrder(new Set([...councils.flatMap((c) => Object.keys(c.seats)), ...groups.flatMap(([, s]) => Object.keys(s))]));
    if (used.length) node.append(el("h3", { text: "Parties, in the order of every stack from the bottom" }), el("ul", { class: "key" }, used.map((id) => el("li", {}, sv("svg", { width: 22, height: 14, "aria-hidden": "true" }, sv("rect", { width: 22, height: 14, class: partyClass(id) })), partyName(id)))));
    government(node);
  }

  function government(node) {
    const rows = list(DATA.government).filter((g) => g && inRun(indexOf(g.from)));
    if (!rows.length) return;
    const kinds = { autocracy: "Autocracy", provisional: "Provisional government", council: "Council government" };
    const policies = (g) => Object.entries(g.policies || {}).map(([k, v]) => `${k.replaceAll("_", " ")} ${isNumber(v) ? number(v) : v}`).join(", ");
    node.append(el("h3", { text: "Governments" }), table([
      { name: "From", first: true, nowrap: true, cell: (g) => day(g.from, false) }, { name: "Kind", cell: (g) => kinds[g.kind] || g.kind },
      { name: "Coalition", cell: (g) => list(g.coalition).map(partyName).join(", ") }, { name: "Policies", cell: policies }], rows));
  }

  // -------- elections

  function partyBar(votes, label) {
    const ids = partyOrder(Object.keys(votes || {})).filter((id) => votes[id] > 0), total = sum(ids.map((id) => votes[id]));
    if (!total) return el("span", { class: "mark", text: "no votes recorded" });
    const host = el("div", { style: "min-width:min(100%,220px)" });
    return drawn(host, (width) => {
      const root = sv("svg", { width, height: 24, role: "img", "aria-label": `${label}: ${ids.map((id) => `${partyName(id)} ${percent(votes[id] / total)}`).join(", ")}` });
      let x = 0;
      for (const id of ids) {
        const w = (votes[id] / total) * width, text = [`${partyShort(id)} ${percent(votes[id] / total)}`, partyShort(id), String(Math.round((100 * votes[id]) / total))].find((t) => textWidth(t, 12) + 8 < w);
        root.append(sv("rect", { x: p1(x), width: p1(Math.max(0.4, w - 1)), height: 24, class: partyClass(id) }, sv("title", { text: `${partyName(id)}: ${number(votes[id])} (${percent(votes[id] / total)})` })));
        if (text && w > 16) root.append(sv("text", { x: p1(x + w / 2), y: 16, "text-anchor": "middle", class: `small ${tone(id)}`, "pointer-events": "none", text }));
        x += w;
      }
      host.replaceChildren(root);
    });
  }

  function electionsSection() {
    const congress = list(DATA.congress).filter(Boolean), elections = list(DATA.elections).filter((e) => e && e.votes);
    const first = (votes) => { const ids = Object.keys(votes || {}); return ids.sort((a, b) => votes[b] - votes[a])[0]; };
    const lead = congress.length ? congress.map((c) => `${c.name || "The congress"} meets on ${day(c.date)}; its largest group is ${partyName(first(c.seats))} with ${number(c.seats?.[first(c.seats)])} of ${number(sum(Object.values(c.seats || {})))} seats.`).slice(0, 3) : [];
    const node = section("elections", "Elections and congresses", "Elections",
      lead.length ? say(...lead) : elections.length ? say(`${plural(elections.length, "election was", "elections were")} recorded.`) : absent("No congress met and no election was held in this run."));
    for (const c of congress) node.append(el("h3", { text: `${c.name || "Congress"}, ${day(c.date)}` }), partyBar(c.seats, c.name), el("p", { class: "empty", style: "margin-top:4px", text: `${number(sum(Object.values(c.seats || {})))} seats. On power, the congress ${RESOLUTION[c.resolution] && c.resolution !== "none" ? RESOLUTION[c.resolution] : "passes no resolution"}.` }));
    if (!elections.length) return;
    const bySize = [...elections].sort((a, b) => sum(Object.values(b.votes)) - sum(Object.values(a.votes))).slice(0, 200).sort((a, b) => a.day - b.day);
    const big = bySize.length > 24 ? [...bySize].sort((a, b) => sum(Object.values(b.votes)) - sum(Object.values(a.votes))).slice(0, 24).sort((a, b) => a.day - b.day) : bySize;
    const columns = [{ name: "Date", first: true, nowrap: true, cell: (e) => shortDay(DATES[e.day]) }, { name: "Body", cell: (e) => `${placeName(e.place)}${e.body ? ", " + e.body.replaceAll("_", " ") : ""}` },
      { name: "Votes", cell: (e) => partyBar(e.votes, `${placeName(e.place)} ${e.body || ""}`) }, { name: "Cast", num: true, cell: (e) => number(sum(Object.values(e.votes))) }, { name: "Turnout", num: true, cell: (e) => percent(e.turnout) }];
    const wide = (rows) => { const t = table(columns, rows); t.querySelectorAll("th")[2].style.width = "52%"; return t; };
    node.append(el("h3", { text: big.length < elections.length ? `The ${big.length} largest of ${number(elections.length)} elections` : "Elections" }), wide(big));
  }

  // -------- front and villages

  function weekly(values) {
    if (!some(values)) return [];
    const out = values.map(() => null);
    for (let i = 0; i < values.length; i++) {
      const span = values.slice(Math.max(0, i - 3), i + 4).filter(isNumber);
      if (span.length) out[i] = sum(span) / span.length;
    }
    return out;
  }

  function elsewhereSection() {
    const front = DATA.front || {}, villages = DATA.villages || {};
    const half = firstDay((i) => isNumber(list(front.soldiers_refusing)[i]) && front.soldiers?.[i] > 0 && front.soldiers_refusing[i] > front.soldiers[i] / 2);
    const share = list(front.soldiers_refusing).map((v, i) => (isNumber(v) && front.soldiers?.[i] > 0 ? v / front.soldiers[i] : null));
    const top = peak(share), busy = peak(weekly(list(villages.peasant_actions)));
    const hintA = "Point at a chart to read a day.", a = readoutLine(hintA), b = readoutLine(hintA);
    const left = [lines("Soldiers at the front refusing orders", [{ values: share, label: "refusing" }], 100, { format: percent, exact: percent, record: pointsFor("front.refusing_share") }), areas("Whom the front obeys", authorityLayers(front), 110), lines("Dead at the front, since the start", [{ values: list(front.dead), label: "dead" }], 70, {})];
    const right = [lines("Peasant actions a day, mean of seven days", [{ values: weekly(list(villages.peasant_actions)), label: "actions" }], 100, { record: pointsFor("villages.peasant_actions"), exact: number }), areas("Whom the villages obey", authorityLayers(villages), 110), lines("Trust and grievance in the villages", [{ values: list(villages.grievance), label: "grievance", name: "grievance" }, { values: list(villages.trust), label: "trust", name: "trust" }], 70, { format: number, max: Math.max(largest(villages.grievance), largest(villages.trust)) <= 1 ? 1 : null })];
    const any = [...left, ...right].some(Boolean);
    section("elsewhere", "The front and the villages", "Front and villages",
      any ? say(top >= 0 && `Refusal at the front is highest on ${day(DATES[top])}: ${percent(share[top])} of the soldiers there${half >= 0 ? `; it passes one half on ${day(DATES[half], false)}` : ""}.`, busy >= 0 && `Peasant actions are most frequent around ${day(DATES[busy])}.`) : absent("This scenario has neither a front nor villages, or the run recorded nothing of them."),
      any && el("div", { class: "multiples", style: "grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr))" },
        left.some(Boolean) && el("figure", {}, a, timeChart({ panels: left, label: "The front", readout: a, hint: hintA, rightAlways: false })),
        right.some(Boolean) && el("figure", {}, b, timeChart({ panels: right, label: "The villages", readout: b, hint: hintA }))),
      RECORD.some((r) => r.measure === "villages.peasant_actions") && el("p", { class: "empty", style: "margin-top:8px", text: "The record counts peasant actions by month; its values are divided by the days of the month here." }));
  }

  // -------- events

  const ROUNDS = ["morning", "afternoon", "evening", "night"];
  function eventsSection() {
    const events = list(DATA.events).filter((e) => e && inRun(e.day));
    const node = section("events", "What happened, and why", "Events", events.length
      ? el("p", { text: `The run wrote down ${plural(events.length, "event", "events")}, each with the numbers that caused it. Open an event to read why.` })
      : absent("No events were recorded in this run."));
    if (!events.length) return;
    const state = { kind: "", place: "", importance: 0, text: "", limit: 200 };
    for (const level of [3, 2, 1]) if (events.filter((e) => (e.importance || 0) >= level).length >= Math.min(40, events.length / 3)) { state.importance = level; break; }
    const count = (key) => { const m = new Map(); for (const e of events) if (e[key]) m.set(e[key], (m.get(e[key]) || 0) + 1); return m; };
    const kinds = [...count("kind")].sort((a, b) => b[1] - a[1]), places = [...count("place")].sort((a, b) => placeName(a[0]).localeCompare(placeName(b[0])));
    const words = (k) => k.replaceAll(/[-_]/g, " ");
    const out = el("ol", { class: "events" }), scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Events" }, out), status = el("p", { class: "empty", "aria-live": "polite" }), more = el("button", { type: "button", class: "more", text: "Show 200 more" });
    const search = events.map((e) => `${e.text || ""} ${e.cause || ""} ${placeName(e.place)} ${e.kind || ""} ${e.actor || ""}`.toLowerCase());
    const render = () => {
      const hits = [], wanted = state.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
      events.forEach((e, i) => {
        if ((e.importance || 0) < state.importance || (state.kind && e.kind !== state.kind)) return;
        if (state.place && e.place !== state.place && placeOf.get(e.place)?.parent !== state.place) return;
        if (wanted.every((w) => search[i].includes(w))) hits.push(e);
      });
      out.replaceChildren(...hits.slice(0, state.limit).map((e) => {
        const cells = [el("span", { class: "d", text: shortDay(DATES[e.day]) + (isNumber(e.round) && ROUNDS[e.round] ? `, ${ROUNDS[e.round]}` : "") }), el("span", { class: "p", text: placeName(e.place) }), el("span", { class: "t", text: e.text || words(e.kind || "event") })];
        return el("li", { class: `imp${e.importance || 0}` }, e.cause ? el("details", {}, el("summary", {}, cells), el("p", { class: "why" }, `${e.kind ? words(e.kind) : "event"}${e.actor ? `, by ${e.actor}` : ""}${isNumber(e.size) ? `, ${number(e.size)} people` : ""}. Why: ${e.cause}.`.replace(/\.\.$/, "."))) : el("div", { class: "flat" }, cells));
      }));
      status.textContent = hits.length > state.limit ? `${number(hits.length)} of ${number(events.length)} events match; the first ${number(state.limit)} are shown.` : `${number(hits.length)} of ${number(events.length)} events match.`;
      more.hidden = hits.length <= state.limit;
    };
    const on = (key, cast = String) => (event) => { state[key] = cast(event.target.value); state.limit = 200; render(); scroller.scrollTop = 0; };
    const option = (value, text, selected) => el("option", { value, text, selected });
    node.append(el("div", { class: "controls", role: "search" },
      el("label", {}, "Importance ", el("select", { onchange: on("importance", Number) }, [["0", "all"], ["1", "notable and above"], ["2", "large and above"], ["3", "turning points"]].map(([v, t]) => option(v, t, Number(v) === state.importance)))),
      el("label", {}, "Kind ", el("select", { onchange: on("kind") }, option("", "all"), kinds.map(([k, n]) => option(k, `${words(k)} (${number(n)})`)))),
      el("label", {}, "Place ", el("select", { onchange: on("place") }, option("", "all"), places.map(([k]) => option(k, placeName(k))))),
      el("label", {}, "Search ", el("input", { type: "search", oninput: on("text"), placeholder: "words in the event or its cause" }))), status, scroller, more);
    more.addEventListener("click", () => { state.limit += 200; render(); });
    render();
  }

  // -------- record

  function recordSection() {
    const compared = RECORD.map((r) => ({ r, sim: simulated(r) }));
    const with_sim = compared.filter((c) => isNumber(c.sim) && isNumber(c.r.value));
    const within = with_sim.filter((c) => isNumber(c.r.low) && isNumber(c.r.high) && c.sim >= c.r.low && c.sim <= c.r.high), ranged = with_sim.filter((c) => isNumber(c.r.low) && isNumber(c.r.high));
    const hollow = RECORD.filter((r) => r.verified === false).length;
    const node = section("record", "Against the record", "Record", RECORD.length
      ? say(ranged.length && `Of ${plural(ranged.length, "observed value", "observed values")} with a range that this run can be held against, ${within.length} ${within.length === 1 ? "has" : "have"} the simulated value within the range.`, `One run is one world: a miss here may be chance, and the score of an ensemble is the test.`, hollow && `${plural(hollow, "value is", "values are")} unverified and drawn hollow.`)
      : absent("No observed values belong to this scenario, so nothing here has been compared with the record."));
    if (!RECORD.length) return;
    const groups = new Map();
    for (const c of compared) groups.set(c.r.measure, [...(groups.get(c.r.measure) || []), c]);
    const body = el("div", { class: "multiples", style: "grid-template-columns:repeat(auto-fill,minmax(min(100%,520px),1fr))" });
    const unmeasured = [];
    for (const [measure, rows] of groups) {
      if (!rows.some((c) => isNumber(c.sim))) { unmeasured.push(...rows); continue; }
      body.append(el("figure", {}, el("h3", { text: measureName(measure) + unitOf(rows[0].r, measure) }), dotRows(rows.filter((c) => isNumber(c.r.value)))));
    }
    node.append(body, el("figcaption", {}, "Dot and bar: observed value and range. Green tick: this run. Over a span of days the simulated value is the highest day for strikers and crowds, the sum for peasant actions, the increase for dead and wounded, the last day for councils, otherwise the mean."));
    if (unmeasured.length || list(DATA.unmeasured).length) {
      node.append(el("h3", { text: "Observed, but not measured by this run" }), el("ul", {}, unmeasured.map((c) => el("li", { class: "sans", style: "font-size:15px", text: `${describe(c.r)} ${c.r.note || "This run reports no such quantity for these days."}` })), list(DATA.unmeasured).map((u) => el("li", { class: "sans", style: "font-size:15px", text: typeof u === "string" ? u : `${u.what || ""}: ${u.why || ""}` }))));
    }
    node.append(el("details", { class: "block" }, el("summary", { text: `All ${number(RECORD.length)} observed values with their sources` }), table([
      { name: "Measure", first: true, cell: (c) => c.r.label || measureName(c.r.measure) }, { name: "Dates", nowrap: true, cell: (c) => shortDay(c.r.date_start) + (c.r.date_end && c.r.date_end !== c.r.date_start ? ` to ${shortDay(c.r.date_end)}` : "") },
      { name: "Observed", num: true, cell: (c) => number(c.r.value) }, { name: "Range", num: true, cell: (c) => (isNumber(c.r.low) && isNumber(c.r.high) ? `${number(c.r.low)} to ${number(c.r.high)}` : "") },
      { name: "This run", num: true, cell: (c) => (isNumber(c.sim) ? number(c.sim) : "not measured") }, { name: "Unit", cell: (c) => c.r.unit || "" }, { name: "Source", cell: (c) => sourceLink(c.r.source) }, { name: "Confidence", cell: (c) => `${c.r.confidence || ""}${c.r.verified === false ? " unverified" : ""}` }], compared)));
  }
  function measureName(measure) {
    const [head, ...rest] = String(measure).split("."), key = rest[rest.length - 1] || head;
    const what = { strikers: "On strike", in_street: "In the street", armed: "Under arms", soldiers: "Soldiers", soldiers_refusing: "Soldiers refusing orders", dead: "Dead", wounded: "Wounded", in_custody: "In custody", councils: "Councils", peasant_actions: "Peasant actions", trust: "Trust", grievance: "Grievance" };
    const where = { capital: CAPITAL, national: "the country", front: "the front", villages: "the villages" };
    if (head === "council_seats") return `${partyName(key)} in the council, ${placeName(rest[0])}`;
    if (head === "leaning") return `Leaning to ${partyName(key)}, ${rest[0].replaceAll("_", " ")}`;
    return where[head] ? `${what[key] || key.replaceAll("_", " ")}, ${where[head]}` : measure.replaceAll(/[._]/g, " ");
  }

  const unitOf = (r, measure) => (!r.unit || measureName(measure).toLowerCase().includes(r.unit.toLowerCase()) ? "" : `, ${r.unit}`);

  function dotRows(rows) {
    const host = el("div", {});
    return drawn(host, (width) => {
      const labels = rows.map((c) => shortSpan(c.r)), label = Math.min(width * 0.44, Math.max(...labels.map((t) => textWidth(t, 12.5))) + 14), right = 62, h = 24;
      const max = Math.max(...rows.flatMap((c) => [c.r.value, c.r.high, c.sim].filter(isNumber))) || 1;
      const x = (v) => label + (Math.max(0, v) / max) * (width - label - right - 8);
      const root = sv("svg", { width, height: rows.length * h + 24, role: "img", "aria-label": rows.map((c) => `${describe(c.r)} This run: ${number(c.sim)}.`).join(" ") });
      const share = max <= 1.0001, ticks = niceTicks(max, width > 460 ? 4 : 2);
      for (const v of ticks) root.append(sv("line", { x1: Math.round(x(v)), x2: Math.round(x(v)), y1: 0, y2: rows.length * h, class: "grid" }), sv("text", { x: p1(x(v)), y: rows.length * h + 16, "text-anchor": v === 0 ? "start" : "middle", class: "dim small", text: share ? percent(v) : compact(v) }));
      rows.forEach((c, i) => {
        const y = i * h + h / 2, r = c.r, g = sv("g", {}, sv("title", { text: `${describe(r)} This run: ${number(c.sim)}.` }));
        root.append(sv("text", { x: 0, y: y + 4, class: "small", text: labels[i] }));
        if (isNumber(r.low) && isNumber(r.high)) g.append(sv("line", { x1: p1(x(r.low)), x2: p1(x(r.high)), y1: y, y2: y, class: "obs-bar" }));
        g.append(sv("circle", { cx: p1(x(r.value)), cy: y, r: 4, class: r.verified === false ? "obs hollow" : "obs" }));
        if (isNumber(c.sim)) g.append(sv("line", { x1: p1(x(c.sim)), x2: p1(x(c.sim)), y1: y - 8, y2: y + 8, class: "simtick" }));
        g.append(sv("rect", { x: 0, y: y - h / 2, width, height: h, fill: "transparent" }));
        root.append(g, sv("text", { x: width, y: y + 4, "text-anchor": "end", class: "small", style: "fill:var(--model)", text: share ? percent(c.sim) : compact(c.sim) }));
      });
      host.replaceChildren(root);
    });
  }
  function shortSpan(r) {
    const one = (iso) => { const a = parts(primary(stamp(iso))); return [a.d, MONTHS[a.m].slice(0, 3)]; };
    const [d1, m1] = one(r.date_start), [d2, m2] = one(r.date_end || r.date_start);
    if (r.date_start === (r.date_end || r.date_start)) return shortDay(r.date_start);
    return m1 === m2 ? `${d1} to ${d2} ${m1}` : `${d1} ${m1} to ${d2} ${m2}`;
  }
  function sourceLink(key) {
    if (!key) return "";
    return sourceOf.has(key) ? el("a", { href: `#source-${key}`, onclick: () => { const d = document.getElementById("sources-list"); if (d) d.open = true; }, text: key }) : key;
  }

  // -------- patterns, inputs, repeat

  function patternsSection() {
    const rows = list(DATA.patterns).filter(Boolean), held = rows.filter((p) => p.holds === true).length;
    section("patterns", "Patterns", "Patterns",
      rows.length ? say(`The model was not told these patterns. In this run ${held} of ${rows.length} hold.`) : absent("No patterns were evaluated for this run."),
      rows.length > 0 && el("ol", { class: "patterns" }, rows.map((p) => el("li", {}, el("span", { class: "verdict" }, p.holds === true ? "holds" : p.holds === false ? el("span", { class: "no", text: "fails" }) : "open"), el("div", {}, el("p", { text: `${p.id ? p.id + ". " : ""}${p.statement || ""}` }), el("p", { class: "sans", text: [p.value !== null && p.value !== undefined && `Here: ${isNumber(p.value) ? number(p.value) : p.value}.`, p.record && `Record: ${isNumber(p.record) ? number(p.record) : p.record}.`].filter(Boolean).join(" ") }))))));
  }

  function inputsSection() {
    const inputs = list(DATA.inputs), unverified = list(DATA.unverified), sources = list(DATA.sources), parameters = list(DATA.parameters);
    const open = sum(inputs.map((i) => i.unverified)) || unverified.length;
    const url = (s) => (/^https?:\/\//.test(s.url || "") ? el("a", { href: s.url, rel: "noreferrer", text: s.title || s.key }) : s.title || s.key);
    const node = section("inputs", "Inputs and sources", "Sources",
      inputs.length || sources.length ? say(`The run read ${plural(sum(inputs.map((i) => i.rows)), "row", "rows")} from ${plural(inputs.length, "file", "files")}, with ${plural(sources.length, "source", "sources")}.`, open ? `${plural(open, "value is", "values are")} unverified: remembered or assumed, not read in a source.` : "No value is marked unverified.") : absent("The report holds no list of inputs."));
    if (inputs.length) node.append(el("details", { class: "block", open: true }, el("summary", {}, el("b", { text: "Files" })), table([{ name: "File", first: true, cell: (i) => el("code", { text: i.file }) }, { name: "What it holds", cell: (i) => i.what }, { name: "Rows", num: true, cell: (i) => number(i.rows) }, { name: "Unverified", num: true, cell: (i) => number(i.unverified || 0) }, { name: "Sources", cell: (i) => list(i.sources).flatMap((k, n) => [n ? ", " : "", sourceLink(k)]) && el("span", {}, list(i.sources).flatMap((k, n) => [n ? ", " : "", sourceLink(k)])) }], inputs)));
    if (unverified.length) node.append(el("details", { class: "block" }, el("summary", {}, el("b", { text: "Unverified values" }), ` (${number(unverified.length)})`), table([{ name: "File", first: true, cell: (u) => el("code", { text: u.file }) }, { name: "Item", cell: (u) => u.item }, { name: "Value", num: true, cell: (u) => (isNumber(u.value) ? number(u.value) : u.value) }, { name: "Note", cell: (u) => u.note }], unverified)));
    if (sources.length) node.append(el("details", { class: "block", id: "sources-list" }, el("summary", {}, el("b", { text: "Sources" }), ` (${number(sources.length)})`), (() => {
      const t = table([{ name: "Key", first: true, cell: (s) => el("code", { text: s.key }) }, { name: "Author", cell: (s) => s.author || "" }, { name: "Title", cell: url }, { name: "Year", cell: (s) => (s.year ? String(s.year) : "") }], sources);
      t.querySelectorAll("tbody tr").forEach((tr, i) => { tr.id = `source-${sources[i].key}`; });
      return t;
    })()));
    if (parameters.length) node.append(el("details", { class: "block" }, el("summary", {}, el("b", { text: "Parameters" }), ` (${number(parameters.length)}${parameters.some((p) => p.changed) ? `, ${parameters.filter((p) => p.changed).length} changed for this run` : ""})`), table([{ name: "Parameter", first: true, cell: (p) => el("code", { text: p.key }) }, { name: "Value", num: true, cell: (p) => el("span", {}, p.changed ? el("b", { text: `${p.value} (changed)` }) : String(p.value ?? "")) }, { name: "Unit", cell: (p) => p.unit || "" }, { name: "Meaning", cell: (p) => p.meaning || "" }, { name: "Source", cell: (p) => sourceLink(p.source) }], parameters)));
  }

  function repeatSection() {
    const commands = list(DATA.repeat).length ? list(DATA.repeat) : META.command ? [META.command] : [];
    section("repeat", "How to repeat this run", "Repeat",
      el("p", { text: "The same version, scenario and seed give the same bytes on any machine; the digest below must come out equal." }),
      commands.length ? el("pre", { tabindex: "0" }, el("code", { text: commands.join("\n") })) : absent("The command of this run was not recorded."),
      table([{ name: "What", first: true, cell: (r) => r[0] }, { name: "Value", cell: (r) => r[1] }], [["Version", META.version], ["Scenario", META.scenario], ["Seed", META.seed], ["Scale", META.scale], ["Digest", META.digest && el("code", { text: META.digest })], ["Time taken", isNumber(META.wall_seconds) ? duration(META.wall_seconds) : null], ["Command", META.command && el("code", { text: META.command })]].filter((r) => r[1] !== undefined && r[1] !== null)));
  }
  function duration(seconds) {
    if (seconds < 60) return `${fine.format(seconds)} seconds`;
    const minutes = Math.floor(seconds / 60);
    return minutes < 120 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${fine.format(seconds / 3600)} hours`;
  }

  // ------------------------------------------------------------------ start

  function start() {
    report.replaceChildren();
    document.body.prepend(patterns());
    head();
    course(); mapSection(); councilsSection(); electionsSection(); elsewhereSection(); eventsSection(); recordSection(); patternsSection(); inputsSection(); repeatSection();
    report.querySelector("nav ol").append(...contents.map(([id, short]) => el("li", {}, el("a", { href: `#${id}`, text: short }))));
    report.append(el("footer", { class: "colophon sans", text: "Written by Tauride. Coastline: Natural Earth, public domain. Type: subsets of Source Serif 4 and Source Sans 3, SIL Open Font Licence 1.1." }));
    redraw();
    let queued = 0;
    new ResizeObserver(() => { cancelAnimationFrame(queued); queued = requestAnimationFrame(redraw); }).observe(report);
    document.addEventListener("toggle", () => redraw(), true);
    addEventListener("beforeprint", () => document.querySelectorAll("details.block").forEach((d) => { d.open = true; }));
    document.addEventListener("keydown", (e) => { if (e.key === "Escape") hideTip(); });
    addEventListener("scroll", hideTip, { passive: true });
    document.documentElement.dataset.ready = "yes";
  }

  // Labels are measured before they are drawn, so the typefaces come first.
  const faces = ['400 13px "Tauride Sans"', '600 13px "Tauride Sans"', '400 18px "Tauride Serif"'];
  Promise.race([Promise.all(faces.map((f) => document.fonts.load(f))), new Promise((done) => setTimeout(done, 1500))]).then(start, start);
})();
