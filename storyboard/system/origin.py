"""Where storyc itself comes from: the one address that a message, a report or a pipeline may name as its own."""

from __future__ import annotations

# Set it for a release: the repository's address, as https://HOST/OWNER/storyc, whose releases are tagged vVERSION.
# While it is empty nothing names a site: a name that nobody has registered for storyc may one day be a stranger's.
REPOSITORY = ""
_ACTIONS = "https://github.com/"


def page(path: str) -> str:
    """The address of a page of the documents; without a repository its path, which the package holds too."""
    return f"{REPOSITORY}/blob/main/{path}" if REPOSITORY else path


def issues() -> str:
    """The address that takes reports of bugs, empty without a repository."""
    return f"{REPOSITORY}/issues" if REPOSITORY else ""


def action(version: str) -> str:
    """What a workflow of GitHub names this version by, empty where the repository does not lie there."""
    lies = REPOSITORY.startswith(_ACTIONS)
    return f"{REPOSITORY.removeprefix(_ACTIONS)}@v{version}" if lies else ""


def requirement(version: str) -> str:
    """What pip installs this version from, empty without a repository; never a bare name of a registry."""
    return f"git+{REPOSITORY}@v{version}" if REPOSITORY else ""
