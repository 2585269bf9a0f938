/*!
Reading a page with DeepSeek-OCR: what is asked ([`request`], [`ladder`]), how the streamed answer
is taken apart ([`stream`], [`answer`]), how a bad one is noticed ([`repetition`], [`reading`]) and how
sure the model was ([`confidence`]).

```
use vessel_ner_shared::ocr::answer::parse;

let answer = "<|ref|>title<|/ref|><|det|>[[10, 20, 900, 60]]<|/det|>\n# REGISTER\n\n";
let page = parse(answer).into_text();
assert_eq!(page.text, "# REGISTER");
assert_eq!(page.blocks[0].label, "title");
assert_eq!(page.blocks[0].bounds, Some([10, 20, 900, 60]));
```

# Limits

Nothing here talks to a server: bytes go in, requests and verdicts come out. An answer longer than
[`stream::MAX_ANSWER_BYTES`] is cut there.
*/

pub mod answer;
pub mod confidence;
mod judge;
pub mod ladder;
mod markup;
pub mod profile;
pub mod reading;
pub mod repetition;
pub mod request;
pub mod stream;
mod table;
