"""Compiles the kernels while hatch builds a wheel or an editable install; not needed at run time.

Without a compiler the build goes on, and the package runs on numpy alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext

# No fused multiply-add: results are to be the same on every machine.
FLAGS = [] if os.name == "nt" else ["-O3", "-g0", "-ffp-contract=off"]


class KernelBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled module beside its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and name the wheel after the platform if that worked."""
        folder = Path(self.root, "vnrestore", "kernels")
        for old in folder.glob("_kernels.*"):
            old.unlink()
        kernels = Extension(
            "vnrestore.kernels._kernels",
            sources=sorted(str(p.relative_to(self.root)) for p in folder.glob("*.c")),
            depends=sorted(map(str, folder.glob("*.h"))),
            extra_compile_args=FLAGS,
            py_limited_api=True,
            optional=True,
        )
        before = Path.cwd()
        os.chdir(self.root)
        try:
            with TemporaryDirectory() as temporary:
                command = build_ext(Distribution({"name": "vnrestore", "ext_modules": [kernels]}))
                command.inplace = True
                command.build_temp = temporary
                command.ensure_finalized()
                command.run()
        finally:
            os.chdir(before)
        if any(folder.glob("_kernels.*")):
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
