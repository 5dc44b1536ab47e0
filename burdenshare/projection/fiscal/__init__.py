"""Answers who pays for a pledge: debt and interest, taxes, other budgets, and what money leaves.

The main function is `assemble.assemble_fiscal`: from a scenario, the inputs of the projection and
the figures to the fiscal side and the levers of the engine. Beside it stand pure steps that can be
used alone: `debt` (recursion and decomposition), `equivalents` (what an amount means to a reader),
`stock` (military equipment that lasts), `contracts` (orders that lose buying power).
"""
