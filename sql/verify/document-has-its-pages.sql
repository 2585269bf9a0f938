-- A document that was opened has a plan with its page count, and a row for every page of every plan but those given up; a refused one has no page.
WITH planned AS (
    SELECT doc_id, run_id, page_count, chunk_pages FROM {{plans}}
),
pages AS (
    SELECT doc_id, run_id, page_number, first_page, least(first_page + chunk_pages - 1, page_count) AS last_page
    FROM (
        SELECT *, page_number - (page_number - 1) % chunk_pages AS first_page
        FROM (SELECT *, unnest(generate_series(1, page_count)) AS page_number FROM planned)
    )
),
given_up AS (
    SELECT key FROM {{keys failures/*/*.json}}
)
SELECT 'documents ' || doc_id AS key, 'opened, and there is no plan' AS what
FROM documents
WHERE state = 'planned' AND doc_id NOT IN (SELECT doc_id FROM planned)
UNION ALL
SELECT 'plans/' || doc_id || '/' || run_id || '.json',
    concat('has ', p.page_count, ' pages, the document''s row ', coalesce(d.page_count::VARCHAR, 'none'))
FROM planned p
JOIN documents d USING (doc_id)
WHERE d.page_count IS DISTINCT FROM p.page_count
UNION ALL
SELECT concat_ws(' ', 'raw_ocr', p.doc_id, p.run_id, 'page', p.page_number), 'is missing'
FROM pages p
ANTI JOIN raw_ocr r USING (doc_id, run_id, page_number)
WHERE 'failures/' || doc_id || '/read-' || run_id || printf('-pages-%05d-%05d.json', first_page, last_page)
        NOT IN (SELECT key FROM given_up)
    AND 'failures/' || doc_id || '/load-' || run_id || printf('-pages-%05d-%05d.json', first_page, last_page)
        NOT IN (SELECT key FROM given_up)
UNION ALL
SELECT concat_ws(' ', 'raw_ocr', doc_id, run_id, 'page', page_number), 'is in no plan'
FROM raw_ocr
ANTI JOIN pages USING (doc_id, run_id, page_number)
