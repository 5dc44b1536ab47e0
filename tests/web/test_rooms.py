"""Allies, Negotiation, Posture, Programmes and Formats by HTTP: what they say, and refuse."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from burdenshare.workbench import Workbench

PAGE = {"accept": "text/html"}


def rows(http: httpx.Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(http.get(address).text)))


def data(http: httpx.Client, address: str) -> dict[str, Any]:
    found: dict[str, Any] = http.get(address).json()
    return found


# Allies --------------------------------------------------------------------------------------


def test_allies_by_edition_and_day_of_knowledge(http: httpx.Client) -> None:
    # NATO, July 2026: Poland 4.25 and Albania 1.48 in 2025; August 2025: 4.48 and 2.01.
    last = data(http, "/allies.json?year=2025")
    assert (last["vintage"], last["since"]) == ("2026-07", "2025-08")
    assert last["members"]["POL"]["burden"] == 4.25
    assert last["members"]["ALB"]["meets"] == {"2.0": False, "3.5": False}
    moved = {one["country"]: one["change"] for one in last["movers"]}
    assert moved["ALB"] == pytest.approx(1.48 - 2.01)
    known = data(http, "/allies.json?year=2025&as_of=2025-09-01")
    assert known["vintage"] == "2025-08"
    assert known["members"]["POL"]["burden"] == pytest.approx(4.4805488)
    assert known["measures"] is None
    assert known["no_measures"]


def test_allies_are_those_of_the_command(http: httpx.Client) -> None:
    found = data(http, "/allies.json?year=2024&vintage=2026-07")
    measures = Workbench().burden(2024, vintage="2026-07")
    assert found["measures"] == measures
    for code, member in measures["members"].items():
        assert found["members"][code]["burden"] == member["burden"]


def test_sipri_is_never_put_in_the_place_of_nato(http: httpx.Client) -> None:
    found = data(http, "/allies.json?year=2025&definition=sipri")
    assert found["definition"] == "SIPRI"
    assert all("/SIPRI/" in one["keys"]["burden"] for one in found["members"].values())
    assert http.get("/allies?year=2026&definition=sipri", headers=PAGE).status_code == 422


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("year=2025&vintage=2023-07", 404),
        ("year=2025&since=2014-01", 404),
        ("year=2025&vintage=soon", 422),
        ("year=1948", 422),
        ("year=2025&as_of=1999-01-01", 422),
        ("definition=imf", 422),
    ],
)
def test_allies_refuse_what_cannot_be_shown(http: httpx.Client, query: str, status: int) -> None:
    answer = http.get(f"/allies.json?{query}")
    assert answer.status_code == status
    assert answer.json()["error"]["hint"]


def test_a_field_that_was_left_empty_was_not_given(http: httpx.Client) -> None:
    full = http.get("/allies.json?year=2025").json()
    assert http.get("/allies.json?year=2025&vintage=&since=&as_of=").json() == full


def test_every_number_of_the_table_opens_to_its_figure(http: httpx.Client) -> None:
    text = http.get("/allies?year=2024&vintage=2026-07", headers=PAGE).text
    asked = {"series": "milex_pct_gdp", "country": "POL", "year": 2024}
    where = urlencode({**asked, "definition": "NATO core defence", "vintage": "2026-07"})
    assert f'href="/cite?{escape(where)}">3.75</a>' in text


# Posture -------------------------------------------------------------------------------------


def test_posture_is_that_of_the_command(http: httpx.Client) -> None:
    found = data(http, "/posture.json?without=USA")
    assert (
        found["cover"]["coverage"] == Workbench().cover("hague-2035", without=["USA"])["coverage"]
    )
    table = rows(http, "/posture.csv?without=USA")
    east = next(one for one in table if (one["direction"], one["domain"]) == ("east", "air"))
    assert float(east["covered"]) == found["cover"]["coverage"]["east"]["air"]
    assert float(east["whole"]) > float(east["covered"])


def test_a_state_bound_elsewhere_darkens_cells(http: httpx.Client) -> None:
    found = data(http, "/posture.json?divert=USA&to=indo_pacific&part=50")
    assert found["cover"]["diversion"]["part"] == 0.5
    assert found["cover"]["diversion"]["dark"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/posture?scenario=nothing", 404),
        ("/posture?scenario=../../etc/passwd", 404),
        ("/posture?without=XXX", 422),
        ("/posture?contingency=moon", 422),
        ("/posture?part=0", 422),
        ("/posture/tailored?percent=-1", 422),
    ],
)
def test_posture_refuses_what_cannot_be_asked(http: httpx.Client, path: str, status: int) -> None:
    assert http.get(path, headers=PAGE).status_code == status


def test_tailored_money_is_worth_as_much_as_uniform_or_more(http: httpx.Client) -> None:
    ways = {one["way"]: float(one["value"]) for one in rows(http, "/posture/tailored.csv")}
    assert ways["tailored"] >= ways["uniform"] - 1e-9 >= ways["before"] - 1e-9
    assert ways["one purse"] >= ways["tailored"] - 1e-9


# Programmes ----------------------------------------------------------------------------------


def test_a_programme_that_was_never_published_is_told_so(http: httpx.Client) -> None:
    page = http.get("/programmes?programme=gcap", headers=PAGE)
    assert page.status_code == 200
    assert "No unit price and no total can be given" in page.text
    assert "total cost of development" in page.text
    found = data(http, "/programmes.json?programme=gcap")
    assert found["programme"] is None
    assert {one["programme"] for one in found["deals"]} == {"GCAP"}


def test_a_programme_of_ones_own_is_costed(http: httpx.Client) -> None:
    from burdenshare.programmes.reading import LIBRARY

    text = (LIBRARY / "three-partners.yaml").read_text(encoding="utf-8")
    own = http.get("/programmes.json", params={"text": text, "leaves": "ESP"}).json()
    shipped = data(http, "/programmes.json?leaves=ESP")
    assert own["programme"]["unit_cost"] == shipped["programme"]["unit_cost"]
    assert own["programme"]["leaves"] == shipped["programme"]["leaves"]
    assert own["deals"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("programme=nothing", 404),
        ("leaves=JPN", 422),
        ("done=101", 422),
        ("text=a: b%0Ac", 422),
        ("text=<script>alert(1)</script>:", 422),
    ],
)
def test_programmes_refuse_what_cannot_be_costed(
    http: httpx.Client, query: str, status: int
) -> None:
    page = http.get(f"/programmes?{query}", headers=PAGE)
    assert page.status_code == status
    assert "<script>alert" not in page.text


def test_obligations_stand_by_series(http: httpx.Client) -> None:
    # Defence of Japan 2012: 1,789.5 billion yen newly signed.
    signed = [float(one["new"]) for one in rows(http, "/programmes/obligations.csv") if one["new"]]
    assert 1789.5 in signed


def test_what_is_spoken_for_is_that_of_the_command(http: httpx.Client) -> None:
    found = data(http, "/programmes/committed.json")["committed"]
    asked = Workbench().committed(
        "japan-3.5", "JPN", series="plan-covered", profile={1: 0.4, 2: 0.3, 3: 0.2, 4: 0.1}
    )
    assert found["share"] == asked["share"]
    assert http.get("/programmes/committed?run_off=", headers=PAGE).status_code == 422


# Formats -------------------------------------------------------------------------------------


def test_without_the_united_states_nato_cannot_act_by_consensus(http: httpx.Client) -> None:
    found = data(http, "/formats.json?on=2026-07-01&without=USA&action=defend")
    can = {one["format"]: one["can"] for one in found["who_can"]["formats"]}
    assert can["EU"]
    assert not can["NATO"]
    assert "hub" not in found["formats"]
    # Sweden joined NATO on 7 March 2024.
    before = {one["format"]: one for one in rows(http, "/formats.csv?on=2024-03-01")}
    after = {one["format"]: one for one in rows(http, "/formats.csv?on=2024-03-08")}
    assert "SWE" not in before["NATO"]["members"].split()
    assert "SWE" in after["NATO"]["members"].split()


@pytest.mark.parametrize("query", ["on=1940-01-01", "on=soon", "action=dance", "direction=up"])
def test_formats_refuse_what_is_not_known(http: httpx.Client, query: str) -> None:
    assert http.get(f"/formats?{query}", headers=PAGE).status_code == 422


def test_a_patchwork_has_fewer_who_can_stop_it(http: httpx.Client) -> None:
    one, many = rows(http, "/formats/designs.csv?on=2026-07-01")
    assert (one["design"], many["design"]) == ("global alliance", "patchwork")
    assert int(many["stops_indo_pacific"]) < int(one["stops_indo_pacific"])


# Negotiation ---------------------------------------------------------------------------------

OWN = "case,issue,actor,position,salience,capability\nt,size,A,20,0.5,1\nt,size,B,40,0.5,3\n"


def test_a_position_moved_in_the_address_moves_the_forecast(http: httpx.Client) -> None:
    still = http.get("/negotiation.json", params={"text": OWN}).json()
    assert still["live"]["answer"]["headline"] == pytest.approx(35.0)
    moved = http.get("/negotiation.json", params={"text": OWN, "p.A": "60"}).json()
    assert moved["live"]["answer"]["headline"] == pytest.approx(45.0)
    assert http.get("/negotiation", params={"text": OWN, "p.A": "60"}, headers=PAGE).is_success


def test_a_slider_is_answered_with_its_picture(http: httpx.Client) -> None:
    asked = {"case": OWN, "issue": "size", "positions": {"A": 60}, "chart": True}
    found = http.post("/v1/bargain/live", json=asked).json()
    assert found["answer"]["headline"] == pytest.approx(45.0)
    assert found["moved"] == {"A": 60.0}
    assert found["chart"]["vconcat"]


def test_an_issue_is_drawn_as_it_stands_now(http: httpx.Client) -> None:
    drawn = http.get("/negotiation/issue.svg", params={"text": OWN, "p.A": "60"})
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "45" in drawn.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("case=nothing", 404),
        ("issue=moon", 422),
        ("p.USA=far", 422),
        ("p.USA=99", 422),
        ("p.USA=nan", 422),
        ("p.ATL=3", 422),
        ("text=one%0Atwo", 422),
    ],
)
def test_a_negotiation_that_is_none_is_refused(http: httpx.Client, query: str, status: int) -> None:
    assert http.get(f"/negotiation?{query}", headers=PAGE).status_code == status


def test_a_body_that_is_no_slider_is_refused(http: httpx.Client) -> None:
    for body in ({}, {"case": OWN}, {"case": OWN, "issue": "size", "positions": {"A": 500}}):
        answer = http.post("/v1/bargain/live", json=body)
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] == "bad-argument"
