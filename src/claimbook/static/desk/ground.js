// Lakes, rivers and first-level borders, drawn over the land: fetched when they are first wanted.

const REGIONS_FROM_ZOOM = 4.5;
const RIVERS_FROM_ZOOM = 3.5;

export async function addWater(map) {
  const answer = await fetch("/static/vendor/water-50m.json");
  if (!answer.ok) return;
  const topology = await answer.json();
  const [[scaleX, scaleY], [shiftX, shiftY]] = [topology.transform.scale, topology.transform.translate];
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [(y += dy) * scaleY + shiftY, (x += dx) * scaleX + shiftX]);
  });
  const lineOf = (indexes) => indexes.flatMap((index, at) => {
    const points = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
    return at === 0 ? points : points.slice(1);
  });
  const lakes = topology.objects.lakes.geometries.map((lake) => (lake.type === "Polygon" ? [lake.arcs] : lake.arcs).map((rings) => rings.map(lineOf)));
  const rivers = topology.objects.rivers.geometries.flatMap((river) => (river.type === "LineString" ? [river.arcs] : river.arcs).map(lineOf));
  const common = { renderer: L.svg({ pane: "land", padding: 0.6 }), pane: "land", interactive: false, smoothFactor: 1 };
  L.polygon(lakes, { ...common, className: "lake", stroke: false }).addTo(map);
  showFrom(map, L.polyline(rivers, { ...common, className: "river" }), RIVERS_FROM_ZOOM);
}

export async function addRegions(map) {
  const layer = L.layerGroup();
  let asked = false;
  const look = async () => {
    if (asked || map.getZoom() < REGIONS_FROM_ZOOM) return;
    asked = true;
    const answer = await fetch("/static/first-level.json");
    if (!answer.ok) return;
    const [head, ...regions] = (await answer.text()).split("\n").filter(Boolean).map((line) => JSON.parse(line));
    const rings = regions.flatMap((region) => region.rings.map((steps) => walk(steps, head.grid)));
    const line = L.polyline(rings, { renderer: L.canvas({ pane: "land", padding: 0.3 }), pane: "land", interactive: false, smoothFactor: 1.5, weight: 0.7 });
    const paint = () => line.setStyle({ color: getComputedStyle(document.documentElement).getPropertyValue("--coast").trim() });
    paint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
    layer.addLayer(line);
  };
  showFrom(map, layer, REGIONS_FROM_ZOOM);
  map.on("zoomend", look);
  await look();
}

function walk(steps, grid) {
  const points = [];
  let lon = 0;
  let lat = 0;
  for (let at = 0; at < steps.length; at += 2) {
    lon += steps[at];
    lat += steps[at + 1];
    points.push([lat / grid, lon / grid]);
  }
  if (points.length) points.push(points[0]);
  return points;
}

function showFrom(map, layer, zoom) {
  const look = () => {
    if (map.getZoom() >= zoom) layer.addTo(map);
    else layer.remove();
  };
  map.on("zoomend", look);
  look();
}
