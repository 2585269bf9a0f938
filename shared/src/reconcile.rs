/*!
What was left undone. Events can be lost and rules can be missing for a while; what stands in the
bucket tells which document was received and never planned, which chunk was planned and never read,
what was read and never loaded. Sending the work again is always safe: each stage recognises what
is done already.
*/

use std::collections::{BTreeMap, BTreeSet};

use crate::events::ChunkMessage;
use crate::ids::{DocId, PageRange};
use crate::keys::{ObjectKey, Stage};
use crate::model::Plan;

/// Work to be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The upload was never opened: send its event to the OCR processor.
    Plan(ObjectKey),
    /// The chunk was never read: send its message to the OCR processor.
    Read(ChunkMessage),
    /// The object was never loaded: send its event to the entity extractor.
    Load(ObjectKey),
    /// The record of a failure that another delivery has made good: delete it.
    Forget(ObjectKey),
}

/// What the bucket holds of one document whose upload is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentObjects {
    /// The keys of its objects, as they stand in the bucket.
    pub keys: BTreeSet<String>,
    /// Its plans.
    pub plans: Vec<Plan>,
    /// The document that it is a copy of was deleted: it has to be read itself.
    pub is_orphaned_copy: bool,
    /// By the keys of what its chunks hand on ([`ObjectKey::Carried`]) and of its chunks' entities: the
    /// hash of what is handed on, and the hash of what the chunk was loaded with.
    pub carried: BTreeMap<String, String>,
}

impl DocumentObjects {
    fn has(&self, key: &ObjectKey) -> bool {
        self.keys.contains(&key.to_string())
    }

    /// What has to be sent again. What was given up is not: it waits for a person (`redrive`).
    pub fn undone(&self, doc_id: &DocId) -> Vec<Undone> {
        if self.has(&ObjectKey::Tombstone(doc_id.clone())) {
            return Vec::new();
        }
        let mut undone = Vec::new();
        let mut step = |is_done: bool, stage, chunk, work: Undone| {
            let doc_id = doc_id.clone();
            let failure = ObjectKey::Failure {
                doc_id,
                stage,
                chunk,
            };
            match (is_done, self.has(&failure)) {
                (true, true) => undone.push(Undone::Forget(failure)),
                (false, false) => undone.push(work),
                _ => {}
            }
        };
        let document = ObjectKey::Document(doc_id.clone());
        let is_alias = self.has(&ObjectKey::Alias(doc_id.clone()));
        let is_copy = is_alias && !self.is_orphaned_copy;
        let is_planned = !self.plans.is_empty() && self.has(&document);
        let plan = Undone::Plan(ObjectKey::Upload(doc_id.clone()));
        step(is_copy || is_planned, Stage::Plan, None, plan);
        if is_copy {
            return undone;
        }
        if self.has(&document) {
            let is_loaded = self.has(&ObjectKey::DocumentLoaded(doc_id.clone()));
            step(is_loaded, Stage::Load, None, Undone::Load(document));
        }
        for plan in &self.plans {
            for pages in plan.chunks() {
                let (doc_id, run_id) = (doc_id.clone(), plan.run_id.clone());
                let chunk = Some((run_id.clone(), pages));
                let read = ObjectKey::Pages {
                    doc_id: doc_id.clone(),
                    run_id: run_id.clone(),
                    pages,
                };
                let loaded = ObjectKey::Entities {
                    doc_id: doc_id.clone(),
                    run_id: run_id.clone(),
                    pages,
                };
                let message = ChunkMessage {
                    version: ChunkMessage::VERSION,
                    doc_id,
                    run_id,
                    pages,
                    deferrals: 0,
                };
                let is_read = self.has(&read);
                step(is_read, Stage::Read, chunk.clone(), Undone::Read(message));
                if is_read {
                    step(self.has(&loaded), Stage::Load, chunk, Undone::Load(read));
                }
            }
        }
        for plan in &self.plans {
            for pair in plan.chunks().windows(2) {
                if let [before, after] = pair {
                    undone.extend(self.badly_carried(plan, *before, *after));
                }
            }
        }
        undone
    }

    /// Of two chunks that follow each other and are loaded: the first, if it left nothing for the
    /// second; the second, if it was loaded with something else.
    fn badly_carried(&self, plan: &Plan, before: PageRange, after: PageRange) -> Option<Undone> {
        let Plan { doc_id, run_id, .. } = plan;
        let loaded = |pages| ObjectKey::Entities {
            doc_id: doc_id.clone(),
            run_id: run_id.clone(),
            pages,
        };
        let read = |pages| ObjectKey::Pages {
            doc_id: doc_id.clone(),
            run_id: run_id.clone(),
            pages,
        };
        let carried = ObjectKey::Carried {
            doc_id: doc_id.clone(),
            run_id: run_id.clone(),
            pages: before,
        };
        let is_loaded = [before, after].map(|pages| self.has(&loaded(pages)));
        if is_loaded != [true, true] {
            return None;
        }
        let Some(left) = self.carried.get(&carried.to_string()) else {
            return Some(Undone::Load(read(before)));
        };
        let known = self.carried.get(&loaded(after).to_string());
        (known != Some(left)).then(|| Undone::Load(read(after)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::ids::Sha256Digest;
    use crate::model::OcrSettings;

    struct Case {
        doc_id: DocId,
        plan: Plan,
        chunks: Vec<PageRange>,
    }

    fn case() -> Result<Case> {
        let hash = Sha256Digest::of(b"document");
        let doc_id = DocId::from_document_hash(&hash);
        let settings = OcrSettings {
            model: String::new(),
            prompt: String::new(),
            parameters: String::new(),
        };
        let plan = Plan::new(doc_id.clone(), hash, 20, 16, settings)?;
        let chunks = plan.chunks();
        Ok(Case {
            doc_id,
            plan,
            chunks,
        })
    }

    fn objects(keys: &[ObjectKey], plans: Vec<Plan>) -> DocumentObjects {
        DocumentObjects {
            keys: keys.iter().map(ObjectKey::to_string).collect(),
            plans,
            ..DocumentObjects::default()
        }
    }

    #[test]
    fn upload_that_nobody_opened_is_sent_again() -> Result<()> {
        let Case { doc_id, plan, .. } = case()?;
        let upload = ObjectKey::Upload(doc_id.clone());
        let again = vec![Undone::Plan(upload.clone())];
        assert_eq!(
            objects(std::slice::from_ref(&upload), vec![]).undone(&doc_id),
            again
        );
        // A plan alone is not enough: the messages are sent after the document's row is written.
        let undone = objects(&[upload], vec![plan]).undone(&doc_id);
        assert!(undone.contains(&again[0]));
        Ok(())
    }

    #[test]
    fn each_chunk_is_sent_to_the_stage_that_it_misses() -> Result<()> {
        let Case {
            doc_id,
            plan,
            chunks,
        } = case()?;
        let run_id = plan.run_id.clone();
        let first = ObjectKey::Pages {
            doc_id: doc_id.clone(),
            run_id,
            pages: chunks[0],
        };
        let keys = vec![
            ObjectKey::Upload(doc_id.clone()),
            ObjectKey::Document(doc_id.clone()),
            ObjectKey::DocumentLoaded(doc_id.clone()),
            first.clone(),
        ];
        let undone = objects(&keys, vec![plan]).undone(&doc_id);
        assert_eq!(undone.len(), 2);
        assert_eq!(undone[0], Undone::Load(first));
        assert!(matches!(&undone[1], Undone::Read(message) if message.pages == chunks[1]));
        Ok(())
    }

    #[test]
    fn what_was_given_up_deleted_or_doubled_is_left_alone() -> Result<()> {
        let Case { doc_id, .. } = case()?;
        for key in [
            ObjectKey::Alias(doc_id.clone()),
            ObjectKey::Tombstone(doc_id.clone()),
            ObjectKey::Failure {
                doc_id: doc_id.clone(),
                stage: Stage::Plan,
                chunk: None,
            },
        ] {
            let keys = vec![ObjectKey::Upload(doc_id.clone()), key];
            assert_eq!(objects(&keys, vec![]).undone(&doc_id), []);
        }
        Ok(())
    }

    #[test]
    fn copy_of_a_deleted_document_is_opened_itself() -> Result<()> {
        let Case { doc_id, .. } = case()?;
        let upload = ObjectKey::Upload(doc_id.clone());
        let mut copy = objects(&[upload.clone(), ObjectKey::Alias(doc_id.clone())], vec![]);
        assert_eq!(copy.undone(&doc_id), []);
        copy.is_orphaned_copy = true;
        assert_eq!(copy.undone(&doc_id), [Undone::Plan(upload)]);
        Ok(())
    }

    #[test]
    fn chunk_that_was_loaded_without_what_the_one_before_leaves_is_loaded_again() -> Result<()> {
        let Case {
            doc_id,
            plan,
            chunks,
        } = case()?;
        let run_id = plan.run_id.clone();
        let of = |pages| {
            let (doc_id, run_id) = (doc_id.clone(), run_id.clone());
            ObjectKey::Pages {
                doc_id,
                run_id,
                pages,
            }
        };
        let loaded = |pages| ObjectKey::Entities {
            doc_id: doc_id.clone(),
            run_id: run_id.clone(),
            pages,
        };
        let carried = ObjectKey::Carried {
            doc_id: doc_id.clone(),
            run_id: run_id.clone(),
            pages: chunks[0],
        };
        let keys = [
            ObjectKey::Upload(doc_id.clone()),
            ObjectKey::Document(doc_id.clone()),
            ObjectKey::DocumentLoaded(doc_id.clone()),
            of(chunks[0]),
            of(chunks[1]),
            loaded(chunks[0]),
            loaded(chunks[1]),
        ];
        let mut found = objects(&keys, vec![plan]);
        assert_eq!(found.undone(&doc_id), [Undone::Load(of(chunks[0]))]);
        found.carried.insert(carried.to_string(), "a".to_owned());
        assert_eq!(found.undone(&doc_id), [Undone::Load(of(chunks[1]))]);
        let second = loaded(chunks[1]).to_string();
        found.carried.insert(second.clone(), "b".to_owned());
        assert_eq!(found.undone(&doc_id), [Undone::Load(of(chunks[1]))]);
        found.carried.insert(second, "a".to_owned());
        assert_eq!(found.undone(&doc_id), []);
        Ok(())
    }

    #[test]
    fn failure_that_another_delivery_made_good_is_forgotten() -> Result<()> {
        let Case {
            doc_id,
            plan,
            chunks,
        } = case()?;
        let failure = |stage, chunk| ObjectKey::Failure {
            doc_id: doc_id.clone(),
            stage,
            chunk,
        };
        let upload = ObjectKey::Upload(doc_id.clone());
        let planless = failure(Stage::Plan, None);
        let copy = [
            upload.clone(),
            ObjectKey::Alias(doc_id.clone()),
            planless.clone(),
        ];
        let forgotten = vec![Undone::Forget(planless.clone())];
        assert_eq!(objects(&copy, vec![]).undone(&doc_id), forgotten);
        // A refused document keeps its record: it says why.
        let document = ObjectKey::Document(doc_id.clone());
        let loaded = ObjectKey::DocumentLoaded(doc_id.clone());
        let refused = [upload.clone(), document.clone(), loaded.clone(), planless];
        assert_eq!(objects(&refused, vec![]).undone(&doc_id), []);

        let run_id = plan.run_id.clone();
        let read = ObjectKey::Pages {
            doc_id: doc_id.clone(),
            run_id: run_id.clone(),
            pages: chunks[0],
        };
        let [unread, unloaded] = [Stage::Read, Stage::Load]
            .map(|stage| failure(stage, Some((run_id.clone(), chunks[0]))));
        let keys = [upload, document, loaded, read, unread.clone(), unloaded];
        let undone = objects(&keys, vec![plan]).undone(&doc_id);
        assert_eq!(undone.len(), 2);
        assert_eq!(undone[0], Undone::Forget(unread));
        assert!(matches!(&undone[1], Undone::Read(message) if message.pages == chunks[1]));
        Ok(())
    }
}
