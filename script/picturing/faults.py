"""What is wrong with a page, as far as a machine can see."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

from script.picturing.people import EXPECTED_404

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`));
"""

NAMELESS = """() => {
    const named = (el) => (el.getAttribute("aria-label") ?? "").trim() || el.getAttribute("aria-labelledby")
        || el.title || el.alt || el.textContent.trim() || el.querySelector("[aria-label], img[alt]:not([alt=''])");
    const describe = (el) => el.outerHTML.slice(0, 120).replace(/\\s+/g, " ");
    const fields = [...document.querySelectorAll("input, select, textarea")].filter((el) =>
        !["hidden", "submit", "button", "reset", "image"].includes(el.type)
        && !(el.labels?.length && [...el.labels].some((label) => label.textContent.trim()))
        && !el.getAttribute("aria-label") && !el.getAttribute("aria-labelledby"));
    const presses = [...document.querySelectorAll("button, a[href], summary")].filter((el) => !named(el));
    return [...fields.map((el) => "no label: " + describe(el)), ...presses.map((el) => "no name: " + describe(el))];
}"""

SIDEWAYS = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return null;
    const widest = [...document.body.querySelectorAll("*")].find((el) => el.getBoundingClientRect().right > wide + 1
        && !el.closest("[hidden], dialog:not([open])"));
    return `scrolls sideways at ${wide} px: ${widest ? widest.outerHTML.slice(0, 100).replace(/\\s+/g, " ") : "?"}`;
}"""


@dataclass
class Listener:
    """Collects what the browser complains about while a page is open."""

    faults: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("response", self.look)

    def hear(self, message: ConsoleMessage) -> None:
        """An error in the console; failed answers are reported with their address by look()."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def look(self, response: Response) -> None:
        """An answer that says something is wrong."""
        if response.status >= 400 and not (response.status == 404 and EXPECTED_404 in response.url):
            self.faults.append(f"answer {response.status} from {response.url}")

    def take(self) -> list[str]:
        """What was collected since the last time, each once."""
        found = list(dict.fromkeys(self.faults))
        self.faults.clear()
        return found


def nameless(page: Page) -> list[str]:
    """Form controls without a label, buttons and links without a name."""
    found: list[str] = page.evaluate(NAMELESS)
    return found


def sideways(page: Page) -> list[str]:
    """Whether the page is wider than the window."""
    found: str | None = page.evaluate(SIDEWAYS)
    return [found] if found else []


def axe_finds(page: Page) -> list[str]:
    """What axe says, one line a rule."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"axe {rule['id']}: {rule['help']} ({rule['nodes'][0]['html'][:100]})" for rule in violations]
