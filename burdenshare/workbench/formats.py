"""In which room it is decided, and who is in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from burdenshare.workbench.desk import Desk, today

HUB = "USA"


class FormatsDesk(Desk):
    """Formats as a network by date, who could act without whom, and designs side by side."""

    def formats(
        self,
        *,
        on: date | None = None,
        without: Collection[str] = (),
        hub: str = HUB,
        formats: Collection[str] | None = None,
        file: Path | None = None,
        remits: Path | None = None,
    ) -> dict[str, Any]:
        """Say who shares how many rooms with whom on a day, and what hangs on one state.

        Parameters
        ----------
        on : date, optional
            Default: today.
        without : collection of str
            States taken out.
        hub : str
            The state whose absence is looked at beside it.
        formats : collection of str, optional
            Only these rooms.
        file, remits : Path, optional
            Memberships and remits of the user's own.
        """
        from burdenshare.formats import network, reading
        from burdenshare.formats.document import document, sentences
        from burdenshare.formats.remit import remits as read_remits
        from burdenshare.formats.stretch import burdens

        day, spells = on or today(), reading.read(file)
        meeting = network.meet(spells, day, without=without, formats=formats)
        known = read_remits(remits)
        spending, origin = self._spending(meeting.rooms_of, day)
        found = document(meeting, known)
        found["stretch"] = burdens(meeting, known, spending)
        found["spending"] = origin
        if hub in meeting.rooms_of:
            found["hub"] = network.hub(
                [spell for spell in spells if spell.country not in without],
                day,
                hub,
                formats=formats,
            )
        return {**found, "answer": sentences(found)}

    def formats_pictures(self, document: dict[str, Any], folder: Path) -> list[str]:
        """Draw what `formats` gave into a folder, as SVG, PNG and specification; return the names.

        Raises
        ------
        Failure
            ``cannot-write``
        """
        from burdenshare.charts.figures import save_all
        from burdenshare.charts.formats_network import of_formats

        return save_all(of_formats(document), folder)

    def who_can(
        self,
        action: str,
        *,
        on: date | None = None,
        without: Collection[str] = (),
        direction: str | None = None,
        file: Path | None = None,
        remits: Path | None = None,
        judgement: Path | None = None,
    ) -> dict[str, Any]:
        """List the formats that could act without named states; see `formats.who_can`.

        Shares are of spending, of counted equipment at what it would cost today, and of coverage
        (`study.circles.covering`); `judgement` is a file in place of the one that ships.
        """
        from burdenshare.formats import network, reading
        from burdenshare.formats.remit import remits as read_remits
        from burdenshare.formats.who_can import who_can
        from burdenshare.posture.reading import judgement as read_judgement
        from burdenshare.study.circles import covering, equipment

        day = on or today()
        meeting = network.meet(reading.read(file), day)
        spending, origin = self._spending(meeting.rooms_of, day)
        judged = read_judgement(judgement)
        held = {"spending": spending, "stock": equipment(judged)}
        actors = who_can(
            action,
            meeting,
            read_remits(remits),
            without=without,
            direction=direction,
            held={name: each for name, each in held.items() if any(each.values())},
        )
        actors = covering(actors, judged, direction=direction)
        return {
            "action": action,
            "direction": direction,
            "on": day.isoformat(),
            "without": sorted(without),
            "formats": [actor.to_json() for actor in actors],
            "spending": origin,
            "judgement": {"name": judged.name, "title": judged.title},
        }

    def _spending(
        self, states: Collection[str], on: date
    ) -> tuple[dict[str, float], dict[str, Any]]:
        """Return the last yearly spending before a day in USD billion, and where it is from.

        One definition for members and partners alike: SIPRI's, at current prices and rates, of
        the last year in which most of the states have a value.
        """
        rows: Sequence[Any] = self.figures.rows(
            "milex_usd_current", countries=sorted(states), definition="sipri"
        )
        years = [row.year for row in rows if row.year < on.year] or [row.year for row in rows]
        year = max(years)
        last = {row.country: row for row in rows if row.year == year}
        spending = {code: row.value / 1000 for code, row in last.items()}
        return spending, {
            "series": "milex_usd_current",
            "unit": "USD bn, current prices and rates",
            "definition": "SIPRI",
            "year": year,
            "vintage": max(row.vintage for row in last.values()),
            "unknown": sorted(set(states) - set(spending)),
        }
