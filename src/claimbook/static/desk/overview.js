// The overview: map, filters and list follow each other.  The address holds what is chosen.

import { openMap } from "/static/desk/map.js";
import { closeOnLeave, countChosen } from "/static/desk/pick.js";

const form = document.getElementById("filters");
const follow = document.getElementById("follow");
const viewField = form.querySelector("[data-view]");
const movedField = form.querySelector("[data-moved]");
const element = document.getElementById("map");
const results = document.getElementById("results");

function questions() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value && name !== "view" && name !== "moved") query.append(name, value);
  return query;
}

function ask(how) {
  movedField.value = how;
  htmx.trigger(form, "change");
}

function fitToAll() {
  const extent = results.querySelector(".time")?.dataset.extent;
  if (extent) element.dataset.fit = extent;
}

closeOnLeave(form);
countChosen(form);
fitToAll();
if (viewField.value) element.dataset.fit = viewField.value;
let mine = false;
const shown = await openMap(element, {
  questions,
  onMove: (view) => {
    if (!follow.checked) return;
    viewField.value = view;
    mine = true;
    ask("map");
  },
});
fitToAll();

form.addEventListener("change", (event) => {
  countChosen(form);
  if (!mine) {
    movedField.value = "";
    if (event.target === follow) viewField.value = follow.checked ? currentView() : "";
    shown.ask();
  }
  mine = false;
}, true);

function currentView() {
  const bounds = shown.map.getBounds();
  return [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()].map((v) => v.toFixed(3)).join(",");
}

document.addEventListener("htmx:after:swap", fitToAll);

// Days are chosen by pressing a bar, or by dragging over several.
let start = null;
results.addEventListener("pointerdown", (event) => {
  const bar = event.target.closest(".timeline .bar");
  if (bar) start = bar;
});
results.addEventListener("pointerup", (event) => {
  const bar = event.target.closest(".timeline .bar");
  if (start && bar) {
    const [from, to] = [start.dataset.from, bar.dataset.from].sort();
    const last = from === start.dataset.from ? bar.dataset.to : start.dataset.to;
    form.elements.since.value = from;
    form.elements.until.value = last > to ? last : to;
    ask("");
  }
  start = null;
});

// A line of the list lights its area.
for (const [event, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
  results.addEventListener(event, ({ target }) => {
    const line = target.closest("tr[data-incident]");
    if (line) shown.light(line.dataset.incident, on);
  });
}
document.documentElement.dataset.ready = "yes";
