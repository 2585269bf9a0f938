-- Every row and every object belongs to an upload that is there and is no copy of another.
WITH explained AS (
    SELECT regexp_extract(key, '^uploads/(.*)\.pdf$', 1) AS doc_id FROM {{keys uploads/*.pdf}}
    EXCEPT
    SELECT regexp_extract(key, '^aliases/(.*)\.json$', 1) FROM {{keys aliases/*.json}}
),
deleted AS (
    SELECT regexp_extract(key, '^tombstones/(.*)\.json$', 1) AS doc_id FROM {{keys tombstones/*.json}}
)
SELECT key, 'no upload explains it' AS what
FROM {{belongings}}
ANTI JOIN explained USING (doc_id)
-- What is left of a deleted document is told by deleted-stays-deleted.
ANTI JOIN deleted USING (doc_id)
-- A receipt is written before its upload; a copy and what failed of it are not made of its pages.
WHERE doc_id <> '' AND folder NOT IN ('uploads', 'receipts', 'aliases', 'failures')
