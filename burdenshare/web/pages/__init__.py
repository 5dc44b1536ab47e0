"""The pages, rendered on the server; each has a twin in JSON, its tables one in CSV."""
