"""The frame of an HTML page of a brief: styles inside, nothing loaded from elsewhere."""

from __future__ import annotations

from markupsafe import Markup

_STYLE = Markup("""
:root { color-scheme: light dark }
body { font: 17px/1.55 Georgia, "Noto Serif CJK JP", serif; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem }
h1 { font-size: 1.7rem; line-height: 1.25 } h2 { font-size: 1.15rem; margin-top: 2.2rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: .9rem }
dt { color: GrayText } dd { margin: 0 }
table { border-collapse: collapse; font: 14px/1.4 system-ui, sans-serif; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
q { quotes: "\\201c" "\\201d" } sup a { text-decoration: none; padding: 0 .1em }
ol { font: 13px/1.45 system-ui, sans-serif; overflow-wrap: anywhere }
blockquote { margin: .3rem 0 .6rem; white-space: pre-wrap } li:target { outline: 2px solid }
section:has(table) { overflow-x: auto }
""")


def page(title: str, asked: Markup, body: Markup, notes: Markup) -> str:
    """Return the page; everything that is not markup is escaped."""
    from burdenshare.brief.words import language

    return str(
        Markup(
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            "<title>{title}</title><style>{style}</style></head><body>"
            '<h1 lang="{tongue}">{title}</h1><dl>{asked}</dl>{body}'
            '<section id="origins"><h2>Origins</h2><ol>{notes}</ol></section></body></html>\n'
        ).format(
            title=title,
            style=_STYLE,
            tongue=language(title),
            asked=asked,
            body=body,
            notes=notes,
        )
    )
