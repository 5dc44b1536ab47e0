"""What `Figures` answers, what it refuses, and how its index survives."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.figures import index as index_module
from burdenshare.figures.breaks import break_between
from burdenshare.figures.index import Index
from burdenshare.figures.model import Observation, Source, family
from burdenshare.figures.panel import panel
from burdenshare.figures.store import Figures
from burdenshare.figures.tables import load, read_sources, write_added
from burdenshare.figures.totals import total


@cache
def shipped() -> tuple[Observation, ...]:
    return tuple(load())


ALLIES = st.sampled_from(["POL", "USA", "LUX", "SWE", "JPN", "NATO"])
SERIES = st.sampled_from(["milex_pct_gdp", "milex_usd_current", "gdp_lcu", "milex_share_equipment"])
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def refusal_of(call: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


class TestRows:
    def test_poland_2024_by_edition(self, figures: Figures) -> None:
        rows = figures.rows(
            "milex_pct_gdp",
            countries=["POL"],
            years=(2024, 2024),
            definition="nato",
            vintages="all",
        )
        assert [(o.vintage, round(o.value, 2)) for o in rows] == [
            ("2024-06", 4.12),
            ("2025-08", 3.79),
            ("2026-07", 3.75),
        ]

    def test_latest_is_the_last_edition_known_on_a_day(self, figures: Figures) -> None:
        def known(day: date | None) -> float:
            one = figures.one("milex_pct_gdp", "POL", 2024, definition="nato", as_of=day)
            return round(one.value, 2)

        assert known(date(2024, 7, 1)) == 4.12
        assert known(date(2025, 8, 27)) == 4.12
        assert known(date(2025, 8, 28)) == 3.79
        assert known(None) == 3.75
        refusal = refusal_of(lambda: known(date(2024, 6, 16)))
        assert refusal.code == "no-figures"

    def test_an_edition_of_which_only_the_month_is_known_counts_from_its_end(
        self, figures: Figures
    ) -> None:
        def editions(day: date) -> set[str]:
            return {o.vintage for o in figures.rows("milex_pct_gdp", vintages="all", as_of=day)}

        assert editions(date(2023, 7, 30)) == set()
        assert editions(date(2023, 7, 31)) == {"2023-07"}

    def test_a_family_holds_all_its_definitions_and_an_exact_one_only_itself(
        self, figures: Figures
    ) -> None:
        def definitions(definition: str | None) -> set[str]:
            rows = figures.rows("milex_pct_gdp", definition=definition, vintages="all")
            return {o.definition for o in rows}

        assert definitions("nato") == {"NATO", "NATO core defence"}
        assert definitions("NATO") == {"NATO"}
        assert definitions("NATO core defence") == {"NATO core defence"}
        assert definitions("imf") == set()
        assert definitions(None) == {"NATO", "NATO core defence", "SIPRI"}

    def test_rows_are_sorted_and_years_inclusive(self, figures: Figures) -> None:
        rows = figures.rows("milex_pct_gdp", countries=["USA", "POL"], years=(2023, 2025))
        order = [(o.country, o.year, o.vintage) for o in rows]
        assert order == sorted(order)
        assert {o.year for o in rows} == {2023, 2024, 2025}

    def test_nothing_is_lost_between_tables_and_index(self, figures: Figures) -> None:
        expected = sorted(o for o in shipped() if o.series == "milex_pct_gdp")
        assert sorted(figures.rows("milex_pct_gdp", vintages="all")) == expected

    def test_a_known_country_without_figures_has_no_rows(self, figures: Figures) -> None:
        assert figures.rows("milex_pct_gdp", countries=["BRA"]) == []
        assert figures.rows("milex_pct_gdp", countries=[]) == []

    def test_every_wrong_word_of_a_question_is_named_at_once(self, figures: Figures) -> None:
        refusal = refusal_of(
            lambda: figures.rows(
                "milex_pct_gpd", countries=["PLO"], years=(2026, 2014), definition="natto"
            )
        )
        assert refusal.code == "unknown-series"
        assert refusal.hint == "did you mean milex_pct_gdp?"
        assert [d["where"] for d in refusal.details] == ["milex_pct_gpd", "PLO", "years", "natto"]
        assert refusal.details[3]["hint"] == "did you mean nato?"

    @pytest.mark.parametrize(
        ("question", "code"),
        [
            ({"countries": ["poland"]}, "unknown-country"),
            ({"years": (2026, 2014)}, "bad-argument"),
            ({"definition": "Nato"}, "bad-argument"),
            ({"vintages": "2024-07"}, "unknown-vintage"),
            ({"vintages": "newest"}, "unknown-vintage"),
        ],
    )
    def test_each_wrong_word_has_its_code(
        self, figures: Figures, question: dict[str, object], code: str
    ) -> None:
        refusal = refusal_of(lambda: figures.rows("milex_pct_gdp", **question))  # type: ignore[arg-type]
        assert refusal.code == code
        assert refusal.hint

    def test_a_name_that_is_sql_is_only_a_name(self, figures: Figures) -> None:
        refusal = refusal_of(lambda: figures.rows("x'; DROP TABLE observation; --"))
        assert refusal.code == "unknown-series"
        assert figures.rows("milex_pct_gdp")

    @settings(max_examples=40, deadline=None)
    @given(series=SERIES, country=ALLIES, day=DAYS)
    def test_as_of_never_returns_what_was_published_later(
        self, figures: Figures, series: str, country: str, day: date
    ) -> None:
        for o in figures.rows(series, countries=[country], vintages="all", as_of=day):
            assert figures.source_of(o).published <= day

    @settings(max_examples=40, deadline=None)
    @given(series=SERIES, country=ALLIES, day=DAYS)
    def test_latest_is_one_of_all_and_the_last_of_them(
        self, figures: Figures, series: str, country: str, day: date
    ) -> None:
        everything = figures.rows(series, countries=[country], vintages="all", as_of=day)
        latest = figures.rows(series, countries=[country], as_of=day)
        cells: dict[tuple[str, str, int], Observation] = {}
        for o in everything:
            cells[o.source, family(o.definition), o.year] = o
        assert sorted(latest) == sorted(cells.values())

    @settings(max_examples=20, deadline=None)
    @given(series=SERIES, earlier=DAYS, later=DAYS)
    def test_knowledge_only_grows(
        self, figures: Figures, series: str, earlier: date, later: date
    ) -> None:
        earlier, later = sorted((earlier, later))
        before = set(figures.rows(series, countries=["POL"], vintages="all", as_of=earlier))
        assert before <= set(figures.rows(series, countries=["POL"], vintages="all", as_of=later))


class TestOne:
    def test_the_latest_edition_answers(self, figures: Figures) -> None:
        one = figures.one("milex_pct_gdp", "LTU", 2026, definition="nato")
        assert (one.value, one.vintage, one.status) == (5.33, "2026-07", "estimate")
        assert one.key == "milex_pct_gdp/NATO core defence/NATO/2026-07/LTU/2026"
        assert figures.source_of(one).title.startswith("Defence Investment of NATO Countries")

    def test_an_edition_may_be_named(self, figures: Figures) -> None:
        one = figures.one("milex_pct_gdp", "POL", 2024, definition="nato", vintage="2025-08")
        assert round(one.value, 2) == 3.79

    def test_two_families_are_not_chosen_between(self, figures: Figures) -> None:
        refusal = refusal_of(lambda: figures.one("milex_pct_gdp", "POL", 2024))
        assert refusal.code == "mixed-definitions"
        assert {d["where"].split("/")[1] for d in refusal.details} == {"SIPRI", "NATO core defence"}

    def test_a_country_that_nato_gives_no_figure_for_is_refused_not_replaced(
        self, figures: Figures
    ) -> None:
        refusal = refusal_of(lambda: figures.one("milex_pct_gdp", "JPN", 2024, definition="nato"))
        assert refusal.code == "no-figures"
        assert "sipri" in refusal.hint
        assert figures.one("milex_pct_gdp", "JPN", 2024).definition == "SIPRI"

    def test_draft_and_request_are_editions_of_one_figure(self, figures: Figures) -> None:
        one = figures.one("category_standoff_defence", "JPN", 2026)
        assert (one.value, one.source, one.vintage) == (973.3, "Japan MOF", "2025-12")


class TestShow:
    def test_the_keys_of_the_contract(self, figures: Figures) -> None:
        shown = figures.show("milex_pct_gdp", countries=["POL"], years=(2024, 2024))
        assert {"series", "rows", "breaks"} <= set(shown)
        row = shown["rows"][0]
        contract = ("country", "year", "value", "unit", "definition", "source", "vintage", "status")
        assert [row[key] for key in contract] == [
            "POL",
            2024,
            3.75,
            "percent of GDP",
            "NATO core defence",
            "NATO",
            "2026-07",
            "actual",
        ]
        assert row["break"] is None
        assert row["note"].startswith("published share rests on 2021 prices")

    def test_without_a_definition_natos_rows_come_first_and_others_follow(
        self, figures: Figures
    ) -> None:
        rows = figures.show("milex_pct_gdp", countries=["POL", "JPN"], years=(2023, 2024))["rows"]
        assert [(r["country"], r["family"], r["year"]) for r in rows] == [
            ("JPN", "sipri", 2023),
            ("JPN", "sipri", 2024),
            ("POL", "nato", 2023),
            ("POL", "nato", 2024),
            ("POL", "sipri", 2023),
            ("POL", "sipri", 2024),
        ]

    def test_every_break_is_named_and_listed(self, figures: Figures) -> None:
        shown = figures.show(
            "milex_pct_gdp",
            countries=["POL"],
            years=(2024, 2024),
            definition="nato",
            vintages="all",
        )
        assert [r["break"] for r in shown["rows"]] == [
            None,
            "other vintage: 2024-06, then 2025-08",
            "other definition: NATO, then NATO core defence; other vintage: 2025-08, then 2026-07",
        ]
        assert shown["breaks"] == [f"POL 2024: {r['break']}" for r in shown["rows"][1:]]

    def test_rows_of_two_countries_are_not_compared(self, figures: Figures) -> None:
        shown = figures.show("milex_usd_current", years=(2024, 2024), definition="nato")
        assert len(shown["rows"]) > 30
        assert shown["breaks"] == []

    def test_nothing_found_is_refused_with_what_there_is(self, figures: Figures) -> None:
        refusal = refusal_of(
            lambda: figures.show("milex_pct_gdp", countries=["POL"], years=(2040, 2045))
        )
        assert refusal.code == "no-figures"
        assert "years 2040:2045" in refusal.message
        assert "POL nato 2014-2026" in refusal.hint
        refusal = refusal_of(lambda: figures.show("milex_pct_gdp", countries=["BRA"]))
        assert "BRA" in refusal.hint

    def test_a_row_cites_its_own_page_or_its_tables(self, figures: Figures) -> None:
        (row,) = figures.show("target_base_gdp")["rows"]
        assert (
            row["address"] == "http://www.clearing.mod.go.jp/hakusho_data/2024/html/nc014000.html"
        )
        row = figures.show("gdp_lcu", countries=["POL"], years=(2024, 2024))["rows"][0]
        assert row["address"].startswith("https://data.imf.org/")


class TestTotal:
    @pytest.mark.parametrize(
        ("year", "published", "difference"),
        [(2014, 943_257, 0), (2024, 1_482_905, 1), (2026, 1_809_915, 2)],
    )
    def test_the_members_of_the_year_give_the_published_total(
        self, figures: Figures, year: int, published: float, difference: float
    ) -> None:
        whole = total(figures, "milex_usd_current", year, vintage="2026-07")
        assert whole.published is not None
        assert whole.published.value == published
        assert whole.difference is not None
        assert whole.difference.value == difference
        assert whole.money.value == published - difference
        assert whole.missing == ("ISL",)
        assert figures.total("milex_usd_current", year, vintage="2026-07") == whole.money

    def test_the_total_of_2014_is_that_of_27_members_with_forces(self, figures: Figures) -> None:
        whole = total(figures, "milex_usd_current", 2014)
        assert len(whole.members) == 27
        assert not {"MNE", "MKD", "FIN", "SWE"} & set(whole.members)

    def test_the_difference_in_gdp_is_iceland(self, figures: Figures) -> None:
        whole = total(figures, "gdp_usd_current", 2024, vintage="2026-07")
        iceland = figures.one("gdp_usd", "ISL", 2024, definition="imf").value * 1000
        assert whole.difference is not None
        assert whole.difference.value == pytest.approx(iceland, rel=0.02)

    def test_an_alliance_without_a_published_total_has_none(self, figures: Figures) -> None:
        whole = total(figures, "milex_usd_current", 2024, alliance="IP4", definition="sipri")
        assert whole.members == ("AUS", "JPN", "KOR", "NZL")
        assert whole.published is None
        assert whole.difference is None

    def test_a_missing_member_is_named_not_left_out(self, figures: Figures) -> None:
        refusal = refusal_of(
            lambda: figures.total("milex_usd_current", 2024, alliance="IP4", definition="nato")
        )
        assert refusal.code == "no-figures"
        assert [d["where"] for d in refusal.details] == ["AUS", "JPN", "KOR", "NZL"]
        refusal = refusal_of(lambda: figures.total("milex_usd_current", 2012, alliance="Quad"))
        assert refusal.code == "no-figures"
        assert "no members" in refusal.message

    def test_a_member_missing_in_the_latest_edition_is_not_taken_from_an_older_one(
        self, figures: Figures
    ) -> None:
        whole = total(figures, "gdp_usd_current", 2024)
        assert whole.money.vintage == "2026-07"
        assert whole.missing == ("ISL",)

    def test_what_is_no_money_or_no_alliance_has_no_total(self, figures: Figures) -> None:
        assert refusal_of(lambda: figures.total("milex_pct_gdp", 2024)).code == "bad-argument"
        refusal = refusal_of(lambda: figures.total("milex_usd_current", 2024, alliance="NAT0"))
        assert refusal.code == "bad-argument"

    def test_currencies_are_not_summed(self, figures: Figures) -> None:
        refusal = refusal_of(lambda: figures.total("milex_lcu_current", 2024))
        assert refusal.code == "mixed-units"


class TestPanel:
    def test_labels_values_and_origin(self, figures: Figures) -> None:
        array = figures.panel(
            "milex_pct_gdp", countries=["POL", "USA"], years=(2024, 2026), definition="nato"
        )
        assert array.dims == ("country", "year")
        assert float(array.sel(country="POL", year=2026)) == 4.68
        assert float(array.sel(country="USA", year=2026)) == 3.17
        assert array.attrs == {
            "unit": "percent of GDP",
            "definition": "NATO core defence",
            "source": "NATO",
            "vintage": "2026-07",
        }

    def test_each_country_keeps_its_currency(self, figures: Figures) -> None:
        array = figures.panel(
            "gdp_lcu", countries=["POL", "DEU"], years=(2024, 2026), definition="imf"
        )
        assert array.attrs["unit"] == "LCU billion"
        assert list(array["currency_unit"].values) == ["LCU billion (PLN)", "LCU billion (EUR)"]

    def test_as_of_and_vintage_choose_the_edition(self, figures: Figures) -> None:
        question = {"countries": ["POL"], "years": (2024, 2024), "definition": "nato"}
        old = figures.panel("milex_pct_gdp", **question, as_of=date(2024, 7, 1))  # type: ignore[arg-type]
        named = figures.panel("milex_pct_gdp", **question, vintage="2024-06")  # type: ignore[arg-type]
        assert old.identical(named)
        assert round(old.item(), 2) == 4.12

    def test_an_older_edition_never_fills_a_gap(self, figures: Figures) -> None:
        array = figures.panel("gdp_usd", countries=["JPN"], years=(2026, 2027), definition="imf")
        assert array.attrs["vintage"] == "2026-04"
        assert math.isnan(array.sel(country="JPN", year=2027).item())

    def test_mixtures_are_refused_naming_both_sides(self, figures: Figures) -> None:
        def row(series: str, **question: str) -> Observation:
            return figures.one(series, "POL", 2024, **question)  # type: ignore[arg-type]

        core = row("milex_pct_gdp", definition="nato")
        for other, code in (
            (row("milex_pct_gdp", definition="sipri"), "mixed-definitions"),
            (core._replace(vintage="2025-08"), "mixed-vintages"),
            (core._replace(unit="percent of GNI"), "mixed-units"),
        ):
            refusal = refusal_of(lambda o=other: panel("x", [core, o], ["POL"], (2024, 2024)))  # type: ignore[misc]
            assert refusal.code == code
        levas = core._replace(unit="LCU million (Leva)")
        euros = core._replace(unit="LCU million (Euros)", year=2025)
        refusal = refusal_of(lambda: panel("x", [levas, euros], ["POL"], (2024, 2025)))
        assert refusal.code == "mixed-units"
        assert "Leva" in refusal.message
        assert "Euros" in refusal.message

    def test_an_empty_panel_is_refused(self, figures: Figures) -> None:
        refusal = refusal_of(
            lambda: figures.panel(
                "milex_pct_gdp", countries=["JPN"], years=(2024, 2024), definition="nato"
            )
        )
        assert refusal.code == "no-figures"


class TestCatalogue:
    def test_every_series_is_explained_with_its_coverage(self, figures: Figures) -> None:
        infos = {info.series: info for info in figures.catalogue()}
        share = infos["milex_pct_gdp"]
        assert share.definitions == ("NATO", "NATO core defence", "SIPRI")
        assert share.families == ("nato", "sipri")
        assert share.vintages == (
            "2023-07",
            "2024-03",
            "2024-06",
            "2025-04",
            "2025-08",
            "2026-04",
            "2026-07",
        )
        assert (share.first_year, share.last_year) == (1990, 2026)
        assert share.to_json()["families"] == ["nato", "sipri"]
        assert sum(info.values for info in infos.values()) == len(shipped())

    def test_sources_say_when_and_on_what_terms(self, figures: Figures) -> None:
        records = {s.id: s.to_json() for s in figures.sources()}
        assert records["nato_2024-06"]["published"] == "2024-06-17"
        assert records["sipri_2026-04"]["redistribution"] == "limited"
        assert records["who_health_2026-03"]["licence"] == "CC BY 4.0"

    def test_an_added_series_of_ones_own_is_listed_without_a_meaning(self, tmp_path: Path) -> None:
        figures = with_added(tmp_path, "rainfall_mm")
        (info,) = (i for i in figures.catalogue() if i.series == "rainfall_mm")
        assert (info.title, info.meaning, info.unit, info.trap) == ("rainfall_mm", "", "mm", "")


def with_added(home: Path, series: str) -> Figures:
    source = Source(
        "own", "A", "B", "C", "https://example.org", "a file", date(2026, 8, 1), "2026-08", "mine",
        "no", name="Own",
    )  # fmt: skip
    row = Observation(series, "Own", "Own", "2026-08", "POL", 2024, 600.0, "mm", "actual")
    write_added(source, [row], home)
    return Figures(Index(home, home / "cache"), home)


class TestIndex:
    def test_open_takes_the_folders_of_the_settings(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BURDENSHARE_CACHE", str(tmp_path / "new" / "cache"))
        figures = Figures.open()
        (file,) = (tmp_path / "new" / "cache").iterdir()
        assert file.name.startswith(f"figures-{figures.fingerprint[:32]}")
        assert Figures.open().fingerprint == figures.fingerprint

    def test_an_added_table_makes_a_new_index_and_removes_the_old(self, tmp_path: Path) -> None:
        cache = tmp_path / "cache"
        before = Index(tmp_path, cache)
        before.close()
        (cache / "figures-left-behind.duckdb.1.2").write_bytes(b"fresh")
        (cache / "notes.txt").write_text("the user's own")
        figures = with_added(tmp_path, "rainfall_mm")
        assert figures.fingerprint != before.fingerprint
        assert figures.one("rainfall_mm", "POL", 2024).value == 600.0
        names = sorted(p.name for p in cache.iterdir())
        assert len([n for n in names if n.endswith(".duckdb")]) == 1
        assert "notes.txt" in names
        assert "figures-left-behind.duckdb.1.2" in names

    @pytest.mark.parametrize("damage", ["empty", "garbage", "truncated", "other"])
    def test_a_damaged_index_is_built_again(self, tmp_path: Path, damage: str) -> None:
        index = Index(tmp_path, tmp_path)
        expected = index.query("SELECT count(*) FROM observation")
        index.close()
        (file,) = tmp_path.glob("*.duckdb")
        whole = file.read_bytes()
        file.unlink()
        if damage == "other":
            with duckdb.connect(str(file)) as other:
                other.execute("CREATE TABLE observation AS SELECT 1 AS series")
        else:
            file.write_bytes(
                {"empty": b"", "garbage": b"x" * 9000, "truncated": whole[:300_000]}[damage]
            )
        again = Index(tmp_path, tmp_path)
        rows = "SELECT count(*), count(DISTINCT note), count(DISTINCT address) FROM observation"
        assert again.query(rows)[0][0] == expected[0][0]
        again.close()
        assert file.stat().st_size == pytest.approx(len(whole), rel=0.2)

    def test_damage_found_during_a_query_is_mended_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Broken:
            def cursor(self) -> Broken:
                return self

            def execute(self, *_: object) -> None:
                raise duckdb.IOException("a checksum is wrong")

            def close(self) -> None:
                pass

        index = Index(tmp_path, tmp_path)
        index.close()
        monkeypatch.setattr(index, "_connection", Broken())
        assert index.query("SELECT count(*) FROM observation")[0][0] == len(shipped())

    def test_a_wrong_query_is_not_taken_for_damage(self, tmp_path: Path) -> None:
        with pytest.raises(duckdb.CatalogException):
            Index(tmp_path, tmp_path).query("SELECT * FROM nowhere")

    def test_where_nothing_can_be_written_the_index_is_held_in_memory(self, tmp_path: Path) -> None:
        (tmp_path / "occupied").write_text("a file, not a folder")
        index = Index(tmp_path, tmp_path / "occupied" / "cache")
        assert index.query("SELECT count(*) FROM observation")[0][0] == len(shipped())
        assert [p.name for p in tmp_path.iterdir()] == ["occupied"]

    def test_a_full_disk_leaves_no_half_index(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_source: Path, _target: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        index = Index(tmp_path / "home", tmp_path / "cache")
        assert index.query("SELECT count(*) FROM observation")[0][0] == len(shipped())
        assert list((tmp_path / "cache").iterdir()) == []

    def test_two_processes_may_build_at_once(self, tmp_path: Path) -> None:
        program = (
            "import sys; from pathlib import Path; from burdenshare.figures.index import Index; "
            "i = Index(Path(sys.argv[1]), Path(sys.argv[1])); "
            "print(i.query('SELECT count(*) FROM observation')[0][0])"
        )
        running = [
            subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE)
            for _ in range(3)
        ]
        answers = [p.communicate()[0].decode().strip() for p in running]
        assert answers == [str(len(shipped()))] * 3
        assert [p.suffix for p in tmp_path.iterdir()] == [".duckdb"]

    def test_what_a_killed_process_left_is_removed_after_an_hour(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        left = tmp_path / "figures-left-behind.duckdb.1.2"
        left.write_bytes(b"half")
        now = index_module.time.time()
        monkeypatch.setattr(index_module.time, "time", lambda: now + 4000)
        Index(tmp_path, tmp_path).close()
        assert not left.exists()

    def test_a_damaged_table_is_named_when_the_index_is_built(self, tmp_path: Path) -> None:
        with_added(tmp_path, "rainfall_mm")
        table = tmp_path / "figures" / "own.csv"
        table.write_text(table.read_text().replace("600.0", "much"))
        refusal = refusal_of(lambda: Index(tmp_path, tmp_path / "cache"))
        assert refusal.code == "bad-table"
        assert refusal.details[0]["where"] == "own.csv:2"
        assert "figures add" in refusal.hint


def test_a_break_is_the_same_wherever_the_rows_come_from() -> None:
    row = Observation(
        "gdp_lcu", "IMF", "IMF WEO", "2026-04", "BGR", 2025, 1.0, "LCU billion (EUR)", "actual"
    )
    assert break_between(row, row._replace(year=2026)) is None
    assert break_between(row._replace(unit="LCU billion (BGN)"), row) == (
        "other unit: LCU billion (BGN), then LCU billion (EUR)"
    )
    assert break_between(row._replace(source="X"), row) == "other source: X, then IMF WEO"


def test_every_record_of_a_source_is_reachable_from_its_figures(figures: Figures) -> None:
    used = {figures.source_of(o).id for o in shipped()}
    assert used == {s.id for s in read_sources().values() if s.kind == "figures"}
