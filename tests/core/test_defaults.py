"""What the core takes where an argument is left out: as its text says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from jcplan.core import bridge, elb, lzb, slips, tracking

YEAR = [float(month) for month in range(1, 15)]


def rows(result):
    return np.asarray(result.rows() if hasattr(result, "rows") else getattr(result, "prognose", result)).tolist()


@pytest.mark.parametrize(
    ("compute", "arguments", "default", "others"),
    [
        (elb.forecast, (100, 0.5), 0, (1, -1)),
        (elb.trailing_means, (YEAR,), 12, (11, 13)),
        (lzb.path, (1000, 0.01, 20), 12, (11, 13)),
        (lzb.mean, (1000, 0.01, 20), 12, (11, 13)),
        (lzb.exits_for_target, (1000, 0.01, 0.02), 12, (11, 13)),
        (bridge.floating_columns, ([3, -5],), 0, (1, -1)),
        (tracking.traffic_light, (96, 100, 0.01), 1, (-1,)),
        (tracking.progress, ([10, 8], [9, 9], [1, 1]), False, (True,)),
        (slips.named, (5936501.88, 5937.1, 0, "€"), 0.0, (1000.0,)),
        (slips.named, (0.224, 22.4, 3), "", ("€",)),
    ],
)
def test_left_out(compute, arguments, default, others):
    assert rows(compute(*arguments)) == rows(compute(*arguments, default))
    for other in others:
        assert rows(compute(*arguments, other)) != rows(compute(*arguments))
