"""CSV text as tables, for the tests of what is read from it."""

import io

from datasets.read import ReadOptions, read


def table_of(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    return read(io.BytesIO(content), name="x.csv", options=ReadOptions(**options))


def rows_of(text, **options):
    table = table_of(text, **options)
    return [list(row.values()) for row in table.cells.to_pylist()]


def said(text, **options):
    return " ".join(table_of(text, **options).record.sentences)


PEOPLE = "name,city,age\nAnn,Oslo,41\nBo,Rome,7\nCy,Bern,30\n"


def record_of(text, **options):
    return table_of(text, **options).record


def aside(text, **options):
    return [(row.line, row.reason, row.text) for row in record_of(text, **options).rows_aside]
