// Claims by day.  One day is a bar; a stretch of days, or a month, is a thin line below, as it is known no better.

const CHART_PX = 46;
const LANE_PX = 4;
const MOST_LANES = 4;
const AXIS_PX = 16;
const LEAST_DAYS = 7;
const MOST_BARS = 160;
const DRAG_PX = 4;
const TICK_PX = 30; // half of what the words of a tick take

function buildTimeline(root) {
  const dated = claims.filter((claim) => claim.days);
  const from = dateInput("From", (day) => change({ from: day }));
  const to = dateInput("To", (day) => change({ to: day }));
  const all = button("All days", () => change({ from: null, to: null }), { class: "clear" });
  const note = make("span", { class: "note" });
  const chart = draw("svg", { height: CHART_PX + AXIS_PX + MOST_LANES * LANE_PX, role: "img" });
  root.append(make("div", { class: "line" }, from.element, to.element, all, note), chart);
  if (!dated.length) {
    note.textContent = "No claim has a day.";
    chart.remove();
    from.element.hidden = to.element.hidden = all.hidden = true;
    return;
  }
  const scale = makeScale(dated);
  const redraw = () => {
    from.set(state.from);
    to.set(state.to);
    all.hidden = state.from === null && state.to === null;
    note.textContent = tellNote(scale);
    drawChart(chart, scale, root.clientWidth - 24);
  };
  watchers.push(redraw);
  new ResizeObserver(() => drawChart(chart, scale, root.clientWidth - 24)).observe(root);
  listenToDrag(chart, scale);
}

function dateInput(label, onDay) {
  const input = make("input", { type: "date" });
  input.addEventListener("change", () => onDay(input.value ? Date.parse(input.value) / DAY_MS : null));
  return {
    element: make("label", {}, `${label} `, input),
    set: (day) => {
      input.value = day === null ? "" : isoDay(day);
    },
  };
}

function isoDay(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

// The days shown: those of the news; what lies before (histories, anniversaries) is counted in the note instead.
function makeScale(dated) {
  const singles = dated.filter((claim) => claim.days.single && !claim.background);
  const base = singles.length ? singles : dated.filter((claim) => !claim.background);
  const days = (base.length ? base : dated).flatMap(({ days: { first, last } }) => [first, last === Infinity ? first : last]);
  let first = days.reduce((a, b) => Math.min(a, b));
  let last = days.reduce((a, b) => Math.max(a, b));
  const missing = Math.max(0, LEAST_DAYS - (last - first + 1));
  first -= Math.ceil(missing / 2);
  last += Math.floor(missing / 2);
  const length = last - first + 1;
  const unit = length <= MOST_BARS ? "day" : length <= MOST_BARS * 7 ? "week" : "month";
  return { first, last, unit, bins: makeBins(first, last, unit), width: 0 };
}

function makeBins(first, last, unit) {
  const bins = [];
  for (let start = binStart(first, unit); start <= last; start = binEnd(start, unit) + 1) {
    bins.push({ start, end: binEnd(start, unit) });
  }
  return bins;
}

function binStart(day, unit) {
  if (unit === "day") return day;
  if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7); // 1 January 1970 was a Thursday
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS;
}

function binEnd(start, unit) {
  if (unit === "day") return start;
  if (unit === "week") return start + 6;
  const date = new Date(start * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY_MS - 1;
}

function tellNote(scale) {
  const some = select("days");
  const before = some.filter((claim) => claim.days && claim.days.last < scale.first).length;
  const undated = some.filter((claim) => !claim.days).length;
  const parts = [`Claims by ${scale.unit}`];
  if (before) parts.push(`${before} earlier`);
  if (undated) parts.push(`${undated} without a day`);
  return parts.join(" · ");
}

function drawChart(chart, scale, width) {
  if (width <= 0) return;
  scale.width = width;
  const begin = scale.bins[0].start;
  const total = scale.bins[scale.bins.length - 1].end + 1 - begin;
  const x = (day) => ((day - begin) / total) * width;
  const singles = claims.filter((claim) => claim.days && claim.days.single);
  const passing = new Set(select("days"));
  const rows = scale.bins.map((bin) => {
    const held = singles.filter(({ days }) => days.first >= bin.start && days.first <= bin.end);
    return { ...bin, all: held.length, now: held.filter((claim) => passing.has(claim)) };
  });
  const top = Math.max(1, ...rows.map((row) => row.all));
  const height = (count) => (count / top) * (CHART_PX - 14);
  const shapes = [];
  if (state.from !== null || state.to !== null) {
    const left = x(Math.max(begin, state.from === null ? begin : state.from));
    const right = x(Math.min(begin + total, (state.to === null ? begin + total : state.to) + 1));
    shapes.push(draw("rect", { class: "picked", x: left, y: 0, width: Math.max(1, right - left), height: CHART_PX + MOST_LANES * LANE_PX }));
  }
  for (const row of rows) {
    const left = x(row.start) + 0.5;
    const wide = Math.max(1, Math.min(x(row.end + 1) - x(row.start) - 1, 40));
    const at = left + (x(row.end + 1) - x(row.start) - 1 - wide) / 2;
    if (row.all) shapes.push(draw("rect", { class: "bar all", x: at, y: CHART_PX - height(row.all), width: wide, height: height(row.all) }));
    let foot = CHART_PX;
    for (const [family] of Object.entries(FAMILIES)) {
      const part = height(row.now.filter((claim) => claim.family === family).length);
      if (!part) continue;
      foot -= part;
      shapes.push(draw("rect", { class: `bar ${family}`, x: at, y: foot, width: wide, height: part }));
    }
    if (row.all && wide >= 14) shapes.push(draw("text", { class: "tally", x: at + wide / 2, y: CHART_PX - height(row.all) - 2 }, row.all === row.now.length ? `${row.all}` : `${row.now.length}/${row.all}`));
  }
  shapes.push(...drawStretches(x, begin, begin + total, passing), ...drawAxis(x, scale, width));
  chart.setAttribute("width", width);
  chart.setAttribute("viewBox", `0 0 ${width} ${CHART_PX + AXIS_PX + MOST_LANES * LANE_PX}`);
  chart.setAttribute("aria-label", `Claims by ${scale.unit} from ${isoDay(scale.first)} to ${isoDay(scale.last)}. Choose days with the fields From and To.`);
  chart.replaceChildren(...shapes);
}

function drawStretches(x, begin, end, passing) {
  const lanes = [];
  const shapes = [];
  const stretches = [...passing].filter(({ days }) => days && !days.single && days.last >= begin && days.first < end);
  for (const claim of stretches.sort((a, b) => a.days.first - b.days.first)) {
    const first = Math.max(claim.days.first, begin);
    const last = Math.min(claim.days.last + 1, end);
    const lane = lanes.findIndex((busy) => busy <= first);
    const at = lane >= 0 ? lane : lanes.length;
    if (at >= MOST_LANES) continue;
    lanes[at] = last;
    shapes.push(draw("rect", { class: `stretch ${claim.family}`, x: x(first) + 1, y: CHART_PX + 2 + at * LANE_PX, width: Math.max(2, x(last) - x(first) - 2), height: LANE_PX - 1.5, rx: 1 }));
  }
  return shapes;
}

function drawAxis(x, scale, width) {
  const floor = CHART_PX + MOST_LANES * LANE_PX;
  const shapes = [draw("line", { class: "axis", x1: 0, x2: width, y1: CHART_PX + 0.5, y2: CHART_PX + 0.5 })];
  const every = Math.max(1, Math.ceil((scale.bins.length * 84) / width));
  let first = true;
  scale.bins.forEach((bin, at) => {
    const middle = (x(bin.start) + x(bin.end + 1)) / 2;
    if (at % every || middle < TICK_PX || middle > width - TICK_PX) return;
    const form = scale.unit === "day" ? { day: "numeric", month: "short" } : { month: "short" };
    if (first || scale.unit !== "day") form.year = "numeric";
    first = false;
    const date = new Date(bin.start * DAY_MS);
    shapes.push(draw("text", { class: "tick", x: middle, y: floor + 12 }, date.toLocaleDateString("en-GB", { ...form, timeZone: "UTC" })));
  });
  return shapes;
}

function listenToDrag(chart, scale) {
  let start = null;
  const binAt = (event) => {
    const share = (event.clientX - chart.getBoundingClientRect().left) / scale.width;
    const begin = scale.bins[0].start;
    const day = begin + Math.floor(share * (scale.bins[scale.bins.length - 1].end + 1 - begin));
    return scale.bins.find((bin) => day <= bin.end) || scale.bins[scale.bins.length - 1];
  };
  const pick = (a, b) => change({ from: Math.min(a.start, b.start), to: Math.max(a.end, b.end) });
  chart.addEventListener("pointerdown", (event) => {
    start = { bin: binAt(event), x: event.clientX, moved: false };
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    if (!start || (!start.moved && Math.abs(event.clientX - start.x) < DRAG_PX)) return;
    start.moved = true;
    pick(start.bin, binAt(event));
  });
  chart.addEventListener("pointerup", () => {
    if (!start) return;
    const { bin, moved } = start;
    start = null;
    if (moved) return;
    if (state.from === bin.start && state.to === bin.end) change({ from: null, to: null });
    else pick(bin, bin);
  });
  chart.addEventListener("pointercancel", () => {
    start = null;
  });
}
