-- Every row and every object belongs to an upload that is there and is no copy of another.
WITH explained AS (
    SELECT regexp_extract(key, '^uploads/(.*)\.pdf$', 1) AS doc_id FROM {{keys uploads/*.pdf}}
    EXCEPT
    SELECT regexp_extract(key, '^aliases/(.*)\.json$', 1) FROM {{keys aliases/*.json}}
),
deleted AS (
    SELECT regexp_extract(key, '^tombstones/(.*)\.json$', 1) AS doc_id FROM {{keys tombstones/*.json}}
),
found AS (
    SELECT key, split_part(key, '/', 2) AS doc_id FROM {{keys plans/*/*.json}}
    UNION ALL
    SELECT key, split_part(key, '/', 2) FROM {{keys progress/*/*/*.json}}
    UNION ALL
    SELECT key, split_part(key, '/', 2) FROM {{keys ocr/**}}
    UNION ALL
    SELECT key, split_part(key, '/', 2) FROM {{keys entities/**}}
    UNION ALL
    SELECT key, split_part(key, '/', 2) FROM {{keys doubts/**}}
    UNION ALL
    SELECT key, split_part(key, '/', 2) FROM {{keys carried/**}}
    UNION ALL
    SELECT DISTINCT 'documents ' || doc_id, doc_id FROM documents
    UNION ALL
    SELECT DISTINCT 'raw_ocr ' || doc_id, doc_id FROM raw_ocr
    UNION ALL
    SELECT DISTINCT 'entities ' || doc_id, doc_id FROM entities
    UNION ALL
    SELECT DISTINCT 'doubts ' || doc_id, doc_id FROM doubts
)
SELECT key, 'no upload explains it' AS what
FROM found
ANTI JOIN explained USING (doc_id)
-- What is left of a deleted document is told by deleted-stays-deleted.
ANTI JOIN deleted USING (doc_id)
