"""Every page rendered and compressed beforehand, in packs for phones too, and served from there."""
