"""Drawing gives the same bytes each time, offline, fit to stand in one page."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from burdenshare.charts import png as png_module
from burdenshare.charts import render as render_module
from burdenshare.charts import svg as svg_module
from burdenshare.charts.burden_map import burden_map
from burdenshare.charts.path_to_pledge import path_to_pledge
from burdenshare.charts.render import Easel, Rendered, render
from burdenshare.charts.theme import Credit
from burdenshare.charts.who_meets_what import who_meets_what

from .factory import source

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def spec(shares: list[Any], credit: Credit) -> dict[str, Any]:
    return who_meets_what(shares, credit=credit)


@pytest.fixture
def drawn(spec: dict[str, Any]) -> Rendered:
    return render(spec)


def test_the_same_chart_gives_the_same_bytes(spec: dict[str, Any], drawn: Rendered) -> None:
    turned = dict(reversed(spec.items()))
    assert render(turned) == drawn


def test_a_picture_does_not_depend_on_those_drawn_before(shares: list[Any], credit: Credit) -> None:
    spec = burden_map([o for o in shares if o.vintage == "2026-07"], credit=credit)
    spec["vconcat"][0]["layer"][0]["mark"]["clip"] = True
    first = render(spec)
    assert b"url(#" in first.svg, "what is clipped has identifiers"
    assert render(spec) == first


def drawn_together(specs: dict[str, dict[str, Any]]) -> dict[str, Rendered]:
    with Easel() as easel:
        easel.put(specs)
        return easel.pictures()


def test_several_charts_are_drawn_as_each_would_be_alone(
    spec: dict[str, Any], drawn: Rendered, shares: list[Any], credit: Credit
) -> None:
    other = burden_map([o for o in shares if o.vintage == "2026-07"], credit=credit)
    assert drawn_together({"dots": spec, "map": other}) == {"dots": drawn, "map": render(other)}


@pytest.mark.parametrize("executable", ["", "/no/such/python", "/bin/false"])
def test_without_other_processes_the_pictures_are_made_in_this_one(
    monkeypatch: pytest.MonkeyPatch, spec: dict[str, Any], drawn: Rendered, executable: str
) -> None:
    monkeypatch.setattr(render_module.sys, "executable", executable)
    assert drawn_together({"a": spec, "b": spec}) == {"a": drawn, "b": drawn}


@pytest.mark.parametrize("which", ["svg", "png"])
def test_a_killed_process_costs_time_and_no_picture(
    spec: dict[str, Any], drawn: Rendered, which: str
) -> None:
    with Easel() as easel:
        assert easel._helpers is not None
        getattr(easel._helpers, which).kill()
        easel.put({"a": spec, "b": spec})
        assert easel.svgs() == {"a": drawn.svg, "b": drawn.svg}
        assert easel.pictures() == {"a": drawn, "b": drawn}


def test_without_a_process_for_pngs_there_is_none_for_svgs(
    monkeypatch: pytest.MonkeyPatch, spec: dict[str, Any], drawn: Rendered
) -> None:
    started: list[subprocess.Popen[str]] = []
    start = subprocess.Popen

    def only_one(*args: Any, **options: Any) -> subprocess.Popen[str]:
        if started:
            raise OSError
        started.append(start(*args, **options))
        return started[0]

    monkeypatch.setattr(render_module.subprocess, "Popen", only_one)
    assert drawn_together({"a": spec}) == {"a": drawn}
    assert started[0].poll() is not None


def test_the_processes_end_when_a_drawing_is_given_up(spec: dict[str, Any]) -> None:
    easel = Easel()
    with contextlib.suppress(KeyboardInterrupt), easel:
        easel.put({"a": spec})
        raise KeyboardInterrupt
    assert easel._helpers is not None
    assert all(each.poll() is not None for each in easel._helpers)
    assert not Path(easel._place.name).exists()


def test_the_processes_end_when_this_one_is_killed() -> None:
    code = (
        "import time; from burdenshare.charts.render import Easel\n"
        "with Easel() as easel:\n"
        "    print(easel._place.name, *[each.pid for each in easel._helpers], flush=True)\n"
        "    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        place, *pids = owner.stdout.readline().split()
        owner.send_signal(signal.SIGKILL)
    Path(place).rmdir()
    latest = time.monotonic() + 30
    while any(alive(int(pid)) for pid in pids):
        assert time.monotonic() < latest
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether a process is there that has not ended, awaited or not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_the_processes_do(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    drawn: Rendered,
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(drawn.json)
    line = json.dumps([str(path), "", [str(tmp_path)]]) + "\n"
    monkeypatch.setattr(sys, "stdin", [line])
    svg_module.main()
    assert capsys.readouterr().out == line
    assert path.with_suffix(".svg").read_bytes() == drawn.svg
    png_module.main()
    assert path.with_suffix(".png").read_bytes() == drawn.png
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "a.png", "a.svg"]


def test_the_specification_is_kept_as_it_is(spec: dict[str, Any], drawn: Rendered) -> None:
    assert json.loads(drawn.json) == json.loads(json.dumps(spec))
    assert "https://vega.github.io/schema/vega-lite/v6" in drawn.json.decode()


def test_the_png_is_twice_the_size_of_the_svg(drawn: Rendered) -> None:
    root = ElementTree.fromstring(drawn.svg)
    width, height = struct.unpack(">II", drawn.png[16:24])
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


def test_the_svg_can_be_read_without_seeing_it_and_without_our_fonts(drawn: Rendered) -> None:
    root = ElementTree.fromstring(drawn.svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"].startswith("Dot plot. Who meets what in 2024")
    texts = root.findall(f".//{SVG}text")
    assert "Poland" in {t.text for t in texts}
    assert {t.attrib["font-family"].split(", ")[-1] for t in texts} == {"sans-serif"}


def test_the_svg_loads_nothing(drawn: Rendered) -> None:
    text = drawn.svg.decode()
    assert not re.search(r"<(script|image|style|foreignObject)\b", text)
    assert set(re.findall(r'https?://[^"\s]+', text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_text_from_outside_is_escaped(shares: list[Any]) -> None:
    odd = Credit((source(producer='<script>alert("&")</script>', title="</svg>'\"&amp;"),))
    spec = who_meets_what(shares, credit=odd)
    spec["description"] = 'A "quoted" <b>label</b> & more'
    svg = render(spec).svg
    root = ElementTree.fromstring(svg)
    assert root.attrib["aria-label"] == 'A "quoted" <b>label</b> & more'
    assert b"<script" not in svg
    assert '<script>alert("&")</script>' in "".join(root.itertext())


def test_what_looks_like_an_identifier_in_a_text_stays(shares: list[Any]) -> None:
    odd = Credit((source(producer='id="clip0" url(#clip0)'),))
    latest = [o for o in shares if o.vintage == "2026-07"]
    root = ElementTree.fromstring(render(burden_map(latest, credit=odd)).svg)
    assert 'id="clip0" url(#clip0)' in "".join(root.itertext())


def test_identifiers_of_two_charts_in_one_page_do_not_meet(
    projected: tuple[Any, Any], credit: Credit
) -> None:
    marks = {}
    for title in ("one", "two"):
        spec = path_to_pledge(projected[1], credit=credit, definition=title)
        spec["vconcat"][0]["layer"][0]["mark"]["clip"] = True
        text = render(spec).svg.decode()
        marks[title] = set(re.findall(r'\bid="([^"]+)"', text))
        assert marks[title], "a clipped chart has identifiers"
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= marks[title]
    assert marks["one"].isdisjoint(marks["two"])
