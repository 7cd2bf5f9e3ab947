"""Chromium itself says whether it would install us, and as what."""

import json

import pytest

pytestmark = pytest.mark.browser


def test_chromium_would_install_us_and_complains_of_nothing(phone, server, few_pages):
    server.publish(few_pages("a@leafline.example"))
    server.start()
    page = phone.open()
    page.goto(f"{server.address}/en/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    chromium = page.context.new_cdp_session(page)
    assert chromium.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
    manifest = chromium.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{server.address}/manifest.webmanifest"
    icons = json.loads(manifest["data"])["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    # Wherever it was installed from, it is the same app.
    assert chromium.send("Page.getAppId")["appId"] == f"{server.address}/"
