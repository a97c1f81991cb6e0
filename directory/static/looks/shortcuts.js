/* Enhancement only: keys that lead somewhere. None of them sends a form; each person can turn them off. */
(() => {
  const list = document.querySelector("dialog[data-shortcuts]");
  if (!list) return;
  const keys = new Map([...list.querySelectorAll("[data-keys]")].map((each) => [each.dataset.keys, each.dataset]));
  const PAUSE = 1500;
  let first = "";
  let firstAt = 0;

  const inField = (element) => element.closest?.("input, textarea, select, [contenteditable]");

  const reach = (element) => {
    if (!element) return false;
    for (let part = element.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])")) part.open = true;
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus();
    return true;
  };

  const step = (by) => {
    const links = [...document.querySelectorAll("main .queue tbody th a")];
    const row = document.activeElement.closest("tr");
    const here = row ? links.findIndex((link) => row.contains(link)) : -1;
    return reach(links[here < 0 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1)]);
  };

  const follow = ({ go, reach: target, step: by }) => {
    if (go) location.assign(go);
    else if (target) return reach(document.querySelector(target));
    else if (by) return step(Number(by));
    else list.showModal();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (list.open || inField(event.target)) return;
    const both = first && event.timeStamp - firstAt < PAUSE ? `${first} ${event.key}` : "";
    const meant = keys.get(both) ?? keys.get(event.key);
    [first, firstAt] = meant ? ["", 0] : [event.key, event.timeStamp];
    if (meant && follow(meant)) event.preventDefault();
  });
})();
