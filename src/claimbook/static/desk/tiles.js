// Tiles of a PMTiles archive as a layer: vector tiles in one plain style, images as they are.  Both are drawn on canvas,
// so that the policy of the pages need allow no addresses of blobs.

import { PbfReader } from "/static/vendor/pbf.js";
import { VectorTile } from "/static/vendor/vector-tile.js";

const VECTOR = 1;
const IMAGES = { 2: "image/png", 3: "image/jpeg", 4: "image/webp", 5: "image/avif" };
const TILE_PX = 256;
const POINT_PX = 2.5;
const LINE_PX = 1.3;
const KEPT = 48; // tiles at hand; beyond the deepest zoom many are drawn from one
const LEVELS_ABOVE = 2; // so many zooms above the archive's first it is still drawn; further out it would be all of its tiles

export async function openTiles(address, pane, failed) {
  await loadScript("/static/vendor/pmtiles.js");
  const archive = new pmtiles.PMTiles(address);
  const header = await archive.getHeader();
  const read = header.tileType === VECTOR ? readVector : readImage(IMAGES[header.tileType]);
  const paint = header.tileType === VECTOR ? paintVector : paintImage;
  const kept = new Map();

  const fetchTile = (z, x, y) => {
    const key = `${z}/${x}/${y}`;
    if (!kept.has(key)) {
      const tile = archive.getZxy(z, x, y).then((found) => (found ? read(found.data) : null));
      tile.catch(() => kept.delete(key)); // asked for again when it is next wanted
      kept.set(key, tile);
    }
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    return kept.get(key);
  };

  const Tiles = L.GridLayer.extend({
    createTile({ z, x, y }, done) {
      const tile = L.DomUtil.create("canvas");
      const ratio = Math.min(devicePixelRatio || 1, 2);
      tile.width = tile.height = TILE_PX * ratio;
      const below = Math.max(z - header.maxZoom, 0);
      const scale = 2 ** below;
      const [left, top] = [x % scale, y % scale];
      fetchTile(z - below, Math.floor(x / scale), Math.floor(y / scale)).then((held) => {
        const context = tile.getContext("2d");
        context.setTransform(ratio, 0, 0, ratio, -left * TILE_PX * ratio, -top * TILE_PX * ratio);
        if (held) paint(context, held, TILE_PX * scale);
        done(null, tile);
      }).catch((error) => done(error, tile));
      return tile;
    },
  });
  const layer = new Tiles({
    pane,
    tileSize: TILE_PX,
    minNativeZoom: header.minZoom,
    minZoom: Math.max(header.minZoom - LEVELS_ABOVE, 0),
    bounds: [[header.minLat, header.minLon], [header.maxLat, header.maxLon]],
    className: "own-tiles",
  });
  layer.once("tileerror", ({ error }) => failed(error));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => layer.redraw());
  return layer;
}

function loadScript(address) {
  return new Promise((resolve, reject) => {
    if (globalThis.pmtiles) return resolve();
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error("its reader did not load"));
    document.head.append(script);
  });
}

function readVector(data) {
  const tile = new VectorTile(new PbfReader(new Uint8Array(data)));
  return Object.values(tile.layers).flatMap((layer) => Array.from({ length: layer.length }, (_, at) => {
    const { type, extent } = layer.feature(at);
    return { type, extent, lines: layer.feature(at).loadGeometry() };
  }));
}

function readImage(type) {
  return (data) => createImageBitmap(new Blob([data], { type }));
}

// Areas first, then lines, then points, so that none hides what is smaller.
function paintVector(context, features, size) {
  const color = getComputedStyle(document.documentElement).getPropertyValue("--own").trim();
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = LINE_PX;
  context.lineJoin = "round";
  for (const wanted of [3, 2, 1]) {
    for (const { type, extent, lines } of features) {
      if (type !== wanted) continue;
      const shape = new Path2D();
      for (const line of lines) trace(shape, line, size / extent, type);
      context.globalAlpha = type === 3 ? 0.1 : 0.9;
      if (type !== 2) context.fill(shape, "evenodd");
      context.globalAlpha = 0.9;
      if (type !== 1) context.stroke(shape);
    }
  }
}

function trace(shape, line, scale, type) {
  if (type === 1) {
    for (const { x, y } of line) {
      shape.moveTo(x * scale + POINT_PX, y * scale);
      shape.arc(x * scale, y * scale, POINT_PX, 0, 2 * Math.PI);
    }
    return;
  }
  line.forEach(({ x, y }, at) => (at ? shape.lineTo(x * scale, y * scale) : shape.moveTo(x * scale, y * scale)));
  if (type === 3) shape.closePath();
}

function paintImage(context, image, size) {
  context.drawImage(image, 0, 0, size, size);
}
