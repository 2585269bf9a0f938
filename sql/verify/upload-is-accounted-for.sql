-- Every upload is a document that was opened or refused, a copy of one, or recorded as given up.
WITH uploads AS (
    SELECT key, regexp_extract(key, '^uploads/(.*)\.pdf$', 1) AS doc_id FROM {{keys uploads/*.pdf}}
),
accounted AS (
    SELECT split_part(key, '/', 2) AS doc_id FROM {{keys ocr/*/document.parquet}}
    UNION ALL
    SELECT regexp_extract(key, '^aliases/(.*)\.json$', 1) FROM {{keys aliases/*.json}}
    UNION ALL
    SELECT split_part(key, '/', 2) FROM {{keys failures/*/*.json}}
)
SELECT key, 'nobody opened it' AS what
FROM uploads
ANTI JOIN accounted USING (doc_id)
