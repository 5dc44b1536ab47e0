"""A negotiation in plain sentences: the forecast first, then what explains it, each named so.

Every function takes the document of a negotiation (`document.document`), so that the command line,
pages and reports say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
FEW = 6
"""Actors that are named where there may be many."""
UNITS = (
    "Gains, losses and costs are in units of utility: 1 is the way from one end of a scale to the "
    "other for someone who cares fully"
)
_NAMES = {
    "median": "weighted median",
    "nbs": "Nash bargaining",
    "bdm": "expected utility",
    "smp": "spatial model",
    "exchange": "exchange of positions",
    "challenge": "challenge model",
}
_THE = ("United States", "United Kingdom", "Netherlands")
_MOVES = {
    "conflict": "loses to",
    "compromise": "meets",
    "capitulation": "gives in to",
}


def model_name(name: str) -> str:
    """Return what a model is called in a sentence."""
    return _NAMES.get(name, name)


def titles(document: Document) -> list[str]:
    """Name each case that has a title, and say what is to be known of it: hindsight first."""
    found = []
    for about in document["about"].values():
        if "title" in about:
            found.append(f"{about['title']}.")
        if "hindsight" in about:
            found.append(f"Made with hindsight. {_line(about['hindsight'])}")
        if "note" in about:
            found.append(_line(about["note"]))
    return found


def forecast(document: Document, case: str, issue: str) -> str:
    """Say where the outcome is expected, how wide the bands are, and what was decided."""
    entry = document["cases"][case][issue]
    shown = _Scale(entry)
    bands = entry["distribution"]["quantiles"]
    told = (
        f"{_about(document, case, issue)}: about {shown(entry['headline'])}. One outcome in two is "
        f"expected within {shown(bands['0.25'])} to {shown(bands['0.75'])}, nine in ten within "
        f"{shown(bands['0.05'])} to {shown(bands['0.95'])}."
    )
    decided = entry["outcome"]
    return told if decided is None else f"{told} Decided: {shown(decided)}."


def explained(document: Document, case: str, issue: str) -> Iterator[str]:
    """Say what the compromise is made of, who is far from it, who holds a veto, what is unknown."""
    entry = document["cases"][case][issue]
    shown, name = _Scale(entry), _names(document, case)
    made_of = entry["weights"]
    more = len(made_of) - FEW
    yield (
        "The compromise is made of: "
        + "; ".join(
            f"{name(one['actor'])} at {shown(one['position'])} ({_percent(one['weight'])} of the "
            "weight)"
            for one in made_of[:FEW]
        )
        + (f"; {more} more" if more > 0 else "")
        + "."
    )
    yield from _over_ranges(entry, shown)
    yield _furthest(entry, name)
    if entry["veto"]:
        yield _vetoes(entry["veto"], shown, name)
    if entry["unknown"]:
        unknown = ", ".join(name(actor) for actor in entry["unknown"])
        yield f"Not known, and not filled in, are the wishes of {unknown}."


def refusals(document: Document, case: str) -> Iterator[str]:
    """Say who could refuse what, what each would have to be given, and what threats add."""
    name = _names(document, case)
    for issue, entry in document["cases"][case].items():
        if entry["veto"]:
            yield f"{_about(document, case, issue)}: {_vetoes(entry['veto'], _Scale(entry), name)}"
    yield from (_line(line) for line in threats(document, case))


def moves(document: Document, case: str, issue: str) -> Iterator[str]:
    """Say how the models with turns get to their answer: who is pressed, and by whom."""
    entry = document["cases"][case][issue]
    shown, name = _Scale(entry), _names(document, case)
    by_model = document["trajectories"].get(case, {})
    told = entry["explained_by"].get("smp")
    if told and "smp" in by_model:
        mean = told["mean"]
        yield (
            f"Spatial model: in {told['turns']} turn{_s(range(told['turns']))} "
            f"({told['ended']}) the mean goes from {shown(mean[0])} to {shown(mean[-1])}. "
            f"Moves most: {_movers(by_model['smp'], issue, shown, name)}."
        )
    told = entry["explained_by"].get("bdm")
    if told and told["rounds"]:
        took = [one for one in told["rounds"][0] if one["kind"] in _MOVES]
        yield (
            "Expected utility (the challenge model), first round: "
            + (_offers(took, shown, name) or "nobody moves")
            + f". In the end the mean is {shown(told['mean'][-1])}."
        )


def trades(document: Document, case: str) -> Iterator[str]:
    """Say which trades the exchange model makes: who gives what for what, and who pays."""
    made = document["trades"].get(case)
    if made is None or len(document["cases"][case]) < 2:
        return
    if not made["count"]:
        yield "Exchange of positions: there is no trade from which two actors gain."
        return
    name = _names(document, case)
    yield (
        f"Exchange of positions: {made['count']} trade{_s(range(made['count']))}, the most "
        f"profitable first; in all the traders {_gain(made['gain'])}"
        f"{_of_others(document, case, made['others'])}."
    )
    for trade in made["trades"][:FEW]:
        one, two = trade["actors"]
        losers = list(trade["pays"].items())[:3]
        paid = ", ".join(f"{name(actor)} {-value:.3f}" for actor, value in losers)
        others = _of_others(document, case, trade["others"])
        first = _capital(_given(document, case, trade, two))
        yield (
            f"  {first}; in return {_given(document, case, trade, one)}. Each gains "
            f"{trade['gain']:.3f}{others}{f'; those who lose most: {paid}' if paid else ''}."
        )


def links(document: Document, case: str) -> Iterator[str]:
    """Say which trades leave both sides better off, and at what salience they vanish."""
    found = document["linkage"].get(case)
    if found is None:
        return
    if not found["count"]:
        yield "Linkage: no two actors are better off by giving way on one issue for another."
        return
    name = _names(document, case)
    yield (
        f"Linkage: giving way on one issue for another leaves two actors better off in "
        f"{found['count']} way{_s(range(found['count']))}."
    )
    for trade in found["trades"][:3]:
        ends = ", or ".join(
            f"that of {name(who)} for {trade['gets'][who]} from "
            f"{trade['salience'][who][trade['issues'].index(trade['gets'][who])]:.2f} to {at:.2f}"
            for who, at in trade["vanishes"].items()
        )
        got = ", ".join(
            f"{name(who)} gets its way on {what}" for who, what in trade["gets"].items()
        )
        yield (
            f"  {_capital(got)}; each gains {trade['gain']:.3f}. The trade vanishes once salience "
            f"falls: {ends}."
        )


def threats(document: Document, case: str) -> Iterator[str]:
    """Say what two issues on one table change, and what a threat adds."""
    found = document["threats"].get(case)
    if found is None:
        return
    name = _names(document, case)
    if found["apart"]["agreed"]:
        yield f"Nash bargaining, each issue by itself: {_outcome(document, case, found['apart'])}."
    else:
        yield "Nash bargaining, each issue by itself: no agreement, all stays as it is."
    yield (
        f"  Both on one table: {_outcome(document, case, found['together'])}."
        if found["together"]["agreed"]
        else "  Both on one table: no agreement either."
    )
    if found["costs"]:
        costs = " and ".join(f"{name(who)} {cost:.2f}" for who, cost in found["costs"].items())
        yield (
            f"  If no agreement costs {costs}: {_outcome(document, case, found['threat'])}."
            if found["threat"]["agreed"]
            else f"  If no agreement costs {costs}: still no agreement."
        )
    for asked in found["reach"]:
        shown = _Scale(document["cases"][case][asked["issue"]])
        level = f"{name(asked['actor'])} goes as far as {shown(asked['level'])} on {asked['issue']}"
        if asked["cost"] is None:
            yield f"  No cost of no agreement is enough that {level}."
        elif asked["cost"] == 0.0:
            yield f"  Without any threat {level}."
        else:
            yield f"  {level} once no agreement costs it {asked['cost']:.2f}."


class _Scale:
    """Shows numbers of one issue with as many digits as its scale deserves."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        low, high = entry["scale"]
        self._decimals = 2 if high - low <= 10.0 and high < 1000.0 else 1

    def __call__(self, value: float) -> str:
        return f"{round(value, self._decimals) + 0.0:.{self._decimals}f}"


def _names(document: Document, case: str) -> Any:
    actors = document["about"].get(case, {}).get("actors", {})

    def name(code: str) -> str:
        known: str = actors.get(code, {}).get("name", code)
        return f"the {known}" if known in _THE else known

    return name


def _line(text: str) -> str:
    return " ".join(text.split())


def _about(document: Document, case: str, issue: str) -> str:
    facts = document["about"].get(case, {}).get("issues", {}).get(issue, {})
    inside = ", ".join(facts[key] for key in ("title", "unit") if key in facts)
    return f"{issue} ({inside})" if inside else issue


def _over_ranges(entry: Mapping[str, Any], shown: _Scale) -> Iterator[str]:
    found = entry["distribution"].get("forecasts_over_ranges", {})
    told = [
        f"{'the compromise' if name == 'compromise' else model_name(name)} {shown(bands['0.05'])} "
        f"to {shown(bands['0.95'])}"
        for name, bands in found.items()
        if bands["0.05"] is not None
    ]
    if told:
        yield (
            f"The inputs are ranges; over {entry['distribution']['draws']:,} draws nine in ten "
            f"lie within: {'; '.join(told)}."
        )


def _furthest(entry: Mapping[str, Any], name: Any) -> str:
    """Say who is furthest from the compromise by how much it cares, against what refusing costs."""
    told, known = [], False
    for one in entry["defiance"][:3]:
        side = {"below": " (below it)", "above": " (above it)"}.get(one["side"], "")
        cost = ""
        if one["threshold"] is not None:
            known = True
            than = "more" if one["gap"] > 0 else "less"
            cost = f", {than} than refusing would cost it, {one['threshold']:.2f}"
        told.append(f"{name(one['actor'])} {one['score']:.2f}{side}{cost}")
    doubt = "" if known else ". What refusing would cost them is not known"
    return f"Furthest from it, distance times salience: {'; '.join(told)}{doubt}."


def _vetoes(veto: Mapping[str, Any], shown: _Scale, name: Any) -> str:
    start = f"If all must agree, and otherwise {shown(veto['status_quo'])} holds: "
    if not veto["holders"]:
        return f"{start}nobody would rather have no agreement."
    holders = [
        f"{name(one['actor'])}, who goes as far as {shown(one['nearest'])} or would have to be "
        f"given {one['need']:.2f} elsewhere"
        for one in veto["holders"][:FEW]
    ]
    return f"{start}a veto is held by {'; '.join(holders)}."


def _movers(moves_of: Mapping[str, Any], issue: str, shown: _Scale, name: Any) -> str:
    column = moves_of["issues"].index(issue)
    ends = [
        (name(actor), first[column], last[column])
        for actor, first, last in zip(
            moves_of["actors"], moves_of["positions"][0], moves_of["positions"][-1], strict=True
        )
        if first[column] is not None
    ]
    ends.sort(key=lambda one: -abs(one[2] - one[1]))
    moved = [one for one in ends[:3] if shown(one[1]) != shown(one[2])]
    return "; ".join(f"{n} from {shown(a)} to {shown(b)}" for n, a, b in moved) or "nobody"


def _offers(took: Sequence[Mapping[str, Any]], shown: _Scale, name: Any) -> str:
    more = len(took) - FEW
    told = [
        f"{name(one['actor'])} {_MOVES[one['kind']]} {name(one['offer_from'])} and goes to "
        f"{shown(one['position'])}"
        for one in took[:FEW]
    ]
    return "; ".join(told) + (f"; {more} more move" if more > 0 else "")


def _given(document: Document, case: str, trade: Mapping[str, Any], who: str) -> str:
    given = trade["gives"][who]
    shown = _Scale(document["cases"][case][given["issue"]])
    actor = _names(document, case)(who)
    return f"{actor} goes from {shown(given['from'])} to {shown(given['to'])} on {given['issue']}"


def _outcome(document: Document, case: str, found: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{issue} {_Scale(document['cases'][case][issue])(value)}"
        for issue, value in found["outcome"].items()
    )


def _gain(value: float) -> str:
    return f"{'lose' if value < 0.0 else 'gain'} {abs(value):.3f}"


def _of_others(document: Document, case: str, value: float) -> str:
    """Say what trades do to everyone else, where there is anyone."""
    issues = document["cases"][case].values()
    actors = {one["actor"] for entry in issues for one in entry["weights"]}
    return f", the others together {_gain(value)}" if len(actors) > 2 else ""


def _percent(part: float) -> str:
    return f"{100.0 * part:.0f} %" if part >= 0.01 else f"{100.0 * part:.1f} %"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _s(things: Sequence[Any]) -> str:
    """Return the ending of a noun for so many."""
    return "" if len(things) == 1 else "s"
