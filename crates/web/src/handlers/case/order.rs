//! The orders of a case, their requirements, and who answers for them.

use axum::extract::Path;
use axum::response::Response;
use record::case::View;
use service::Problem;

use crate::answer::{failure, page};
use crate::components::{Fact, Facts, Here};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::overview::{order_flag, requirements};
use crate::handlers::frame::{case_header, case_id, time_left};
use crate::pages::case::order::{Order, OrderPage};
use crate::visitor::Visitor;
use crate::words::short_day;

/// The page.
pub async fn show(visitor: Visitor, Path(case): Path<String>) -> Response {
    match order_page(&visitor, &case).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn order_page(visitor: &Visitor, case: &str) -> Result<OrderPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let read = service.case(&visitor.ask("order"), &person, View::default()).await?;
    let file = &read.opened.file;
    let names = service.names(staff_of(file)).await?;
    let today = visitor.now.day();
    let orders = file.orders.iter().rev().map(|order| {
        let mut own = record::case::CaseFile::default();
        own.orders.push(order.clone());
        Order {
            name: order.made.kind.words().to_owned(),
            flag: order_flag(order, today),
            facts: Facts::from(vec![
                Fact::new("Court", order.made.court.clone()),
                Fact::new("From", short_day(order.made.from)),
                Fact::new("Until", order.made.until.map_or_else(|| "For life".to_owned(), short_day))
                    .note(if order.made.until.is_some() { time_left(order, today) } else { String::new() }),
                Fact::new("Main offence", order.made.main_offence.title.clone())
                    .note(order.made.main_offence.code.clone()),
            ]),
            requirements: requirements(&own, order.made.from),
            accountable: Facts::from(
                order
                    .allocations
                    .iter()
                    .rev()
                    .map(|a| {
                        let officer = match a.staff.as_str() {
                            "" => "No officer yet".to_owned(),
                            staff => names.of_staff(staff),
                        };
                        let who = format!("{officer}, {}", names.of_unit(&a.team));
                        Fact::new(format!("Since {}", short_day(a.from)), who).note(names.of_unit(&a.provider))
                    })
                    .collect::<Vec<_>>(),
            ),
        }
    });
    Ok(OrderPage {
        shell: visitor.shell("Order and requirements – Case", Here::Find),
        case: case_header(visitor, &person, file, &names, "Order and requirements"),
        orders: orders.collect(),
    })
}
