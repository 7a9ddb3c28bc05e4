"""Blanks: what stands in a macro for what a page puts in, while the macro is drawn without the page.

A blank can be printed, asked for an attribute and handed to a function of ours: the page does the same with what it
puts in. Where a macro asks whether it is there, it is drawn for both answers. A drawing that comes to anything else
fails (`careful`).
"""

import json
import re
from ast import literal_eval
from collections.abc import Callable, Iterable, Set
from typing import Any

from portico.kit.folding import TAG
from portico.kit.macros import BROUGHT, MACRO, QUOTED, WORD

TEXT = QUOTED.pattern
NAME = r"[a-z_]\w*(?:\.[a-z_]\w*)*"
PATH = re.compile(rf"{NAME}(?:\[{TEXT}\])?")
ADDRESS = re.compile(rf"\(({TEXT}(?: ~ (?:{NAME}(?:\|number)?|{TEXT}))*)\)\|safe")
NUMBER = re.compile(rf"{NAME}\|length")
MARK = re.compile(r"⟨(\d+)⟩")
STAYS = "⟨stays⟩"
"""Where a macro is called after all, because it cannot be drawn for one of the answers."""
PIECE = re.compile(r"{%.*?%}|<[^<>{]*>|⟨\w+⟩|.", re.DOTALL)
MOST = 3
"""Of how many things a macro may ask whether they are there: it is drawn twice for each."""

COMPARED = re.compile(rf"({NAME}) (==|!=) ({TEXT})")
OPTIONAL = re.compile(r'(?<![\w.])(\w+)\.(\w+)\|default\((""|false|true)\)')
SAID = rf'(?:{NAME}|blank_compared\({NAME}, "..", {TEXT}\)|blank_optional\(\w+, {TEXT}, (?:""|false|true)\))'
WORDS = rf"(?:not )?{SAID}(?: (?:and|or) (?:not )?{SAID})*"
PRINTED = rf"{{{{ (?:{SAID}(?: or (?:{SAID}|{TEXT}))?|{NAME}\((?:[\w.=, ]|{TEXT})*\)) }}}}"
ASKED = rf"{{% (?:el)?if (?:{WORDS}|caller is defined) %}}|{{% for \w+(?:, \w+)? in {NAME}(?:\|items)? %}}"
NEUTRAL = r"{% (?:else|endif|endfor|endset|endmacro|endcall|macro [^%]+|set svg = icon|from [^%]+) %}"
HARMLESS = re.compile(f"{PRINTED}|{ASKED}|{NEUTRAL}")
"""Tags of a macro that print what they are given, hand it on, or ask whether it is there."""
LOOP = re.compile(r"{% for (\w+)(?:, (\w+))? in ")
OPENS = re.compile(r"{% (?:(?:el)?if|for [\w, ]+ in|set \w+ =|call) ")

type Render = Callable[["Drawing"], str | None]


class Drawing:
    """One drawing of a macro, for certain answers to whether something is there."""

    def __init__(self, expressions: Iterable[str], answers: dict[str, bool]) -> None:
        self.answers = answers
        self.blanks = list[Blank]()
        self.given = [self.blank(one) for one in expressions]
        self.judged = list[str]()

    def blank(self, expression: str) -> "Blank":
        """One more."""
        self.blanks.append(Blank(self, expression, len(self.blanks)))
        return self.blanks[-1]


class Blank:
    """In the place of what a page puts into a macro."""

    def __init__(self, drawing: Drawing, expression: str, number: int) -> None:
        self._drawing, self._expression = drawing, expression
        self._mark, self._printed = f"⟨{number}⟩", 0

    def __str__(self) -> str:
        self._printed += 1
        return self._mark

    def __bool__(self) -> bool:
        if ADDRESS.fullmatch(self._expression):
            return True
        if self._expression not in self._drawing.answers:
            self._drawing.judged.append(self._expression)
        return self._drawing.answers.get(self._expression, True) is True

    def __getattr__(self, name: str) -> "Blank":
        if name.startswith("_") or name in {"items", "keys"}:  # The engine asks for these to see what it has.
            raise AttributeError(name)
        return self._drawing.blank(f"{_alone(self._expression)}.{name}")

    def __call__(self, *args: Any) -> "Blank":
        return self._drawing.blank(f"{self._expression}({_given(args)})")


def _alone(expression: str) -> str:
    """An expression as something stands behind it."""
    return expression if PATH.fullmatch(expression) else f"({expression})"


def _given(args: Iterable[Any]) -> str:
    """What is handed to a function."""
    told = (one._expression if isinstance(one, Blank) else json.dumps(one, ensure_ascii=False) for one in args)
    return ", ".join("none" if one == "null" else one for one in told)


def deferred(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """A function for templates that leaves it to the page where it is handed a blank.

    It is called by its other name there (`by_other_names`): where a page calls a macro, `icon` may be one of its own
    values.
    """

    def later(*args: Any, **kwargs: Any) -> Any:
        blank = next((one for one in (*args, *kwargs.values()) if isinstance(one, Blank)), None)
        if blank is None:
            return call(*args, **kwargs)
        return refused() if kwargs else blank._drawing.blank(f"{OTHER_NAME}{name}({_given(args)})")

    return later


OTHER_NAME = "our_"


def by_other_names(functions: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The functions for templates under names that no template gives to a value."""
    return {f"{OTHER_NAME}{name}": call for name, call in functions.items()}


def compared(value: Any, how: str, text: str) -> bool:
    """Whether something is this text (`==`) or is not (`!=`)."""
    if not isinstance(value, Blank):
        return bool((value == text) == (how == "=="))
    if not text and (ADDRESS.fullmatch(value._expression) or NUMBER.fullmatch(value._expression)):
        return how == "!="
    return bool(value._drawing.blank(f"{_alone(value._expression)} {how} {_given([text])}"))


def optional(value: Any, name: str, default: Any) -> Any:
    """What something has by this name, if it has it."""
    if isinstance(value, Blank):
        return value._drawing.blank(f"{_alone(value._expression)}.{name}|default({_given([default])})")
    return value.get(name, default) if isinstance(value, dict) else getattr(value, name, default)


def refused() -> None:
    """In a drawing: more is done with a blank than can be put off."""
    raise TypeError


FOR_MACROS = {"blank_compared": compared, "blank_optional": optional, "blank_refused": refused}
"""What `careful` writes into macros."""


def careful(source: str, macro: str = "", given: Set[str] = frozenset()) -> str:
    """The macros of a template as they are drawn with blanks: `macro` is given them, as these arguments.

    What cannot be put off fails when the drawing comes to it. What others do with what they are handed is not known:
    with them all of that fails.
    """

    def told(found: re.Match[str]) -> str:
        if found[1] != macro:
            return _checked(found[0], None)
        head = TAG.match(found[0])
        names = re.findall(r"[(,] *(\w+)", QUOTED.sub("", head[0] if head else ""))
        return _checked(found[0], {names[int(one)] if one.isdecimal() else one for one in given})

    return BROUGHT.sub(lambda one: one[0].replace(one[1], f"{one[1]}?"), MACRO.sub(told, source))


def _checked(macro: str, given: set[str] | None) -> str:
    """A macro of which the tags fail that do more with these names, or with any, than a blank can do."""

    def told(found: re.Match[str]) -> str:
        tag = OPTIONAL.sub(r'blank_optional(\1, "\2", \3)', COMPARED.sub(r'blank_compared(\1, "\2", \3)', found[0]))
        said = set(WORD.findall(QUOTED.sub("", tag)))
        if given is not None and given.isdisjoint(said):
            return found[0]
        if HARMLESS.fullmatch(tag):
            loop = LOOP.match(tag)
            if given is not None and loop:
                given.update(one for one in loop.groups() if one)
            return tag
        opens = OPENS.match(tag)
        return f"{opens[0]}blank_refused() %}}" if opens else "{{ blank_refused() }}" if tag[1] == "{" else tag

    return TAG.sub(told, macro)


def filled_in(expressions: list[str], render: Render) -> str | None:
    """What a macro draws, as a piece of a template: what the page puts in stands in tags.

    Nothing where it does more with it than to print it and to ask whether it is there; STAYS in the place of answers
    for which it cannot be drawn.
    """
    marks = dict[str, int]()
    drawn = _drawn(expressions, {}, render, marks)
    return None if drawn is None or drawn == STAYS else _written(drawn, list(marks))


def _drawn(expressions: list[str], answers: dict[str, bool], render: Render, marks: dict[str, int]) -> str | None:
    """The same with a mark for each thing that is put in; `marks` numbers them."""
    drawing = Drawing(expressions, answers)
    html = render(drawing)
    if drawing.judged and len(answers) < MOST:
        asked = drawing.judged[0]
        number = marks.setdefault(asked, len(marks))
        yes, no = (_drawn(expressions, {**answers, asked: answer}, render, marks) for answer in (True, False))
        return _either(f"⟨{number}⟩", STAYS if yes is None else yes, STAYS if no is None else no)
    if html is None or drawing.judged or any(tag in html for tag in ("{{", "{%", "{#")):
        return None
    if any(html.count(one._mark) != one._printed for one in drawing.blanks):
        return None
    return MARK.sub(lambda one: f"⟨{marks.setdefault(drawing.blanks[int(one[1])]._expression, len(marks))}⟩", html)


def _either(asked: str, yes: str, no: str) -> str:
    """What is drawn if something is there, and if not; once what is alike before and behind."""
    ours, others = _tokens(yes), _tokens(no)
    most = min(len(ours), len(others))
    first = next((at for at in range(most) if ours[at] != others[at]), most)
    last = next((at for at in range(most - first) if ours[-1 - at] != others[-1 - at]), most - first)
    before, behind = "".join(ours[:first]), "".join(ours[len(ours) - last :])
    yes, no = "".join(ours[first : len(ours) - last]), "".join(others[first : len(others) - last])
    if not yes and not no:
        return before + behind
    said = f"{{% if {asked} %}}{_kept(yes)}"
    said += f"{{% else %}}{_kept(no)}" if no else ""
    return f"{before}{said}{{% endif %}}{_kept(behind)}"


def _kept(text: str) -> str:
    """A text behind a tag, where the engine leaves out the end of a line."""
    return f"\n{text}" if text[:1] == "\n" else text


def _tokens(text: str) -> list[str]:
    """Letters, tags, marks, and conditions as a whole."""
    tokens, depth = list[str](), 0
    for token in PIECE.findall(text):
        if depth:
            tokens[-1] += token
        else:
            tokens.append(token)
        depth += token.startswith("{% if ") - (token == "{% endif %}")
    return tokens


def _written(drawn: str, expressions: list[str]) -> str:
    """The piece of a template: an expression that is long and needed more than once is worked out once."""
    names = dict[str, str]()
    for number, expression in enumerate(expressions):
        often = drawn.count(f"⟨{number}⟩") > 1
        if often and not PATH.fullmatch(expression) and not ADDRESS.fullmatch(expression):
            names[expression] = f"blank{number}"
    told = re.sub(r"{% if ⟨(\d+)⟩ %}", lambda one: f"{{% if {_grouped(expressions[int(one[1])], names)} %}}", drawn)
    told = MARK.sub(lambda one: _tag(expressions[int(one[1])], names), told)
    if names:
        said = ", ".join(f"{name} = {_grouped(one, {})}" for one, name in names.items())
        told = f"{{% with {said} %}}{_kept(told)}{{% endwith %}}"
    return told


def _grouped(expression: str, names: dict[str, str]) -> str:
    """An expression inside of a tag."""
    return names.get(expression) or (f"({expression})" if " " in expression else expression)


def _tag(expression: str, names: dict[str, str]) -> str:
    """An expression as a tag; an address piece by piece."""
    address = ADDRESS.fullmatch(expression)
    if not address:
        return f"{{{{ {names.get(expression, expression)} }}}}"
    pieces = re.findall(rf"{TEXT}|[^\s~]+", address[1])
    return "".join(literal_eval(one) if one[0] == '"' else f"{{{{ {one} }}}}" for one in pieces)
