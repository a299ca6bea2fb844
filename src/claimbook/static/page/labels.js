// Names on the map: what is claimed to have happened there first, then countries and towns, as far as there is room.

const LETTER_PX = 6.4;
const LINE_PX = 15;
const MOST_LABELS = 90;
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
    const put = (text, lat, lon, className, dx) => {
      if (labels.length >= MOST_LABELS || !bounds.contains([lat, lon])) return;
      const at = map.latLngToLayerPoint([lat, lon]);
      const width = text.length * LETTER_PX * (className === "country" ? 1.25 : 1) + 10;
      const left = dx === 0 ? at.x - width / 2 : at.x + dx;
      const box = [left, at.y - LINE_PX / 2, left + width, at.y + LINE_PX / 2];
      if (boxes.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) return;
      boxes.push(box);
      const label = make("span", { class: `label ${className}` }, text);
      L.DomUtil.setPosition(label, at);
      labels.push(label);
    };
    for (const spot of this.spots) put(spot.label, spot.lat, spot.lon, spot.wide ? "spot-name wide" : "spot-name", spot.wide ? 0 : 10);
    const degreePx = (256 * 2 ** zoom) / 360;
    for (const country of this.countries) {
      if (country.width * degreePx > country.name.length * 9 && zoom < 8) put(country.name, country.lat, country.lon, "country", 0);
    }
    const people = PEOPLE_AT_ZOOM.find(([limit]) => zoom < limit)[1];
    for (const [name, lat, lon, population] of this.towns) if (population >= people) put(name, lat, lon, "town", 4);
    this.pane.replaceChildren(...labels);
  },
});
