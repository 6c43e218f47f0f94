"""Join a marketplace's files into flat ones: python examples/olist/join.py FOLDER OUT."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

SOURCES = {
    "orders": "orders.csv",
    "order_items": "order_items.csv",
    "order_reviews": "order_reviews.csv",
    "sellers": "sellers.csv",
    "customers": "customers.csv",
    "products": "products.csv",
    "translation": "category_translation.csv",
}
RESULTS = ("partners", "end_users", "product_lines", "transactions", "responses")


def join(folder: Path, out: Path) -> dict[str, int]:
    """Write the flat files into `out` and return the rows in each."""
    out.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for table, name in SOURCES.items():
            # Everything stays text: guessed types would eat leading zeros and times.
            source = connection.read_csv(
                str(folder / name), header=True, delimiter=",", quotechar='"', all_varchar=True
            )
            source.create(table)
        connection.execute((Path(__file__).parent / "join.sql").read_text("utf-8"))
        for table in RESULTS:
            connection.table(table).write_csv(str(out / f"{table}.csv"))
        return {table: connection.table(table).shape[0] for table in RESULTS}


def main(arguments: list[str]) -> None:
    if len(arguments) != 2:
        sys.exit("Usage: python examples/olist/join.py FOLDER OUT")
    folder, out = map(Path, arguments)
    missing = [name for name in SOURCES.values() if not (folder / name).exists()]
    if missing:
        sys.exit(f"{folder} has no {', '.join(missing)}. Name the folder with the original files.")
    for table, count in join(folder, out).items():
        sys.stdout.write(f"{out / table}.csv: {count:,} rows\n")


if __name__ == "__main__":
    main(sys.argv[1:])
