"""What is committed: our own work, under names that say what it is, without a trace of anybody's machine."""

import os
import re

from tests.house.tree import ROOT, files, name, text

VAGUE = {"utils", "helpers", "common", "services", "selectors", "managers", "signals", "mixins", "misc"}
# Put together from halves, so that this file does not hold what it looks for.
ADDRESSES = [
    "py" + r"pi\.org",
    "python" + "hosted",
    "registry" + r"\.npm",
    "npm" + r"js\.(com|org)",
    "un" + r"pkg\.com",
]
ADDRESSES += [
    "js" + "delivr",
    "cdn" + "js",
    "fonts" + r"\.g(oogle|static)",
    "deb" + r"\.debian",
    "raw" + r"\.githubusercontent",
]
PLACES = [
    "/work" + r"/(main|shared|notes|\.)",
    "/o" + r"pt/(pypi|wheels)",
    "/ro" + r"ot\b",
    "/Us" + "ers/",
    "/ho" + r"me/(?!portico\b)\w",
]
FOREIGN = {".woff", ".woff2", ".ttf", ".otf", ".map", ".whl", ".so", ".exe", ".pyc"}


def test_module_names_say_what_is_in_them() -> None:
    parts = {name(path): set(name(path).removesuffix(".py").split("/")) for path in files(".py")}
    assert not [path for path, words in parts.items() if words & VAGUE]


def test_nothing_names_a_registry_or_a_place_on_a_machine() -> None:
    pattern = re.compile("|".join(ADDRESSES + PLACES))
    found = [(name(path), match.group()) for path in files() if (match := pattern.search(text(path)))]
    assert not found


def test_no_work_of_others_is_committed() -> None:
    copies = [name(path) for path in files() if path.suffix in FOREIGN or ".min." in path.name]
    minified = [name(path) for path in files(".js", ".css") if any(len(line) > 500 for line in text(path).splitlines())]
    assert not copies + minified


def test_the_pages_a_newcomer_reads_exist() -> None:
    wanted = ["README.md", "CHANGELOG.md", "docs/map.md", "docs/words.md", "docs/running.md", "docs/doors.md"]
    assert not [path for path in wanted if not (ROOT / path).is_file()]
    assert list((ROOT / "docs/decisions").glob("[0-9][0-9][0-9]-*.md"))


def test_readme_opens_with_the_two_commands() -> None:
    opening = "\n".join(text(ROOT / "README.md").splitlines()[:60])
    assert "script/demo" in opening
    assert "script/test" in opening


def test_scripts_can_be_run_and_stop_at_the_first_error() -> None:
    scripts = [path for path in (ROOT / "script").iterdir() if path.is_file() and not path.suffix]
    assert scripts
    for path in scripts:
        assert os.access(path, os.X_OK), name(path)
        assert text(path).startswith("#!/usr/bin/env bash\n# "), name(path)
        assert "set -euo pipefail" in text(path), name(path)


def test_every_pin_has_an_exact_version_and_hashes() -> None:
    for path in files(".txt"):
        if path.parent.name == "requirements":
            pins = re.split(r"\n(?=\w)", text(path))
            loose = [
                pin.splitlines()[0] for pin in pins if "==" not in pin.splitlines()[0] or "--hash=sha256:" not in pin
            ]
            assert not loose, name(path)


def test_every_environment_variable_is_documented() -> None:
    pattern = re.compile(r"""(?:environ\.get\(|environ\[|env_flag\(|getenv\()\s*["'](\w+)["']""")
    read = {
        found
        for path in files(".py")
        if name(path).startswith(("config/", "portico/"))
        for found in pattern.findall(text(path))
    }
    read |= set(
        re.findall(r"\$\{([A-Z_]+):-", "".join(text(ROOT / "script" / script) for script in ("serve", "shell.sh")))
    )
    missing = sorted(
        variable
        for variable in read - {"DJANGO_SETTINGS_MODULE"}
        if f"`{variable}`" not in text(ROOT / "docs/running.md")
    )
    assert not missing
