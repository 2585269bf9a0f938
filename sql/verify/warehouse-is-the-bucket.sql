-- The rows of the warehouse are the rows of the Parquet in the bucket, value for value, but for what was given up or deleted.
WITH deleted AS (
    SELECT regexp_extract(key, '^tombstones/(.*)\.json$', 1) AS doc_id FROM {{keys tombstones/*.json}}
),
given_up AS (
    SELECT split_part(key, '/', 2) AS doc_id, regexp_extract(key, '/load-(.*)\.json$', 1) AS chunk
    FROM {{keys failures/*/load*.json}}
),
loaded AS (
    SELECT table_name, place, digest, count(*) AS times
    FROM {{digests loaded}}
    WHERE doc_id NOT IN (SELECT doc_id FROM deleted)
    GROUP BY ALL
),
written AS (
    SELECT table_name, place, digest, count(*) AS times
    FROM {{digests written}}
    WHERE doc_id NOT IN (SELECT doc_id FROM deleted)
        AND (doc_id, chunk) NOT IN (SELECT (doc_id, chunk) FROM given_up)
    GROUP BY ALL
)
SELECT concat_ws(' ', table_name, place) AS key,
    CASE
        WHEN w.times IS NULL THEN 'only in the warehouse'
        WHEN l.times IS NULL THEN 'only in the bucket'
        ELSE concat(l.times, ' times in the warehouse, ', w.times, ' in the bucket')
    END AS what
FROM loaded l
FULL JOIN written w USING (table_name, place, digest)
WHERE l.times IS DISTINCT FROM w.times
