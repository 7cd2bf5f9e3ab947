"""What translators work on: messages by domain, and what a translation has to keep of the English.

Catalogs in `translations/<locale>/LC_MESSAGES/`: one `.po` file a domain, kept; one `messages.mo` of
all of them, made. The running application reads that one file and nothing of this package.
"""
