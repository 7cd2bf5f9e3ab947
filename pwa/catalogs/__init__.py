"""What translators work on: messages by domain, and what a translation has to keep of English.

Catalogs in `translations/<locale>/LC_MESSAGES/`: one `.po` file a domain, kept; one `messages.mo`
of all domains, made. The running application reads that one file and nothing of this package.
"""
