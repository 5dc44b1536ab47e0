"""Answers what a pledge would cost in thousands of futures of growth, prices, rates and exchange.

The main function, `run.futures`, takes the inputs of the central projection, the fiscal side, the
levers and a calibration of shocks, and returns the spread of shares, spending, debt and stocks. The
recursion is written once, in `steps`: the readable NumPy `oracle` and the compiled `kernel` both
walk it and agree bit for bit.
"""
