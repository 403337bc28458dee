//! Text: from the text as read to tokens, sentences and lines that know their way back.
//!
//! In: the text as read and the pack's character folding. Out: [`Tokens`], whose every token keeps its
//! code-point span in the original, so that evidence can be quoted exactly.

mod fold;
mod lines;
mod token;

pub use fold::{FoldTable, fold_word};
pub use lines::{Line, LineKind, Sentence, layout};
pub use token::{Token, TokenKind, Tokens, tokenize};
