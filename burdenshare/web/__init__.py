"""The browser and the API: thin over `Workbench`, the same numbers to the last digit."""
