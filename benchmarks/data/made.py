"""A large CSV file like those that people have, the same bytes at every call."""

from __future__ import annotations

from pathlib import Path

import duckdb

BYTES_PER_ROW = 132
COLUMNS = """
    range as order_id,
    printf('%08d', pick(range, 0, 40000000)) as customer,
    strftime(timestamp '2019-01-01' + to_seconds(pick(range, 1, 220000000)), '%Y-%m-%d %H:%M:%S') as ordered_at,
    strftime(date '2019-01-01' + pick(range, 2, 2500)::integer, '%d.%m.%Y') as delivered,
    case when pick(range, 3, 20) = 0 then 'NA' else (1 + pick(range, 3, 40))::varchar end as quantity,
    printf('%.2f', pick(range, 4, 1000000) / 100) as price,
    printf('%.4f', pick(range, 5, 10000) / 10000) as discount,
    ['Oslo', 'Bergen', 'Paris', 'Lyon', 'Rome', 'Turin', 'Kyoto', 'Osaka'][1 + pick(range, 6, 8)] as city,
    ['web', 'shop', 'phone', ''][1 + pick(range, 7, 4)] as channel,
    case when pick(range, 8, 3) = 0 then 'yes' else 'no' end as returned,
    printf('%05d', pick(range, 9, 9000)) as postcode,
    printf('%.6f', 47 + pick(range, 10, 10000000) / 1e6) as latitude,
    case when pick(range, 11, 7) = 0 then '' else pick(range, 11, 100000)::varchar end as points,
    'SKU-' || pick(range, 12, 3000) as product,
    printf('"%s, %s"', ['late', 'early', 'broken', 'fine'][1 + pick(range, 13, 4)],
        ['call back', 'wrote a letter to the shop', 'no answer'][1 + pick(range, 14, 3)]) as note
"""


def make(path: Path, megabytes: int) -> int:
    """Writes about so many megabytes; returns the number of rows. A file that is there already is kept."""
    n = megabytes * 1_000_000 // BYTES_PER_ROW
    if not path.exists():
        part = path.with_suffix(".part")
        with duckdb.connect() as connection:
            connection.execute("create macro pick(i, k, n) as (hash(i, k) % n)::bigint")
            connection.execute(f"copy (select {COLUMNS} from range({n})) to '{part}' (header, quote '', escape '')")
        part.rename(path)
    return n
