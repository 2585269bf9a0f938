"""What psycopg's users do, against the server whose address is the first argument."""

import datetime
import decimal
import sys
import uuid

import psycopg

url = sys.argv[1]

with psycopg.connect(url) as connection:
    connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR)")
    # Inside an open transaction the next line would ask for a savepoint, which DuckDB has not.
    connection.commit()
    with connection.transaction():
        for number in range(3):
            connection.execute("INSERT INTO t VALUES (%s, %s)", (number, f"text {number}"))
    try:
        with connection.transaction():
            connection.execute("INSERT INTO t VALUES (10, NULL)")
            connection.execute("INSERT INTO t VALUES (0, NULL)")
    except psycopg.errors.UniqueViolation as error:
        assert "Constraint Error: Duplicate key" in str(error), error
    else:
        raise AssertionError("a duplicate key was accepted")
    assert connection.execute("SELECT count(*) FROM t").fetchone() == (3,)
    connection.commit()

    cursor = connection.cursor()
    cursor.executemany("INSERT INTO t VALUES (%s, %s)", [(20 + n, None) for n in range(5)])
    assert cursor.rowcount == 5, cursor.rowcount
    cursor.execute("DELETE FROM t WHERE a >= %s RETURNING a", (20,))
    assert sorted(cursor.fetchall()) == [(20 + n,) for n in range(5)]
    connection.rollback()
    assert connection.execute("SELECT count(*) FROM t").fetchone() == (3,)
    connection.commit()

    sql = """SELECT 7::SMALLINT, 1.5::DOUBLE, 12.30::DECIMAL(9,2), true, 'x', NULL,
        DATE '2024-02-29', TIME '10:20:30.5', TIMESTAMP '2024-01-01 10:00:00.25',
        '2024-01-01 10:00:00+02'::TIMESTAMPTZ, INTERVAL '1 day 02:00:00',
        uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\\xAA'::BLOB, '{"a": 1}'::JSON,
        sum(170141183460469231731687303715884105::HUGEINT)"""
    expected = (
        7, 1.5, decimal.Decimal("12.30"), True, "x", None,
        datetime.date(2024, 2, 29), datetime.time(10, 20, 30, 500000),
        datetime.datetime(2024, 1, 1, 10, 0, 0, 250000),
        datetime.datetime(2024, 1, 1, 8, 0, tzinfo=datetime.timezone.utc),
        datetime.timedelta(days=1, hours=2),
        uuid.UUID("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), b"\xaa", {"a": 1},
        decimal.Decimal("170141183460469231731687303715884105"),
    )
    for binary in (False, True):
        row = connection.cursor(binary=binary).execute(sql).fetchone()
        assert row == expected, (binary, row)

    # The same statement often enough that psycopg prepares it on the server.
    for number in range(12):
        row = connection.execute("SELECT %s::BIGINT + 1", (number,)).fetchone()
        assert row == (number + 1,)

    # More statements than psycopg keeps prepared: it deallocates the oldest.
    connection.prepare_threshold = 0
    for number in range(130):
        row = connection.execute(f"SELECT %s::BIGINT + {number}", (1,)).fetchone()
        assert row == (number + 1,)

print("psycopg works")
