// The claims in words, under their reports.

const STEP = 120;
const MARKS = { p: "place", a: "party", t: "toll", d: "period", s: "speaker" };
const cards = new Map(); // each is built once, so that what is open in it stays open
let most = STEP;

function buildList(root, map) {
  const redraw = () => {
    const shown = select();
    const parts = groupByReport(shown.slice(0, most)).map(([at, some]) => buildGroup(at, some, map));
    if (!shown.length && claims.length) parts.push(make("p", { class: "empty" }, "No claim fits these filters and this part of the map. ", button("Clear all", clearFilters)));
    if (shown.length > most) {
      parts.push(button(`Show ${Math.min(STEP, shown.length - most)} more of ${plural(shown.length, "claim")}`, () => {
        most += STEP;
        redraw();
      }, { class: "more" }));
    }
    if (!isFiltered()) parts.push(...buildSilent());
    keepFocus(() => root.replaceChildren(...parts));
  };
  watchers.push(() => {
    most = STEP;
    redraw();
  });
}

// What had the focus keeps it, and stays in sight, if it is still there after the change.
function keepFocus(change) {
  const focused = document.activeElement;
  change();
  if (focused === document.activeElement || !focused.isConnected || focused === document.body) return;
  focused.focus({ preventScroll: true });
  focused.scrollIntoView({ block: "nearest" });
}

function groupByReport(some) {
  const groups = new Map();
  for (const claim of some) groups.set(claim.report, [...(groups.get(claim.report) || []), claim]);
  return [...groups];
}

function buildGroup(at, some, map) {
  const report = data.reports[at];
  const placed = claims.filter((claim) => claim.report === at && claim.spots.length);
  const find = placed.length ? button("map", () => showOnMap(map, placed), { "aria-label": `Show ${report.name} on the map`, title: "Show this report's claims on the map" }) : null;
  const head = make("h2", {}, make("bdi", {}, report.name), make("small", {}, outletLine(report)), find);
  return make(
    "section",
    { class: "report" },
    head,
    report.title && report.title.v ? make("p", { class: "title", dir: "auto" }, report.title.v) : null,
    sourceLine(report),
    report.notices.map((notice) => make("p", { class: "notice" }, `Notice: ${notice}`)),
    make("ol", {}, some.map((claim) => make("li", {}, cardOf(claim, map)))),
  );
}

function cardOf(claim, map) {
  if (!cards.has(claim)) cards.set(claim, buildClaim(claim, map));
  return cards.get(claim);
}

function outletLine(report) {
  const published = report.published && report.published.v;
  return [
    report.outlet && report.outlet.v ? make("bdi", {}, ` ${report.outlet.v}`) : null,
    published ? ` published ${published}` : " no date of publication",
    published ? basisTag(report.published) : null,
  ];
}

function sourceLine(report) {
  if (!report.address) return null;
  if (!/^https?:\/\/[^\s]+$/i.test(report.address)) return make("p", { class: "title" }, report.address);
  return make("p", { class: "title" }, make("a", { href: report.address, rel: "noopener noreferrer nofollow", target: "_blank" }, report.address));
}

function buildSilent() {
  const told = new Set(claims.map((claim) => claim.report));
  const silent = data.reports.filter((_, at) => !told.has(at));
  if (!silent.length) return [];
  return [
    make(
      "section",
      { class: "report silent" },
      make("h2", {}, `Nothing to report in ${plural(silent.length, "report")}`),
      make("ul", {}, silent.map((report) => make("li", {}, make("bdi", {}, report.name), ` ${reportLine(report)}`, report.notices.map((n) => make("p", { class: "notice" }, `Notice: ${n}`))))),
    ),
  ];
}

function buildClaim(claim, map) {
  const facts = [
    ["When", tellPeriod(claim)],
    ["Where", tellPlaces(claim)],
    ["Who", tellParties(claim)],
    ["With", claim.means ? [valueOf(claim.means)] : []],
    ["Struck", separate(claim.sites.map((site) => valueOf({ ...site, v: site.v && nameOf(site.v) })))],
    ["Toll", separate(claim.tolls.map(tellToll))],
    ["Outcome", claim.outcome ? [valueOf(claim.outcome)] : []],
    ["Says", tellSpeakers(claim)],
  ].filter(([, parts]) => parts.length);
  const card = make(
    "article",
    { class: `claim ${claim.family}`, id: `c-${claim.id}`, "data-happening": claim.happening },
    make(
      "h3",
      {},
      make("span", { class: "kind" }, nameOf(claim.kind.v)),
      make("span", { class: `how ${claim.modality.v}`, title: MODALITIES[claim.modality.v] }, claim.modality.v),
      claim.background ? make("span", { class: "how", title: "More than 31 days before the report, or history" }, "background") : null,
      claim.aggregate ? make("span", { class: "how", title: "A figure over several happenings" }, "roll-up") : null,
      make("span", { class: "number", title: "Claims of a report with one number tell of one happening" }, `happening ${claim.happening}`),
    ),
    make("blockquote", { dir: "auto" }, claim.context.map(markPiece)),
    make("dl", {}, facts.flatMap(([term, parts]) => [make("dt", {}, term), make("dd", {}, parts)])),
    make("div", { class: "foot" }, claim.spots.length ? button("Show on map", () => showOnMap(map, [claim]), { "aria-label": `Show on map: ${claim.spots[0].name}` }) : null, buildSources(claim)),
  );
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    card.addEventListener(event, () => lightSpots(claim, on));
  }
  return card;
}

function showOnMap(map, some) {
  fitClaims(map, some);
  if (some.length === 1) lightSpots(some[0], true);
  if (window.matchMedia("(max-width: 899px)").matches) document.getElementById("place").scrollIntoView();
}

function markPiece([text, marks]) {
  const classes = [...marks].map((mark) => MARKS[mark]).filter(Boolean);
  const inner = classes.length ? make("span", { class: classes.join(" "), title: classes.join(", ") }, text) : text;
  return marks.includes("q") ? make("mark", {}, inner) : inner;
}

function basisTag(value) {
  if (value.b === "stated") return null;
  const why = value.b === "assumed" ? "A rule's default: the report does not say it" : "Follows from other words of the report, or from what the lexicon knows";
  return make("span", { class: `basis ${value.b}`, title: why }, value.b);
}

function valueOf(value) {
  const words = value.v || value.w || "unknown";
  const unresolved = !value.v && value.w ? make("span", { class: "basis assumed", title: "The words could not be resolved" }, "unresolved") : null;
  return make("span", {}, make("bdi", {}, words), unresolved || basisTag(value));
}

function separate(parts, gap = ", ") {
  return parts.flatMap((part, at) => (at ? [gap, part] : [part]));
}

function tellPeriod(claim) {
  return claim.period ? [valueOf(claim.period)] : [make("span", { class: "none" }, "no day given")];
}

function tellPlaces(claim) {
  if (!claim.places.length) return [make("span", { class: "none" }, "not placed: the report names no place for it")];
  return separate(
    claim.places.map((place) => {
      const area = [place.admin1, place.country].filter(Boolean).join(", ");
      const where = place.lat === null
        ? make("span", { class: "none" }, ` not placed: ${place.why || "the name could not be resolved"}`)
        : make("span", { class: "aside", title: place.why }, ` ${area ? `${area}, ` : ""}within ${kilometres(Math.max(place.r || 0, LEAST_KM))}`);
      return make("span", {}, RELATIONS[place.relation] || "", valueOf(place), where);
    }),
    "; ",
  );
}

function tellParties(claim) {
  const by = separate(claim.initiators.map(valueOf));
  const on = separate(claim.targets.map(valueOf));
  if (by.length && on.length) return [...by, make("span", { class: "aside" }, " → "), ...on];
  if (by.length) return [make("span", { class: "aside" }, "by "), ...by];
  return on.length ? [make("span", { class: "aside" }, "against "), ...on] : [];
}

function tellToll(toll) {
  const who = [toll.group, toll.status === "unknown" ? "" : nameOf(toll.status || "")].filter(Boolean);
  const side = toll.side && toll.side !== "unknown" ? `on the side of the ${toll.side}` : "";
  const notes = [...new Set(who), toll.side === "both" ? "on both sides" : toll.side === "bystander" ? "bystanders" : side, toll.part ? "counted above" : ""].filter(Boolean);
  return make("span", { class: "toll-value" }, valueOf(toll), notes.length ? make("span", { class: "aside" }, ` (${notes.join("; ")})`) : null);
}

function tellSpeakers(claim) {
  return separate(
    claim.speakers.map((link, at) => make("span", {}, at ? valueOf(link) : make("bdi", {}, link.v || link.w), // the heading tells how the outlet is known
      link.stance ? make("span", { class: "aside" }, ` ${link.stance}`) : null)),
    " › ",
  );
}

// How each value was reached: its words in the report, its basis and the rule.  Built when it is opened.
function buildSources(claim) {
  const box = make("details", { class: "sources" }, make("summary", {}, "How each value was reached"));
  box.addEventListener("toggle", () => {
    if (box.open && !box.querySelector("table")) box.append(buildTable(claim));
  });
  return box;
}

function buildTable(claim) {
  const values = [
    ["kind", { ...claim.kind, v: nameOf(claim.kind.v) }],
    ["sub-kind", claim.sub_kind],
    ["put as", claim.modality],
    ["period", claim.period],
    ...claim.places.map((place) => ["place", place]),
    ...claim.initiators.map((actor) => ["initiator", actor]),
    ...claim.targets.map((actor) => ["target", actor]),
    ["means", claim.means],
    ...claim.sites.map((site) => ["site", site]),
    ...claim.tolls.map((toll) => ["toll", toll]),
    ["outcome", claim.outcome],
    ...claim.speakers.map((link) => ["speaker", link]),
  ].filter(([, value]) => value);
  const cells = (tag, texts) => texts.map((text) => make(tag, tag === "th" ? { scope: "col" } : { dir: "auto" }, text || "–"));
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "How each value was reached" },
    make(
      "table",
      {},
      make("thead", {}, make("tr", {}, cells("th", ["field", "value", "words", "basis", "rule"]))),
      make("tbody", {}, values.map(([name, value]) => make("tr", {}, make("th", { scope: "row" }, name), cells("td", [value.v, value.w, value.b, value.m])))),
    ),
  );
}
