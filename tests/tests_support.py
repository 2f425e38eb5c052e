"""Names that test modules share; ``tests`` is on the import path because conftest.py lies in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from vnrestore.datatypes.restoration import Restoration

Restore = Callable[[str], Restoration]
RunCommand = Callable[..., "subprocess.CompletedProcess[bytes]"]

GARBLED = (
    "Giao Sé Thong tin va Truyén thong chu tri, phéi hop v6i cac don vi lién quan\n"
    "\n"
    "   1.  Công văn số 12/CV ngày 20/5/2014.\n"
    "Uy ban nhan dan tinh yéu cau cac co quan bdo cdo két qua thyc hién.\n"
)
RESTORED = (
    "Giao Sở Thông tin và Truyền thông chủ trì, phối hợp với các đơn vị liên quan\n"
    "\n"
    "   1.  Công văn số 12/CV ngày 20/5/2014.\n"
    "Ủy ban nhân dân tỉnh yêu cầu các cơ quan báo cáo kết quả thực hiện.\n"
)
