//! What is known of a building in which people are seen: a fold over its stream.

use jiff::civil::Date;
use ledger::EntryId;
use serde::{Deserialize, Serialize};

use crate::case::{Standing, View, resolve};
use crate::entry::Entry;
use crate::facts::Fact;
use crate::facts::site::{Hours, Room, SiteAssessed};

/// A building in which people are seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its address, postcode last.
    #[serde(default)]
    pub address: Vec<String>,
    /// Telephone.
    #[serde(default)]
    pub telephone: String,
    /// Rooms that can be booked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<Room>,
    /// Opening hours; none when they are not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
    /// Providers who see people there besides those whose teams have their office in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
    /// What it was found fit for, last of all; none when nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed: Option<SiteAssessed>,
    /// The entry that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed_by: Option<EntryId>,
    /// Since when it is closed for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Date>,
}

impl Site {
    /// Folds the entries of a site's stream; none when it was never opened.
    pub fn fold(entries: &[Entry], view: View) -> Option<Site> {
        let mut site: Option<Site> = None;
        for seen in resolve(entries, view).into_iter().filter(|seen| seen.standing == Standing::Stands) {
            let Some(content) = seen.content else { continue };
            if let Fact::SiteOpened(opened) = &content.fact {
                let (code, name) = (opened.code.clone(), opened.name.clone());
                let (address, telephone) = (opened.address.clone(), opened.telephone.clone());
                site = Some(Site { code, name, address, telephone, ..site.unwrap_or_default() });
            }
            let Some(site) = &mut site else { continue };
            match &content.fact {
                Fact::SiteArranged(arranged) => {
                    site.rooms.clone_from(&arranged.rooms);
                    site.hours.clone_from(&arranged.hours);
                    site.used_by.clone_from(&arranged.used_by);
                }
                Fact::SiteAssessed(assessed) => {
                    site.assessed = Some(assessed.clone());
                    site.assessed_by = Some(seen.entry.id.clone());
                }
                Fact::SiteClosed(_) => site.closed = Some(content.happened.day()),
                _ => {}
            }
        }
        site
    }
}
