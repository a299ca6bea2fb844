// The map: every located place is a disc in which the happening lies, never a pin.

const LEAST_PX = 6; // a smaller disc could not be seen or pressed
const VAST_PX = 150; // such a disc must not tint the whole map
const EARTH_M = 40075016.686;
const SOLID = ["asserted"];
const DASHED = ["claimed", "unknown"];

function buildMap(element, land) {
  const map = L.map(element, {
    attributionControl: false,
    zoomAnimation: false,
    fadeAnimation: false,
    markerZoomAnimation: false,
    minZoom: 0.5,
    maxZoom: 13,
    zoomSnap: 0.25,
    maxBounds: [[-86, -220], [86, 220]],
  });
  const discs = L.layerGroup();
  const labels = new Labels(land.countries, data.towns);
  buildLegend().addTo(map);
  buildFit(map).addTo(map);
  fitClaims(map, claims);
  addLand(map, land);
  discs.addTo(map);
  labels.addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const seen = () => {
    const bounds = map.getBounds();
    view = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()];
  };
  const redraw = () => drawDiscs(map, discs, labels);
  seen();
  map.on("zoomend", redraw);
  map.on("moveend", () => {
    seen();
    change({});
  });
  watchers.push(redraw);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  return map;
}

function fitClaims(map, some) {
  const boxes = some.flatMap((claim) => claim.spots.map((spot) => (some.length > 1 ? spot.fitBox : spot.box)));
  if (!boxes.length) {
    map.setView([25, 20], 2, { animate: false });
    return;
  }
  const bounds = L.latLngBounds(boxes.flatMap(([south, west, north, east]) => [[south, west], [north, east]]));
  const legend = document.querySelector(".legend[open]"); // what lies under it is not seen
  const names = map.getSize().x > 500 ? 70 : 24; // room for a name beside the outermost disc
  const clear = { paddingTopLeft: [48, 16], paddingBottomRight: [legend ? legend.offsetWidth + names : names, 24] };
  map.fitBounds(bounds, { ...clear, maxZoom: 9, animate: false });
}

function gatherSpots(some) {
  const spots = new Map();
  for (const claim of some) {
    for (const spot of new Map(claim.spots.map((s) => [s.key, s])).values()) {
      if (!spots.has(spot.key)) spots.set(spot.key, { ...spot, claims: [] });
      spots.get(spot.key).claims.push(claim);
    }
  }
  return [...spots.values()];
}

function drawDiscs(map, discs, labels) {
  const spots = gatherSpots(select("map")).sort((a, b) => b.radiusKm - a.radiusKm); // small ones on top
  discs.clearLayers();
  for (const spot of spots) {
    const metresPerPx = (EARTH_M * Math.cos((spot.lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
    const radius = Math.max(spot.radiusKm * 1000, LEAST_PX * metresPerPx);
    spot.px = radius / metresPerPx;
    const chosen = state.spot && state.spot.key === spot.key;
    const disc = L.circle([spot.lat, spot.lon], {
      radius,
      className: ["disc", mainFamily(spot.claims), lineOf(spot.claims), chosen ? "chosen" : "", spot.px > VAST_PX ? "vast" : ""].join(" "),
    });
    disc.on("click", () => change({ spot: chosen ? null : spot }));
    disc.bindTooltip(() => tellSpot(spot), { sticky: true, opacity: 1 });
    disc.addTo(discs);
    disc.getElement().dataset.spot = spot.key;
  }
  labels.show(
    [...spots]
      .sort((a, b) => b.claims.length - a.claims.length)
      .map((spot) => ({ label: spot.claims.length > 1 ? `${spot.name} ${spot.claims.length}` : spot.name, lat: spot.lat, lon: spot.lon, px: spot.px })),
  );
}

function mainFamily(some) {
  const counts = new Map();
  for (const claim of some) counts.set(claim.family, (counts.get(claim.family) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}

function lineOf(some) {
  if (some.some((claim) => SOLID.includes(claim.modality.v))) return "solid";
  return some.some((claim) => DASHED.includes(claim.modality.v)) ? "dashed" : "dotted";
}

function tellSpot(spot) {
  const kinds = new Map();
  for (const claim of spot.claims) {
    const words = `${nameOf(claim.kind.v)}, ${claim.modality.v}`;
    kinds.set(words, (kinds.get(words) || 0) + 1);
  }
  const lines = [...kinds].slice(0, 6).map(([words, count]) => make("div", {}, count > 1 ? `${words} × ${count}` : words));
  return make("div", {}, make("strong", {}, spot.name), ` within ${kilometres(spot.radiusKm)}`, lines);
}

function lightSpots(claim, on) {
  const keys = new Set(claim.spots.map((spot) => spot.key));
  for (const path of document.querySelectorAll("#map path.disc")) {
    if (keys.has(path.dataset.spot)) path.classList.toggle("lit", on);
  }
}

function buildFit(map) {
  const fit = L.control({ position: "topleft" });
  fit.onAdd = () => {
    const press = button("fit", () => fitClaims(map, select("map")), { class: "fit", title: "Fit the map to the claims", "aria-label": "Fit the map to the claims" });
    L.DomEvent.disableClickPropagation(press);
    return press;
  };
  return fit;
}

function buildLegend() {
  const legend = L.control({ position: "topright" });
  legend.onAdd = () => {
    const present = new Set(claims.map((claim) => claim.family));
    const families = Object.entries(FAMILIES).filter(([family]) => present.has(family));
    const lines = [["solid", "asserted by a report"], ["dashed", "claimed by a speaker"], ["dotted", "denied, conditional, planned, habitual"]];
    const box = make(
      "details",
      { class: "legend", open: window.matchMedia("(min-width: 900px) and (min-height: 600px)").matches },
      make("summary", {}, "Legend"),
      families.map(([family, [title]]) => make("div", {}, make("span", { class: `swatch ${family}` }), title)),
      lines.map(([line, title]) => make("div", {}, make("span", { class: `ring ${line}` }), title)),
      make("p", {}, "A disc is the area within which it happened. None is drawn smaller than can be seen."),
      make("p", {}, "Borders: Natural Earth, which take no side here. Towns: GeoNames, CC BY 4.0. Map: Leaflet."),
    );
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  return legend;
}
