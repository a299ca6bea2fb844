// What is asked for: the state of the filters, which claims pass, and the controls that set it.

const state = {
  kind: new Set(),
  speaker: new Set(),
  modality: new Set(),
  report: new Set(),
  words: "",
  from: null,
  to: null,
  spot: null,
  follow: true,
};
const watchers = [];
let view = null; // [south, west, north, east] of what the map shows

const FACETS = {
  kind: ["Kind", (claim) => [claim.kind.v], nameOf],
  speaker: ["Speaker", (claim) => claim.cited, (name) => name],
  modality: ["Put as", (claim) => [claim.modality.v], (name) => name],
  report: ["Report", (claim) => [claim.report], (at) => data.reports[at].name],
};

function change(changes) {
  Object.assign(state, changes);
  for (const watch of watchers) watch();
}

function select(except) {
  return claims.filter((claim) => passes(claim, except));
}

function passes(claim, except) {
  for (const [name, [, valuesOf]] of Object.entries(FACETS)) {
    const wanted = state[name];
    if (name !== except && wanted.size && !valuesOf(claim).some((value) => wanted.has(value))) return false;
  }
  if (except !== "words" && state.words && !claim.search.includes(state.words)) return false;
  if (except !== "days" && !inDays(claim)) return false;
  if (except === "map") return true;
  if (state.spot) return claim.spots.some((spot) => spot.key === state.spot.key);
  return !state.follow || !view || !claim.spots.length || claim.spots.some(inView);
}

function inDays(claim) {
  if (state.from === null && state.to === null) return true;
  if (!claim.days) return false;
  return (state.to === null || claim.days.first <= state.to) && (state.from === null || claim.days.last >= state.from);
}

function inView({ box }) {
  return box[0] <= view[2] && box[2] >= view[0] && box[1] <= view[3] && box[3] >= view[1];
}

function isFiltered() {
  return Object.keys(FACETS).some((name) => state[name].size) || state.words || state.from !== null || state.to !== null || state.spot;
}

function clearFilters() {
  for (const name of Object.keys(FACETS)) state[name].clear();
  document.getElementById("words").value = "";
  change({ words: "", from: null, to: null, spot: null });
}

function buildFilters(root) {
  const facets = Object.entries(FACETS).map(([name, facet]) => buildFacet(name, facet));
  const words = make("input", { type: "search", id: "words", placeholder: "Search words", "aria-label": "Search in the claims", autocomplete: "off" });
  words.addEventListener("input", () => change({ words: words.value.trim().toLowerCase() }));
  const follow = make("input", { type: "checkbox", id: "follow", checked: true });
  follow.addEventListener("change", () => change({ follow: follow.checked }));
  const clear = button("Clear all", clearFilters, { class: "clear" });
  const status = make("p", { id: "status", role: "status" });
  const chip = button("", () => change({ spot: null }), { class: "chip" });
  root.append(
    make("div", { class: "facets" }, facets.map((facet) => facet.element), words),
    make("div", { class: "line" }, status, chip, make("label", { class: "follow" }, follow, " only what the map shows"), clear),
  );
  closeOnLeave(facets.map((facet) => facet.element));
  watchers.push(() => {
    for (const facet of facets) facet.update();
    const shown = select().length;
    status.textContent = shown === claims.length ? plural(claims.length, "claim") : `${shown.toLocaleString("en")} of ${plural(claims.length, "claim")}`;
    clear.hidden = !isFiltered();
    chip.hidden = !state.spot;
    chip.textContent = state.spot ? `at ${state.spot.name} ✕` : "";
    chip.setAttribute("aria-label", state.spot ? `Only claims at ${state.spot.name}. Press to see all.` : "");
  });
}

function buildFacet(name, [title, valuesOf, labelOf]) {
  const counts = new Map();
  for (const claim of claims) for (const value of new Set(valuesOf(claim))) counts.set(value, (counts.get(value) || 0) + 1);
  const options = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || String(a).localeCompare(String(b)));
  const rows = options.map((value) => {
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      if (box.checked) state[name].add(value);
      else state[name].delete(value);
      change({});
    });
    const count = make("span", { class: "count" });
    const swatch = name === "kind" ? make("span", { class: `swatch ${familyOf(value)}`, "aria-hidden": "true" }) : null;
    return { value, box, count, element: make("label", {}, box, swatch, make("bdi", {}, labelOf(value)), count) };
  });
  const chosen = make("span", { class: "chosen" });
  const element = make(
    "details",
    { class: "facet" },
    make("summary", {}, title, " ", chosen),
    make("fieldset", {}, make("legend", { class: "hidden" }, title), rows.map((row) => row.element)),
  );
  const update = () => {
    const now = new Map();
    for (const claim of select(name)) for (const value of new Set(valuesOf(claim))) now.set(value, (now.get(value) || 0) + 1);
    for (const row of rows) {
      row.box.checked = state[name].has(row.value);
      row.count.textContent = (now.get(row.value) || 0).toLocaleString("en");
      row.element.classList.toggle("none", !now.get(row.value));
    }
    chosen.textContent = state[name].size ? `${state[name].size}` : "";
    element.classList.toggle("active", state[name].size > 0);
  };
  return { element, update };
}

function closeOnLeave(panels) {
  document.addEventListener("click", (event) => {
    for (const panel of panels) if (!panel.contains(event.target)) panel.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const open = panels.find((panel) => panel.open);
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}
