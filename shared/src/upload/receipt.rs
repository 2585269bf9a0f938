use std::fmt;
use std::str::FromStr;

use super::HttpError;
use crate::ids::{DocId, Sha256Digest};
use crate::keys::ObjectKey;

/// What a sender holds of a document: its id and a token that nobody can guess, printed as
/// `{doc_id}.{token}`. Only the token's hash is stored, so a look into the bucket opens no document.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    doc_id: DocId,
    token: String,
}

impl Receipt {
    const TOKEN_LENGTH: usize = 32;

    /// A receipt with a token made from 16 random bytes.
    pub fn new(doc_id: DocId, random: [u8; 16]) -> Self {
        // A document's id from random bytes has the form that a token needs.
        let token = DocId::from_random(random).to_string();
        Self { doc_id, token }
    }

    /// The document.
    pub const fn doc_id(&self) -> &DocId {
        &self.doc_id
    }

    /// The key whose existence proves the receipt.
    pub fn key(&self) -> ObjectKey {
        self.key_for(self.doc_id.clone())
    }

    /// The key that makes this receipt's token good for another document: the one that turned out
    /// to have the same bytes.
    pub fn key_for(&self, doc_id: DocId) -> ObjectKey {
        ObjectKey::Receipt(doc_id, Sha256Digest::of(&self.token))
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.doc_id, self.token)
    }
}

/// Never the token: this form reaches logs.
impl fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Receipt({})", self.doc_id)
    }
}

impl FromStr for Receipt {
    type Err = HttpError;

    fn from_str(text: &str) -> Result<Self, HttpError> {
        let (doc_id, token) = text.split_once('.').ok_or_else(HttpError::not_found)?;
        let doc_id = doc_id.parse().map_err(|_| HttpError::not_found())?;
        let is_token = token.len() == Self::TOKEN_LENGTH
            && token
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_token {
            let token = token.to_owned();
            Ok(Self { doc_id, token })
        } else {
            Err(HttpError::not_found())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt() -> Receipt {
        Receipt::new(DocId::from_random([7; 16]), [9; 16])
    }

    #[test]
    fn receipts_read_back() {
        assert_eq!(receipt().to_string().parse(), Ok(receipt()));
    }

    #[test]
    fn token_is_neither_stored_nor_logged() {
        let token = "09".repeat(16);
        assert!(receipt().to_string().contains(&token));
        assert!(!receipt().key().to_string().contains(&token));
        assert!(!format!("{:?}", receipt()).contains(&token));
    }

    #[test]
    fn anything_else_is_not_found() {
        let doc_id = "07".repeat(16);
        for text in [
            "",
            ".",
            &doc_id,
            &format!("{doc_id}."),
            &format!("{doc_id}.{doc_id}0"),
            &format!("{doc_id}.{}", "A".repeat(32)),
        ] {
            assert_eq!(
                text.parse::<Receipt>(),
                Err(HttpError::not_found()),
                "{text}"
            );
        }
    }
}
