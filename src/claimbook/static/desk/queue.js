// The queue by keys, and its map, which stays while the items change.

import { openMap } from "/static/desk/map.js";

const element = document.getElementById("map");
const root = document.getElementById("item");
const help = document.getElementById("help");
let shown = null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target.closest("input, select, textarea");
  if (event.key === "Escape") {
    if (inField) inField.blur();
    for (const panel of root.querySelectorAll("details.act[open]")) panel.open = false;
    return;
  }
  if (inField || help.open) return;
  if ((event.key === " " || event.key === "Enter") && event.target.closest("button, a, summary")) return; // its own key
  const press = [...root.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key || one.dataset.also === event.key);
  if (!press) return;
  event.preventDefault();
  if (press.dataset.key === "?") help.showModal();
  else if (press.tagName === "SUMMARY") openPanel(press.parentElement);
  else press.click();
});

root.addEventListener("click", (event) => {
  const press = event.target.closest('[data-key="?"]');
  if (press) help.showModal();
});

function openPanel(panel) {
  for (const other of root.querySelectorAll("details.act[open]")) other.open = other === panel;
  panel.open = true;
  panel.querySelector("form :is(input, select):not([type=hidden])")?.focus();
}

function pick(areas) {
  const join = document.getElementById("join");
  for (const area of areas) {
    const radio = join?.querySelector(`input[type="radio"][value="${CSS.escape(area.id)}"]`);
    if (!radio) continue;
    join.open = true;
    radio.checked = true;
    radio.focus();
    return;
  }
}

async function follow() {
  const current = document.getElementById("current");
  element.dataset.address = current?.dataset.map || "";
  element.dataset.fit = current?.dataset.fit || "";
  element.hidden = !current;
  if (!current) return;
  if (!shown) {
    shown = await openMap(element, { onPick: pick });
  } else {
    shown.fit(element.dataset.fit ? element.dataset.fit.split(",").map(Number) : null);
    await shown.ask();
  }
}

document.addEventListener("htmx:after:swap", follow);
await follow();
document.documentElement.dataset.ready = "yes";
