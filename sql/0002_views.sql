-- What people ask for, made of the three tables.

CREATE VIEW latest_pages AS
SELECT *
FROM raw_ocr
QUALIFY row_number() OVER (
    PARTITION BY doc_id, page_number
    -- Two readings planned in the same millisecond: any rule will do that is always the same.
    ORDER BY planned_at DESC NULLS LAST, run_id DESC
) = 1;

CREATE VIEW vessels AS
WITH spans AS (
    SELECT e.doc_id, e.run_id, e.page_number, e.record, e.label, e.norm_value,
        max(e.confidence) AS confidence, min(e.span_start) AS place
    FROM entities e
    SEMI JOIN latest_pages USING (doc_id, run_id, page_number)
    WHERE e.record IS NOT NULL
    GROUP BY ALL
),
ranked AS (
    SELECT *,
        row_number() OVER labelled AS rank,
        count(*) OVER (PARTITION BY doc_id, run_id, page_number, record, label) AS variants
    FROM spans
    WINDOW labelled AS (
        PARTITION BY doc_id, run_id, page_number, record, label
        ORDER BY confidence DESC, place, norm_value
    )
),
disputed AS (
    SELECT doc_id, run_id, page_number, record,
        label || ': ' || string_agg(
            norm_value || ' (' || printf('%.2f', confidence) || ')', ', ' ORDER BY rank
        ) AS conflict
    FROM ranked
    WHERE variants > 1 AND label IN (
        'VESSEL_NAME', 'IMO', 'MMSI', 'IRCS', 'FLAG', 'PORT', 'NATIONAL_REG_NO', 'EU_CFR',
        'BUILD_YEAR', 'START_DATE', 'END_DATE'
    )
    GROUP BY doc_id, run_id, page_number, record, label
),
conflicts AS (
    SELECT doc_id, run_id, page_number, record, list(conflict ORDER BY conflict) AS conflicts
    FROM disputed
    GROUP BY ALL
),
records AS (
    SELECT doc_id, run_id, page_number, record,
        any_value(norm_value) FILTER (label = 'VESSEL_NAME' AND rank = 1) AS name,
        list(norm_value ORDER BY place) FILTER (label = 'PREVIOUS_NAME') AS previous_names,
        any_value(norm_value) FILTER (label = 'IMO' AND rank = 1) AS imo,
        any_value(norm_value) FILTER (label = 'MMSI' AND rank = 1) AS mmsi,
        any_value(norm_value) FILTER (label = 'IRCS' AND rank = 1) AS call_sign,
        any_value(norm_value) FILTER (label = 'FLAG' AND rank = 1) AS flag,
        list(norm_value ORDER BY place) FILTER (label = 'PREVIOUS_FLAG') AS previous_flags,
        any_value(norm_value) FILTER (label = 'PORT' AND rank = 1) AS port,
        any_value(norm_value) FILTER (label = 'NATIONAL_REG_NO' AND rank = 1) AS national_reg_no,
        any_value(norm_value) FILTER (label = 'EU_CFR' AND rank = 1) AS eu_cfr,
        list(norm_value ORDER BY place) FILTER (label = 'RFMO_ID') AS rfmo_ids,
        list(norm_value ORDER BY place) FILTER (label = 'VESSEL_TYPE') AS vessel_types,
        list(norm_value ORDER BY place) FILTER (label = 'GEAR_TYPE') AS gear_types,
        try_cast(
            any_value(norm_value) FILTER (label = 'LENGTH' AND rank = 1) AS DOUBLE
        ) AS length_m,
        try_cast(
            any_value(norm_value) FILTER (label = 'TONNAGE' AND rank = 1) AS DOUBLE
        ) AS gross_tonnage,
        try_cast(
            any_value(norm_value) FILTER (label = 'BUILD_YEAR' AND rank = 1) AS INTEGER
        ) AS build_year,
        any_value(norm_value) FILTER (label = 'OWNER' AND rank = 1) AS owner,
        any_value(norm_value) FILTER (label = 'OPERATOR' AND rank = 1) AS operator,
        any_value(norm_value) FILTER (label = 'MASTER' AND rank = 1) AS master,
        list(norm_value ORDER BY place) FILTER (label = 'LICENSE_NO') AS license_numbers,
        try_cast(
            any_value(norm_value) FILTER (label = 'START_DATE' AND rank = 1) AS DATE
        ) AS start_date,
        try_cast(
            any_value(norm_value) FILTER (label = 'END_DATE' AND rank = 1) AS DATE
        ) AS end_date,
        min(confidence) FILTER (rank = 1) AS confidence_min,
        to_json(map_from_entries(
            list({'label': label, 'confidence': confidence} ORDER BY label) FILTER (rank = 1)
        )) AS confidences
    FROM ranked
    GROUP BY ALL
)
SELECT r.doc_id, d.filename, r.run_id, r.page_number, r.record,
    r.* EXCLUDE (doc_id, run_id, page_number, record),
    coalesce(c.conflicts, []) AS conflicts
FROM records r
LEFT JOIN documents d ON d.doc_id = r.doc_id
LEFT JOIN conflicts c ON c.doc_id = r.doc_id AND c.run_id = r.run_id
    AND c.page_number = r.page_number AND c.record = r.record;

CREATE VIEW review_queue AS
WITH findings AS (
    SELECT 1 AS priority, 'page failed' AS why, doc_id, run_id, page_number,
        NULL::INTEGER AS record, NULL::VARCHAR AS entity_id,
        concat_ws(': ', reason_category, reason) AS details
    FROM latest_pages
    WHERE status = 'failed'
    UNION ALL
    SELECT 2, 'page degraded', doc_id, run_id, page_number, NULL, NULL,
        concat_ws(': ', reason_category, reason)
    FROM latest_pages
    WHERE status = 'degraded'
    UNION ALL
    SELECT 3, 'conflicting values', doc_id, run_id, page_number, record, NULL,
        array_to_string(conflicts, '; ')
    FROM vessels
    WHERE len(conflicts) > 0
    UNION ALL
    SELECT 4, 'corrected value', doc_id, run_id, page_number, record, entity_id,
        label || ': ' || text || ' read as ' || norm_value || ' (' || reason || ')'
    FROM entities
    SEMI JOIN latest_pages USING (doc_id, run_id, page_number)
    WHERE corrected
    UNION ALL
    SELECT 5, 'page read with low confidence', doc_id, run_id, page_number, NULL, NULL,
        printf('mean %.2f, 5th percentile %.2f', confidence_mean, coalesce(confidence_low, 0))
    FROM latest_pages
    -- Below these marks a page of a register has a misread character in most of its lines.
    WHERE status = 'ok' AND (confidence_mean < 0.85 OR confidence_low < 0.4)
    UNION ALL
    SELECT 6, 'uncertain value', doc_id, run_id, page_number, record, entity_id,
        label || ': ' || norm_value || ' (' || printf('%.2f', confidence) || ')'
    FROM entities
    SEMI JOIN latest_pages USING (doc_id, run_id, page_number)
    WHERE confidence < 0.5 AND NOT corrected
    UNION ALL
    SELECT 7, 'vessel without IMO number', doc_id, run_id, page_number, record, NULL, name
    FROM vessels
    WHERE imo IS NULL
)
SELECT f.priority, f.why, f.doc_id, d.filename, f.run_id, f.page_number, f.record, f.entity_id,
    f.details
FROM findings f
LEFT JOIN documents d ON d.doc_id = f.doc_id
ORDER BY f.priority, f.doc_id, f.page_number, f.record NULLS FIRST, f.entity_id NULLS FIRST;

CREATE VIEW document_status AS
WITH pages AS (
    SELECT doc_id,
        count(*) AS pages_loaded,
        count(*) FILTER (status = 'ok') AS pages_ok,
        count(*) FILTER (status = 'blank') AS pages_blank,
        count(*) FILTER (status = 'degraded') AS pages_degraded,
        count(*) FILTER (status = 'failed') AS pages_failed,
        max(page_count) AS page_count
    FROM latest_pages
    GROUP BY doc_id
),
found AS (
    SELECT doc_id, count(*) AS entities
    FROM entities
    SEMI JOIN latest_pages USING (doc_id, run_id, page_number)
    GROUP BY doc_id
),
counted AS (
    SELECT d.doc_id, d.filename, d.uploaded_at, d.state AS document_state, d.refusal_reason,
        coalesce(d.page_count, p.page_count) AS page_count,
        coalesce(p.pages_loaded, 0) AS pages_loaded,
        coalesce(p.pages_ok, 0) AS pages_ok,
        coalesce(p.pages_blank, 0) AS pages_blank,
        coalesce(p.pages_degraded, 0) AS pages_degraded,
        coalesce(p.pages_failed, 0) AS pages_failed,
        coalesce(f.entities, 0) AS entities
    FROM documents d
    LEFT JOIN pages p ON p.doc_id = d.doc_id
    LEFT JOIN found f ON f.doc_id = d.doc_id
)
SELECT doc_id, filename, uploaded_at,
    CASE
        WHEN document_state = 'refused' THEN 'refused'
        WHEN page_count IS NULL OR pages_loaded < page_count THEN 'reading'
        WHEN pages_failed = 0 THEN 'done'
        WHEN pages_failed = pages_loaded THEN 'failed'
        ELSE 'partly_done'
    END AS status,
    page_count, pages_loaded, pages_ok, pages_blank, pages_degraded, pages_failed, entities,
    refusal_reason
FROM counted;

COMMENT ON VIEW latest_pages IS 'Of each page the newest reading: the columns of raw_ocr.';
COMMENT ON VIEW vessels IS 'One row a vessel record of the newest readings: what one page says of one vessel.';
COMMENT ON VIEW review_queue IS 'What a person should look at first (lowest priority number) and why.';
COMMENT ON VIEW document_status IS 'How far each document is: refused, reading, done, partly_done (some pages failed) or failed (all did).';

COMMENT ON COLUMN vessels.doc_id IS 'Document the record stands in.';
COMMENT ON COLUMN vessels.filename IS 'The document''s file name.';
COMMENT ON COLUMN vessels.run_id IS 'Reading it was found in.';
COMMENT ON COLUMN vessels.page_number IS 'Page it stands on, from 1.';
COMMENT ON COLUMN vessels.record IS 'Which vessel of the page, from 0.';
COMMENT ON COLUMN vessels.name IS 'Present name.';
COMMENT ON COLUMN vessels.previous_names IS 'Former names and aliases in the order of the page; null where there are none.';
COMMENT ON COLUMN vessels.imo IS 'IMO ship number, 7 digits.';
COMMENT ON COLUMN vessels.mmsi IS 'Maritime Mobile Service Identity, 9 digits.';
COMMENT ON COLUMN vessels.call_sign IS 'International radio call sign.';
COMMENT ON COLUMN vessels.flag IS 'Flag state, ISO 3166-1 alpha-3.';
COMMENT ON COLUMN vessels.previous_flags IS 'Former flag states.';
COMMENT ON COLUMN vessels.port IS 'Port of registry or home port.';
COMMENT ON COLUMN vessels.national_reg_no IS 'The flag state''s registration number.';
COMMENT ON COLUMN vessels.eu_cfr IS 'EU fleet register number.';
COMMENT ON COLUMN vessels.rfmo_ids IS 'Numbers regional fisheries organisations gave the vessel.';
COMMENT ON COLUMN vessels.vessel_types IS 'Kinds of vessel as printed.';
COMMENT ON COLUMN vessels.gear_types IS 'Fishing gear, FAO abbreviation where there is one.';
COMMENT ON COLUMN vessels.length_m IS 'Length in metres, the most certain of those printed.';
COMMENT ON COLUMN vessels.gross_tonnage IS 'Gross tonnage, the most certain of those printed.';
COMMENT ON COLUMN vessels.build_year IS 'Year built.';
COMMENT ON COLUMN vessels.owner IS 'Owner, the most certain of those printed.';
COMMENT ON COLUMN vessels.operator IS 'Operator.';
COMMENT ON COLUMN vessels.master IS 'Master or skipper.';
COMMENT ON COLUMN vessels.license_numbers IS 'Licences, permits and authorisations.';
COMMENT ON COLUMN vessels.start_date IS 'First day of the authorisation or licence.';
COMMENT ON COLUMN vessels.end_date IS 'Its last day.';
COMMENT ON COLUMN vessels.confidence_min IS 'Confidence of the least certain value shown.';
COMMENT ON COLUMN vessels.confidences IS 'Confidence of each value shown, by label; of a list that of its most certain member.';
COMMENT ON COLUMN vessels.conflicts IS 'Labels that have one true value and two or more printed, with all values; the most certain is the one shown.';
COMMENT ON COLUMN review_queue.priority IS '1 first.';
COMMENT ON COLUMN review_queue.why IS 'Kind of finding.';
COMMENT ON COLUMN review_queue.doc_id IS 'Document.';
COMMENT ON COLUMN review_queue.filename IS 'The document''s file name.';
COMMENT ON COLUMN review_queue.run_id IS 'Reading.';
COMMENT ON COLUMN review_queue.page_number IS 'Page, from 1.';
COMMENT ON COLUMN review_queue.record IS 'Vessel of the page; null where the page itself is the matter.';
COMMENT ON COLUMN review_queue.entity_id IS 'The span; null where it is not about one.';
COMMENT ON COLUMN review_queue.details IS 'What was found.';
COMMENT ON COLUMN document_status.doc_id IS 'Document.';
COMMENT ON COLUMN document_status.filename IS 'Its file name.';
COMMENT ON COLUMN document_status.uploaded_at IS 'When the object store took it.';
COMMENT ON COLUMN document_status.status IS 'refused, reading, done, partly_done or failed.';
COMMENT ON COLUMN document_status.page_count IS 'Pages in the PDF.';
COMMENT ON COLUMN document_status.pages_loaded IS 'Pages of which a reading is loaded.';
COMMENT ON COLUMN document_status.pages_ok IS 'Pages read.';
COMMENT ON COLUMN document_status.pages_blank IS 'Pages with nothing on them.';
COMMENT ON COLUMN document_status.pages_degraded IS 'Pages of which only the best text could be kept.';
COMMENT ON COLUMN document_status.pages_failed IS 'Pages that could not be read.';
COMMENT ON COLUMN document_status.entities IS 'Spans found in the newest readings.';
COMMENT ON COLUMN document_status.refusal_reason IS 'Why it was refused.';
