"""Leafline: safety content, law look-ups and helplines on kratom and 7-OH, offline first."""

from pwa.app import create_app

__all__ = ["create_app"]
