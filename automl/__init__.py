"""A table and a spec go in, a model bundle and its record come out."""

import os

# OpenMP threads that wait must sleep, not spin: where the cores are shared, spinning made LightGBM forty times slower
# (docs/decisions.md). The runtime reads this when it is loaded, so it is set before any learner is; a user's own
# setting stays.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
