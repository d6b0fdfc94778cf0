"""The systems that are compared, each with the driver that runs it and the packages of its own environment."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

DRIVERS = Path(__file__).parent / "drivers"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class System:
    """A library with its settings: `environment` names the folder it is installed in ("" is Easel's own), `packages`
    are what is installed there, `preset` is handed to the driver."""

    name: str
    driver: str
    environment: str = ""
    packages: tuple[str, ...] = ()
    preset: str = ""

    def python(self, peers: Path) -> Path:
        """The interpreter to run the driver with."""
        return peers / self.environment / "bin" / "python" if self.environment else Path(sys.executable)

    def command(self, peers: Path, request: Path) -> list[str]:
        """The command that runs one request."""
        return [str(self.python(peers)), str(DRIVERS / f"drive_{self.driver}.py"), str(request)]


AUTOGLUON = (
    "torch==2.13.0",
    "autogluon.tabular[lightgbm,catboost,xgboost,fastai,tabm,realmlp]==1.6.3",
    "psutil==7.2.2",
)
ALL = {
    system.name: system
    for system in (
        System("easel", "easel"),
        System("easel_fast", "easel", preset="fast"),
        System("easel_best", "easel", preset="best"),
        System("linear", "linear"),
        System("autogluon_medium", "autogluon", "autogluon", AUTOGLUON, "medium"),
        System("autogluon_high", "autogluon", "autogluon", AUTOGLUON, "high"),
        System("autogluon_best", "autogluon", "autogluon", AUTOGLUON, "best"),
        System("flaml", "flaml", "flaml", ("flaml[automl]==2.7.0",)),
        System("h2o", "h2o", "h2o", ("h2o==3.46.0.12", "pandas", "polars", "pyarrow")),
        System("mljar", "mljar", "mljar", ("mljar-supervised==1.3.2",)),
    )
}
DEFAULT = ("easel", "linear", "autogluon_medium", "flaml", "h2o", "mljar")


def install(system: System, peers: Path) -> None:
    """Makes the system's environment where it is not there yet. Raises SystemExit with what the installer said."""
    if system.python(peers).exists():
        return
    folder = peers / system.environment
    uv = str(Path(sys.executable).parent / "uv")
    steps = (
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
        [uv, "pip", "install", "--quiet", "--system-certs", "--compile-bytecode", *system.packages],
    )
    settings = {"VIRTUAL_ENV": str(folder)}
    if "PIP_FIND_LINKS" in os.environ:  # pip's own setting, which uv does not read
        settings["UV_FIND_LINKS"] = os.environ["PIP_FIND_LINKS"]
    for step in steps:
        ran = subprocess.run(step, env=os.environ | settings, check=False, text=True, stderr=subprocess.PIPE)
        if ran.returncode:
            raise SystemExit(f"{system.name} could not be installed into {folder}: {ran.stderr.strip()}")
