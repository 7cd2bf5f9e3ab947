"""The libraries that the product runs on, whatever else is installed beside them."""

from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

from pwa.settings import DISTRIBUTION

NOT_RUN = ("pip",)  # sqlite-utils names it for a command of its own that installs


def in_use(name: str = DISTRIBUTION) -> list[str]:
    """Name and version of a distribution and of all that it requires, sorted. Raises
    PackageNotFoundError where itself is not installed."""
    found = {distribution(name)}
    seen, waiting = set[str](), [Requirement(name)]
    while waiting:
        wanted = waiting.pop()
        if str(wanted) not in seen and (held := _installed(wanted)):
            found.add(held)
            waiting += [each for each in _requirements(held) if _applies(each, wanted.extras)]
        seen.add(str(wanted))
    return sorted({f"{each.name} {each.version}" for each in found})


def _installed(wanted: Requirement) -> Distribution | None:
    """None for what somebody left out on purpose: what needs it says so itself."""
    try:
        return distribution(wanted.name)
    except PackageNotFoundError:
        return None


def _requirements(held: Distribution) -> list[Requirement]:
    found = map(Requirement, held.requires or ())
    return [requirement for requirement in found if requirement.name not in NOT_RUN]


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    """Whether it is required on this machine, with these extras."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, ""))
