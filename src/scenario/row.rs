//! CSV headers bound to fields once, then rows set straight into the inputs.
