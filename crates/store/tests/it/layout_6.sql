-- The tables of record.db as they were in layout 6, for records of that layout to be made from a seed.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, recorded INTEGER NOT NULL,
    hash BLOB NOT NULL, leaf BLOB NOT NULL, salt BLOB, content BLOB,
    PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE head (
    stream TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL,
    recorded INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE act (
    actor TEXT NOT NULL, key TEXT NOT NULL, act TEXT NOT NULL, digest BLOB NOT NULL,
    answer TEXT NOT NULL, ids TEXT NOT NULL, recorded INTEGER NOT NULL,
    PRIMARY KEY (actor, key)) STRICT, WITHOUT ROWID;
CREATE INDEX act_recorded ON act (recorded);
CREATE TABLE guard (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE unsealed (stream TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE log (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, seq INTEGER NOT NULL,
    hash BLOB NOT NULL, recorded INTEGER NOT NULL, mark INTEGER NOT NULL) STRICT;
CREATE TABLE mark (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, leaf BLOB NOT NULL, salt BLOB NOT NULL,
    content BLOB NOT NULL, PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE tile (
    level INTEGER NOT NULL, idx INTEGER NOT NULL, hashes BLOB NOT NULL,
    PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY, at INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX checkpoint_at ON checkpoint (at);

CREATE TABLE document (hash BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE document_use (
    hash BLOB NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (hash, stream, seq)) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    stream TEXT PRIMARY KEY, crn TEXT NOT NULL, name TEXT NOT NULL, surname TEXT NOT NULL,
    forenames TEXT NOT NULL, dob TEXT, sex TEXT NOT NULL, flags TEXT NOT NULL, order_line TEXT NOT NULL,
    officer TEXT NOT NULL, team TEXT NOT NULL, provider TEXT NOT NULL, active INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX person_crn ON person (crn);
CREATE TABLE person_key (
    stream TEXT NOT NULL, scheme TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (stream, scheme, value)) STRICT, WITHOUT ROWID;
CREATE INDEX person_key_value ON person_key (scheme, value);
CREATE TABLE diary (
    stream TEXT NOT NULL, appointment TEXT NOT NULL, officer TEXT NOT NULL, team TEXT NOT NULL,
    site TEXT NOT NULL, starts TEXT NOT NULL, minutes INTEGER NOT NULL, what TEXT NOT NULL, mode TEXT NOT NULL,
    state TEXT NOT NULL, outcome TEXT, detail TEXT NOT NULL, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL,
    PRIMARY KEY (stream, appointment, known_from)) STRICT, WITHOUT ROWID;
CREATE INDEX diary_officer ON diary (officer, starts);
CREATE INDEX diary_team ON diary (team, starts);
CREATE INDEX diary_open ON diary (stream, starts) WHERE outcome IS NULL AND known_to = 9223372036854775807;
CREATE INDEX diary_open_officer ON diary (officer, starts) WHERE outcome IS NULL AND known_to = 9223372036854775807;
CREATE INDEX diary_open_team ON diary (team, starts) WHERE outcome IS NULL AND known_to = 9223372036854775807;
CREATE TABLE duty (
    stream TEXT NOT NULL, duty TEXT NOT NULL, subject TEXT NOT NULL, component TEXT NOT NULL,
    due_on TEXT, arose_on TEXT NOT NULL, why TEXT NOT NULL, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL,
    PRIMARY KEY (stream, duty, subject, known_from)) STRICT, WITHOUT ROWID;
CREATE TABLE manager (
    stream TEXT NOT NULL, component TEXT NOT NULL, staff TEXT NOT NULL, from_on TEXT NOT NULL,
    provider TEXT NOT NULL, team TEXT NOT NULL, to_on TEXT, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL,
    PRIMARY KEY (stream, component, staff, from_on, known_from)) STRICT, WITHOUT ROWID;
CREATE INDEX manager_staff ON manager (staff, stream, from_on, to_on, known_to);
CREATE INDEX manager_team ON manager (team, staff, stream, from_on, to_on, known_to) WHERE known_to = 9223372036854775807;
CREATE TABLE limit_access (
    stream TEXT NOT NULL, staff TEXT NOT NULL, kind TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT,
    known_from INTEGER NOT NULL, known_to INTEGER NOT NULL,
    PRIMARY KEY (stream, staff, kind, from_on, known_from)) STRICT, WITHOUT ROWID;
CREATE TABLE court_case (
    stream TEXT NOT NULL, case_key TEXT NOT NULL, court TEXT NOT NULL, day TEXT NOT NULL, room TEXT NOT NULL,
    session TEXT NOT NULL, listing INTEGER NOT NULL, defendant TEXT NOT NULL, digest TEXT NOT NULL,
    state TEXT NOT NULL, person TEXT, PRIMARY KEY (stream, case_key)) STRICT, WITHOUT ROWID;
CREATE INDEX court_case_day ON court_case (court, day);
CREATE INDEX court_case_person ON court_case (person);
CREATE TABLE staff (
    stream TEXT PRIMARY KEY, staff TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, team TEXT NOT NULL,
    provider TEXT NOT NULL, courts TEXT NOT NULL, active INTEGER NOT NULL, sign_in TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX staff_staff ON staff (staff);
CREATE UNIQUE INDEX staff_sign_in ON staff (sign_in);
CREATE INDEX staff_team ON staff (team);
CREATE INDEX staff_role ON staff (provider, role);
CREATE INDEX staff_gone ON staff (staff) WHERE active = 0;
CREATE TABLE team (
    stream TEXT NOT NULL, team TEXT NOT NULL, name TEXT NOT NULL, provider TEXT NOT NULL, office TEXT NOT NULL,
    detail TEXT NOT NULL, PRIMARY KEY (stream, team)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX team_team ON team (team);
CREATE INDEX team_provider ON team (provider, office);
CREATE TABLE site (
    stream TEXT NOT NULL, site TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (stream, site)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX site_site ON site (site);
CREATE TABLE quarantine (
    stream TEXT NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (stream, line)) STRICT, WITHOUT ROWID;
CREATE TABLE import_file (
    stream TEXT NOT NULL, digest TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
    counts TEXT NOT NULL, PRIMARY KEY (stream, digest)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX import_file_digest ON import_file (digest);
CREATE TABLE erasure (
    stream TEXT NOT NULL, proposal INTEGER NOT NULL, state TEXT NOT NULL, authority TEXT NOT NULL,
    proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL, decided_by TEXT, entries INTEGER NOT NULL,
    PRIMARY KEY (stream, proposal)) STRICT, WITHOUT ROWID;
CREATE INDEX erasure_state ON erasure (state, proposed_at);
CREATE TABLE timing (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, recorded INTEGER NOT NULL, team TEXT NOT NULL, kind TEXT NOT NULL,
    happened_on TEXT NOT NULL, later INTEGER NOT NULL, again INTEGER NOT NULL,
    PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE notice (
    stream TEXT NOT NULL, told INTEGER NOT NULL, staff TEXT NOT NULL, read_at INTEGER NOT NULL,
    told_at INTEGER NOT NULL, PRIMARY KEY (stream, told, staff)) STRICT, WITHOUT ROWID;
CREATE INDEX notice_staff ON notice (staff);
CREATE TABLE notice_seen (
    stream TEXT NOT NULL, notice TEXT NOT NULL, staff TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (stream, notice)) STRICT, WITHOUT ROWID;
CREATE INDEX notice_seen_notice ON notice_seen (notice);
CREATE TABLE presence (
    stream TEXT NOT NULL, slot TEXT NOT NULL, site TEXT NOT NULL, room TEXT NOT NULL, starts TEXT NOT NULL,
    ends TEXT NOT NULL, PRIMARY KEY (stream, slot)) STRICT, WITHOUT ROWID;
CREATE INDEX presence_site ON presence (site, starts);
CREATE TABLE apart (
    stream TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, side TEXT NOT NULL, token TEXT NOT NULL,
    from_on TEXT NOT NULL, until_on TEXT NOT NULL, PRIMARY KEY (stream, who)) STRICT, WITHOUT ROWID;
CREATE INDEX apart_who ON apart (who);
CREATE TABLE visit (
    stream TEXT NOT NULL, visit TEXT NOT NULL, site TEXT NOT NULL, appointment TEXT NOT NULL, arrived TEXT NOT NULL,
    went TEXT NOT NULL, PRIMARY KEY (stream, visit)) STRICT, WITHOUT ROWID;
CREATE INDEX visit_site ON visit (site, arrived);
CREATE TABLE calendar_token (
    staff TEXT PRIMARY KEY, token_hash BLOB NOT NULL, made INTEGER NOT NULL, read_on TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX calendar_token_hash ON calendar_token (token_hash);
CREATE TABLE job (
    name TEXT PRIMARY KEY, state TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL, began INTEGER NOT NULL,
    ended INTEGER NOT NULL, holder TEXT NOT NULL, until INTEGER NOT NULL, result TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE last_contact (
    stream TEXT NOT NULL, component TEXT NOT NULL, since_on TEXT NOT NULL, due_on TEXT, face_on TEXT, other_on TEXT,
    unattended INTEGER NOT NULL, until_on TEXT, PRIMARY KEY (stream, component)) STRICT, WITHOUT ROWID;
CREATE TABLE contact_month (
    stream TEXT NOT NULL, month TEXT NOT NULL, team TEXT NOT NULL, mode TEXT NOT NULL, contacts INTEGER NOT NULL,
    elsewhere INTEGER NOT NULL, owed INTEGER NOT NULL, said INTEGER NOT NULL, linked INTEGER NOT NULL,
    PRIMARY KEY (stream, month, team, mode)) STRICT, WITHOUT ROWID;
CREATE INDEX contact_month_month ON contact_month (month, team, mode, contacts, elsewhere, owed, said, linked);
CREATE TABLE signed_off (
    stream TEXT NOT NULL, month TEXT NOT NULL, team TEXT NOT NULL, by_staff TEXT NOT NULL, at INTEGER NOT NULL,
    running INTEGER NOT NULL, cases TEXT NOT NULL, checkpoint INTEGER NOT NULL,
    PRIMARY KEY (stream, month)) STRICT, WITHOUT ROWID;
CREATE INDEX signed_off_team ON signed_off (team, month);

CREATE TABLE password (staff TEXT PRIMARY KEY, phc TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    id_hash BLOB PRIMARY KEY, staff TEXT NOT NULL, created INTEGER NOT NULL, last_seen INTEGER NOT NULL,
    expires INTEGER NOT NULL, csrf TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE attempt (key TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (key, at)) STRICT, WITHOUT ROWID;
CREATE TABLE draft (
    staff TEXT NOT NULL, form TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, saved_at INTEGER NOT NULL,
    PRIMARY KEY (staff, form, subject)) STRICT, WITHOUT ROWID;
CREATE TABLE standing (
    stream TEXT PRIMARY KEY, provider TEXT NOT NULL, held INTEGER NOT NULL, ends_on TEXT, harm TEXT NOT NULL,
    tier TEXT NOT NULL, waiting INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX standing_unheld ON standing (provider) WHERE held = 0;
CREATE TABLE away (
    stream TEXT NOT NULL, from_on TEXT NOT NULL, staff TEXT NOT NULL, until_on TEXT, kind TEXT NOT NULL,
    cover TEXT, PRIMARY KEY (stream, from_on)) STRICT, WITHOUT ROWID;
CREATE INDEX away_staff ON away (staff);
CREATE INDEX away_cover ON away (cover);
CREATE TABLE alarm (
    stream TEXT NOT NULL, duty TEXT NOT NULL, subject TEXT NOT NULL, team TEXT NOT NULL, due_on TEXT, met_on TEXT,
    dismissed TEXT NOT NULL, quiet INTEGER NOT NULL, PRIMARY KEY (stream, duty, subject)) STRICT, WITHOUT ROWID;
CREATE INDEX alarm_team ON alarm (team, duty, due_on, met_on, dismissed);
CREATE TABLE news (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, staff TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE saved_view (
    staff TEXT NOT NULL, page TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, saved_at INTEGER NOT NULL,
    PRIMARY KEY (staff, page, name)) STRICT, WITHOUT ROWID;
CREATE TABLE recent (
    staff TEXT NOT NULL, stream TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (staff, stream)) STRICT, WITHOUT ROWID;
CREATE TABLE cosignature (
    size INTEGER NOT NULL, witness TEXT NOT NULL, at INTEGER NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (size, witness)) STRICT, WITHOUT ROWID;
CREATE INDEX cosignature_witness ON cosignature (witness, size);
CREATE TABLE witness (
    name TEXT PRIMARY KEY, known INTEGER NOT NULL, tried INTEGER NOT NULL, failing INTEGER NOT NULL,
    status INTEGER NOT NULL, answer TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE disagreement (
    witness TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, held TEXT NOT NULL, offered TEXT NOT NULL,
    proof TEXT NOT NULL, PRIMARY KEY (witness, at)) STRICT, WITHOUT ROWID;
CREATE TABLE upkeep (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL,
    detail TEXT NOT NULL, PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX upkeep_what ON upkeep (what, at);
CREATE TABLE home (stream TEXT PRIMARY KEY, place TEXT NOT NULL, from_on TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE arranged (
    stream TEXT PRIMARY KEY, staff TEXT NOT NULL, organisation TEXT NOT NULL, made_on TEXT NOT NULL,
    confirm_by TEXT NOT NULL, until_on TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX arranged_confirm ON arranged (confirm_by);
CREATE INDEX arranged_staff ON arranged (staff, until_on);
CREATE TABLE affiliation (
    stream TEXT NOT NULL, grp TEXT NOT NULL, from_on TEXT NOT NULL,
    PRIMARY KEY (stream, grp)) STRICT, WITHOUT ROWID;
CREATE INDEX affiliation_grp ON affiliation (grp);
CREATE TABLE outgoing (
    stream TEXT NOT NULL, message TEXT NOT NULL, kind TEXT NOT NULL, team TEXT NOT NULL, site TEXT NOT NULL,
    from_at TEXT NOT NULL, until_at TEXT NOT NULL, state TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (stream, message)) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_kind ON outgoing (kind, from_at);
CREATE INDEX outgoing_team ON outgoing (team, kind, from_at);
CREATE TABLE glance (
    stream TEXT PRIMARY KEY, surname TEXT NOT NULL, forenames TEXT NOT NULL, ends_on TEXT, harm TEXT,
    tier TEXT NOT NULL, waiting INTEGER NOT NULL, seen_on TEXT NOT NULL, starts TEXT NOT NULL, due TEXT NOT NULL,
    limits TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE signed_line (
    stream TEXT NOT NULL, month TEXT NOT NULL, team TEXT NOT NULL, since_on TEXT NOT NULL, action TEXT NOT NULL,
    PRIMARY KEY (stream, month, team)) STRICT, WITHOUT ROWID;
CREATE INDEX signed_line_team ON signed_line (team, month);
CREATE TABLE noted (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, staff TEXT NOT NULL, recorded INTEGER NOT NULL,
    PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX noted_staff ON noted (staff, recorded);
CREATE INDEX log_by_stream ON log (stream, seq, position, hash, recorded, mark);
CREATE INDEX timing_recorded ON timing (recorded, later, happened_on, team, kind, again);
