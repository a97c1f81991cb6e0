"""Gives the functions of a loaded module the code of another text of it, so that nothing need be imported again."""

import importlib
import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

_CALLED_AT_ONCE = ("<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>", "<lambda>")


def swappable(before: str, after: str) -> bool:
    """Whether the texts differ only inside functions and methods: not in constants, classes or closures, whose
    effect was had when the module was loaded."""
    old, new = dict(_functions(before)), dict(_functions(after))
    changed = [name for name in old.keys() | new.keys() if _gist(old.get(name)) != _gist(new.get(name))]
    return old.keys() == new.keys() and all(
        "<" not in name
        and new[name].co_flags & inspect.CO_OPTIMIZED  # not the body of a class
        and old[name].co_freevars == new[name].co_freevars
        for name in changed
    )


def swap(module_name: str, after: str) -> None:
    """Every function and method of the loaded module runs the code of the new text from now on."""
    module = importlib.import_module(module_name)
    for name, code in _functions(after):
        if "<" not in name:
            function = _found(module, name)
            if isinstance(function, FunctionType) and function.__code__.co_freevars == code.co_freevars:
                function.__code__ = code


def _functions(text: str) -> Iterator[tuple[str, CodeType]]:
    """Qualified name and code of everything that is compiled, the module itself included."""
    waiting = [compile(text, "<text>", "exec", dont_inherit=True)]
    while waiting:
        code = waiting.pop()
        if code.co_name not in _CALLED_AT_ONCE:
            yield code.co_qualname, code
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]


def _gist(code: CodeType | None) -> Any:
    """What a piece of code does, without its place in the text and without the functions defined in it."""
    if code is None:
        return None
    inner = tuple(
        _gist(each) if isinstance(each, CodeType) and each.co_name in _CALLED_AT_ONCE else repr(each)
        for each in code.co_consts
        if not isinstance(each, CodeType) or each.co_name in _CALLED_AT_ONCE
    )
    return code.co_code, code.co_names, code.co_varnames, inner


def _found(module: Any, name: str) -> Any:
    """The function of that qualified name, out of its decorators."""
    found: Any = module
    for part in name.split("."):
        found = inspect.getattr_static(found, part, None)
        if isinstance(found, classmethod | staticmethod):
            found = found.__func__
        if isinstance(found, property):
            found = found.fget
    return inspect.unwrap(found) if callable(found) else None
