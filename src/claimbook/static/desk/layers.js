// The user's own layers, by setting: areas, lines, points and images without words, over the land and under the claims.

const OVER_LAND = 251;

// Calls `tell` with a sentence for each layer that cannot be drawn; gives the names of those that are.
export async function addLayers(map, tell) {
  const answer = await fetch("/layers");
  if (!answer.ok) return [];
  const drawn = [];
  for (const [number, layer] of (await answer.json()).entries()) {
    const pane = `own-${number}`;
    map.createPane(pane).style.zIndex = OVER_LAND + Math.min(number, 100);
    const failed = (error) => tell(`${layer.name}: cannot be drawn as it should (${error.message}). See CLAIMBOOK_LAYERS.`);
    if (layer.problem) {
      tell(layer.problem);
      continue;
    }
    try {
      const found = layer.form === "tiles" ? await openTiles(`/layers/${number}`, pane, failed) : await openShapes(`/layers/${number}`, pane);
      found.addTo(map);
      drawn.push(layer.name);
    } catch (error) {
      failed(error);
    }
  }
  return drawn;
}

async function openTiles(...given) {
  const tiles = await import("/static/desk/tiles.js"); // some 60 KB that most desks never need
  return tiles.openTiles(...given);
}

async function openShapes(address, pane) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the desk answers ${answer.status}`);
  const common = { pane, renderer: L.svg({ pane }), interactive: false, className: "own" };
  return L.geoJSON(await answer.json(), { ...common, style: { weight: 1.5 }, pointToLayer: (_, at) => L.circleMarker(at, { ...common, radius: 2.5 }) });
}
