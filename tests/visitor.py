"""A person at a browser without script: reads pages, follows links, fills in the forms that the page really shows."""

from typing import Any

from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode


class Visitor:
    """Keeps the page it is on. A form is found by a part of its action, a link by its words."""

    def __init__(self) -> None:
        self.client = Client()
        self.status = 0
        self.path = ""
        self.page = LexborHTMLParser("")

    def open(self, path: str) -> "Visitor":
        return self._arrive(self.client.get(path, follow=True))

    def follow(self, words: str) -> "Visitor":
        links = [a for a in self.page.css("a[href]") if words in " ".join(a.text().split())]
        assert links, f"no link “{words}” on {self.path}: {self.text[:2000]}"
        return self.open(str(links[0].attributes["href"]).split("#")[0])

    def send(self, action: str, **values: Any) -> "Visitor":
        """Fill in the form and press its button; every value must belong to a field that is there."""
        form = self.form(action, *values)
        filled = _as_shown(form)
        for name, value in values.items():
            filled[name] = value
        target = form.attributes.get("action") or self.path
        where = target if str(target).startswith("/") else self.path
        if (form.attributes.get("method") or "get").lower() == "get":
            return self._arrive(self.client.get(where, filled, follow=True))
        return self._arrive(self.client.post(where, filled, follow=True))

    def form(self, action: str, *names: str) -> LexborNode:
        """The form with this in its action that has every one of these fields."""
        forms = [f for f in self.page.css("main form") if action in (f.attributes.get("action") or self.path)]
        found = [f for f in forms if set(names) <= _names(f)]
        shown = [(f.attributes.get("action"), sorted(_names(f))) for f in self.page.css("main form")]
        assert found, f"no form “{action}” with {names} on {self.path}, which has {shown}: {self.text[:1500]}"
        return found[0]

    def sign_in(self, email: str, password: str) -> "Visitor":
        return self.open("/accounts/login/").send("login", login=email, password=password)

    @property
    def text(self) -> str:
        main = self.page.css_first("main") or self.page
        return " ".join(main.text(separator=" ").split())

    def _arrive(self, response: Any) -> "Visitor":
        self.status = response.status_code
        self.path = response.request["PATH_INFO"]
        self.page = LexborHTMLParser(response.content.decode())
        self.page.strip_tags(["script", "style"])
        return self


def _names(form: LexborNode) -> set[str]:
    return {str(field.attributes["name"]) for field in form.css("[name]")}


def _as_shown(form: LexborNode) -> dict[str, Any]:
    """What the form would send as the page shows it."""
    filled: dict[str, Any] = {}
    for field in form.css("input[name], textarea[name], select[name]"):
        name, kind = str(field.attributes["name"]), (field.attributes.get("type") or "text").lower()
        if field.tag == "select":
            chosen = [
                o.attributes.get("value") or "" for o in field.css("option") if "selected" in o.attributes
            ]
            first = field.css_first("option")
            filled[name] = chosen or ([first.attributes.get("value") or ""] if first else [])
        elif field.tag == "textarea":
            filled[name] = field.text()
        elif kind in ("checkbox", "radio"):
            if "checked" in field.attributes:
                filled.setdefault(name, []).append(
                    (field.attributes["value"] or "") if "value" in field.attributes else "on"
                )
        elif kind not in ("submit", "button", "image", "file"):
            filled[name] = field.attributes.get("value") or ""
    return filled
