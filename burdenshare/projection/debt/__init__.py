"""Answers which structural primary balance brings a country's debt down, with which certainty.

The debt sustainability analysis of the European Commission (Debt Sustainability Monitor 2023,
annex A3) on the user's own inputs: maturity structure, implicit rate, stock-flow adjustment, fiscal
feedback, stresses and shocks. The main function is `required.required_balances`.
"""
