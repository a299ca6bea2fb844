// The first page of a published site: the map, the list beside it, and what is asked of both.  Words reach the page as
// text only; discs are the areas in which incidents lie, never pins.

const FAMILIES = {
  fighting: "Fighting on the ground",
  air: "From the air",
  shelling: "Shelling",
  explosives: "Explosives, chemicals",
  people: "Against people",
  public: "Protest, arrest",
  other: "Other",
};
const LEAST_PX = 6; // a smaller disc could not be seen or pressed
const VAST_PX = 150; // such a disc must not tint the whole map
const FIT_KM = 150; // a whole country in view would leave no room for what is known better
const EARTH_M = 40075016.686;
const DEGREE_KM = 111.2;
const PAGE = 60; // incidents in the list at first, and with each "more"

const data = readData("data");
const incidents = data.incidents;
const state = { family: "", words: "", from: "", to: "", spot: null, shown: PAGE };
const watchers = [];

for (const one of incidents) {
  one.search = [one.kind, one.place, one.region, one.by, one.against, one.grade].join(" ").toLowerCase();
  one.key = one.lat === null ? null : `${one.lat},${one.lon},${one.r}`;
}

function change(changes) {
  Object.assign(state, { shown: PAGE }, changes);
  for (const watch of watchers) watch();
}

function passes(one, withSpot) {
  if (state.family && one.family !== state.family) return false;
  if (state.words && !state.words.split(/\s+/).every((word) => one.search.includes(word))) return false;
  if (state.from && !(one.end && one.end >= state.from)) return false;
  if (state.to && !(one.start && one.start <= state.to)) return false;
  return !withSpot || !state.spot || one.key === state.spot;
}

function buildList(root) {
  const family = make("select", { "aria-label": "Kind" }, make("option", { value: "" }, "All kinds"));
  for (const [name, label] of Object.entries(FAMILIES)) {
    const count = incidents.filter((one) => one.family === name).length;
    if (count) family.append(make("option", { value: name }, `${label} (${count})`));
  }
  family.addEventListener("change", () => change({ family: family.value }));
  const words = make("input", { type: "search", placeholder: "Place, party, kind", "aria-label": "Search", autocomplete: "off" });
  words.addEventListener("input", () => change({ words: words.value.trim().toLowerCase() }));
  const from = make("input", { type: "date", "aria-label": "From" });
  const to = make("input", { type: "date", "aria-label": "To" });
  from.addEventListener("change", () => change({ from: from.value }));
  to.addEventListener("change", () => change({ to: to.value }));
  const status = make("p", { id: "status", role: "status" });
  const chip = button("", () => change({ spot: null }), { class: "chip" });
  const list = make("ul", { class: "incidents" });
  const more = button("Show more", () => change({ shown: state.shown + PAGE }), { class: "more" });
  root.append(
    make("div", { class: "ask" }, family, words, make("label", {}, "From ", from), make("label", {}, "to ", to)),
    make("div", { class: "line" }, status, chip),
    list,
    more,
  );
  watchers.push(() => {
    const found = incidents.filter((one) => passes(one, true));
    const off = found.filter((one) => !one.key).length;
    status.textContent = [
      found.length === incidents.length ? plural(found.length, "incident") : `${found.length.toLocaleString("en")} of ${plural(incidents.length, "incident")}`,
      off ? `${off.toLocaleString("en")} not on the map` : "",
    ].filter(Boolean).join(" · ");
    const spot = found.find((one) => one.key === state.spot);
    chip.hidden = !state.spot;
    chip.textContent = state.spot ? `only at ${spot ? spot.place : "this place"} ✕` : "";
    list.replaceChildren(...found.slice(0, state.shown).map(row));
    more.hidden = found.length <= state.shown;
  });
}

function row(one) {
  const facts = [
    one.when,
    one.region,
    one.killed ? `killed ${one.killed}` : "",
    one.injured ? `injured ${one.injured}` : "",
    plural(one.voices, "voice"),
  ].filter(Boolean).join(" · ");
  const link = make("a", { href: `incidents/${one.id}.html` }, make("span", { class: "kind" }, one.kind), " ", make("bdi", {}, one.place));
  const grade = one.grade ? make("span", { class: `grade ${one.grade}` }, one.grade) : null;
  const element = make("li", { class: one.family, id: one.id }, link, make("span", { class: "facts" }, facts, grade ? " · " : "", grade));
  element.addEventListener("mouseenter", () => light(one.key, true));
  element.addEventListener("mouseleave", () => light(one.key, false));
  return element;
}

function light(key, on) {
  for (const path of document.querySelectorAll("#map path.disc")) {
    if (path.dataset.spot === key) path.classList.toggle("lit", on);
  }
}

function buildMap(element, land) {
  const map = L.map(element, {
    attributionControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false,
    minZoom: 0.5, maxZoom: 10, zoomSnap: 0.25, maxBounds: [[-86, -220], [86, 220]],
  });
  const discs = L.layerGroup();
  const labels = new Labels(land.countries, data.towns);
  buildLegend().addTo(map);
  fit(map, incidents);
  addLand(map, land);
  discs.addTo(map);
  labels.addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const redraw = () => drawDiscs(map, discs, labels);
  map.on("zoomend", redraw);
  watchers.push(redraw);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  return map;
}

function fit(map, some) {
  const corners = some.filter((one) => one.key).flatMap((one) => {
    const north = Math.min(one.r, FIT_KM) / DEGREE_KM;
    const east = north / Math.max(Math.cos((one.lat * Math.PI) / 180), 0.01);
    return [[one.lat - north, one.lon - east], [one.lat + north, one.lon + east]];
  });
  if (corners.length) map.fitBounds(L.latLngBounds(corners), { padding: [24, 24], maxZoom: 8, animate: false });
  else map.setView([25, 20], 2, { animate: false });
}

function drawDiscs(map, discs, labels) {
  const spots = new Map();
  for (const one of incidents) {
    if (!one.key || !passes(one, false)) continue;
    if (!spots.has(one.key)) spots.set(one.key, { key: one.key, lat: one.lat, lon: one.lon, radiusKm: one.r, names: new Set(), families: new Map(), count: 0 });
    const spot = spots.get(one.key);
    spot.names.add(one.place);
    spot.families.set(one.family, (spot.families.get(one.family) || 0) + 1);
    spot.count += 1;
  }
  discs.clearLayers();
  const ordered = [...spots.values()].sort((a, b) => b.radiusKm - a.radiusKm); // small ones on top
  for (const spot of ordered) {
    const metresPerPx = (EARTH_M * Math.cos((spot.lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
    const radius = Math.max(spot.radiusKm * 1000, LEAST_PX * metresPerPx);
    spot.px = radius / metresPerPx;
    spot.label = [...spot.names].slice(0, 2).join(", ");
    const family = [...spot.families].sort((a, b) => b[1] - a[1])[0][0];
    const disc = L.circle([spot.lat, spot.lon], {
      radius,
      className: ["disc", family, state.spot === spot.key ? "chosen" : "", spot.px > VAST_PX ? "vast" : ""].join(" "),
    });
    disc.on("click", () => change({ spot: state.spot === spot.key ? null : spot.key }));
    disc.bindTooltip(() => make("div", {}, make("strong", {}, spot.label), ` within ${Math.round(spot.radiusKm)} km: ${plural(spot.count, "incident")}`), { sticky: true, opacity: 1 });
    disc.addTo(discs);
    disc.getElement().dataset.spot = spot.key;
  }
  labels.show(ordered.sort((a, b) => b.count - a.count).map((spot) => ({ ...spot, label: spot.count > 1 ? `${spot.label} ${spot.count}` : spot.label })));
}

function buildLegend() {
  const legend = L.control({ position: "topright" });
  legend.onAdd = () => {
    const rows = Object.entries(FAMILIES)
      .filter(([name]) => incidents.some((one) => one.family === name))
      .map(([name, label]) => make("div", {}, make("span", { class: `swatch ${name}` }), label));
    const box = make("details", { class: "legend", open: window.innerWidth > 900 }, make("summary", {}, "Legend"), rows, make("p", {}, "A disc is the area in which incidents lie, made coarser for publication."));
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  return legend;
}

// An address such as index.html#ID shows the place of that incident.
function showNamed(map) {
  const named = incidents.find((one) => one.id === window.location.hash.slice(1));
  if (!named || !named.key) return;
  change({ spot: named.key });
  fit(map, [named]);
}

buildList(document.getElementById("list"));
const map = buildMap(document.getElementById("map"), readLand(readData("land")));
change({});
showNamed(map);
window.addEventListener("hashchange", () => showNamed(map));
document.documentElement.dataset.ready = "yes";
