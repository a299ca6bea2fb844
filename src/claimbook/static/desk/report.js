// A report: press marked words to see their claim, press a claim to see its words.

const marks = [...document.querySelectorAll("[data-claims]")];
const cards = new Map([...document.querySelectorAll("[data-claim]")].map((card) => [card.dataset.claim, card]));
let shown = null;

function lettersOf(mark, claim) {
  const own = mark.dataset.claims.split(" ").find((one) => one.startsWith(`${claim}:`));
  return own ? own.slice(claim.length + 1) : "";
}

function show(claim) {
  shown = claim;
  for (const mark of marks) {
    mark.classList.remove("on", "on-k", "on-p", "on-a", "on-t", "on-d", "on-s");
    const letters = lettersOf(mark, claim);
    if (letters) mark.classList.add("on", ...[...letters].filter((l) => l !== "q").map((l) => `on-${l}`));
  }
  for (const [id, card] of cards) card.classList.toggle("lit", id === claim);
}

for (const mark of marks) {
  mark.addEventListener("click", (event) => {
    event.preventDefault();
    const claims = mark.dataset.claims.split(" ").map((one) => one.split(":")[0]);
    const next = claims[(claims.indexOf(shown) + 1) % claims.length]; // several claims in the same words take turns
    show(next);
    cards.get(next)?.scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", `#claim-${next}`);
  });
}

for (const press of document.querySelectorAll("[data-show]")) {
  press.addEventListener("click", (event) => {
    event.preventDefault();
    show(press.dataset.show);
    document.getElementById(`words-${press.dataset.show}`)?.scrollIntoView({ block: "center" });
    history.replaceState(null, "", `#words-${press.dataset.show}`);
  });
}

const asked = location.hash.match(/^#(?:claim|words)-([0-9a-f]+)$/);
if (asked && cards.has(asked[1])) {
  show(asked[1]);
  document.getElementById(`words-${asked[1]}`)?.scrollIntoView({ block: "center" });
}
document.documentElement.dataset.ready = "yes";
