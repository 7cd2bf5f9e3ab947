"""How facts are said: the words of pages, API, cards and phones, in the language asked for."""
