-- The three tables. Nulls are nulls; no foreign keys, since DuckDB checks them too eagerly inside
-- a transaction that replaces rows.

CREATE TABLE documents (
    doc_id           VARCHAR NOT NULL,
    filename         VARCHAR,
    size_bytes       BIGINT NOT NULL,
    document_sha256  VARCHAR NOT NULL,
    page_count       INTEGER,
    uploaded_at      TIMESTAMPTZ,
    state            VARCHAR NOT NULL,
    refusal_category VARCHAR,
    refusal_reason   VARCHAR,
    program_version  VARCHAR NOT NULL,
    PRIMARY KEY (doc_id)
);
COMMENT ON TABLE documents IS 'One row a document that arrived, read or refused.';
COMMENT ON COLUMN documents.doc_id IS 'Identifier of the document, given once at upload.';
COMMENT ON COLUMN documents.filename IS 'Name the sender gave the file; null where none was given.';
COMMENT ON COLUMN documents.size_bytes IS 'Size of the PDF in bytes.';
COMMENT ON COLUMN documents.document_sha256 IS 'SHA-256 of the PDF''s bytes, hexadecimal.';
COMMENT ON COLUMN documents.page_count IS 'Pages in the PDF; null where it could not be opened.';
COMMENT ON COLUMN documents.uploaded_at IS 'When the object store took the PDF; null where it does not tell.';
COMMENT ON COLUMN documents.state IS 'planned: its pages are being read or were; refused: it never will be.';
COMMENT ON COLUMN documents.refusal_category IS 'Why it was refused, as one of the program''s error categories.';
COMMENT ON COLUMN documents.refusal_reason IS 'The same in words a sender may read.';
COMMENT ON COLUMN documents.program_version IS 'Version of the program that made the row.';

CREATE TABLE raw_ocr (
    doc_id            VARCHAR NOT NULL,
    run_id            VARCHAR NOT NULL,
    page_number       INTEGER NOT NULL,
    page_count        INTEGER NOT NULL,
    first_page        INTEGER NOT NULL,
    last_page         INTEGER NOT NULL,
    planned_at        TIMESTAMPTZ,
    status            VARCHAR NOT NULL,
    reason_category   VARCHAR,
    reason            VARCHAR,
    text              VARCHAR NOT NULL,
    blocks            JSON NOT NULL,
    text_sha256       VARCHAR NOT NULL,
    image_sha256      VARCHAR,
    document_sha256   VARCHAR NOT NULL,
    width_pt          DOUBLE,
    height_pt         DOUBLE,
    rotation          INTEGER,
    width_px          INTEGER,
    height_px         INTEGER,
    confidence_mean   DOUBLE,
    confidence_low    DOUBLE,
    model             VARCHAR NOT NULL,
    prompt            VARCHAR NOT NULL,
    parameters        JSON NOT NULL,
    attempts          INTEGER NOT NULL,
    finish_reason     VARCHAR,
    prompt_tokens     BIGINT,
    completion_tokens BIGINT,
    render_ms         DOUBLE,
    wait_ms           DOUBLE,
    program_version   VARCHAR NOT NULL,
    PRIMARY KEY (doc_id, run_id, page_number)
);
COMMENT ON TABLE raw_ocr IS 'One row a page and reading: the text, the state, and where both came from.';
COMMENT ON COLUMN raw_ocr.doc_id IS 'Identifier of the document, given once at upload.';
COMMENT ON COLUMN raw_ocr.run_id IS 'Identifier of the reading: a function of the bytes, the model, the prompt and its parameters.';
COMMENT ON COLUMN raw_ocr.page_number IS 'Page in the document, counted from 1.';
COMMENT ON COLUMN raw_ocr.page_count IS 'Pages in the document.';
COMMENT ON COLUMN raw_ocr.first_page IS 'First page of the chunk that was loaded together with this row.';
COMMENT ON COLUMN raw_ocr.last_page IS 'Last page of that chunk, inclusive.';
COMMENT ON COLUMN raw_ocr.planned_at IS 'When the reading was planned: the object store''s time of its first object. The newest decides which reading of a page counts.';
COMMENT ON COLUMN raw_ocr.status IS 'ok, blank (nothing on the page), degraded (the best text there is) or failed.';
COMMENT ON COLUMN raw_ocr.reason_category IS 'For degraded and failed pages the kind of fault, as one of the program''s categories.';
COMMENT ON COLUMN raw_ocr.reason IS 'The same in words.';
COMMENT ON COLUMN raw_ocr.text IS 'The page''s text as clean markdown; empty for blank and failed pages.';
COMMENT ON COLUMN raw_ocr.blocks IS 'Array of {index, label, box: [x1, y1, x2, y2] on a 0-999 scale or null, start, end (code points in text), confidence}.';
COMMENT ON COLUMN raw_ocr.text_sha256 IS 'SHA-256 of text in UTF-8, hexadecimal.';
COMMENT ON COLUMN raw_ocr.image_sha256 IS 'SHA-256 of the page image the model saw; null where none was made.';
COMMENT ON COLUMN raw_ocr.document_sha256 IS 'SHA-256 of the PDF''s bytes, hexadecimal.';
COMMENT ON COLUMN raw_ocr.width_pt IS 'Width of the page in points (1/72 inch).';
COMMENT ON COLUMN raw_ocr.height_pt IS 'Height of the page in points.';
COMMENT ON COLUMN raw_ocr.rotation IS 'Rotation of the page in degrees clockwise.';
COMMENT ON COLUMN raw_ocr.width_px IS 'Width of the image in pixels.';
COMMENT ON COLUMN raw_ocr.height_px IS 'Height of the image in pixels.';
COMMENT ON COLUMN raw_ocr.confidence_mean IS 'Mean probability of the answer''s tokens, 0 to 1; null where the model gives none.';
COMMENT ON COLUMN raw_ocr.confidence_low IS 'Their 5th percentile.';
COMMENT ON COLUMN raw_ocr.model IS 'Model asked.';
COMMENT ON COLUMN raw_ocr.prompt IS 'Prompt it was given.';
COMMENT ON COLUMN raw_ocr.parameters IS 'Its other parameters.';
COMMENT ON COLUMN raw_ocr.attempts IS 'Answers asked for, those that were only throttled not counted.';
COMMENT ON COLUMN raw_ocr.finish_reason IS 'Why the model stopped; null where it was not asked or did not say.';
COMMENT ON COLUMN raw_ocr.prompt_tokens IS 'Tokens in.';
COMMENT ON COLUMN raw_ocr.completion_tokens IS 'Tokens out.';
COMMENT ON COLUMN raw_ocr.render_ms IS 'Milliseconds rendering the page.';
COMMENT ON COLUMN raw_ocr.wait_ms IS 'Milliseconds waiting for the model.';
COMMENT ON COLUMN raw_ocr.program_version IS 'Version of the program that made the row.';

CREATE TABLE entities (
    entity_id       VARCHAR NOT NULL,
    doc_id          VARCHAR NOT NULL,
    run_id          VARCHAR NOT NULL,
    page_number     INTEGER NOT NULL,
    first_page      INTEGER NOT NULL,
    last_page       INTEGER NOT NULL,
    label           VARCHAR NOT NULL,
    text            VARCHAR NOT NULL,
    span_start      INTEGER NOT NULL,
    span_end        INTEGER NOT NULL,
    norm_value      VARCHAR NOT NULL,
    confidence      DOUBLE NOT NULL,
    record          INTEGER,
    corrected       BOOLEAN NOT NULL,
    reason          VARCHAR NOT NULL,
    block_index     INTEGER,
    box             JSON,
    text_sha256     VARCHAR NOT NULL,
    document_sha256 VARCHAR NOT NULL,
    rules_version   VARCHAR NOT NULL,
    program_version VARCHAR NOT NULL
);
COMMENT ON TABLE entities IS 'One row a span found in a page. Replaced together with the raw_ocr rows of its pages, whose primary key guards both (see sql/README.md).';
COMMENT ON COLUMN entities.entity_id IS 'Identifier of the span, a function of document, run, page, label and place; unique.';
COMMENT ON COLUMN entities.doc_id IS 'Identifier of the document, given once at upload.';
COMMENT ON COLUMN entities.run_id IS 'Identifier of the reading: a function of the bytes, the model, the prompt and its parameters.';
COMMENT ON COLUMN entities.page_number IS 'Page in the document, counted from 1.';
COMMENT ON COLUMN entities.first_page IS 'First page of the chunk that was loaded together with this row.';
COMMENT ON COLUMN entities.last_page IS 'Last page of that chunk, inclusive.';
COMMENT ON COLUMN entities.label IS 'What the span is, e.g. VESSEL_NAME.';
COMMENT ON COLUMN entities.text IS 'The span as printed: raw_ocr.text from span_start to span_end.';
COMMENT ON COLUMN entities.span_start IS 'First code point of the span in the page''s text, counted from 0.';
COMMENT ON COLUMN entities.span_end IS 'One past its last code point.';
COMMENT ON COLUMN entities.norm_value IS 'The value in the label''s normal form.';
COMMENT ON COLUMN entities.confidence IS 'Probability that the span is right, 0 to 1.';
COMMENT ON COLUMN entities.record IS 'Which vessel of the page it describes, counted from 0; null where it describes none or several.';
COMMENT ON COLUMN entities.corrected IS 'Whether norm_value mends a misreading.';
COMMENT ON COLUMN entities.reason IS 'What spoke for it: recogniser, validator, heading or context.';
COMMENT ON COLUMN entities.block_index IS 'The block of raw_ocr.blocks it stands in.';
COMMENT ON COLUMN entities.box IS 'Its place on the page, [x1, y1, x2, y2] on a 0-999 scale.';
COMMENT ON COLUMN entities.text_sha256 IS 'SHA-256 of the page''s text the offsets refer to.';
COMMENT ON COLUMN entities.document_sha256 IS 'SHA-256 of the PDF''s bytes, hexadecimal.';
COMMENT ON COLUMN entities.rules_version IS 'Version of the rules that found it.';
COMMENT ON COLUMN entities.program_version IS 'Version of the program that made the row.';
