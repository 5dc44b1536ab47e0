"""Tests of what a claim has besides who says what."""
