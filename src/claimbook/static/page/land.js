// The ground under the claims: land, coasts, borders and the names of countries, from a TopoJSON file.

const HALF_TURN = 180;

function readLand(topology) {
  const [[scaleX, scaleY], [shiftX, shiftY]] = [topology.transform.scale, topology.transform.translate];
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [(y += dy) * scaleY + shiftY, (x += dx) * scaleX + shiftX]);
  });
  const uses = new Array(arcs.length).fill(0);
  const ringOf = (indexes) => indexes.flatMap((index, at) => {
    const arc = arcs[index < 0 ? ~index : index];
    uses[index < 0 ? ~index : index] += 1;
    const points = index < 0 ? [...arc].reverse() : arc;
    return at === 0 ? points : points.slice(1);
  });
  const polygons = [];
  const countries = [];
  for (const shape of topology.objects.countries.geometries) {
    const parts = shape.type === "Polygon" ? [shape.arcs] : shape.type === "MultiPolygon" ? shape.arcs : [];
    const rings = parts.map((part) => part.map(ringOf));
    for (const [outer, ...holes] of rings) {
      for (const piece of cutAtDateLine(outer)) polygons.push([piece]);
      if (holes.length) polygons[polygons.length - 1].push(...holes);
    }
    countries.push({ name: shape.properties.name, ...measure(rings.flatMap(([outer]) => cutAtDateLine(outer))) });
  }
  const lines = arcs.map(cutAtDateLine);
  return {
    polygons,
    coasts: lines.filter((_, at) => uses[at] < 2).flat(),
    borders: lines.filter((_, at) => uses[at] > 1).flat(),
    countries: countries.filter((country) => country.area > 0).sort((a, b) => b.area - a.area),
  };
}

// A line that jumps from one edge of the map to the other would be drawn across the whole of it.
function cutAtDateLine(points) {
  const pieces = [[]];
  points.forEach((point, at) => {
    const before = points[at - 1];
    const jumps = before && Math.abs(point[1] - before[1]) > HALF_TURN;
    const alongEdge = before && Math.abs(point[1]) === HALF_TURN && Math.abs(before[1]) === HALF_TURN;
    if (jumps || alongEdge) pieces.push([]);
    pieces[pieces.length - 1].push(point);
  });
  return pieces.filter((piece) => piece.length > 1);
}

// Middle and width of the largest ring, for its name.
function measure(rings) {
  let best = { area: 0 };
  for (const ring of rings) {
    let area = 0;
    let lat = 0;
    let lon = 0;
    for (let at = 0; at < ring.length - 1; at += 1) {
      const [[y0, x0], [y1, x1]] = [ring[at], ring[at + 1]];
      const part = x0 * y1 - x1 * y0;
      area += part;
      lat += (y0 + y1) * part;
      lon += (x0 + x1) * part;
    }
    if (Math.abs(area) > best.area) {
      const longitudes = ring.map((point) => point[1]);
      best = {
        area: Math.abs(area),
        lat: lat / (3 * area),
        lon: lon / (3 * area),
        width: Math.max(...longitudes) - Math.min(...longitudes),
      };
    }
  }
  return best;
}

function addLand(map, land) {
  map.createPane("land").style.zIndex = 250;
  const renderer = L.svg({ pane: "land", padding: 0.6 });
  const common = { renderer, pane: "land", interactive: false, smoothFactor: 1.2 };
  L.polygon(land.polygons, { ...common, stroke: false, className: "land" }).addTo(map);
  L.polyline(land.coasts, { ...common, className: "coast" }).addTo(map);
  L.polyline(land.borders, { ...common, className: "border" }).addTo(map);
}
