-- Every chunk of every plan is an object of pages, or recorded as given up.
WITH chunks AS (
    SELECT doc_id, run_id, first_page, least(first_page + chunk_pages - 1, page_count) AS last_page
    FROM (
        SELECT doc_id, run_id, page_count, chunk_pages,
            unnest(generate_series(1, page_count, chunk_pages)) AS first_page
        FROM {{plans}}
    )
),
named AS (
    SELECT doc_id, run_id, printf('pages-%05d-%05d', first_page, last_page) AS pages FROM chunks
)
SELECT 'ocr/' || doc_id || '/' || run_id || '/' || pages || '.parquet' AS key,
    'planned and neither read nor given up' AS what
FROM named
WHERE key NOT IN (SELECT key FROM {{keys ocr/*/*/*.parquet}})
    AND 'failures/' || doc_id || '/read-' || run_id || '-' || pages || '.json'
        NOT IN (SELECT key FROM {{keys failures/*/*.json}})
