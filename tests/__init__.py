"""Tests of Leafline. They mirror the package."""
