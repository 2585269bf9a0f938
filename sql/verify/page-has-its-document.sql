-- Every page's document has a row that was not refused, with the same bytes and the same number of pages.
SELECT concat_ws(' ', 'raw_ocr', p.doc_id, p.run_id, 'page', p.page_number) AS key,
    CASE
        WHEN d.doc_id IS NULL THEN 'its document has no row'
        WHEN d.state <> 'planned' THEN 'its document is ' || d.state
        WHEN d.document_sha256 <> p.document_sha256 THEN 'its document has other bytes'
        ELSE concat('says ', p.page_count, ' pages, its document ', d.page_count)
    END AS what
FROM raw_ocr p
LEFT JOIN documents d USING (doc_id)
WHERE d.doc_id IS NULL OR d.state <> 'planned' OR d.document_sha256 <> p.document_sha256
    OR d.page_count IS DISTINCT FROM p.page_count OR p.page_number NOT BETWEEN 1 AND p.page_count
