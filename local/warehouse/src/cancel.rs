//! Cancel requests: they come on a connection of their own and name another by number and secret.

use async_trait::async_trait;
use bytes::Bytes;
use duckdb::InterruptHandle;
use pgwire::{
    api::cancel::CancelHandler,
    messages::{cancel::CancelRequest, startup::SecretKey},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

type Key = (i32, Bytes);

/// The running sessions' interrupt handles.
#[derive(Default)]
pub(crate) struct Cancellations {
    handles: Mutex<HashMap<Key, Arc<InterruptHandle>>>,
}

impl std::fmt::Debug for Cancellations {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The keys are secrets.
        formatter
            .debug_struct("Cancellations")
            .finish_non_exhaustive()
    }
}

/// Takes a session off the list when its connection ends.
#[derive(Debug)]
pub(crate) struct Registration {
    list: Weak<Cancellations>,
    key: Key,
}

impl Cancellations {
    /// Puts a session on the list.
    pub(crate) fn register(
        self: &Arc<Self>,
        process: i32,
        secret: &SecretKey,
        handle: Arc<InterruptHandle>,
    ) -> Registration {
        let key = (process, secret.to_bytes());
        self.lock().insert(key.clone(), handle);
        Registration {
            list: Arc::downgrade(self),
            key,
        }
    }

    /// Stops whatever runs.
    pub(crate) fn interrupt_all(&self) {
        for handle in self.lock().values() {
            handle.interrupt();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Arc<InterruptHandle>>> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(list) = self.list.upgrade() {
            list.lock().remove(&self.key);
        }
    }
}

#[async_trait]
impl CancelHandler for Cancellations {
    async fn on_cancel_request(&self, request: CancelRequest) {
        let key = (request.pid, request.secret_key.to_bytes());
        if let Some(handle) = self.lock().get(&key) {
            handle.interrupt();
        }
    }
}
