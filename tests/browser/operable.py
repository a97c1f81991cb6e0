"""Is everything that can be used also reached by keyboard, and seen when it is?"""

from playwright.sync_api import Page

_LOOK = """() => {
  const native = "a[href], area[href], button, input, select, textarea, summary, [tabindex]";
  const posed = "[role=button], [role=link], [role=tab], [role=checkbox], [role=radio], [role=menuitem], [role=switch]";
  const named = (element) => element.outerHTML.slice(0, 120);
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    if (Number(element.getAttribute("tabindex")) > 0) found.push("an order of its own: " + named(element));
    if (element.hasAttribute("onclick")) found.push("a script inside: " + named(element));
    if (element.matches(posed) && !element.matches(native)) found.push("only looks usable: " + named(element));
  }
  const looks = (element) => {
    const label = element.labels && element.labels[0];
    const styles = [getComputedStyle(element)];
    if (label) styles.push(getComputedStyle(label, "::before"), getComputedStyle(label));
    return styles.map((s) => [s.outlineStyle, s.outlineWidth, s.boxShadow, s.backgroundColor].join(" ")).join("|");
  };
  const shown = { contentVisibilityAuto: true, visibilityProperty: true };
  const usable = [...document.querySelectorAll(native)].filter((element) =>
    element.checkVisibility(shown) && !element.disabled && element.type !== "hidden"
    && element.getAttribute("tabindex") !== "-1");
  for (const element of usable) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const before = looks(element);
    element.focus();
    if (document.activeElement !== element) found.push("takes no focus: " + named(element));
    else if (looks(element) === before) found.push("does not show the focus: " + named(element));
  }
  return [usable.length, found];
}"""


def out_of_reach(page: Page) -> list[str]:
    """Whatever on the page a person without a mouse could not use, or not see where they are; it has something."""
    page.keyboard.press("Tab")  # from now on the browser takes it that somebody uses the keyboard
    usable, found = page.evaluate(_LOOK)
    assert usable > 0
    return list(found)
