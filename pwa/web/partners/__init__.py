"""What other sites and programs are given: previews, small cards, site maps."""
