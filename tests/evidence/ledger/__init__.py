"""Tests of the ledger, the same on SQLite and on a PostgreSQL server of their own."""
