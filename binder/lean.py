"""Delete from the image what no reader runs: tests, and what PyTorch brings for who compiles against it.

Large images fail to launch on Binder; this saves about a quarter of a gigabyte.
"""

import shutil
import sysconfig
from pathlib import Path

PACKAGES = Path(sysconfig.get_paths()["purelib"])
UNUSED = ["torch/test", "torch/include", "torch/bin/protoc*", "torch/bin/*test*", "torch/share", "torch/lib/*.a"]
TESTED = ["matplotlib", "mpmath", "networkx", "numpy", "sqlalchemy", "sympy", "tornado"]


def main():
    unused = [path for pattern in UNUSED for path in PACKAGES.glob(pattern)]
    unused += [path for name in TESTED for path in (PACKAGES / name).rglob("tests") if path.is_dir()]
    for path in unused:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    print(f"lean.py: deleted {len(unused)} folders and files")


if __name__ == "__main__":
    main()
