"""What pip-audit knows of what is installed here: ``python tests/audit.py``; exit code 1 if it knows a hole.

pip-audit says "no known vulnerabilities" too where its database did not answer for a single package, so the
packages it did ask about are counted, and where there is none that is said instead. ``tests/advisories.tsv``
and ``tests/unit/test_advisories.py`` hold without a network.
"""

from __future__ import annotations

import json
import subprocess
import sys

LONGEST = 300  # seconds


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--local", "--progress-spinner", "off", "--format", "json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
        print(f"not audited: pip-audit came to no result ({type(error).__name__})")
        return 0
    asked = [one for one in found if "vulns" in one]
    holes = [f"{one['name']} {one['version']}: {hole['id']}" for one in asked for hole in one["vulns"]]
    if not asked:
        print(f"not audited: the database answered for none of {len(found)} packages")
        return 0
    print(f"{len(asked)} of {len(found)} packages audited, {len(holes)} known holes")
    print(*holes, sep="\n")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
