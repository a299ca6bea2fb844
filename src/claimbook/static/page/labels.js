// Names on the map: what is claimed to have happened there first, then countries and towns, as far as there is room.

const LETTER_PX = 6.4;
const LINE_PX = 15;
const MOST_LABELS = 90;
const WIDE_PX = 34; // a disc of this radius has room for its name
const GAP_PX = 4;
const PEOPLE_AT_ZOOM = [[4, 3e6], [5, 1e6], [6, 3e5], [7, 9e4], [8, 4e4], [Infinity, 0]];

const Labels = L.Layer.extend({
  initialize(countries, towns) {
    this.countries = countries;
    this.towns = towns;
    this.spots = [];
  },
  onAdd(map) {
    this.pane = map.createPane("labels");
    this.pane.setAttribute("aria-hidden", "true");
    map.on("moveend", this.place, this);
    this.place();
  },
  show(spots) {
    this.spots = spots;
    this.place();
  },
  place() {
    const map = this._map;
    if (!map) return;
    const zoom = map.getZoom();
    const bounds = map.getBounds().pad(0.1);
    const boxes = [];
    const labels = [];
    // The first of the sides, "middle", "right" or "left" of the point, that has room; none, and there is no label.
    const put = (text, lat, lon, className, sides, reach = 0) => {
      if (labels.length >= MOST_LABELS || !bounds.contains([lat, lon])) return;
      const at = map.latLngToLayerPoint([lat, lon]);
      const width = text.length * LETTER_PX * (className === "country" ? 1.25 : 1) + 4;
      for (const side of sides) {
        const left = { middle: at.x - width / 2, right: at.x + reach + GAP_PX, left: at.x - reach - GAP_PX - width }[side];
        if (className === "country" && !map.getPixelBounds().contains(map.getPixelOrigin().add([left, at.y]))) continue; // half a name misleads
        const box = [left, at.y - LINE_PX / 2, left + width, at.y + LINE_PX / 2];
        if (boxes.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue;
        boxes.push(box);
        const label = make("span", { class: `label ${className} ${side}` }, text);
        label.style.width = `${width}px`;
        L.DomUtil.setPosition(label, L.point(left, at.y));
        labels.push(label);
        return;
      }
    };
    for (const spot of this.spots) {
      if (spot.px > WIDE_PX) put(spot.label, spot.lat, spot.lon, "spot-name", ["middle"]);
      else put(spot.label, spot.lat, spot.lon, "spot-name", ["right", "left"], spot.px);
    }
    const degreePx = (256 * 2 ** zoom) / 360;
    for (const country of this.countries) {
      if (country.width * degreePx > country.name.length * 9 && zoom < 8) put(country.name, country.lat, country.lon, "country", ["middle"]);
    }
    const people = PEOPLE_AT_ZOOM.find(([limit]) => zoom < limit)[1];
    for (const [name, lat, lon, population] of this.towns) if (population >= people) put(name, lat, lon, "town", ["right"]);
    this.pane.replaceChildren(...labels);
  },
});
