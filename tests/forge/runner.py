"""A runner of composite actions, as far as action.yml needs one: its steps in bash, with what their expressions mean."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.helpers import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
# In place of the environment that the first step makes: the interpreter of the tests, which has what storyc needs.
_PYTHON = """#!/bin/sh
echo "$*" >> "$RUNNER_TEMP/python.log"
case "$*" in
  *"-m venv storyc"*) mkdir -p storyc/bin && cp "$0" storyc/bin/python ;;
  *"-m pip"* | *storyc.pth*) ;;
  *) exec {python} "$@" ;;
esac
"""


class Runner:
    """A job that uses the action in a checkout; `uses` lists the actions that its steps would have called."""

    def __init__(self, temp: Path, checkout: Path, environment: Mapping[str, str] = {}, **inputs: str) -> None:
        self.temp, self.checkout, self.environment = temp, checkout, environment
        self.inputs = {name: str(given.get("default", "")) for name, given in ACTION["inputs"].items()} | inputs
        self.uses: list[dict[str, Any]] = []
        self.log = ""
        (temp / "bin").mkdir(parents=True)
        python = temp / "bin" / "python3"
        python.write_text(_PYTHON.format(python=sys.executable))
        python.chmod(0o755)

    def filled(self, text: object) -> str:
        values = {
            "runner.temp": str(self.temp), "github.action_path": str(ROOT), "github.token": "", "github.run_id": "41",
            "github.run_attempt": "1", **{f"inputs.{name}": value for name, value in self.inputs.items()},
        }  # fmt: skip
        return _EXPRESSION.sub(lambda match: values[match[1]], str(text))

    def wanted(self, condition: str, *, failed: bool) -> bool:
        words = re.sub(r"inputs\.([\w-]+)", lambda match: repr(self.inputs[match[1]]), condition)
        always = "always()" in words
        words = words.replace("always()", "True").replace("steps.ledger.outcome", "'success'")
        words = words.replace("&&", "and").replace("||", "or")
        return bool(eval(words, {})) and (always or not failed)

    def run(self) -> int:
        """The exit code of the job: that of the first step that failed, unless it may."""
        code = 0
        for step in STEPS:
            if not self.wanted(step.get("if", "True"), failed=bool(code)):
                continue
            if "uses" in step:
                self.uses.append({name: self.filled(value) for name, value in step.get("with", {}).items()})
                continue
            folder = Path(self.checkout, self.filled(step["working-directory"]))
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
                env={
                    **os.environ,
                    "PATH": f"{self.temp / 'bin'}{os.pathsep}{os.environ['PATH']}",
                    "RUNNER_TEMP": str(self.temp),
                    # What stands for the file that the first step writes into the environment.
                    "PYTHONPATH": str(ROOT),
                    **self.environment,
                    **{name: self.filled(value) for name, value in step.get("env", {}).items()},
                },
            )
            self.log += f"== {step['name']}\n{done.stdout}{done.stderr}"
            if done.returncode and not step.get("continue-on-error"):
                code = code or done.returncode
        return code
