"""Which rules of the screening engine count how much, since when, and by whom; and what a new ruleset changes."""
