"""Leafline: safety content, law look-ups and helplines on kratom and 7-OH, offline first."""
