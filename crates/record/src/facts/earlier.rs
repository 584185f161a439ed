//! Bodies as earlier releases laid them down, each with its upcast: how it is read now. What is stored keeps its bytes
//! and its hash for ever; a body of here is read, and never written again.

use serde::Deserialize;

use super::person::{Ending, OrderEnded};

/// Version 1 of `order_ended` said in free words how, which nothing could count by.
#[derive(Deserialize)]
pub(super) struct OrderEnded1 {
    how: String,
}

impl From<OrderEnded1> for OrderEnded {
    fn from(old: OrderEnded1) -> OrderEnded {
        let known = Ending::ALL.into_iter().find(|ending| ending.words() == old.how);
        OrderEnded { ending: known.unwrap_or(Ending::Otherwise(old.how)) }
    }
}
