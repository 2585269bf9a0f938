-- Every entity and every doubt stands on a page that has a row of the same chunk, text and bytes.
WITH spans AS (
    SELECT 'entities ' || entity_id AS key, doc_id, run_id, page_number, first_page, last_page,
        text_sha256, document_sha256
    FROM entities
    UNION ALL
    SELECT concat_ws(' ', 'doubts', doc_id, run_id, 'page', page_number), doc_id, run_id, page_number,
        first_page, last_page, text_sha256, document_sha256
    FROM doubts
)
SELECT s.key, CASE
        WHEN p.doc_id IS NULL THEN concat_ws(' ', 'no row of', s.doc_id, s.run_id, 'page', s.page_number)
        ELSE 'its page is of another chunk, text or document'
    END AS what
FROM spans s
LEFT JOIN raw_ocr p USING (doc_id, run_id, page_number)
WHERE p.doc_id IS NULL
    OR (s.first_page, s.last_page, s.text_sha256, s.document_sha256)
        IS DISTINCT FROM (p.first_page, p.last_page, p.text_sha256, p.document_sha256)
