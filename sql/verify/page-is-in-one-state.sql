-- A page is ok, blank, degraded or failed; a degraded or failed one says why, a blank or failed one has no text.
SELECT concat_ws(' ', 'raw_ocr', doc_id, run_id, 'page', page_number) AS key,
    CASE
        WHEN status NOT IN ('ok', 'blank', 'degraded', 'failed') THEN 'its state is ' || status
        WHEN status IN ('blank', 'failed') AND text <> '' THEN status || ', and has a text'
        ELSE status || ', and does not say why'
    END AS what
FROM raw_ocr
WHERE status NOT IN ('ok', 'blank', 'degraded', 'failed')
    OR (status IN ('blank', 'failed') AND text <> '')
    OR (status IN ('degraded', 'failed') AND (reason IS NULL OR reason_category IS NULL))
UNION ALL
SELECT 'documents ' || doc_id, 'its state is ' || state || CASE WHEN refusal_reason IS NULL THEN ' without a reason' ELSE '' END
FROM documents
WHERE state NOT IN ('planned', 'refused') OR (state = 'refused' AND refusal_reason IS NULL)
