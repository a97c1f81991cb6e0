/* Enhancement only: a kept reply goes in where the cursor is; without this the form comes back with it. */
for (const list of document.querySelectorAll("[data-replies]")) {
  const form = list.closest("form");
  let last = null;
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea")) last = event.target;
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reply]");
    if (!button) return;
    const into = list.querySelector("[data-replies-into]");
    const text = (into ? last || form.elements[into.value] : document.getElementById(list.dataset.target));
    if (!text) return;
    event.preventDefault();
    text.focus();
    const before = text.value.slice(0, text.selectionStart);
    const after = text.value.slice(text.selectionEnd);
    const apart = (side, edge) => (side.trim() && !edge.test(side) ? "\n\n" : "");
    const words = apart(before, /\n\s*$/) + button.dataset.reply + apart(after, /^\s*\n/);
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
  });
  const narrow = () => {
    const chosen = [...form.querySelectorAll("input[name=reasons]:checked")].map((box) => box.value);
    const groups = [...list.querySelectorAll("[data-replies-for]")];
    const any = groups.some((group) => chosen.includes(group.dataset.repliesFor));
    for (const group of groups) group.hidden = any && !chosen.includes(group.dataset.repliesFor);
  };
  form.addEventListener("change", narrow);
  narrow();
}
