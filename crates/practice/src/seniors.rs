//! Who leads the teams of an organisation on a day, and who signs for them. Worked out once for all its teams: an organisation
//! has hundreds, and a senior of any may be asked for each.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::owner::{Absence, OwnerFacts, Post, posts};

/// The seniors of an organisation on a day, and who is at work.
#[derive(Debug)]
pub struct Seniors<'a> {
    /// Of all its teams, by staff code.
    all: Vec<&'a Post>,
    /// The same, team by team.
    of_team: BTreeMap<&'a str, Vec<&'a Post>>,
    /// Everybody who is on the books, with whether they lead a team, wherever that is.
    books: BTreeMap<&'a str, bool>,
    /// The absence of whoever is away: of several, the one that began last, so that a later word on cover counts.
    away: BTreeMap<&'a str, &'a Absence>,
}

impl<'a> Seniors<'a> {
    /// Works it out.
    pub fn of(facts: &OwnerFacts<'a>, provider: &str, on: Date) -> Seniors<'a> {
        let (mut all, mut books) = (Vec::new(), BTreeMap::new());
        for post in posts(facts, on) {
            *books.entry(post.staff.as_str()).or_default() |= post.leads;
            all.extend((post.leads && post.provider == provider).then_some(post));
        }
        all.sort_by_key(|post| &post.staff);
        let mut of_team: BTreeMap<&str, Vec<&Post>> = BTreeMap::new();
        for post in &all {
            of_team.entry(&post.team).or_default().push(post);
        }
        let mut away: BTreeMap<&str, &Absence> = BTreeMap::new();
        for absence in facts.absences.iter().filter(|a| a.from <= on && a.until.is_none_or(|last| on <= last)) {
            let running = away.entry(&absence.staff).or_insert(absence);
            if began(running) <= began(absence) {
                *running = absence;
            }
        }
        Seniors { all, of_team, books, away }
    }

    /// Who leads a team: its senior who is at work, or whoever covers for one, or the first senior of the organisation who is at
    /// work; and if all of them are away, the team's own senior stays answerable. First by code, so that there are never two.
    /// None while the organisation has no senior on its books.
    pub fn leader(&self, team: &str) -> Option<&'a str> {
        self.leader_among(team, &|_| true)
    }

    /// Who answers for a case that nobody at work holds who may open it: whoever leads its team, of those who may open the record.
    /// Where nobody may, whoever leads answers without seeing whose it is.
    pub fn answers(&self, team: &str, may_open: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        self.leader_among(team, may_open).or_else(|| self.leader(team))
    }

    /// Who does for a team what only a senior may: as [`Self::leader`], but that nobody does it by covering who is no senior.
    pub fn signer(&self, team: &str) -> Option<&'a str> {
        self.signer_among(team, &|_| true)
    }

    /// Who says what is done about somebody whom whoever signed a team's month could not speak of: whoever signs for the team, of
    /// those who may open the record. Where no senior of the organisation may, whoever signs says it without seeing whose it is.
    /// So it is always one, while the organisation has a senior on its books, wherever the case is by now and whether or not it
    /// has ended.
    pub fn speaker(&self, team: &str, may_open: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        self.signer_among(team, may_open).or_else(|| self.signer(team))
    }

    /// Who signs what `author` may not sign for themselves: whoever signs for the team, of the others who may open the record.
    /// Nobody stands in for them here: a second person who sees nothing, or is the first one, is no second person.
    pub fn countersigner(&self, team: &str, author: &str, may_open: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        self.signer_among(team, &|staff| staff != author && may_open(staff))
    }

    fn leader_among(&self, team: &str, among: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        let own = self.own(team);
        let cover = || own.iter().filter_map(|post| self.cover(&post.staff)).find(|staff| among(staff));
        self.first(own, among)
            .or_else(cover)
            .or_else(|| self.first(&self.all, among))
            .or_else(|| self.answerable(own, among))
    }

    fn signer_among(&self, team: &str, among: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        let own = self.own(team);
        let is_senior = |staff: &&str| among(staff) && self.books.get(staff) == Some(&true);
        let cover = || own.iter().filter_map(|post| self.cover(&post.staff)).find(is_senior);
        self.first(own, among)
            .or_else(cover)
            .or_else(|| self.first(&self.all, among))
            .or_else(|| self.answerable(own, among))
    }

    fn own(&self, team: &str) -> &[&'a Post] {
        self.of_team.get(team).map_or(&[], Vec::as_slice)
    }

    /// The first of some seniors who is at work.
    fn first(&self, seniors: &[&'a Post], among: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        seniors.iter().map(|post| post.staff.as_str()).find(|staff| self.at_work(staff) && among(staff))
    }

    /// Who stays answerable while nobody is at work: the first of the team's own, or of all.
    fn answerable(&self, own: &[&'a Post], among: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        own.iter().chain(&self.all).map(|post| post.staff.as_str()).find(|staff| among(staff))
    }

    fn at_work(&self, staff: &str) -> bool {
        self.books.contains_key(staff) && !self.away.contains_key(staff)
    }

    /// Who covers for somebody and is at work.
    fn cover(&self, staff: &str) -> Option<&'a str> {
        self.away.get(staff)?.cover.as_deref().filter(|cover| self.at_work(cover))
    }
}

fn began(absence: &Absence) -> (Date, &Option<String>, Option<Date>) {
    (absence.from, &absence.cover, absence.until)
}
