-- Of a deleted document nothing is left but its tombstone: no row, no object.
WITH deleted AS (
    SELECT regexp_extract(key, '^tombstones/(.*)\.json$', 1) AS doc_id FROM {{keys tombstones/*.json}}
)
SELECT key, 'its document was deleted' AS what
FROM {{belongings}}
SEMI JOIN deleted USING (doc_id)
