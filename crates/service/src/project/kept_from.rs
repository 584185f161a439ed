//! What somebody is kept from on a day, as far as it says in which buildings they cannot be seen: words of requirements and
//! codes of registers that the standards name. It stands with each open appointment, so that whatever is booked can be looked
//! at again without opening a record.

use jiff::civil::Date;
use practice::places::Places;
use record::case::CaseFile;
use serde::{Deserialize, Serialize};

/// What somebody is kept from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFrom {
    /// Requirements of the orders that run on the day, by category.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<String>,
    /// Registers that they stand on, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registers: Vec<String>,
}

impl KeptFrom {
    /// What they are kept from on a day.
    pub(crate) fn on(file: &CaseFile, day: Date) -> KeptFrom {
        let unfit = Places::split_2014().unfit();
        let of_orders = file.active_orders(day).flat_map(|order| &order.made.requirements);
        let requirements = of_orders.map(|requirement| &requirement.category).filter(|category| {
            let category = category.to_lowercase();
            unfit.iter().flat_map(|unfit| &unfit.requirements).any(|part| category.contains(part))
        });
        let running = file.registrations.iter().filter(|flag| flag.ended.is_none());
        let registers = running.map(|flag| &flag.registered.register);
        let registers = registers.filter(|code| unfit.iter().any(|unfit| unfit.registers.contains(code)));
        KeptFrom { requirements: requirements.cloned().collect(), registers: registers.cloned().collect() }
    }

    /// Whether it is nothing.
    pub fn is_nothing(&self) -> bool {
        self.requirements.is_empty() && self.registers.is_empty()
    }
}
