// An incident's map: its areas, and near incidents, which can be picked there to be joined.

import { openMap } from "/static/desk/map.js";

const element = document.getElementById("map");
const own = location.pathname.split("/").pop();

await openMap(element, {
  onPick: (areas) => {
    const other = areas.find((area) => area.id !== own);
    if (!other) return;
    const join = document.getElementById("join");
    const radio = join?.querySelector(`input[type="radio"][value="${CSS.escape(other.id)}"]`);
    if (!radio) return;
    join.open = true;
    radio.checked = true;
    radio.focus();
    join.scrollIntoView({ block: "center" });
  },
});
document.documentElement.dataset.ready = "yes";
