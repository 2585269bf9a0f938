-- No document, no page of a run and no entity has two rows.
SELECT 'documents ' || doc_id AS key, count(*) || ' rows' AS what
FROM documents GROUP BY doc_id HAVING count(*) > 1
UNION ALL
SELECT concat_ws(' ', 'raw_ocr', doc_id, run_id, 'page', page_number), count(*) || ' rows'
FROM raw_ocr GROUP BY doc_id, run_id, page_number HAVING count(*) > 1
UNION ALL
SELECT 'entities ' || entity_id, count(*) || ' rows'
FROM entities GROUP BY entity_id HAVING count(*) > 1
