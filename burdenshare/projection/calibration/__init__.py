"""Answers how far the world departs from its forecasts, and what moves together when it does.

The main function, `calibrate.calibrate`, estimates the shocks of the stochastic engine from the
shipped history; `file` writes, reads and ships the result as a file with a fingerprint of its own.
"""
