"""The facts that tests of the code stand on."""

from pwa.settings import FACTS

SAMPLE = FACTS
