-- The rows of every object are those that its key names.
SELECT key, 'holds a row of document ' || doc_id AS what
FROM {{rows documents}}
WHERE key <> 'ocr/' || doc_id || '/document.parquet'
UNION ALL
SELECT key, concat('holds page ', page_number, ' of ', doc_id, ' ', run_id)
FROM {{rows raw_ocr}}
WHERE key <> concat('ocr/', doc_id, '/', run_id, printf('/pages-%05d-%05d.parquet', first_page, last_page))
    OR page_number NOT BETWEEN first_page AND last_page
UNION ALL
SELECT key, concat('holds an entity of page ', page_number, ' of ', doc_id, ' ', run_id)
FROM {{rows entities}}
WHERE key <> concat('entities/', doc_id, '/', run_id, printf('/pages-%05d-%05d.parquet', first_page, last_page))
    OR page_number NOT BETWEEN first_page AND last_page
UNION ALL
SELECT key, concat('holds a doubt about page ', page_number, ' of ', doc_id, ' ', run_id)
FROM {{rows doubts}}
WHERE key <> concat('doubts/', doc_id, '/', run_id, printf('/pages-%05d-%05d.parquet', first_page, last_page))
    OR page_number NOT BETWEEN first_page AND last_page
