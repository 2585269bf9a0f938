-- What the rules saw and a person should look at: values of one vessel that disagree, places that look
-- like a value and fail its check. Replaced together with the raw_ocr rows of its pages.

CREATE TABLE doubts (
    doc_id          VARCHAR NOT NULL,
    run_id          VARCHAR NOT NULL,
    page_number     INTEGER NOT NULL,
    first_page      INTEGER NOT NULL,
    last_page       INTEGER NOT NULL,
    kind            VARCHAR NOT NULL,
    labels          VARCHAR NOT NULL,
    record          INTEGER,
    text            VARCHAR NOT NULL,
    span_start      INTEGER,
    span_end        INTEGER,
    reason          VARCHAR NOT NULL,
    text_sha256     VARCHAR NOT NULL,
    document_sha256 VARCHAR NOT NULL,
    rules_version   VARCHAR NOT NULL,
    program_version VARCHAR NOT NULL
);
COMMENT ON TABLE doubts IS 'One row a doubt of the entity rules: a conflict of values, or a place that was not read.';
COMMENT ON COLUMN doubts.doc_id IS 'Identifier of the document, given once at upload.';
COMMENT ON COLUMN doubts.run_id IS 'Identifier of the reading: a function of the bytes, the model, the prompt and its parameters.';
COMMENT ON COLUMN doubts.page_number IS 'Page in the document, counted from 1.';
COMMENT ON COLUMN doubts.first_page IS 'First page of the chunk that was loaded together with this row.';
COMMENT ON COLUMN doubts.last_page IS 'Last page of that chunk, inclusive.';
COMMENT ON COLUMN doubts.kind IS 'conflict: values of one vessel disagree; unread: a place that looks like a value and fails its check.';
COMMENT ON COLUMN doubts.labels IS 'The labels in question, joined by a comma and a blank.';
COMMENT ON COLUMN doubts.record IS 'Which vessel of the page, as in entities; null for what was not read.';
COMMENT ON COLUMN doubts.text IS 'As printed; for a conflict the values that disagree.';
COMMENT ON COLUMN doubts.span_start IS 'First code point of the place in the page''s text; null for a conflict.';
COMMENT ON COLUMN doubts.span_end IS 'One past its last code point.';
COMMENT ON COLUMN doubts.reason IS 'What is odd, in words.';
COMMENT ON COLUMN doubts.text_sha256 IS 'SHA-256 of the page''s text the offsets refer to.';
COMMENT ON COLUMN doubts.document_sha256 IS 'SHA-256 of the PDF''s bytes, hexadecimal.';
COMMENT ON COLUMN doubts.rules_version IS 'Version of the rules that found it.';
COMMENT ON COLUMN doubts.program_version IS 'Version of the program that made the row.';

CREATE OR REPLACE VIEW vessels AS
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
    UNION ALL
    -- Values of several labels that do not go together; those of one label are named above.
    SELECT doc_id, run_id, page_number, record, labels || ': ' || text || ' (' || reason || ')'
    FROM doubts
    SEMI JOIN latest_pages USING (doc_id, run_id, page_number)
    WHERE kind = 'conflict' AND contains(labels, ', ')
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

CREATE OR REPLACE VIEW review_queue AS
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
    SELECT 4, 'value not read', doc_id, run_id, page_number, record, NULL,
        labels || ': ' || text || ' (' || reason || ')'
    FROM doubts
    SEMI JOIN latest_pages USING (doc_id, run_id, page_number)
    WHERE kind = 'unread'
    UNION ALL
    SELECT 5, 'corrected value', doc_id, run_id, page_number, record, entity_id,
        label || ': ' || text || ' read as ' || norm_value || ' (' || reason || ')'
    FROM entities
    SEMI JOIN latest_pages USING (doc_id, run_id, page_number)
    WHERE corrected
    UNION ALL
    SELECT 6, 'page read with low confidence', doc_id, run_id, page_number, NULL, NULL,
        printf('mean %.2f, 5th percentile %.2f', confidence_mean, coalesce(confidence_low, 0))
    FROM latest_pages
    -- Below these marks a page of a register has a misread character in most of its lines.
    WHERE status = 'ok' AND (confidence_mean < 0.85 OR confidence_low < 0.4)
    UNION ALL
    SELECT 7, 'uncertain value', doc_id, run_id, page_number, record, entity_id,
        label || ': ' || norm_value || ' (' || printf('%.2f', confidence) || ')'
    FROM entities
    SEMI JOIN latest_pages USING (doc_id, run_id, page_number)
    WHERE confidence < 0.5 AND NOT corrected
    UNION ALL
    SELECT 8, 'vessel without IMO number', doc_id, run_id, page_number, record, NULL, name
    FROM vessels
    WHERE imo IS NULL
)
SELECT f.priority, f.why, f.doc_id, d.filename, f.run_id, f.page_number, f.record, f.entity_id,
    f.details
FROM findings f
LEFT JOIN documents d ON d.doc_id = f.doc_id
ORDER BY f.priority, f.doc_id, f.page_number, f.record NULLS FIRST, f.entity_id NULLS FIRST;

COMMENT ON VIEW vessels IS 'One row a vessel record of the newest readings: what one page says of one vessel.';
COMMENT ON VIEW review_queue IS 'What a person should look at first (lowest priority number) and why.';
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
COMMENT ON COLUMN vessels.conflicts IS 'Labels that have one true value and two or more printed, with all values, of which the most certain is shown; and values of two labels that do not go together.';
COMMENT ON COLUMN review_queue.priority IS '1 first.';
COMMENT ON COLUMN review_queue.why IS 'Kind of finding.';
COMMENT ON COLUMN review_queue.doc_id IS 'Document.';
COMMENT ON COLUMN review_queue.filename IS 'The document''s file name.';
COMMENT ON COLUMN review_queue.run_id IS 'Reading.';
COMMENT ON COLUMN review_queue.page_number IS 'Page, from 1.';
COMMENT ON COLUMN review_queue.record IS 'Vessel of the page; null where the page itself is the matter.';
COMMENT ON COLUMN review_queue.entity_id IS 'The span; null where it is not about one.';
COMMENT ON COLUMN review_queue.details IS 'What was found.';
