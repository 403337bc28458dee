-- Registry of Mithaq, schema 1. docs/registry.md describes every table; change it only by a further migration.
--
-- Three layers. What was read: document, source, span, mention, statement (never edited, only superseded by a later reading).
-- What people decided: decision (append-only). What results: agreement, event, person and the tables that hang on them,
-- computed from the first two and replaced whenever they change; no fact lives there alone.

-- ── What was read ──────────────────────────────────────────────────────────────────────────────────────────────────────

-- A version of the engine and of the packs that read something.
CREATE TABLE reader (
  id     INTEGER PRIMARY KEY,
  engine TEXT NOT NULL,
  packs  TEXT NOT NULL,                    -- JSON: pack → version
  UNIQUE (engine, packs)
) STRICT;

CREATE TABLE document (
  id          INTEGER PRIMARY KEY,
  document    TEXT NOT NULL,               -- the input's own id, else sha256: and 16 digits of text_sha256
  text_sha256 TEXT NOT NULL,
  path        TEXT,
  url         TEXT,
  title       TEXT,
  publisher   TEXT,
  language    TEXT,
  published   TEXT,                        -- YYYY-MM-DD
  reading     TEXT NOT NULL CHECK (reading IN ('read', 'empty', 'unsupported-language', 'truncated', 'by-hand')),
  reader      INTEGER NOT NULL REFERENCES reader (id),
  origin      TEXT,                        -- who first says it: the end of the chain of sources, else the publisher; folded
  voice       INTEGER NOT NULL,            -- document.id of the first copy: near duplicates share it
  kept        INTEGER NOT NULL CHECK (kept IN (0, 1)),   -- text, statements and search index are stored
  superseded  INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1)),  -- a later text came under the same id
  UNIQUE (document, text_sha256)
) STRICT;
CREATE INDEX document_published ON document (published) WHERE kept;
CREATE INDEX document_voice ON document (voice) WHERE kept;
CREATE INDEX document_sha ON document (text_sha256);
CREATE INDEX document_by_hand ON document (path) WHERE reading = 'by-hand';

-- The text as read: title, line feed, body. Offsets everywhere are code points into it, as substr() counts them.
CREATE TABLE document_text (
  document INTEGER PRIMARY KEY REFERENCES document (id),
  text     TEXT NOT NULL
) STRICT;

CREATE TABLE source (
  document INTEGER NOT NULL REFERENCES document (id),
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  role     TEXT NOT NULL,
  state    TEXT,
  quotes   INTEGER,                        -- position of the source that this one quotes
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

-- MinHash of the text's word pairs, a row a band: documents that share one are compared in full.
CREATE TABLE band (
  band     INTEGER NOT NULL,
  hash     INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES document (id),
  PRIMARY KEY (band, hash, document)
) STRICT, WITHOUT ROWID;

-- One agreement, event or contribution as one document tells it.
CREATE TABLE mention (
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,         -- stable name: parties and a hash of the document's id and the place in its record
  document   INTEGER NOT NULL REFERENCES document (id),
  reader     INTEGER NOT NULL REFERENCES reader (id),
  kind       TEXT NOT NULL CHECK (kind IN ('agreement', 'event', 'contribution')),
  local      TEXT NOT NULL,                -- a1, e2: its id in the record
  block      TEXT NOT NULL,                -- only mentions of one block are compared: parties, or type and participants
  confidence REAL NOT NULL,
  current    INTEGER NOT NULL CHECK (current IN (0, 1))   -- 0: a later reading of the document took its place
) STRICT;
CREATE INDEX mention_block ON mention (kind, block) WHERE current;
CREATE INDEX mention_document ON mention (document);

-- Keys of mentions that no present reading has, and of those that stood for the same agreement or event when they went: an id once
-- written down, and what was decided about it, pass to these.
CREATE TABLE former (
  key    TEXT NOT NULL,
  fellow TEXT NOT NULL,
  PRIMARY KEY (key, fellow)
) STRICT, WITHOUT ROWID;
CREATE INDEX former_fellow ON former (fellow);

CREATE TABLE span (
  id       INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document (id),
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  quote    TEXT NOT NULL,
  UNIQUE (document, start, "end")
) STRICT;

-- One value of one mention. A value with several pieces of evidence has a row for each.
CREATE TABLE statement (
  mention    INTEGER NOT NULL REFERENCES mention (id),
  n          INTEGER NOT NULL,
  property   TEXT NOT NULL,                -- party domain instrument title scope status signed date step place occasion duration_years signatory area link …
                                           -- of a row entered by hand also: terminated source id cells column:NAME
  value      TEXT,
  date       TEXT,                         -- of a step
  precision  TEXT,                         -- of value (signed, date) or of date (step)
  detail     TEXT,                         -- JSON: of a person or a place
  span       INTEGER REFERENCES span (id),
  rule       TEXT,
  confidence REAL NOT NULL,
  PRIMARY KEY (mention, n)
) STRICT, WITHOUT ROWID;

-- What a text only hopes, plans or denies: kept for event data, never counted, merged or shown as a fact.
CREATE TABLE unasserted (
  document INTEGER NOT NULL REFERENCES document (id),
  n        INTEGER NOT NULL,
  kind     TEXT NOT NULL,                  -- agreement, event
  parties  TEXT NOT NULL,                  -- joined by +
  mode     TEXT NOT NULL,                  -- hypothetical, future, negated
  span     INTEGER REFERENCES span (id),
  PRIMARY KEY (document, n)
) STRICT, WITHOUT ROWID;

-- ── What people decided ────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE decision (
  id       INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,                  -- UTC, RFC 3339
  author   TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('accept', 'correct', 'reject', 'merge', 'split', 'note', 'add', 'undo')),
  target   TEXT NOT NULL,                  -- key of a mention: the decision is about what that mention belongs to
  other    TEXT,                           -- merge, split: key of the other mention; undo: id of the decision taken back
  property TEXT,                           -- correct, and a correct's undo
  value    TEXT,
  precision TEXT,
  detail   TEXT,
  reason   TEXT NOT NULL
) STRICT;
CREATE INDEX decision_target ON decision (target);
CREATE INDEX decision_other ON decision (other);
CREATE TRIGGER decision_kept BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decision_once BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.id) BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

-- ── What results ───────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE agreement (
  n                INTEGER PRIMARY KEY,    -- row in agreement_text; changes when the agreement is computed again
  id               TEXT NOT NULL UNIQUE,   -- key of the mention it is named after; the key of any of its mentions finds it
  block            TEXT NOT NULL,
  parties          TEXT NOT NULL,          -- CZE+MAR
  domain           TEXT NOT NULL,
  instrument       TEXT NOT NULL,
  title            TEXT,
  scope            TEXT NOT NULL,
  status           TEXT NOT NULL,
  signed           TEXT,
  signed_precision TEXT NOT NULL,
  date             TEXT,                   -- of the step in status
  date_precision   TEXT NOT NULL,
  place            TEXT,
  place_country    TEXT,
  latitude         REAL,
  longitude        REAL,
  occasion         TEXT,
  duration_years   INTEGER,
  runs_from        TEXT,                   -- YYYY-MM-DD: first day on which it counts as in force; null: never, or not known
  runs_to          TEXT,                   -- first day on which it no longer does; null: open
  terminated       TEXT,
  terminated_precision TEXT NOT NULL,
  areas            TEXT NOT NULL,          -- joined by +
  confidence       REAL NOT NULL,
  review           TEXT NOT NULL CHECK (review IN ('unreviewed', 'accepted', 'corrected', 'rejected')),
  reports          INTEGER NOT NULL,       -- documents that tell it
  voices           INTEGER NOT NULL,       -- without copies of one another
  origins          INTEGER NOT NULL,       -- independent: with different ends of their source chains
  conflicts        INTEGER NOT NULL,       -- properties on which the reports disagree
  first_report     TEXT,
  last_report      TEXT,
  sort_date        TEXT NOT NULL           -- date, else signed, else first report; for lists
) STRICT;
CREATE INDEX agreement_block ON agreement (block);
CREATE INDEX agreement_sort ON agreement (sort_date DESC, id);
CREATE INDEX agreement_status ON agreement (status, sort_date DESC, id);
CREATE INDEX agreement_instrument ON agreement (instrument, sort_date DESC, id);
CREATE INDEX agreement_review ON agreement (review, sort_date DESC, id);
CREATE INDEX agreement_runs ON agreement (runs_from, runs_to);

CREATE TABLE agreement_party (
  agreement TEXT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  state     TEXT NOT NULL,
  sort_date TEXT NOT NULL,
  PRIMARY KEY (state, sort_date, agreement)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_party_of ON agreement_party (agreement);

CREATE TABLE agreement_area (
  agreement TEXT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  area      TEXT NOT NULL,
  reports   INTEGER NOT NULL,              -- documents that name it
  sort_date TEXT NOT NULL,
  PRIMARY KEY (area, sort_date, agreement)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_area_of ON agreement_area (agreement);

-- The life of an agreement: each step with its date and the day it was first known (published).
CREATE TABLE agreement_step (
  agreement TEXT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  n         INTEGER NOT NULL,
  status    TEXT NOT NULL,
  date      TEXT,
  precision TEXT NOT NULL,
  known     TEXT,                          -- publication of the first report of it
  reports   INTEGER NOT NULL,
  PRIMARY KEY (agreement, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_signatory (
  agreement TEXT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  n         INTEGER NOT NULL,
  name      TEXT,
  name_key  TEXT,
  rank      TEXT,
  office    TEXT NOT NULL,
  state     TEXT,
  person    INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (agreement, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_signatory_person ON agreement_signatory (person);

-- Which mention stands for which agreement or event.
CREATE TABLE member (
  mention   INTEGER PRIMARY KEY REFERENCES mention (id),
  resolved  TEXT NOT NULL                  -- agreement.id or event.id
) STRICT;
CREATE INDEX member_resolved ON member (resolved);

CREATE TABLE agreement_link (
  agreement TEXT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  type      TEXT NOT NULL CHECK (type IN ('renews', 'amends', 'implements', 'terminates')),
  other     TEXT NOT NULL,
  PRIMARY KEY (agreement, type, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_link_other ON agreement_link (other);

-- Where reports of one agreement disagree: the value shown and the others, each with its reports.
CREATE TABLE agreement_conflict (
  agreement TEXT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  property  TEXT NOT NULL,
  value     TEXT NOT NULL,
  reports   INTEGER NOT NULL,
  shown     INTEGER NOT NULL CHECK (shown IN (0, 1)),
  PRIMARY KEY (agreement, property, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id             TEXT PRIMARY KEY,
  block          TEXT NOT NULL,
  type           TEXT NOT NULL,
  realis         TEXT NOT NULL,
  participants   TEXT NOT NULL,
  host           TEXT,
  name           TEXT,
  date           TEXT,
  date_precision TEXT NOT NULL,
  day            TEXT,                     -- for comparing: the date's first day, else the first report
  place          TEXT,
  place_country  TEXT,
  areas          TEXT NOT NULL,            -- its type's own area and those the texts name, joined by +
  confidence     REAL NOT NULL,
  review         TEXT NOT NULL CHECK (review IN ('unreviewed', 'accepted', 'corrected', 'rejected')),
  reports        INTEGER NOT NULL,
  voices         INTEGER NOT NULL,
  first_report   TEXT,
  last_report    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX event_block ON event (block);
CREATE INDEX event_day ON event (day DESC, id);
CREATE INDEX event_type ON event (type, day DESC, id);

-- Who took part, the host too.
CREATE TABLE event_party (
  event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL,
  day   TEXT NOT NULL,
  PRIMARY KEY (state, day, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_party_of ON event_party (event);

-- A person, whatever the spellings: those that stand for one signatory of one agreement are one.
CREATE TABLE person (
  id    INTEGER PRIMARY KEY,
  state TEXT NOT NULL                      -- '' where unknown
) STRICT;

CREATE TABLE person_name (
  key    TEXT NOT NULL,                    -- Latin skeleton of the name, the same in every script
  state  TEXT NOT NULL,
  name   TEXT NOT NULL,                    -- one spelling
  person INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (key, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_name_of ON person_name (person);

-- Pairs whose score lies between "the same" and "another": for a person to decide.
CREATE TABLE doubt (
  a     TEXT NOT NULL,                     -- agreement.id, a < b
  b     TEXT NOT NULL,
  score REAL NOT NULL,                     -- log odds that they are the same
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX doubt_b ON doubt (b);

-- ── Search ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Folded (see docs/registry.md); rowid = document.id. The original words are in document_text.
CREATE VIRTUAL TABLE document_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0', detail = full);
-- Folded titles, occasions, places, people, quotes; rowid = agreement.n.
CREATE VIRTUAL TABLE agreement_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram', detail = full);

-- ── Views for people ───────────────────────────────────────────────────────────────────────────────────────────────────

CREATE VIEW v_statement AS
SELECT m.key AS mention, mm.resolved, m.kind, d.document, d.published, d.publisher, d.language, d.url,
       s.property, s.value, s.date, s.precision, s.detail, sp.start, sp."end", sp.quote, s.rule, s.confidence, r.engine, r.packs, m.current
FROM statement s
JOIN mention m ON m.id = s.mention
JOIN document d ON d.id = m.document
JOIN reader r ON r.id = m.reader
LEFT JOIN span sp ON sp.id = s.span
LEFT JOIN member mm ON mm.mention = m.id;

CREATE VIEW v_agreement AS
SELECT id, parties, domain, instrument, title, scope, status, signed, signed_precision, date, date_precision AS precision, place, place_country,
       areas, duration_years, runs_from, runs_to, confidence, review, reports, voices, origins, conflicts, first_report, last_report
FROM agreement WHERE review <> 'rejected';
