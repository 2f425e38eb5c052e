"""``python -m vnrestore`` is the same as ``vnrestore``."""

from vnrestore.cli.main import run

if __name__ == "__main__":
    run()
