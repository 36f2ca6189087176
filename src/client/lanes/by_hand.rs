//! Lanes worked by hand, and held against the closed form of classes.
