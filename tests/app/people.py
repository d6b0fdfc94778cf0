"""A small table for tests of the app: 240 customers, some of whom left."""

from __future__ import annotations

import random


def people_csv(n_rows: int = 240, seed: int = 1) -> bytes:
    """CSV text with the columns customer, age, plan, joined, spend, left; age and plan say who left."""
    rng = random.Random(seed)
    lines = ["customer,age,plan,joined,spend,left"]
    for i in range(n_rows):
        age, plan = rng.randint(18, 80), rng.choice(["basic", "plus", "pro"])
        leaves = rng.random() < 0.08 + 0.5 * (age < 35) + 0.25 * (plan == "basic")
        spend = "" if rng.random() < 0.05 else f"{20 + 10 * (plan == 'pro') + rng.random() * 5:.2f}"
        joined = f"20{rng.randint(18, 25)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        lines.append(f"C{i:05d},{age},{plan},{joined},{spend},{'Yes' if leaves else 'No'}")
    return ("\n".join(lines) + "\n").encode()
