"""Live services over a loopback server: what they answer, what they refuse, and how they fail."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from burdenshare.errors import BurdenshareError, Failure, Refusal
from burdenshare.figures.loaders import AddResult
from burdenshare.figures.loaders.services import SERVICES, client, fetch
from burdenshare.figures.loaders.services.client import Patience
from burdenshare.figures.model import FAMILIES, Observation
from burdenshare.figures.tables import read_sources, read_table

QUICK = Patience(connect=0.5, read=0.5, attempts=3, first_pause=0.01, longest_pause=1.5)


class Answer(NamedTuple):
    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012
    delay: float = 0.0


class Server(ThreadingHTTPServer):
    """Gives its answers in turn, the last one again and again, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = []
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up is no error of the server."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        place = min(len(self.server.asked), len(self.server.answers) - 1)
        self.server.asked.append(unquote(self.path))
        self.server.headers.append(dict(self.headers))
        answer = self.server.answers[place]
        time.sleep(answer.delay)
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Stay quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(client, "today", lambda: date(2026, 9, 15))
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def ask(
    server: Server, home: Path, service: str, series: str, *rest: Any
) -> tuple[AddResult, dict[tuple[str, int], Observation]]:
    result = fetch(service, series, *rest, home=home, base=server.base, patience=QUICK)
    source = read_sources(home)[f"added/{result.table}"]
    rows = read_table(home / "figures" / f"{result.table}.csv", source)
    return result, {(o.country, o.year): o for o in rows.values()}


def failed(server: Server, home: Path, service: str, series: str, *rest: Any) -> BurdenshareError:
    with pytest.raises(BurdenshareError) as error:
        ask(server, home, service, series, *rest)
    assert not list(home.rglob("*.csv"))
    return error.value


def worldbank(*rows: tuple[str, str, int, float | None], page: int = 1, pages: int = 1) -> Answer:
    head = {
        "page": page,
        "pages": pages,
        "per_page": 2,
        "total": len(rows) * pages,
        "sourceid": "2",
        "lastupdated": "2026-07-13",
    }
    body = [
        {
            "indicator": {"id": "MS.MIL.XPRT.KD", "value": "Arms exports"},
            "country": {"id": code[:2], "value": name},
            "countryiso3code": code,
            "date": str(year),
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for code, name, year, value in rows
    ]
    return Answer(json.dumps([head, body]))


POLAND = worldbank(("POL", "Poland", 2023, 21_000_000), ("POL", "Poland", 2022, None))
ARMS = ("worldbank", "arms_exports_tiv", ["POL", "DEU"], (2014, 2024))


def test_world_bank_pages_are_put_together(server: Server, tmp_path: Path) -> None:
    server.answers = [
        worldbank(("POL", "Poland", 2023, 21_000_000), ("ARB", "Arab World", 2023, 5), pages=2),
        worldbank(("DEU", "Germany", 2023, 3_287_000_000), page=2, pages=2),
    ]
    result, rows = ask(server, tmp_path, *ARMS)
    assert (result.publisher, result.vintage, result.rows_read) == ("World Bank", "2026-07", 2)
    assert [(u.text, u.reason) for u in result.rows_not_placed] == [
        ("Arab World", "a group of countries (1 rows)")
    ]
    poland = rows["POL", 2023]
    assert (poland.value, poland.unit) == (21.0, "SIPRI TIV million")
    assert (poland.definition, poland.source) == ("WDI", "World Bank WDI")
    assert poland.note == "WDI MS.MIL.XPRT.KD; underlying source SIPRI"
    assert rows["DEU", 2023].value == 3287.0
    first, second = (urlsplit(path) for path in server.asked)
    assert first.path == "/v2/country/POL;DEU/indicator/MS.MIL.XPRT.KD"
    assert parse_qs(first.query) == {
        "format": ["json"],
        "per_page": ["1000"],
        "page": ["1"],
        "date": ["2014:2024"],
    }
    assert parse_qs(second.query)["page"] == ["2"]
    assert server.headers[0]["User-Agent"].startswith("burdenshare/")
    source = read_sources(tmp_path)[f"added/{result.table}"]
    assert source.published == date(2026, 7, 13)
    assert "the vintage is the month of the World Bank's last update" in source.read_from


def test_world_bank_is_asked_for_all_without_countries(server: Server, tmp_path: Path) -> None:
    server.answers = [POLAND]
    ask(server, tmp_path, "worldbank", "population")
    assert server.asked[0].startswith("/v2/country/all/indicator/SP.POP.TOTL?")
    assert "date=" not in server.asked[0]


def test_world_bank_says_no_with_status_200(server: Server, tmp_path: Path) -> None:
    message = [{"id": "120", "key": "Invalid value", "value": "The parameter value is not valid"}]
    server.answers = [Answer(json.dumps([{"message": message}]))]
    error = failed(server, tmp_path, "worldbank", "population", ["TWN"])
    assert error.code == "bad-answer"
    assert "The parameter value is not valid" in error.message
    assert "Taiwan" in error.message


def test_world_bank_without_a_row_has_no_figures(server: Server, tmp_path: Path) -> None:
    head = {"page": 0, "pages": 0, "per_page": 0, "total": 0, "lastupdated": None}
    server.answers = [Answer(json.dumps([head, None]))]
    assert failed(server, tmp_path, *ARMS).code == "no-figures"


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{}",
        "[1, 2]",
        '[{"page": 1, "pages": 1, "total": 1}, [3]]',
        '[{"page": 1, "pages": 1, "total": 9}, null]',
        '[{"page": 1, "pages": 1000, "total": 9}, []]',
        '[{"pages": 1}, [{"countryiso3code": "POL", "value": 1}]]',
        '[{"pages": 1}, [{"countryiso3code": "POL", "value": "x", "date": "2023"}]]',
        "[{",
        "",
    ],
)
def test_a_changed_shape_of_the_world_bank_is_a_bad_answer(
    body: str, server: Server, tmp_path: Path
) -> None:
    server.answers = [Answer(body)]
    error = failed(server, tmp_path, *ARMS)
    assert (error.code, error.exit_code) == ("bad-answer", 1)


def test_a_release_without_a_date_is_dated_by_its_retrieval(server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(str(POLAND.body).replace("2026-07-13", ""))]
    result, _ = ask(server, tmp_path, *ARMS)
    assert result.vintage == "2026-09"
    assert "month of retrieval" in read_sources(tmp_path)[f"added/{result.table}"].read_from


IMF_HEAD = (
    "DATAFLOW,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,"
    "LATEST_ACTUAL_ANNUAL_DATA,PUBLICATION_DATE"
)


def imf(*rows: tuple[str, str, int, str, str], stamp: str = "2026-04-14T13:00:00Z") -> Answer:
    lines = [
        f"IMF.RES:WEO(9.0.0),{country},{code},A,{year},{value},9,{actual},{stamp}"
        for country, code, year, value, actual in rows
    ]
    return Answer("\n".join([IMF_HEAD, *lines]) + "\n", headers={"Content-Type": "text/csv"})


def test_imf_values_come_in_units_and_are_kept_in_billions(server: Server, tmp_path: Path) -> None:
    server.answers = [
        imf(
            ("JPN", "NGDP", 2024, "634226000000000", "2024"),
            ("JPN", "NGDP", 2025, "663757300000000", "2024"),
            ("JPN", "NGDP", 2026, "677601436000000", "2024"),
            ("IRN", "NGDP", 2024, "215225040000000000", "FY2023/24"),
            ("KOS", "NGDP", 2024, "10000000000", "2024"),
            ("KOS", "NGDP", 2025, "", "2024"),
        )
    ]
    result, rows = ask(server, tmp_path, "imf", "gdp_lcu", ["JPN", "IRN"], (2024, 2026))
    assert (result.publisher, result.vintage) == ("IMF", "2026-04")
    assert result.table == "imf_gdp_lcu_2026-04"
    assert [(u.text, u.reason) for u in result.rows_not_placed] == [
        ("KOS", "not a country with an ISO 3166-1 code (2 rows)")
    ]
    japan = [rows["JPN", year] for year in (2024, 2025, 2026)]
    assert [o.value for o in japan] == [634_226.0, 663_757.3, 677_601.436]
    assert [o.status for o in japan] == ["actual", "estimate", "forecast"]
    assert {o.unit for o in japan} == {"LCU billion (JPY)"}
    assert rows["IRN", 2024].status == "estimate"
    path = urlsplit(server.asked[0])
    assert path.path == "/data/IMF.RES,WEO/JPN+IRN.NGDP.A"
    assert parse_qs(path.query) == {"startPeriod": ["2024"], "endPeriod": ["2026"]}
    assert "csv" in server.headers[0]["Accept"]


def test_imf_series_that_follow_from_two_others(server: Server, tmp_path: Path) -> None:
    server.answers = [
        imf(
            ("JPN", "NGDP", 2024, "600000000000000", "2024"),
            ("JPN", "NGDPD", 2024, "4000000000000", "2024"),
            ("JPN", "NGDPD", 2025, "4000000000000", "2024"),
        )
    ]
    result, rows = ask(server, tmp_path, "imf", "fx_lcu_per_usd")
    assert result.rows_read == 1
    assert rows["JPN", 2024].value == 150.0
    assert rows["JPN", 2024].definition == "IMF derived"
    assert server.asked[0] == "/data/IMF.RES,WEO/.NGDP+NGDPD.A"


@pytest.mark.parametrize(
    "answer",
    [
        imf(("JPN", "LUR", 2024, "2.5", "2024")),
        imf(("JPN", "NGDP", 2024, "many", "2024")),
        Answer(
            str(imf(("JPN", "NGDP", 2024, "1", "")).body) + "WEO,POL,NGDP,A,2024,1,,,2025-10-14"
        ),
        Answer("COUNTRY,INDICATOR\nJPN,NGDP\n"),
        Answer(IMF_HEAD + "\nIMF.RES:WEO(9.0.0),JPN,NGDP,A\n"),
        Answer('<?xml version="1.0"?><message:StructureSpecificData/>'),
        Answer('{"dataSets": []}'),
        Answer(IMF_HEAD + '\nIMF.RES:WEO(9.0.0),"JPN'),
    ],
)
def test_a_changed_shape_of_the_imf_is_a_bad_answer(
    answer: Answer, server: Server, tmp_path: Path
) -> None:
    server.answers = [answer]
    assert failed(server, tmp_path, "imf", "gdp_lcu", ["JPN"]).code == "bad-answer"


@pytest.mark.parametrize("body", ["", IMF_HEAD + "\n", IMF_HEAD + "\n,,,,,,,,\n"])
def test_an_empty_answer_of_the_imf_has_no_figures(
    body: str, server: Server, tmp_path: Path
) -> None:
    server.answers = [Answer(body)]
    error = failed(server, tmp_path, "imf", "gdp_lcu", ["PRK"])
    assert (error.code, error.exit_code) == ("no-figures", 2)


OECD_HEAD = (
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,MEASURE,Measure,FREQ,"
    "Frequency of observation,TIME_PERIOD,Time period,OBS_VALUE,Observation value,UNIT_MULT"
)


def oecd(*rows: tuple[str, str, str, str]) -> Answer:
    lines = [
        "DATAFLOW,OECD.ECO.MAD:DSD_EO@DF_EO(1.5),Economic Outlook 119,I,"
        f'{country},name,{code},"a, b",A,Annual,{year},,{value},,'
        for country, code, year, value in rows
    ]
    return Answer("\n".join([OECD_HEAD, *lines]))


def test_oecd_figures_carry_the_edition_and_the_month_of_retrieval(
    server: Server, tmp_path: Path
) -> None:
    server.answers = [
        oecd(
            ("KOR", "GDPV_ANNPCT", "2024", "2.04"),
            ("KOR", "GDPV_ANNPCT", "2025", "1.04"),
            ("KOR", "GDPV_ANNPCT", "2026", "2.63042316286754"),
            ("KOR", "GDPV_ANNPCT", "2027", ""),
            ("EA17", "GDPV_ANNPCT", "2026", "1.5"),
        )
    ]
    result, rows = ask(server, tmp_path, "oecd", "gdp_real_growth_pct", ["KOR"], (2024, 2027))
    assert (result.publisher, result.vintage, result.rows_read) == ("OECD", "2026-09", 3)
    assert rows["KOR", 2026].value == 2.63042316286754
    status = [rows["KOR", y].status for y in (2024, 2025, 2026)]
    assert status == ["actual", "estimate", "forecast"]
    assert [u.text for u in result.rows_not_placed] == ["EA17"]
    source = read_sources(tmp_path)[f"added/{result.table}"]
    assert source.title == "OECD Economic Outlook 119, GDPV_ANNPCT"
    path = urlsplit(server.asked[0])
    assert path.path == "/data/OECD.ECO.MAD,DSD_EO@DF_EO,/KOR.GDPV_ANNPCT.A"
    assert parse_qs(path.query)["format"] == ["csvfilewithlabels"]


def test_oecd_gross_interest_is_the_ratio_of_two_amounts(server: Server, tmp_path: Path) -> None:
    server.answers = [
        oecd(
            ("JPN", "GGINTP", "2024", "9000"),
            ("JPN", "GDP", "2024", "600000"),
            ("JPN", "GGINTP", "2025", "9000"),
        )
    ]
    _, rows = ask(server, tmp_path, "oecd", "gov_gross_interest_pct_gdp", ["JPN"])
    assert list(rows) == [("JPN", 2024)]
    assert rows["JPN", 2024].value == 1.5
    assert "GGINTP+GDP" in server.asked[0]


def test_a_value_of_the_oecd_that_is_no_number(server: Server, tmp_path: Path) -> None:
    server.answers = [oecd(("KOR", "GDPV_ANNPCT", "2024", "x"))]
    assert failed(server, tmp_path, "oecd", "gdp_real_growth_pct", ["KOR"]).code == "bad-answer"


ECB_HEAD = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS"


def ecb(*rows: tuple[str, int, str]) -> Answer:
    lines = [
        f"EXR.A.{code}.EUR.SP00.A,A,{code},EUR,SP00,A,{year},{value},A"
        for code, year, value in rows
    ]
    return Answer("\n".join([ECB_HEAD, *lines]))


RATES = ecb(("USD", 2023, "1.08"), ("PLN", 2023, "4.54"), ("PLN", 2024, ""))


def test_ecb_rates_to_the_euro(server: Server, tmp_path: Path) -> None:
    server.answers = [RATES]
    result, rows = ask(
        server, tmp_path, "ecb", "fx_lcu_per_eur", ["POL", "DEU", "UKR"], (2023, 2024)
    )
    assert (result.publisher, result.vintage) == ("ECB", "2026-09")
    assert list(rows) == [("POL", 2023)]
    assert (rows["POL", 2023].value, rows["POL", 2023].unit) == (
        4.54,
        "LCU per EUR (PLN), period average",
    )
    assert [(u.text, u.reason) for u in result.rows_not_placed] == [
        ("DEU", "uses the euro"),
        ("UKR", "the ECB has no rate of UAH"),
    ]
    path = urlsplit(server.asked[0])
    assert path.path == "/data/EXR/A.PLN+UAH+USD.EUR.SP00.A"
    assert parse_qs(path.query) == {
        "format": ["csvdata"],
        "startPeriod": ["2023"],
        "endPeriod": ["2024"],
    }


def test_ecb_rates_to_the_dollar_are_crossed(server: Server, tmp_path: Path) -> None:
    server.answers = [ecb(("USD", 2023, "1.08"), ("PLN", 2023, "4.54"), ("PLN", 2024, "4.3"))]
    _, rows = ask(server, tmp_path, "ecb", "fx_lcu_per_usd", ["POL", "DEU", "USA"])
    assert set(rows) == {("POL", 2023), ("DEU", 2023), ("USA", 2023)}
    assert rows["POL", 2023].value == pytest.approx(4.54 / 1.08)
    assert rows["DEU", 2023].value == pytest.approx(1 / 1.08)
    assert rows["USA", 2023].value == 1.0
    assert rows["POL", 2023].note == "EXR A.PLN.EUR.SP00.A / A.USD.EUR.SP00.A"
    assert rows["DEU", 2023].note == "1 / A.USD.EUR.SP00.A"


def test_ecb_is_asked_for_all_currencies_without_countries(server: Server, tmp_path: Path) -> None:
    server.answers = [RATES]
    result, rows = ask(server, tmp_path, "ecb", "fx_lcu_per_eur")
    assert server.asked[0].startswith("/data/EXR/A..EUR.SP00.A?")
    assert ("USA", 2023) in rows
    assert result.rows_not_placed == []


@pytest.mark.parametrize("value", ["-1", "0", "x"])
def test_a_rate_that_cannot_be_is_a_bad_answer(value: str, server: Server, tmp_path: Path) -> None:
    server.answers = [ecb(("PLN", 2023, value))]
    assert failed(server, tmp_path, "ecb", "fx_lcu_per_eur", ["POL"]).code == "bad-answer"


def test_a_busy_service_is_asked_again(server: Server, tmp_path: Path) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    server.answers = [
        Answer(status=429, headers={"Retry-After": "0"}),
        Answer(status=503, headers={"Retry-After": soon}),
        POLAND,
    ]
    result, _ = ask(server, tmp_path, *ARMS)
    assert result.rows_read == 1
    assert len(server.asked) == 3


def test_the_wait_that_a_service_asks_for_is_honoured(server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(status=429, headers={"Retry-After": "1"}), POLAND]
    begun = time.monotonic()
    ask(server, tmp_path, *ARMS)
    assert time.monotonic() - begun >= 1


@pytest.mark.parametrize("header", ["soon", "Tue, 99 Foo 2026"])
def test_a_wait_that_cannot_be_read_is_our_own(header: str, server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(status=502, headers={"Retry-After": header}), POLAND]
    assert ask(server, tmp_path, *ARMS)[0].rows_read == 1


def test_a_service_that_asks_to_wait_too_long_is_left(server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(status=429, headers={"Retry-After": "3600"}), POLAND]
    error = failed(server, tmp_path, *ARMS)
    assert error.code == "network"
    assert "asks to wait 3,600 seconds" in error.message
    assert len(server.asked) == 1


def test_patience_ends(server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(status=500)]
    error = failed(server, tmp_path, *ARMS)
    assert (error.code, error.exit_code) == ("network", 1)
    assert "HTTP 500" in error.message
    assert len(server.asked) == QUICK.attempts


def test_a_slow_service_runs_into_the_time_out(server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(delay=0.8), Answer(delay=0.8), POLAND]
    result, _ = ask(server, tmp_path, *ARMS)
    assert result.rows_read == 1
    assert len(server.asked) == 3


def test_an_answer_that_drips_is_given_up(server: Server, tmp_path: Path) -> None:
    server.answers = [POLAND]
    with pytest.raises(Failure) as failure:
        fetch(*ARMS, home=tmp_path, base=server.base, patience=replace(QUICK, whole=0.0))
    assert failure.value.code == "network"
    assert "takes longer than 0.0 seconds" in failure.value.message


def test_offline_the_host_and_the_remedy_are_named(server: Server, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(Failure) as failure:
        fetch(*ARMS, home=tmp_path, base=f"http://127.0.0.1:{port}", patience=QUICK)
    assert failure.value.code == "network"
    assert f"127.0.0.1:{port}" in failure.value.message
    assert "shipped figures" in failure.value.hint
    assert "burdenshare figures add FILE" in failure.value.hint
    assert not list(tmp_path.iterdir())


def test_a_connection_that_breaks_is_tried_again(server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(body="[", headers={"Content-Length": "5000"}), POLAND]
    assert ask(server, tmp_path, *ARMS)[0].rows_read == 1


def test_a_redirect_is_followed(server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(status=302, headers={"Location": "/elsewhere"}), POLAND]
    assert ask(server, tmp_path, *ARMS)[0].rows_read == 1
    assert server.asked[1] == "/elsewhere"


def test_a_circle_of_redirects_is_a_bad_answer(server: Server, tmp_path: Path) -> None:
    server.answers = [Answer(status=302, headers={"Location": "/round"})]
    error = failed(server, tmp_path, *ARMS)
    assert error.code == "bad-answer"
    assert len(server.asked) == client.REDIRECTS + 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("<!DOCTYPE html><title>Log in</title>"), "bad-answer"),
        (Answer("\n<HTML>"), "bad-answer"),
        (Answer("denied", status=403), "bad-answer"),
        (Answer("bad key", status=400), "bad-answer"),
        (Answer("No results found.", status=404), "no-figures"),
        (Answer(b"\x1f\x8bnot gzip", headers={"Content-Encoding": "gzip"}), "bad-answer"),
        (Answer(b"\xff\xfe\x00\x80"), "bad-answer"),
    ],
)
@pytest.mark.parametrize(
    ("service", "series"),
    [
        ("worldbank", "population"),
        ("imf", "gdp_lcu"),
        ("oecd", "cpi_inflation_pct"),
        ("ecb", "fx_lcu_per_eur"),
    ],
)
def test_every_service_says_what_is_wrong(
    service: str, series: str, answer: Answer, code: str, server: Server, tmp_path: Path
) -> None:
    server.answers = [answer]
    error = failed(server, tmp_path, service, series, ["POL"])
    assert error.code == code
    assert error.hint
    assert len(server.asked) == 1


def test_an_answer_without_end_is_cut_off(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "MAX_ANSWER", 10_000)
    server.answers = [Answer("x" * 20_000)]
    error = failed(server, tmp_path, *ARMS)
    assert error.code == "bad-answer"
    assert "longer than 10,000 bytes" in error.message


def test_a_later_fetch_keeps_what_an_earlier_one_brought(server: Server, tmp_path: Path) -> None:
    server.answers = [
        POLAND,
        worldbank(("DEU", "Germany", 2023, 5e6), ("POL", "Poland", 2023, 9e6)),
    ]
    ask(server, tmp_path, "worldbank", "arms_exports_tiv", ["POL"])
    result, rows = ask(server, tmp_path, "worldbank", "arms_exports_tiv", ["DEU", "POL"])
    assert {key: o.value for key, o in rows.items()} == {("DEU", 2023): 5.0, ("POL", 2023): 9.0}
    assert result.rows_read == 2


def test_a_failed_fetch_leaves_the_table_of_an_earlier_one(server: Server, tmp_path: Path) -> None:
    server.answers = [POLAND, Answer("{", status=200)]
    ask(server, tmp_path, *ARMS)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.*")}
    with pytest.raises(Failure):
        ask(server, tmp_path, *ARMS)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.*")} == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("worldbnk", "population"), "bad-argument"),
        (("ecb", "population"), "unknown-series"),
        (("worldbank", "populaton"), "unknown-series"),
        (("worldbank", "population", ["POLAND"]), "unknown-country"),
        (("worldbank", "population", ["NATO"]), "bad-argument"),
        (("worldbank", "population", []), "bad-argument"),
        (("worldbank", "population", ["POL"], (2024, 2014)), "bad-argument"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anybody_is_asked(
    arguments: tuple[Any, ...], code: str, server: Server, tmp_path: Path
) -> None:
    error = failed(server, tmp_path, *arguments)
    assert isinstance(error, Refusal)
    assert error.code == code
    assert server.asked == []


def test_a_misspelt_name_gets_a_guess(server: Server, tmp_path: Path) -> None:
    assert "did you mean worldbank?" in failed(server, tmp_path, "worldbnk", "population").hint
    hint = failed(server, tmp_path, "worldbank", "populaton").hint
    assert "did you mean population?" in hint


@pytest.mark.parametrize("base", ["ftp://127.0.0.1/x", "http://[::1", "no address"])
def test_a_mirror_that_is_no_address_is_refused(base: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        fetch(*ARMS, home=tmp_path, base=base, patience=QUICK)
    assert refusal.value.code == "bad-argument"


def test_the_services_addresses_and_series_are_declared() -> None:
    assert {name: service.base for name, service in SERVICES.items()} == {
        "worldbank": "https://api.worldbank.org",
        "imf": "https://api.imf.org/external/sdmx/2.1",
        "oecd": "https://sdmx.oecd.org/public/rest",
        "ecb": "https://data-api.ecb.europa.eu/service",
    }
    assert {"WDI", "OECD", "ECB", "IMF"} <= set(FAMILIES)


def test_the_home_of_the_settings_is_the_default(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BURDENSHARE_HOME", str(tmp_path / "mine"))
    server.answers = [POLAND]
    fetch(*ARMS, base=server.base, patience=QUICK)
    assert (tmp_path / "mine" / "figures" / "worldbank_arms_exports_tiv_2026-07.csv").is_file()
