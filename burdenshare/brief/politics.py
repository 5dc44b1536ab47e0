"""The section on politics: who keeps the pledge, what they agree on, who plays alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from burdenshare.bargaining.words import refusals
from burdenshare.brief.chances import odds
from burdenshare.brief.method import POLITICS, Method
from burdenshare.brief.numbers import MISSING, THIN, digits, linked, number, percent
from burdenshare.brief.origin import Line, MemberTable, figure_ids, input_id, place_name
from burdenshare.brief.summary import counted
from burdenshare.brief.words import in_sentence, joined, opening, slug
from burdenshare.figures.countries import countries
from burdenshare.study.politics import unit_of

if TYPE_CHECKING:
    from burdenshare.study import Study

LIKELY = 0.5
FEW = 3
"""So many are named where the first are told."""
_COMMON = "all allies"
"""The driver that is the same for every ally."""
TRADES = 8
"""So many trades stand in the table."""
NONE = Markup('<td class="missing">-</td>')
MODELS = {
    "median": "weighted median",
    "nbs": "Nash bargaining",
    "bdm": "expected utility",
    "smp": "spatial model",
    "exchange": "exchange",
}
"""Models that explain, in the order of the table."""
FORMS = {
    "public_reservations": "Public reservation",
    "selective_engagement": "Selective engagement",
    "separate_deals": "Separate deals",
    "national_strengths": "Own composition of spending",
}


def methods(study: Study) -> list[Method]:
    """Return how the numbers of this section are made."""
    told = study.politics.document if study.politics else {}
    return [each for part, found in POLITICS.items() if part in told for each in found]


def politics(study: Study) -> dict[str, Any] | None:
    """Return what the section prints; None where the run was not asked."""
    if study.politics is None:
        return None
    told = study.politics.document
    kept = _Kept(study) if "keep" in told else None
    talks = [_Talks(study, case) for case in told.get("negotiation", {"cases": {}})["cases"]]
    return {
        "lead": kept.lead() if kept else [],
        "keep": kept.section() if kept else None,
        "talks": [one.section() for one in talks],
    }


def answer(study: Study) -> list[Markup]:
    """Return the one sentence on behaviour that belongs into the answer, where it was asked."""
    if study.politics is None or "keep" not in study.politics.document:
        return []
    return _Kept(study).lead()[:1]


def _named(actor: str) -> str:
    """Return an actor inside a sentence: the name of a country, or what the table calls it."""
    return in_sentence(actor) if actor in countries() else actor


def _titled(actor: str) -> str:
    return place_name(actor) if actor in countries() else actor


class _Kept:
    """Who keeps the pledge, and what rests on it."""

    def __init__(self, study: Study) -> None:
        assert study.politics is not None
        self.told = study.politics.document["keep"]
        self.more = study.politics.document
        self.inputs = set(study.inputs.members)
        self.members: Mapping[str, Any] = self.told["members"]
        self.last = {code: float(m["probability"][-1]) for code, m in self.members.items()}

    def lead(self) -> list[Markup]:
        """Return sentences, the bottom line first."""
        return [each for each in (self._likely(), self._credible(), self._apart()) if each]

    def _likely(self) -> Markup:
        goals = {(p["share"], p["by"]) for p in self.told["pledges"]}
        one = goals.pop() if len(goals) == 1 else None
        what = (
            Markup("reach %s of GDP by %s")
            % (number(one[0], percent(one[0], 1), "scenario"), one[1])
            if one
            else Markup("reach what they pledged")
        )
        n = len(self.last)
        if n == 1:
            ((code, chance),) = self.last.items()
            return Markup("Going by what allies did before, %s has a chance of %s to %s.") % (
                _named(code),
                self._chance(code, chance),
                what,
            )
        likely = sum(chance >= LIKELY for chance in self.last.values())
        return Markup(
            "Going by what allies did before, %s of %s are more likely than not to %s%s."
        ) % (
            counted(likely, ("m-keep", "keep-table")),
            counted(n, ("m-keep", "keep-table")),
            what,
            self._named_ends(),
        )

    def _named_ends(self) -> Markup:
        order = sorted(self.last, key=lambda code: (self.last[code], code))
        if len(order) < 2 * FEW:
            return Markup("")
        return Markup("; least likely are %s") % joined(
            [
                Markup("%s (%s)") % (_named(code), self._chance(code, self.last[code]))
                for code in order[:FEW]
            ]
        )

    def _chance(self, code: str, chance: float) -> Markup:
        return linked(chance, odds(chance), f"k-{code}")

    def _credible(self) -> Markup:
        told = self.more.get("credibility")
        if told is None:
            return Markup("")
        origin = ("m-credibility", "keep-table")
        doubts = [a for a in told["allies"] if a["in_doubt"] > 0.0][:FEW]
        named = joined(
            [
                Markup("%s (%s of the money)")
                % (
                    _named(a["ally"]),
                    number(a["part"], percent(100 * a["part"], 0), origin),
                )
                for a in doubts
            ]
        )
        rest = Markup("; most of the doubt lies with %s") % named if doubts else Markup("")
        return Markup("Weighted by these chances, %s of the new money stands to come%s.") % (
            number(told["expected"], percent(100 * told["expected"], 0), origin),
            rest,
        )

    def _apart(self) -> Markup:
        told = self.more.get("cohesion")
        if told is None:
            return Markup("")
        now = told["series"][-1]
        mean = now["mean_gap"]
        return Markup("In %s, the allies are on average %s points of GDP %s %s, and %s apart.") % (
            now["year"],
            number(mean, digits(abs(mean), 2), "m-cohesion"),
            "below" if mean < 0 else "above",
            number(told["pledge"], percent(told["pledge"], 1), "scenario"),
            number(now["spread"], digits(now["spread"], 2), "m-cohesion"),
        )

    def section(self) -> dict[str, Any]:
        """Return the table of chances, what moves each ally, and what a reader must know."""
        return {
            "table": self._table(),
            "caption": "Chance of spending at least what was pledged, and the share expected",
            "common": next(
                (
                    d["words"]
                    for one in self.members.values()
                    for d in one["drivers"]
                    if d["driver"] == _COMMON
                ),
                "",
            ),
            "drivers": [
                (_titled(code), self._own_drivers(code))
                for code in sorted(self.members, key=place_name)
            ],
            "absent": [in_sentence(code) for code in self.told["absent"]],
            "notes": self.told["notes"],
            "sources": list(dict.fromkeys(self.told["sources"].values())),
        }

    def _own_drivers(self, code: str) -> list[str]:
        """Return what moves this ally, without the pace that is the same for all."""
        found = [d["words"] for d in self.members[code]["drivers"] if d["driver"] != _COMMON]
        return found[: FEW - 1]

    def _table(self) -> MemberTable:
        ends = sorted({m["years"][-1] for m in self.members.values()})
        years = self._years(ends[-1])
        columns = [
            (f"{self.told['last_year']}", "m-keep"),
            *((f"{year}", "m-keep") for year in years),
            (f"5{THIN}%", "m-expected"),
            (f"50{THIN}%", "m-expected"),
            (f"95{THIN}%", "m-expected"),
        ]
        when = f"{ends[0]}" if len(ends) == 1 else "the deadline year"
        groups = [
            (Markup("Share"), 1),
            (Markup("Chance"), len(years)),
            (Markup("Share in %s") % when, 3),
        ]
        lines = [
            Line(f"k-{code}", self._title(code), "", self._cells(code, years))
            for code in sorted(self.members, key=lambda c: (-self.last[c], place_name(c)))
        ]
        return MemberTable(groups, columns, lines, None)

    def _title(self, code: str) -> str:
        return place_name(code)

    def _years(self, last: int) -> list[int]:
        """Return the years whose chances stand in the table: the deadline and some before it."""
        first = self.told["last_year"] + 1
        step = max(1, (last - first) // 3)
        return sorted({first, *range(last, first, -step)})[-4:]

    def _cells(self, code: str, years: Sequence[int]) -> list[Markup]:
        one = self.members[code]
        here = [input_id(code)] if code in self.inputs else []
        cells = [_cell(one["last"], percent(one["last"], 2), ["m-keep", *here])]
        for year in years:
            if year in one["years"]:
                chance = one["probability"][one["years"].index(year)]
                cells.append(_cell(chance, odds(chance), ["m-keep", *here]))
            else:
                cells.append(NONE)
        cells += [
            _cell(values[-1], digits(values[-1], 2), ["m-expected", *here])
            for values in one["share"].values()
        ]
        return cells


class _Talks:
    """What one negotiation agrees on, and what explains it."""

    def __init__(self, study: Study, case: str) -> None:
        assert study.politics is not None
        document = study.politics.document
        self.case = case
        self.document = document["negotiation"]
        self.issues: Mapping[str, Any] = self.document["cases"][case]
        self.about: Mapping[str, Any] = self.document["about"].get(case, {})
        self.alone: Mapping[str, Any] = document["alone"]["cases"].get(case, {"actors": {}})
        self.figures = figure_ids(study.observations)

    def title(self, issue: str) -> str:
        """Return what an issue is called."""
        return str(self.about.get("issues", {}).get(issue, {}).get("title") or issue)

    def anchor(self, issue: str) -> str:
        """Return the id of an issue's row."""
        return f"n-{slug(self.case)}-{slug(issue)}"

    def said(self, issue: str, actor: str) -> str:
        """Return the id of a position."""
        return f"p-{slug(self.case)}-{slug(issue)}-{slug(actor)}"

    def _value(self, issue: str, value: float | None, origin: str | Sequence[str]) -> Markup:
        if value is None:
            return MISSING
        return number(value, self._text(issue, value), origin)

    def _text(self, issue: str, value: float) -> str:
        low, high = self.issues[issue]["scale"]
        places = 0 if high - low >= 1000 else 1 if high - low >= 8 else 2
        if low >= 1000 and high <= 2200:
            return f"{value:.{places}f}"
        return digits(value, places)

    # Sentences -----------------------------------------------------------------------------------

    def lead(self) -> list[Markup]:
        """Return sentences, the forecast first, hindsight said."""
        told = [self._forecast(issue) for issue in list(self.issues)[:FEW]]
        told += [self._reserved(), self._trade()]
        if self.about.get("hindsight"):
            told.append(Markup("This was made with hindsight: it illustrates and tests nothing."))
        return [sentence for sentence in told if sentence]

    def _forecast(self, issue: str) -> Markup:
        entry, at = self.issues[issue], self.anchor(issue)
        bands = entry["distribution"]["quantiles"]
        decided = entry["outcome"]
        unit = unit_of(self.document, self.case, issue)
        return Markup("%s: the forecast is %s%s, nine of ten outcomes lie from %s to %s%s.") % (
            opening(self.title(issue)),
            linked(entry["headline"], self._text(issue, entry["headline"]), at),
            f" {unit}" if unit.startswith("per cent") else "",
            self._value(issue, bands["0.05"], ("m-outcome", at)),
            self._value(issue, bands["0.95"], ("m-outcome", at)),
            "" if decided is None else Markup("; decided was %s") % self._value(issue, decided, at),
        )

    def _reserved(self) -> Markup:
        found = {
            actor: one["public_reservations"]["value"]
            for actor, one in self.alone["actors"].items()
            if one["public_reservations"]["value"]
        }
        order = sorted(found, key=lambda actor: (-found[actor], actor))[:FEW]
        if not order:
            return Markup("")
        return Markup("Most reserved in public, on a scale from none to one, %s %s.") % (
            "was" if len(order) == 1 else "were",
            joined(
                [
                    Markup("%s (%s)")
                    % (
                        _named(actor),
                        linked(found[actor], digits(found[actor], 2), self.said("alone", actor)),
                    )
                    for actor in order
                ]
            ),
        )

    def _trade(self) -> Markup:
        trades = self.document["linkage"].get(self.case, {"trades": []})["trades"]
        if not trades:
            return Markup("")
        best = trades[0]
        one, two = best["actors"]
        first, second = best["issues"]
        return Markup(
            "A trade would leave two better off: %s gets its way on %s (from %s to %s), %s on %s "
            "(from %s to %s)."
        ) % (
            _named(one),
            first,
            *(self._value(first, v, ("m-trades", f"t-{slug(self.case)}"))
              for v in (best["before"][0], best["after"][0])),
            _named(two),
            second,
            *(self._value(second, v, ("m-trades", f"t-{slug(self.case)}"))
              for v in (best["before"][1], best["after"][1])),
        )  # fmt: skip

    # Tables --------------------------------------------------------------------------------------

    def section(self) -> dict[str, Any]:
        """Return the tables of one negotiation and what was said."""
        made_of = self.about.get("capability", {})
        return {
            "id": slug(self.case),
            "title": self.about.get("title", self.case),
            "lead": self.lead(),
            "forecast": self._forecasts(),
            "models": self._models(),
            "trades": self._trades(),
            "refusals": list(refusals(self.document, self.case)),
            "alone": self._alone(),
            "positions": [
                self._position(i, w) for i in self.issues for w in self.issues[i]["weights"]
            ],
            "made_of": made_of.get("made_of", ""),
            "notes": [
                str(note) for note in (self.about.get("hindsight"), self.about.get("note")) if note
            ],
            "day": self.alone.get("on", ""),
        }

    def _forecasts(self) -> MemberTable:
        levels = ("0.05", "0.25", "0.75", "0.95")
        columns = [
            ("Forecast", "m-compromise"),
            *((f"{100 * float(level):g}{THIN}%", "m-outcome") for level in levels),
            ("No agreement", ""),
            ("Decided", ""),
        ]
        lines = []
        for issue, entry in self.issues.items():
            at = self.anchor(issue)
            origin = ["m-compromise", *(self.said(issue, w["actor"]) for w in entry["weights"])]
            bands = entry["distribution"]["quantiles"]
            cells = [
                _wrapped(self._value(issue, entry["headline"], origin)),
                *(
                    _wrapped(self._value(issue, bands[level], ("m-outcome", at)))
                    for level in levels
                ),
                *(
                    _wrapped(self._value(issue, entry[name], f"about-{slug(self.case)}"))
                    if entry[name] is not None
                    else NONE
                    for name in ("status_quo", "outcome")
                ),
            ]
            lines.append(Line(at, self.title(issue), self._unit(issue), cells))
        return MemberTable((), columns, lines, None)

    def _unit(self, issue: str) -> str:
        return unit_of(self.document, self.case, issue)

    def _models(self) -> MemberTable:
        shown = {n: t for n, t in MODELS.items() if n in next(iter(self.issues.values()))["models"]}
        lines = [
            Line(
                "",
                self.title(issue),
                self._unit(issue),
                [
                    _wrapped(
                        self._value(issue, entry["models"][name], ("m-models", self.anchor(issue)))
                    )
                    for name in shown
                ],
            )
            for issue, entry in self.issues.items()
        ]
        return MemberTable((), [(opening(t), "m-models") for t in shown.values()], lines, None)

    def _trades(self) -> MemberTable | None:
        found = self.document["linkage"].get(self.case, {"trades": []})["trades"][:TRADES]
        if not found:
            return None
        at = f"t-{slug(self.case)}"
        lines = []
        for trade in found:
            one, two = trade["actors"]
            cells = [
                Markup("<td>%s</td>")
                % Markup(" to ").join(self._value(issue, v, ("m-trades", at)) for v in pair)
                for issue, pair in zip(
                    trade["issues"], zip(trade["before"], trade["after"], strict=True), strict=True
                )
            ]
            cells += [
                _cell(value, digits(value, 3), ("m-trades", at))
                for value in (trade["gain"], trade["others"])
            ]
            cells.append(
                Markup("<td>%s</td>")
                % joined(
                    [
                        Markup("%s %s") % (actor, number(value, digits(value, 2), ("m-trades", at)))
                        for actor, value in trade["vanishes"].items()
                    ]
                )
            )
            first, second = trade["issues"]
            title = f"{_titled(one)}: {first}; {_titled(two)}: {second}"
            lines.append(Line("", title, "", cells))
        heads = (
            "First issue",
            "Second issue",
            "Gain of each",
            "Gain of others",
            "Gone at salience",
        )
        return MemberTable((), [(head, "m-trades") for head in heads], lines, None)

    def _alone(self) -> MemberTable | None:
        actors = self.alone["actors"]
        known = {
            actor: one
            for actor, one in actors.items()
            if any(one[form]["value"] is not None for form in FORMS)
        }
        if not known:
            return None

        def order(actor: str) -> tuple[float, str]:
            return -(known[actor]["public_reservations"]["value"] or 0.0), _titled(actor)

        lines = [
            Line(
                self.said("alone", actor),
                _titled(actor),
                "",
                [self._form(actor, form, known[actor][form]) for form in FORMS],
            )
            for actor in sorted(known, key=order)
        ]
        return MemberTable((), [(opening(t), "m-alone") for t in FORMS.values()], lines, None)

    def _form(self, actor: str, form: str, told: Mapping[str, Any]) -> Markup:
        if told["value"] is None:
            return NONE
        origin = ["m-alone"]
        if form in ("public_reservations", "selective_engagement"):
            origin += [
                self.said(issue, actor)
                for issue in self.issues
                if any(w["actor"] == actor for w in self.issues[issue]["weights"])
            ]
        elif form == "national_strengths":
            origin += [self.figures[key] for key in told["keys"] if key in self.figures]
        return _cell(told["value"], digits(told["value"], 2), origin)

    def _position(self, issue: str, weight: Mapping[str, Any]) -> dict[str, Any]:
        """Return one position with who said it, and where."""
        actor = weight["actor"]
        said: Mapping[str, Any] = next(
            (
                row
                for row in self.about.get("evidence", ())
                if (row.get("actor"), row.get("issue")) == (actor, issue)
            ),
            {},
        )
        at = self.said(issue, actor)
        return {
            "id": at,
            "issue": self.title(issue),
            "actor": _titled(actor),
            "position": self._value(issue, weight["position"], at),
            "salience": number(weight["salience"], digits(weight["salience"], 2), at),
            "range": str(said.get("salience", "")),
            "weight": number(weight["weight"], odds(weight["weight"]), at),
            **{k: str(said.get(k) or "") for k in ("date", "speaker", "quote", "address", "note")},
        }


def _cell(value: float, text: str, origin: str | Sequence[str]) -> Markup:
    return _wrapped(number(value, text, origin))


def _wrapped(value: Markup) -> Markup:
    return Markup("<td>%s</td>") % value
