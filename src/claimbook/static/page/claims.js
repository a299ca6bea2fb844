// The claims, and the words for what they hold.

const FAMILIES = {
  fighting: ["Fighting on the ground", ["armed_clash", "territory_captured"]],
  air: ["From the air", ["air_strike"]],
  shelling: ["Shelling", ["shelling"]],
  explosives: ["Explosives, chemicals", ["explosive_device", "suicide_bomb", "grenade", "chemical_weapon"]],
  people: ["Against people", ["attack", "abduction", "sexual_violence"]],
  public: ["Protest, arrest", ["protest", "riot", "arrest"]],
  other: ["Other", []],
};
const MODALITIES = {
  asserted: "the report states it in its own voice",
  claimed: "it rests on a cited speaker or a hedge",
  denied: "the report says that it did not happen",
  conditional: "only if something else holds",
  planned: "announced for later",
  habitual: "said of a habit, not of one day",
  unknown: "the words do not show how it is put",
};
const RELATIONS = { in: "", near: "near ", between: "between ", toward: "toward ", from: "from ", area: "area of " };
const ITSELF = "the report itself";
const DAY_MS = 864e5;
const DEGREE_KM = 111.2;
const LEAST_KM = 0.05;
const FIT_KM = 150; // a whole country in view would leave no room for what is known better

const data = readData("data");
const claims = data.claims.map((claim) => ({
  ...claim,
  family: familyOf(claim.kind.v),
  spots: claim.places.filter((place) => place.lat !== null).map(spotOf),
  cited: claim.speakers.length > 1 ? claim.speakers.slice(1).map((link) => link.v || link.w) : [ITSELF],
  days: claim.period && claim.period.start ? daysOf(claim.period) : null,
}));

for (const claim of claims) claim.search = searchWords(claim);

function familyOf(kind) {
  const found = Object.entries(FAMILIES).find(([, [, kinds]]) => kinds.includes(kind));
  return found ? found[0] : "other";
}

function spotOf(place) {
  const radiusKm = Math.max(place.r || 0, LEAST_KM);
  const boxOf = (km) => {
    const north = km / DEGREE_KM;
    const east = north / Math.max(Math.cos((place.lat * Math.PI) / 180), 0.01);
    return [place.lat - north, place.lon - east, place.lat + north, place.lon + east];
  };
  return {
    key: `${place.lat},${place.lon},${radiusKm}`,
    name: place.v || place.w,
    lat: place.lat,
    lon: place.lon,
    radiusKm,
    box: boxOf(radiusKm),
    fitBox: boxOf(Math.min(radiusKm, FIT_KM)),
  };
}

function daysOf(period) {
  const first = Date.parse(period.start) / DAY_MS;
  return { first, last: period.open ? Infinity : Date.parse(period.end) / DAY_MS, single: !period.open && period.start === period.end };
}

function searchWords(claim) {
  const values = [...claim.places, ...claim.initiators, ...claim.targets, ...claim.speakers, ...claim.sites, ...claim.tolls, claim.means];
  const words = values.flatMap((value) => (value ? [value.v, value.w] : []));
  return [words.join(" "), claim.context.map(([text]) => text).join(""), nameOf(claim.kind.v)].join(" ").toLowerCase();
}

function nameOf(code) {
  return code.replaceAll("_", " ");
}

function kilometres(radiusKm) {
  return `${radiusKm >= 10 ? Math.round(radiusKm) : Math.round(radiusKm * 10) / 10} km`;
}

function reportLine(report) {
  return [report.outlet && report.outlet.v, report.published && report.published.v].filter(Boolean).join(" · ");
}
