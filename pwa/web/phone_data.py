"""Data that phones work with offline, one file a kind and language."""

from flask import Blueprint

from pwa.web.addresses import take_locale_off

bp = Blueprint("phone_data", __name__, url_prefix="/<locale:locale>/data")
take_locale_off(bp)
