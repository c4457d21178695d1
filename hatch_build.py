"""The build hook: compiles the kernels into the wheel; where no compiler works, the wheel has none.

Every kernel has a plain twin in numpy, so an install without a compiler lacks nothing but speed.
`LAYOUTFIX_PURE=1` builds no kernels.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from Cython.Build import cythonize
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

KERNELS = Path("src", "layoutfix", "kernels")
STRICT = {"msvc": ["/O2", "/fp:strict"]}
"""By compiler: no step of arithmetic is merged with another, so all machines get the same bytes."""
OTHERS_STRICT = ["-O3", "-g0", "-ffp-contract=off"]


class KernelHook(BuildHookInterface[Any]):
    """Puts the compiled kernels beside their sources, and into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile for a wheel or an editable install."""
        if self.target_name != "wheel" or os.environ.get("LAYOUTFIX_PURE"):
            return
        try:
            built = compile_kernels(Path(self.root))
        except (CCompilerError, BaseError) as error:
            self.app.display_warning(f"layoutfix runs in pure Python: {error}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["artifacts"] += built


def compile_kernels(root: Path) -> list[str]:
    """Paths, below `root`, of the modules that were compiled.

    An error of setuptools where no compiler works.
    """
    with tempfile.TemporaryDirectory() as temporary:
        modules = cythonize(
            [
                Extension(f"layoutfix.kernels.{path.stem}", [str(path.relative_to(root))])
                for path in sorted((root / KERNELS).glob("*.pyx"))
            ],
            build_dir=temporary,
            force=True,
            quiet=True,
        )
        command = _StrictBuild(Distribution({"ext_modules": modules}))
        command.build_lib, command.build_temp = str(root / "src"), temporary
        command.ensure_finalized()
        command.run()
        return [Path(path).relative_to(root).as_posix() for path in command.get_outputs()]


class _StrictBuild(build_ext):
    """Compiles with the arithmetic of STRICT."""

    def build_extensions(self) -> None:
        for extension in self.extensions:
            extension.extra_compile_args = STRICT.get(self.compiler.compiler_type, OTHERS_STRICT)
        super().build_extensions()
