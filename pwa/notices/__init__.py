"""Regulators' notices: fetched by jobs, tagged by plain rules, decided on by people."""
