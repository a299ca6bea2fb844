// Panels that open over the page, and how many of their fields are set.

export function closeOnLeave(root) {
  const panels = [...root.querySelectorAll("details.pick")];
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

export function countChosen(form) {
  const data = new FormData(form);
  for (const sign of form.querySelectorAll("[data-counts]")) {
    const set = sign.dataset.counts.split(" ").flatMap((name) => data.getAll(name)).filter(Boolean).length;
    sign.textContent = set ? String(set) : "";
  }
}
