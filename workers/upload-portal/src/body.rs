//! A request's body on its way to R2 or into a digest. The bytes stay in the runtime: chunks are
//! handed from reader to writer, and only what has to be looked at is copied into WASM.

use std::future::Future;
use std::pin::pin;

use futures::future::{Either, select};
use js_sys::{Function, Object, Reflect, Uint8Array};
use vessel_ner_shared::upload::{
    ClosingScan, FilePart, FormHead, HttpError, SIGNATURE_WINDOW, has_pdf_signature,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, WritableStream};
use worker::Request;
use worker::worker_sys::FixedLengthStream;

/// Bytes of a refused body that are read so that its sender gets the answer.
const MAX_DISCARDED_BYTES: u32 = 128 * 1024 * 1024;

/// Bytes that are read at once: fewer, larger chunks cost fewer turns of the event loop.
const CHUNK_BYTES: u32 = 256 * 1024;

/// Reads a stream in chunks of [`CHUNK_BYTES`], the last one shorter. The runtime's `readAtLeast`
/// is no part of the web's standards, hence no part of `web_sys`.
struct ChunkReader {
    reader: JsValue,
    read_at_least: Function,
}

impl ChunkReader {
    fn new(stream: &ReadableStream) -> Result<Self, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"mode".into(), &"byob".into())?;
        let get_reader: Function = Reflect::get(stream, &"getReader".into())?.dyn_into()?;
        let reader = get_reader.call1(stream, &options)?;
        let read_at_least = Reflect::get(&reader, &"readAtLeast".into())?.dyn_into()?;
        Ok(Self {
            reader,
            read_at_least,
        })
    }

    /// The next chunk; `None` at the end.
    async fn next(&self) -> Result<Option<Uint8Array>, JsValue> {
        let room = Uint8Array::new_with_length(CHUNK_BYTES);
        let reading = self
            .read_at_least
            .call2(&self.reader, &CHUNK_BYTES.into(), &room)?;
        let result = JsFuture::from(js_sys::Promise::resolve(&reading)).await?;
        let value: Option<Uint8Array> = Reflect::get(&result, &"value".into())?.dyn_into().ok();
        Ok(value.filter(|value| value.length() > 0))
    }

    /// Calls a method of the reader that takes nothing.
    fn call(&self, method: &str) -> Result<JsValue, JsValue> {
        let method: Function = Reflect::get(&self.reader, &method.into())?.dyn_into()?;
        method.call0(&self.reader)
    }

    fn release_lock(&self) -> Result<(), JsValue> {
        self.call("releaseLock").map(|_| ())
    }

    /// Tells the sender to stop, as far as it can be told.
    async fn cancel(&self) {
        if let Ok(cancelling) = self.call("cancel") {
            let _ = JsFuture::from(js_sys::Promise::resolve(&cancelling)).await;
        }
    }
}

/// Why the bytes stopped flowing.
#[derive(Debug)]
pub(crate) enum FlowError {
    /// What was sent is refused.
    Refused(HttpError),
    /// The sender or the receiver broke off.
    Broken(String),
}

impl From<JsValue> for FlowError {
    fn from(error: JsValue) -> Self {
        Self::Broken(describe(&error))
    }
}

fn describe(error: &JsValue) -> String {
    let message = error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()));
    message.unwrap_or_else(|| format!("{error:?}"))
}

impl From<FlowError> for HttpError {
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::Refused(error) => error,
            FlowError::Broken(cause) => {
                HttpError::bad_request("The upload broke off before its end.").because(cause)
            }
        }
    }
}

/// A body that was begun to be read.
pub(crate) struct Incoming {
    stream: ReadableStream,
    reader: ChunkReader,
    /// Read already, not passed on yet.
    pieces: Vec<Uint8Array>,
    scan: Option<ClosingScan>,
}

impl Incoming {
    pub(crate) fn new(request: &Request) -> Result<Self, HttpError> {
        let stream = request.inner().body().ok_or_else(HttpError::empty)?;
        let reader = ChunkReader::new(&stream)
            .map_err(|error| HttpError::internal(format!("body: {}", describe(&error))))?;
        Ok(Self {
            stream,
            reader,
            pieces: Vec::new(),
            scan: None,
        })
    }

    async fn next(&self) -> Result<Option<Uint8Array>, FlowError> {
        Ok(self.reader.next().await?)
    }

    /// Reads a form up to the first byte of its file. `form_bytes` is the whole form's length;
    /// returns the file's part and length.
    pub(crate) async fn open_form(
        &mut self,
        boundary: &str,
        form_bytes: u64,
    ) -> Result<(FilePart, u64), HttpError> {
        let mut head = FormHead::new(boundary)?;
        let mut bytes_before = 0_usize;
        loop {
            let Some(piece) = self.next().await? else {
                return Err(head.ended());
            };
            let length = piece.length() as usize;
            if let Some(file) = head.push(&piece.to_vec())? {
                let file_length = head.file_length(&file, form_bytes)?;
                let skipped = file.offset.saturating_sub(bytes_before);
                let skipped = u32::try_from(skipped).unwrap_or(u32::MAX);
                self.pieces.push(piece.subarray(skipped, piece.length()));
                self.scan = Some(head.closing_scan(file_length));
                return Ok((file, file_length));
            }
            bytes_before = bytes_before.saturating_add(length);
        }
    }

    /// Reads as much as shows whether this is a PDF. `file_length` keeps a form's closing
    /// boundary out of the judgement.
    pub(crate) async fn check_signature(&mut self, file_length: u64) -> Result<(), HttpError> {
        let wanted = usize::try_from(file_length)
            .unwrap_or(usize::MAX)
            .min(SIGNATURE_WINDOW);
        let mut beginning = Vec::with_capacity(SIGNATURE_WINDOW);
        let mut known = 0;
        loop {
            for piece in self.pieces.get(known..).unwrap_or_default() {
                let missing = wanted.saturating_sub(beginning.len());
                let taken = u32::try_from(missing)
                    .unwrap_or(u32::MAX)
                    .min(piece.length());
                beginning.extend(piece.subarray(0, taken).to_vec());
            }
            known = self.pieces.len();
            if has_pdf_signature(&beginning) {
                return Ok(());
            }
            if beginning.len() >= wanted {
                return Err(HttpError::not_a_pdf());
            }
            match self.next().await? {
                Some(piece) => self.pieces.push(piece),
                None => return Err(HttpError::not_a_pdf()),
            }
        }
    }

    /// Reads on without keeping anything. A client that is answered before its body was read to the
    /// end sees a broken connection instead of the answer.
    pub(crate) async fn discard(&self) {
        let mut bytes = 0_u32;
        while let Ok(Some(piece)) = self.next().await {
            bytes = bytes.saturating_add(piece.length());
            if bytes > MAX_DISCARDED_BYTES {
                // The answer is lost then; it costs less than the bytes do.
                self.reader.cancel().await;
                return;
            }
        }
    }

    /// Passes the file's bytes on and closes `sink`.
    async fn pump(self, sink: WritableStream) -> Result<(), FlowError> {
        let writer = sink.get_writer()?;
        let Self {
            stream,
            reader,
            pieces,
            scan,
        } = self;
        let Some(mut scan) = scan else {
            for piece in pieces {
                JsFuture::from(writer.write_with_chunk(&piece)).await?;
            }
            writer.release_lock();
            reader.release_lock()?;
            JsFuture::from(stream.pipe_to(&sink)).await?;
            return Ok(());
        };
        let incoming = Self {
            stream,
            reader,
            pieces: Vec::new(),
            scan: None,
        };
        let mut pieces = pieces.into_iter();
        let mut buffer = Vec::new();
        let checked = loop {
            let piece = match pieces.next() {
                Some(piece) => piece,
                None => match incoming.next().await? {
                    Some(piece) => piece,
                    None => break scan.finish(),
                },
            };
            buffer.resize(piece.length() as usize, 0);
            piece.copy_to(&mut buffer);
            let kept = match scan.push(&buffer) {
                Ok(kept) => u32::try_from(kept).unwrap_or(u32::MAX),
                Err(error) => break Err(error),
            };
            if kept > 0 {
                JsFuture::from(writer.write_with_chunk(&piece.subarray(0, kept))).await?;
            }
        };
        match checked {
            Ok(()) => {
                JsFuture::from(writer.close()).await?;
                Ok(())
            }
            Err(error) => {
                // What is written so far is worth nothing; that it cannot be undone either.
                let _ = JsFuture::from(writer.abort()).await;
                incoming.reader.cancel().await;
                Err(FlowError::Refused(error))
            }
        }
    }

    /// Runs `put` on a stream of exactly `length` bytes while the body flows into it. `None` says
    /// that nothing was stored, because the object exists already.
    pub(crate) async fn into_put<P, T>(
        self,
        length: u64,
        put: impl FnOnce(ReadableStream) -> P,
    ) -> Result<worker::Result<Option<T>>, FlowError>
    where
        P: Future<Output = worker::Result<Option<T>>>,
    {
        let fixed = FixedLengthStream::new_big_int(js_sys::BigInt::from(length))?;
        let put = pin!(put(fixed.readable()));
        let pump = pin!(self.pump(fixed.writable()));
        match select(put, pump).await {
            // The form's end may still be under way.
            Either::Left((Ok(Some(stored)), pump)) => pump.await.map(|()| Ok(Some(stored))),
            // The stream stays unread; the pump would wait for ever.
            Either::Left((unstored, _)) => Ok(unstored),
            Either::Right((Err(FlowError::Broken(cause)), put)) => match put.await {
                Ok(_) => Err(FlowError::Broken(cause)),
                Err(error) => Ok(Err(error)),
            },
            Either::Right((Err(refused), _)) => Err(refused),
            Either::Right((Ok(()), put)) => Ok(put.await),
        }
    }

    /// SHA-256 of the file's bytes.
    pub(crate) async fn into_digest(self) -> Result<[u8; 32], FlowError> {
        let digest = worker::worker_sys::DigestStream::new("SHA-256");
        let sink: &WritableStream = digest.as_ref();
        self.pump(sink.clone()).await?;
        digest_of(&digest).await
    }
}

/// SHA-256 of `prefix` followed by a stream.
pub(crate) async fn digest_with_prefix(
    prefix: &[u8],
    stream: &ReadableStream,
) -> Result<[u8; 32], FlowError> {
    let digest = worker::worker_sys::DigestStream::new("SHA-256");
    let sink: &WritableStream = digest.as_ref();
    let writer = sink.get_writer()?;
    JsFuture::from(writer.write_with_chunk(&Uint8Array::from(prefix))).await?;
    writer.release_lock();
    JsFuture::from(stream.pipe_to(sink)).await?;
    digest_of(&digest).await
}

async fn digest_of(digest: &worker::worker_sys::DigestStream) -> Result<[u8; 32], FlowError> {
    let buffer = JsFuture::from(digest.digest()).await?;
    let mut bytes = [0; 32];
    let view = Uint8Array::new(&buffer);
    if view.length() != 32 {
        return Err(FlowError::Broken("digest has no 32 bytes".to_owned()));
    }
    view.copy_to(&mut bytes);
    Ok(bytes)
}
