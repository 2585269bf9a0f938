//! Command line of vessel-ner.

fn main() {}
