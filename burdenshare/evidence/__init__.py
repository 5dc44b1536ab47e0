"""Who said so, and who says otherwise? Documents in, claims out, in English and Japanese.

The main function is `extract`: from a document it gives the claims that the text makes, each with
its exact words, who speaks, who acts toward whom, stance, measure, quantity and the rule that
found it. `read` takes in files, folders and addresses; `Ledger` keeps documents and claims;
`conflicts` sets claims beside each other and beside the figures; `score` measures the extraction
against annotations made by people.
"""
