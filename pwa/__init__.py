"""Leafline."""
