"""Answers how well forecasts of shares and GDP have held in the past, from shipped figures only.

The main function, `run.validate`, forecasts from the past with what was known then, scores the
forecasts against what came and against simple rivals, and sets the size of the engine's errors
beside published ones; `page.page` tells it all in one document.
"""
