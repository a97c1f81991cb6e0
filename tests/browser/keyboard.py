"""A person without a mouse: Tab, Enter, Space and typing, and at every stop a look where the focus is."""

from playwright.sync_api import Page

_SEEN = """() => {
  const here = document.activeElement;
  const ring = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const box = here.getBoundingClientRect();
  return { where: here.outerHTML.slice(0, 160), seen: ring(here), there: box.width > 0 && box.height > 0 };
}"""
FURTHEST = 250


class Keyboard:
    """`unseen` collects every stop at which nothing showed where the keyboard was."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def tab(self) -> None:
        self.page.keyboard.press("Tab")
        self.look()

    def look(self) -> None:
        found = self.page.evaluate(_SEEN)
        if not (found["seen"] and found["there"]) and not found["where"].startswith("<body"):
            self.unseen.append(found["where"])

    def reach(self, selector: str) -> None:
        """Tab until the focus is on an element that matches. Fails where no number of tabs leads there."""
        for _stop in range(FURTHEST):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.tab()
        raise AssertionError(f"no number of tabs leads to {selector} on {self.page.url}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def follow(self, selector: str, *, until: str, key: str = "Enter") -> None:
        """Reach a link or button, press it, and wait until the next page says this."""
        self.reach(selector)
        self.press(key)
        self.page.get_by_text(until).first.wait_for(timeout=15_000)

    def fill(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.type(text)

    def tick(self, selector: str) -> None:
        self.reach(selector)
        self.press("Space")

    def unfold(self, words: str) -> None:
        """Reach the folded part whose heading begins so, and open it unless it is open."""
        here = "document.activeElement"
        begins = f"words => {here}.matches('summary') && {here}.innerText.startsWith(words)"
        for _stop in range(FURTHEST):
            if self.page.evaluate(begins, words):
                break
            self.tab()
        if not self.page.evaluate(f"{here}.parentElement.open"):
            self.press("Enter")
