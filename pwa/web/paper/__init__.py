"""Cards, posters and what else is set for paper, and the page that makes them."""
