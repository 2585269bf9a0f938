/*!
`vessel-ner`: the extractor of the Worker, on files of this machine.

```text
vessel-ner extract PAGES_DIR --out PRED.jsonl
vessel-ner extract - < page.md
```

Every `*.md` of the folder is a page, in the order of the names; files are read as stored. One line a page comes out:
`{"id", "entities": [{"label", "start", "end", "text", "norm_value", "record", "confidence", "corrected", "reason"}]}`.

Exit codes: 0 done; 1 a file could not be read or written, or is no UTF-8; 2 wrong arguments.
*/

mod contexts;
mod extract;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "vessel-ner",
    version,
    about = "Finds the entities of pages about vessels"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Finds the entities of pages of OCR text
    Extract {
        /// Folder of pages (every *.md), or - for one page on standard input
        pages: PathBuf,
        /// File to write; standard output without it
        #[arg(long)]
        out: Option<PathBuf>,
        /// The pages are one document: a table's heading holds on to the next page
        #[arg(long)]
        document: bool,
        /// Add each page's vessel records with their conflicts, and what is flagged for review
        #[arg(long)]
        review: bool,
    },
    /// Lists the places of running text that may hold a name, with the clues around each, as JSON lines
    Contexts {
        /// Folder of pages (every *.md)
        pages: PathBuf,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Extract {
            pages,
            out,
            document,
            review,
        } => extract::run(&extract::Job {
            pages,
            out,
            document,
            review,
        }),
        Command::Contexts { pages } => contexts::run(&pages),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(1)
        }
    }
}
