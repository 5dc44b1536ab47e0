"""Answers how what the package says reads in another language than English.

English is the text of templates, charts and models. Catalogues lie in the ``locales`` of the rooms
whose words they hold: `words` gives a reader's language with its numbers, dates and names, and
`reading` puts a finished English sentence into it.
"""
