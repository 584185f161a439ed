//! The published examples, and the laws every score keeps.
