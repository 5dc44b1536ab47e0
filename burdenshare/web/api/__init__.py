"""The HTTP API, versioned under ``/v1``: one path for each command, with the same keys."""
