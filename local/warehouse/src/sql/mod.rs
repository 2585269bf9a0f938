//! Splitting a query text into statements and telling what each of them does to the session.

mod lexer;
mod statement;

pub(crate) use lexer::{Lexer, Token, TokenKind};
pub(crate) use statement::{Kind, Statement, Verb, split};
