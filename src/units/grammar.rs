//! The one text grammar: a number and a unit, words, lists. Every kind is read and printed here
//! or in the `*_text` files beside it.
