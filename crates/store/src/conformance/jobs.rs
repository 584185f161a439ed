//! Jobs: one worker at a time, and what was found stands until something else is found.

use super::samples::START;
use super::{Outcome, same, words};
use crate::act::SideWrite;
use crate::store::Store;

fn begin(holder: &str, at: i64) -> SideWrite {
    SideWrite::BeginJob { name: "scores".into(), holder: holder.into(), at, until: at + 100 }
}

fn advance(holder: &str, done: u64, until: i64) -> SideWrite {
    SideWrite::AdvanceJob { name: "scores".into(), holder: holder.into(), done, total: 10, until }
}

fn end(holder: &str, at: i64, result: Option<&str>) -> SideWrite {
    SideWrite::EndJob { name: "scores".into(), holder: holder.into(), at, result: result.map(str::to_owned) }
}

pub(super) async fn a_job_is_done_by_one_worker_until_its_lease_ends(store: &Store) -> Outcome {
    same("never begun", &store.read(|snapshot| snapshot.job("scores")).await, &Ok(None))?;
    store.put(begin("one", START)).await.map_err(words)?;
    same("another", &store.put(begin("two", START + 99)).await.is_err(), &true)?;
    store.put(advance("one", 4, START + 200)).await.map_err(words)?;
    same("not theirs", &store.put(advance("two", 5, START + 300)).await.is_err(), &true)?;
    same("the lease goes on", &store.put(begin("two", START + 150)).await.is_err(), &true)?;
    store.put(begin("two", START + 200)).await.map_err(words)?;
    same("lost", &store.put(end("one", START + 201, Some("{}"))).await.is_err(), &true)?;
    let not_done = |begins: &'static str| store.read(move |snapshot| snapshot.jobs_not_done(begins));
    same("not done", &not_done("sco").await, &Ok(vec!["scores".into()]))?;
    same("of another name", &not_done("lists ").await, &Ok(vec![]))?;
    let job = store.read(|snapshot| snapshot.job("scores")).await.map_err(words)?;
    let job = job.map(|job| (job.state, job.holder, job.done, job.began));
    same("begun anew", &job, &Some(("running".into(), "two".into(), 0, START + 200)))?;
    same("a clock that is a little behind", &store.put(begin("three", START + 150)).await.is_err(), &true)?;
    // Far behind: nobody waits a day for a lease of before the clock was set back.
    store.put(begin("three", START - 500)).await.map_err(words)?;
    same("lost to it", &store.put(end("two", START - 499, Some("{}"))).await.is_err(), &true)
}

pub(super) async fn what_a_job_found_stands_while_it_runs_again_and_when_it_fails(store: &Store) -> Outcome {
    let state = || async {
        let job = store.read(|snapshot| snapshot.job("scores")).await.map_err(words)?;
        job.map(|job| (job.state, job.done, job.ended, job.result)).ok_or_else(|| "no job".to_owned())
    };
    store.put(begin("one", START)).await.map_err(words)?;
    store.put(advance("one", 10, START + 200)).await.map_err(words)?;
    store.put(end("one", START + 9, Some("found"))).await.map_err(words)?;
    same("none left", &store.read(|snapshot| snapshot.jobs_not_done("")).await, &Ok(vec![]))?;
    same("done", &state().await?, &("done".into(), 10, START + 9, "found".into()))?;
    store.put(begin("two", START + 10)).await.map_err(words)?;
    same("again", &state().await?, &("running".into(), 0, 0, "found".into()))?;
    store.put(end("two", START + 20, None)).await.map_err(words)?;
    same("failed", &state().await?, &("failed".into(), 0, START + 20, "found".into()))
}

pub(super) async fn of_jobs_that_are_done_once_nothing_need_be_kept(store: &Store) -> Outcome {
    let begin =
        |name: &str| SideWrite::BeginJob { name: name.into(), holder: "one".into(), at: START, until: START + 100 };
    let done = |name: &str| SideWrite::EndJob {
        name: name.into(),
        holder: "one".into(),
        at: START + 1,
        result: Some("{}".into()),
    };
    let fails = SideWrite::EndJob { name: "late c".into(), holder: "one".into(), at: START + 1, result: None };
    let names = ["lat", "late a", "late b", "late c", "latest", "lists a", "scores"];
    let steps =
        names.iter().map(|name| begin(name)).chain(["lat", "late a", "latest", "scores"].map(done)).chain([fails]);
    store.put(SideWrite::All(steps.collect())).await.map_err(words)?;
    let not_done = |begins: &'static str| store.read(move |snapshot| snapshot.jobs_not_done(begins));
    same("of the kind", &not_done("late ").await, &Ok(vec!["late b".into(), "late c".into()]))?;
    store.put(SideWrite::DropDoneJobs { begins: "late ".into() }).await.map_err(words)?;
    let kept = store.read(move |snapshot| {
        let stands = |name: &&str| snapshot.job(name).map(|job| job.is_some());
        names
            .into_iter()
            .filter_map(|name| stands(&name).map(|stands| stands.then_some(name)).transpose())
            .collect::<Result<Vec<_>, _>>()
    });
    same("kept", &kept.await, &Ok(vec!["lat", "late b", "late c", "latest", "lists a", "scores"]))
}
