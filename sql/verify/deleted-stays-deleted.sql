-- Of a deleted document nothing is left but its tombstone: no row, no object.
WITH deleted AS (
    SELECT regexp_extract(key, '^tombstones/(.*)\.json$', 1) AS doc_id FROM {{keys tombstones/*.json}}
),
left_over AS (
    SELECT key, regexp_extract(key, '^[a-z]+/([0-9a-f]{32})\b', 1) AS doc_id
    FROM {{keys **}}
    WHERE NOT starts_with(key, 'tombstones/')
    UNION ALL
    SELECT DISTINCT 'documents ' || doc_id, doc_id FROM documents
    UNION ALL
    SELECT DISTINCT 'raw_ocr ' || doc_id, doc_id FROM raw_ocr
    UNION ALL
    SELECT DISTINCT 'entities ' || doc_id, doc_id FROM entities
    UNION ALL
    SELECT DISTINCT 'doubts ' || doc_id, doc_id FROM doubts
)
SELECT key, 'its document was deleted' AS what
FROM left_over
SEMI JOIN deleted USING (doc_id)
