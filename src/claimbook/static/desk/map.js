// The map of every page of the desk.  What it draws comes from the server for the view that it shows: areas in which
// something is claimed to have happened, never pins; where there are too many, signs with their number.

import { make, draw, button, plural, readLand, addLand, Labels } from "/static/ground.js";
import { addRegions, addWater } from "/static/desk/ground.js";
import { addLayers } from "/static/desk/layers.js";

const LEAST_PX = 6; // a smaller area could not be seen or pressed
const VAST_PX = 150; // such an area must not tint the whole map
const MOST_NAMES = 10;
const EARTH_M = 40075016.686;
const WAIT_MS = 120;

export async function openMap(element, { questions = () => new URLSearchParams(), onMove = () => {}, onPick = null } = {}) {
  const map = L.map(element, {
    attributionControl: false,
    zoomAnimation: false,
    fadeAnimation: false,
    markerZoomAnimation: false,
    minZoom: 1,
    maxZoom: 13,
    zoomSnap: 0.25,
    worldCopyJump: true,
    maxBounds: [[-86, -540], [86, 540]],
  });
  const fit = element.dataset.fit ? element.dataset.fit.split(",").map(Number) : null;
  fitBox(map, fit);
  const drawn = L.layerGroup();
  let labels = null;
  let asking = null;
  let waiting = null;

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const query = questions();
    query.set("view", viewOf(map));
    query.set("zoom", map.getZoom().toFixed(2));
    try {
      const answer = await fetch(`${element.dataset.address}?${query}`, { signal: asking.signal });
      if (!answer.ok) return;
      const found = await answer.json();
      drawAll(map, drawn, labels, found, onPick);
      element.dataset.ready = "yes";
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  };

  const answer = await fetch("/static/vendor/countries-50m.json");
  const land = readLand(await answer.json());
  addLand(map, land);
  addWater(map);
  addRegions(map);
  addLayers(map, (problem) => addNotice(map, problem)).then((names) => nameLayers(element, names));
  drawn.addTo(map);
  labels = new Labels(land.countries, []);
  labels.addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  addFit(map, () => (element.dataset.fit ? element.dataset.fit.split(",").map(Number) : null));
  map.on("moveend", () => {
    later();
    onMove(viewOf(map));
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  await ask();
  return { map, ask, fit: (box) => fitBox(map, box), light: (id, on) => lightArea(id, on) };
}

function viewOf(map) {
  const bounds = map.getBounds();
  return [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()].map((v) => v.toFixed(3)).join(",");
}

function fitBox(map, box) {
  if (!box || box.some((v) => !Number.isFinite(v))) {
    map.setView([25, 20], 2, { animate: false });
    return;
  }
  const [south, west, north, east] = box;
  map.fitBounds([[south, west], [north, east]], { padding: [30, 30], maxZoom: 9, animate: false });
}

function addFit(map, boxOf) {
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    const sign = draw("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, draw("path", { d: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4", fill: "none", stroke: "currentColor", "stroke-width": 1.6 }));
    const press = button(sign, () => fitBox(map, boxOf()), { class: "fit", title: "Show all", "aria-label": "Fit the map to all that is chosen" });
    L.DomEvent.disableClickPropagation(press);
    return press;
  };
  control.addTo(map);
}

// The legend, which the page brings, names the user's own layers.
function nameLayers(element, names) {
  const list = element.parentElement.querySelector(".ownlayers");
  if (!list || !names.length) return;
  list.hidden = false;
  list.replaceChildren(...names.map((name) => make("li", {}, make("span", { class: "ownsample" }), name)));
}

// What is wrong with a layer of one's own, until it is put away.
function addNotice(map, sentence) {
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const note = make("p", { class: "problem own-problem", role: "status" }, sentence, " ", button("Put away", () => control.remove()));
    L.DomEvent.disableClickPropagation(note);
    return note;
  };
  control.addTo(map);
}

function drawAll(map, drawn, labels, found, onPick) {
  drawn.clearLayers();
  const spots = gather(found.areas);
  for (const spot of spots.sort((a, b) => b.r - a.r)) drawSpot(map, drawn, spot, onPick);
  for (const cell of found.cells || []) drawCell(map, drawn, cell);
  labels.towns = found.towns || [];
  const crowded = (found.cells || []).length > 0;
  labels.show(crowded ? [] : spots.map((spot) => ({ label: spot.label || spot.areas[0].place, lat: spot.lat, lon: spot.lon, px: spot.px })));
}

function gather(areas) {
  const spots = new Map();
  for (const area of areas) {
    const key = `${area.lat},${area.lon},${area.r}`;
    if (!spots.has(key)) spots.set(key, { lat: area.lat, lon: area.lon, r: area.r, areas: [] });
    spots.get(key).areas.push(area);
  }
  return [...spots.values()];
}

function drawSpot(map, drawn, spot, onPick) {
  const metresPerPx = (EARTH_M * Math.cos((spot.lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  const radius = Math.max(spot.r * 1000, LEAST_PX * metresPerPx);
  spot.px = radius / metresPerPx;
  const [first] = spot.areas;
  spot.label = spot.areas.length > 1 ? `${first.place} ${spot.areas.length}` : first.place;
  const disc = L.circle([spot.lat, spot.lon], {
    radius,
    className: ["disc", first.family, first.line || "", spot.px > VAST_PX ? "vast" : ""].join(" "),
  });
  disc.bindTooltip(() => tellSpot(spot), { sticky: true, opacity: 1 });
  if (onPick) disc.on("click", () => onPick(spot.areas));
  else if (spot.areas.some((area) => area.id)) disc.on("click", ({ latlng }) => openList(map, spot, latlng));
  disc.addTo(drawn);
  const shape = disc.getElement();
  if (shape) shape.dataset.ids = spot.areas.map((area) => area.id).join(" ");
}

function tellSpot(spot) {
  const lines = spot.areas.slice(0, 5).map((area) => make("div", {}, area.words));
  const more = spot.areas.length - lines.length;
  return make("div", {}, make("strong", {}, spot.areas[0].place || "no name"), ` ${spot.areas[0].within}`, lines, more > 0 ? make("div", {}, `and ${more} more`) : null);
}

// The map's own and not the disc's: to show it the map may move, and what is drawn anew would take a disc's with it.
function openList(map, spot, latlng) {
  L.popup({ maxHeight: 260, maxWidth: 260, autoPanPaddingTopLeft: [56, 10] }).setLatLng(latlng).setContent(listSpot(spot)).openOn(map);
}

function listSpot(spot) {
  const rows = spot.areas.slice(0, MOST_NAMES).map((area) => make("li", {}, make("a", { href: `/incidents/${area.id}` }, area.words)));
  const more = spot.areas.length - rows.length;
  return make("div", {}, make("strong", {}, spot.areas[0].place || "no name"), ` ${spot.areas[0].within}`, make("ul", { class: "spot" }, rows), more > 0 ? make("p", {}, `${more} more: see the list.`) : null);
}

function drawCell(map, drawn, cell) {
  const size = 20 + 3 * Math.log10(cell.n);
  const sign = make("span", { class: `cell ${cell.family}` }, cell.n.toLocaleString("en"));
  const marker = L.marker([cell.lat, cell.lon], {
    icon: L.divIcon({ className: "cellbox", html: sign, iconSize: [size * 1.6, size] }),
    keyboard: false,
    alt: "",
  });
  marker.on("click", () => map.setView([cell.lat, cell.lon], Math.min(map.getZoom() + 2, 13), { animate: false }));
  marker.bindTooltip(() => make("div", {}, make("strong", {}, plural(cell.n, "incident")), make("div", {}, cell.words), make("div", {}, "Press to come closer.")), { opacity: 1 });
  marker.addTo(drawn);
}

function lightArea(id, on) {
  for (const shape of document.querySelectorAll("#map path.disc")) {
    if (shape.dataset.ids && shape.dataset.ids.split(" ").includes(id)) shape.classList.toggle("lit", on);
  }
}
