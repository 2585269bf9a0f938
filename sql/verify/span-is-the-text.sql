-- An entity's text is its page's text from span_start to span_end, in code points; so is a doubt's that has a place.
SELECT 'entities ' || e.entity_id AS key,
    concat_ws(' ', 'is not what stands on', e.doc_id, e.run_id, 'page', e.page_number) AS what
FROM entities e
JOIN raw_ocr p USING (doc_id, run_id, page_number)
WHERE e.span_start < 0 OR e.span_end <= e.span_start
    OR substring(p.text, e.span_start + 1, e.span_end - e.span_start) <> e.text
UNION ALL
SELECT concat_ws(' ', 'doubts', d.doc_id, d.run_id, 'page', d.page_number, 'from', d.span_start),
    'is not what stands there'
FROM doubts d
JOIN raw_ocr p USING (doc_id, run_id, page_number)
WHERE d.span_start IS NOT NULL
    AND substring(p.text, d.span_start + 1, d.span_end - d.span_start) <> d.text
