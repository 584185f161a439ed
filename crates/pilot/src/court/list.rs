//! A magistrates' court list as an XML document in a SOAP envelope.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::Listed;
use crate::network::{COURT, COURT_NAME};

/// Rows that nobody can use: one without a case number, one without a name.
pub(super) const USELESS: [&str; 2] = [
    "<case><c_id>900001</c_id><h_id>910001</h_id><type>C</type><def_name>Mr Somebody UNLISTED</def_name>\
     <def_type>P</def_type><def_dob>01/02/1980</def_dob></case>",
    "<case><c_id>900002</c_id><h_id>910002</h_id><caseno>1500990002</caseno><type>C</type><def_type>P</def_type>\
     <def_dob>03/04/1981</def_dob></case>",
];

/// The document: a session for each day and room, and `extra` cases as they stand at the end of the last.
pub(super) fn whole(printed: Date, days: &[(Date, &[Listed])], extra: &[&str]) -> String {
    let mut sessions = String::new();
    let mut number = 0;
    let last = days.len().saturating_sub(1);
    for (at, (day, listed)) in days.iter().enumerate() {
        let mut rooms: Vec<&str> = listed.iter().map(|l| l.room).collect();
        rooms.sort_unstable();
        rooms.dedup();
        let final_room = rooms.len().saturating_sub(1);
        for (nth, room) in rooms.iter().enumerate() {
            let mut cases = String::new();
            for (place, listed) in listed.iter().filter(|l| l.room == *room).enumerate() {
                number += 1;
                case(&mut cases, number, place + 1, listed);
            }
            if at == last && nth == final_room {
                cases.extend(extra.iter().copied());
            }
            session(&mut sessions, *day, room, 70_000 + at * 10 + nth, &cases);
        }
    }
    let file = format!("5_{}_9000_{COURT}00_ADULT_COURT_LIST_DAILY", printed.strftime("%d%m%Y"));
    let run = printed.strftime("%d/%m/%Y");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:ext="http://www.justice.gov.uk/magistrates/external/ExternalDocumentRequest">
<soap:Header/>
<soap:Body>
<ext:ExternalDocumentRequest>
<documents>
<document>
<info>
<general><doc_type>EDT_Adult_Daily_Courtlist</doc_type><outputtype>R</outputtype><version>1_0</version><docref>900</docref><system>L</system></general>
<source_file_name>{file}</source_file_name>
<parameters><pi_job_type>ADULT_COURT_LIST_DAILY</pi_job_type><pi_run_date>{run}</pi_run_date></parameters>
<start_time>06:30:00</start_time>
</info>
<data>
<job>
<printdate>{run}</printdate>
<sessions>
{sessions}</sessions>
</job>
</data>
</document>
</documents>
</ext:ExternalDocumentRequest>
</soap:Body>
</soap:Envelope>
"#
    )
}

fn session(out: &mut String, day: Date, room: &str, number: usize, cases: &str) {
    let doh = day.strftime("%d/%m/%Y");
    // Writing to a string cannot fail, here and below.
    let _ = write!(
        out,
        "<session><s_id>{number}</s_id><doh>{doh}</doh><court>{COURT_NAME}</court><room>{room}</room>\
         <sstart>10:00</sstart><send>13:00</send>\n\
         <blocks><block><sb_id>{number}1</sb_id><bstart>10:00</bstart><bend>13:00</bend><desc>Adult list</desc>\n\
         <cases>\n{cases}</cases></block></blocks></session>\n"
    );
}

fn case(out: &mut String, number: usize, place: usize, listed: &Listed) {
    let _ = write!(
        out,
        "<case><c_id>{}</c_id><h_id>{}</h_id><valid>Y</valid><caseno>{}</caseno><type>C</type>",
        800_000 + number,
        810_000 + number,
        1_500_470_000 + number
    );
    if listed.organisation {
        element(out, "def_name", &listed.surname);
        element(out, "def_type", "O");
    } else {
        let title = if listed.sex == "F" { "Ms" } else { "Mr" };
        let surname = listed.surname.to_uppercase();
        element(out, "def_name", &format!("{title} {} {surname}", listed.forenames));
        element(out, "def_type", "P");
        element(out, "def_sex", listed.sex);
        out.push_str("<def_name_elements>");
        element(out, "title", title);
        for (at, forename) in listed.forenames.split(' ').take(3).enumerate() {
            element(out, &format!("forename{}", at + 1), forename);
        }
        element(out, "surname", &surname);
        out.push_str("</def_name_elements>");
    }
    if let Some(born) = listed.born {
        element(out, "def_dob", &born.strftime("%d/%m/%Y").to_string());
    }
    if let Some(pnc) = &listed.pnc {
        element(out, "pnc_id", &pnc.replace('/', ""));
    }
    if let Some(cro) = &listed.cro {
        element(out, "cro_number", cro);
    }
    out.push_str("<def_addr>");
    for (at, line) in listed.address.0.iter().enumerate() {
        element(out, &format!("line{}", at + 1), line);
    }
    element(out, "pcode", &listed.address.1);
    let _ = write!(out, "</def_addr><inf>WEN01</inf><cseq>{place}</cseq><listno>1st</listno><offences><offence>");
    let _ = write!(out, "<oseq>1</oseq><co_id>{}</co_id>", 820_000 + number);
    element(out, "code", listed.offence.0);
    element(out, "title", listed.offence.1);
    out.push_str("</offence></offences></case>\n");
}

fn element(out: &mut String, name: &str, text: &str) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = write!(out, "<{name}>{text}</{name}>");
}
