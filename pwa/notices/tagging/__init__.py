"""What a notice is about, read from its words by rules that a reviewer can follow."""

from pwa.notices.tagging.tagger import tag

__all__ = ["tag"]
