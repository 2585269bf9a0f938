/*!
Worker `vessel-ner-upload`, the portal at upload.goldfish.io: takes PDFs, hands out receipts, shows
what was read of a document to whoever holds its receipt, and deletes it for them.

| request | does |
|---|---|
| `POST /upload` | one PDF, as a form or as a raw body, streamed to R2 |
| `POST /uploads`, `PUT /uploads/{doc}/parts/{n}`, `POST /uploads/{doc}/complete` | a PDF in parts |
| `GET /documents/{receipt}` | the document's state |
| `GET /documents/{receipt}/pages/{n}` (`.png`) | a page's text, blocks and entities; its image |
| `GET /documents/{receipt}/entities.json` (`.csv`, `.jsonl`, `.parquet`), `…/text.md` | everything |
| `GET /documents/{receipt}/doubts.json` | what a person should look at |
| `DELETE /documents/{receipt}` | deletes it |
| `GET /`, `/d`, `/assets/…` | the pages people see |

The whole interface is in `openapi.json`, served at `/openapi.json`.

# Limits

The Worker holds no state: what it says about a document is what is in the bucket. A file's bytes
pass from stream to stream inside the runtime and are never held in WASM memory; only the beginning
of a raw body, and the bytes of a form as they pass, are looked at.
*/

mod answer;
mod assets;
mod body;
mod config;
mod delete;
mod documents;
mod guard;
mod images;
mod parts;
mod results;
mod routes;
mod status;
mod store;
mod upload;

use worker::{Context, Env, Request, Response, Result, event};

#[event(start)]
fn start() {
    console_error_panic_hook::set_once();
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
    let config = config::Config::read(&env);
    let wants_html = answer::wants_html(&request);
    let response = match routes::answer(&request, &env, &config).await {
        Ok(response) => response,
        Err(error) => {
            answer::log_error(&request, &error);
            answer::error_response(&error, wants_html)?
        }
    };
    answer::secured(response, &config)
}
