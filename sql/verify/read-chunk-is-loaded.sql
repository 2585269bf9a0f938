-- Every object that was read has the object that says that its rows are committed, or is recorded as given up.
WITH read AS (
    SELECT key, split_part(key, '/', 2) AS doc_id,
        CASE WHEN key LIKE '%/document.parquet' THEN 'entities/' || split_part(key, '/', 2) || '/document.json'
            ELSE 'entities/' || substr(key, 5) END AS loaded,
        CASE WHEN key LIKE '%/document.parquet' THEN 'failures/' || split_part(key, '/', 2) || '/load.json'
            ELSE 'failures/' || split_part(key, '/', 2) || '/load-' || split_part(key, '/', 3) || '-'
                || replace(split_part(key, '/', 4), '.parquet', '.json') END AS given_up
    FROM {{keys ocr/**}}
)
SELECT key, loaded || ' is missing' AS what
FROM read
WHERE loaded NOT IN (SELECT key FROM {{keys entities/**}})
    AND given_up NOT IN (SELECT key FROM {{keys failures/*/*.json}})
UNION ALL
SELECT key, 'loaded, but what was read is not there'
FROM {{keys entities/*/*/*.parquet}}
WHERE 'ocr/' || substr(key, 10) NOT IN (SELECT key FROM {{keys ocr/*/*/*.parquet}})
