-- Fills empty tables from the Parquet in the bucket. What was read but never committed is left out:
-- the search for undone work (`reconcile`) loads it. So is what is left of deleted documents.

BEGIN TRANSACTION;

SELECT CASE WHEN rows > 0 THEN error('the tables are not empty: nothing was changed') END
FROM (
    SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM raw_ocr)
        + (SELECT count(*) FROM entities) + (SELECT count(*) FROM doubts) AS rows
);

INSERT INTO documents BY NAME
SELECT * EXCLUDE key
FROM {{rows documents}}
WHERE doc_id NOT IN (SELECT regexp_extract(key, '^tombstones/(.*)\.json$', 1) FROM {{keys tombstones/*.json}});

INSERT INTO raw_ocr BY NAME
SELECT * EXCLUDE key
FROM {{rows raw_ocr}}
WHERE 'entities/' || substr(key, 5) IN (SELECT key FROM {{keys entities/*/*/*.parquet}})
    AND doc_id NOT IN (SELECT regexp_extract(key, '^tombstones/(.*)\.json$', 1) FROM {{keys tombstones/*.json}});

INSERT INTO entities BY NAME
SELECT * EXCLUDE key
FROM {{rows entities}}
SEMI JOIN raw_ocr USING (doc_id, run_id, page_number);

INSERT INTO doubts BY NAME
SELECT * EXCLUDE key
FROM {{rows doubts}}
SEMI JOIN raw_ocr USING (doc_id, run_id, page_number);

COMMIT;
