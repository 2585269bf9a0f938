//! Pure core of vessel-ner.
