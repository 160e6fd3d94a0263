"""GitHub's API, for the repository and with the token of a job."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from storyboard.forge import ForgeTrouble
from storyboard.forge.http import Api, address, variable
from storyboard.patterns import lazy

_REPOSITORY = lazy(r"[\w.-]+/[\w.-]+")


class GitHub(Api):
    """One repository at GitHub: paths are those below it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        repository = variable(environment, "GITHUB_REPOSITORY")
        if not _REPOSITORY.fullmatch(repository):
            raise ForgeTrouble(f"GITHUB_REPOSITORY is `{repository}`, and not OWNER/NAME")
        api = address(environment, "GITHUB_API_URL", "https://api.github.com")
        self._pages = f"{address(environment, 'GITHUB_SERVER_URL', 'https://github.com')}/{repository}"
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {variable(environment, 'GITHUB_TOKEN')}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        super().__init__(f"{api}/repos/{repository}", headers)

    def page(self, path: str) -> str:
        """The address of a page of the repository for people."""
        return f"{self._pages}/{quote(path)}"
