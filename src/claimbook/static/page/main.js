// Puts the page together.  `data-ready` on the root tells that it is whole.

function tellSummary() {
  const reports = new Set(claims.map((claim) => claim.report));
  const silent = data.reports.length - reports.size;
  const unplaced = claims.filter((claim) => !claim.spots.length).length;
  const parts = [`${plural(claims.length, "claim")} from ${plural(data.reports.length, "report")}`];
  if (silent) parts.push(`${silent} with nothing to report`);
  if (unplaced) parts.push(`${unplaced} not placed`);
  return parts.join(" · ");
}

document.getElementById("summary").textContent = tellSummary();
buildFilters(document.getElementById("filters"));
const map = buildMap(document.getElementById("map"), readLand(readData("land")));
buildTimeline(document.getElementById("time"));
buildList(document.getElementById("claims"), map);
change({});
document.documentElement.dataset.ready = "yes";
