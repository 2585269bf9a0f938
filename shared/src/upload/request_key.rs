use super::{HttpError, Receipt};
use crate::ids::{DocId, Sha256Digest};

/// What a sender calls a request, so that the request can be sent again when its answer was lost:
/// the document and its receipt follow from it, and the second answer is the first one again
/// (header `Idempotency-Key`, draft-ietf-httpapi-idempotency-key-header). Without it a lost answer
/// leaves a receipt that nobody holds, and with it a document that no sender can delete.
///
/// Whoever knows the key knows the receipt: it is as secret, and as hard to guess.
#[derive(Clone)]
pub struct RequestKey(String);

impl RequestKey {
    /// Characters that hold 128 bits where each holds six.
    const MIN_LENGTH: usize = 22;
    const MAX_LENGTH: usize = 128;

    /// Reads the header's value: 22 to 128 letters, digits, `-` and `_`, in quotes or not.
    pub fn new(value: &str) -> Result<Self, HttpError> {
        let quoted = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'));
        let key = quoted.unwrap_or(value);
        let is_key = (Self::MIN_LENGTH..=Self::MAX_LENGTH).contains(&key.len())
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if is_key {
            return Ok(Self(key.to_owned()));
        }
        let message = "Idempotency-Key must be 22 to 128 random letters, digits, - and _.";
        Err(HttpError::bad_request(message))
    }

    /// The id of a document whose hash is not known.
    pub fn doc_id(&self) -> DocId {
        DocId::from_random(self.derive("document"))
    }

    /// The receipt for a document.
    pub fn receipt(&self, doc_id: DocId) -> Receipt {
        let random = self.derive(doc_id.as_str());
        Receipt::new(doc_id, random)
    }

    /// 16 bytes that follow from key and purpose and tell neither.
    fn derive(&self, purpose: &str) -> [u8; 16] {
        // A key holds no colon.
        let digest = Sha256Digest::of(format!("vessel-ner request:{}:{purpose}", self.0)).to_raw();
        let mut derived = [0; 16];
        for (to, from) in derived.iter_mut().zip(digest) {
            *to = from;
        }
        derived
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    #[test]
    fn same_key_gives_the_same_receipt_and_another_key_another() -> Result<(), HttpError> {
        let key = RequestKey::new(KEY)?;
        let again = RequestKey::new(&format!("\"{KEY}\""))?;
        let other = RequestKey::new(&KEY.replace('0', "1"))?;
        let doc_id = key.doc_id();
        assert_eq!(again.doc_id(), doc_id);
        assert_ne!(other.doc_id(), doc_id);
        let receipt = key.receipt(doc_id.clone());
        assert_eq!(receipt, again.receipt(doc_id.clone()));
        assert_ne!(receipt, other.receipt(doc_id.clone()));
        // One request's receipts for two documents tell nothing of each other.
        let elsewhere = key.receipt(DocId::from_random([7; 16])).to_string();
        let token = |text: &str| text.split_once('.').map(|(_, token)| token.to_owned());
        assert_ne!(token(&elsewhere), token(&receipt.to_string()));
        Ok(())
    }

    #[test]
    fn what_could_be_guessed_or_is_no_key_is_refused() {
        for key in [
            "",
            "1",
            &"a".repeat(21),
            &"a".repeat(129),
            &KEY.replace('-', ":"),
        ] {
            assert!(RequestKey::new(key).is_err(), "{key}");
        }
    }
}
