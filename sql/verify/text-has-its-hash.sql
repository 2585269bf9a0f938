-- The hash beside every text is the SHA-256 of that text.
SELECT concat_ws(' ', 'raw_ocr', doc_id, run_id, 'page', page_number) AS key,
    'text_sha256 is not that of its text' AS what
FROM raw_ocr
WHERE sha256(text) <> text_sha256
