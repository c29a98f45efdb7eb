#include "lane-client/outbox_schema.hpp"

#include "lane-client/randomness.hpp"

#include <array>

namespace tillnote::lane {
namespace {

// Exclusive comes first: with it the log's index lives in memory, so no second connection can share (and damage) it.
// FULL fsyncs the log at each commit. Checkpoints are ours to time: in a tap they would cost the cashier.
constexpr const char* settings_sql =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
    "PRAGMA cache_size = -512; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;";

// State 1 is delivered: the partial indexes hold only what is not, so they stay small for life.
constexpr const char* layout_sql = R"sql(
CREATE TABLE lane (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  outbox_id BLOB NOT NULL,
  last_seq INTEGER NOT NULL,
  last_id_ms INTEGER NOT NULL,
  salt_day TEXT NOT NULL,
  salt TEXT NOT NULL,
  remark_key TEXT NOT NULL,
  remark_began_ms INTEGER NOT NULL,
  remark_boot_id BLOB NOT NULL,
  client_version TEXT NOT NULL,
  delivered_pruned INTEGER NOT NULL,
  repaired_have_seq INTEGER NOT NULL,
  repaired_at_ms INTEGER NOT NULL,
  log_rounds INTEGER NOT NULL
);
CREATE TABLE note (
  row INTEGER PRIMARY KEY,
  note_id BLOB NOT NULL CHECK (length(note_id) = 16),
  outbox_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  enrolment BLOB NOT NULL,
  reason TEXT NOT NULL,
  tapped_at_ms INTEGER NOT NULL,
  utc_offset_minutes INTEGER NOT NULL,
  mono_ms INTEGER NOT NULL,
  boot_id BLOB NOT NULL,
  source TEXT NOT NULL,
  remark_key TEXT NOT NULL,
  with_transaction INTEGER NOT NULL,
  comment TEXT,
  state INTEGER NOT NULL,
  settled_at_ms INTEGER
);
CREATE INDEX note_open ON note (state) WHERE state <> 1;
CREATE TABLE undo (
  row INTEGER PRIMARY KEY,
  note_row INTEGER NOT NULL UNIQUE,
  undo_id BLOB NOT NULL,
  note_id BLOB NOT NULL,
  undone_at_ms INTEGER NOT NULL,
  state INTEGER NOT NULL,
  settled_at_ms INTEGER
);
CREATE INDEX undo_open ON undo (state) WHERE state <> 1;
PRAGMA user_version = 1;
)sql";

// How far the server has come with each outbox_id. In the first layout, lane.repaired_* held a part of it; those columns
// stay, for a client put back to an earlier version.
constexpr const char* second_layout_sql = R"sql(
CREATE TABLE IF NOT EXISTS outbox_answer (
  outbox_id BLOB PRIMARY KEY,
  reached_seq INTEGER NOT NULL,
  repaired_have_seq INTEGER NOT NULL,
  repaired_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
PRAGMA user_version = 2;
)sql";

// The POS's transaction in force, how many there were in each hour, which messages to the lane have been shown, and the
// showings of asks; those have no outcome while they are shown.
constexpr const char* third_layout_sql = R"sql(
CREATE TABLE IF NOT EXISTS current_transaction (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  remark_key TEXT NOT NULL,
  began_at_ms INTEGER NOT NULL,
  began_mono_ms INTEGER NOT NULL,
  boot_id BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS staffed_hour (
  row INTEGER PRIMARY KEY,
  hour_start_ms INTEGER NOT NULL,
  enrolment BLOB NOT NULL,
  transactions INTEGER NOT NULL,
  reported INTEGER NOT NULL,
  UNIQUE (hour_start_ms, enrolment)
);
CREATE TABLE IF NOT EXISTS message_seen (
  message_id BLOB PRIMARY KEY,
  day TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS showing (
  row INTEGER PRIMARY KEY,
  showing_id BLOB NOT NULL CHECK (length(showing_id) = 16),
  ask_id BLOB NOT NULL,
  outbox_id BLOB NOT NULL,
  enrolment BLOB NOT NULL,
  shown_at_ms INTEGER NOT NULL,
  with_transaction INTEGER NOT NULL,
  remark_key TEXT NOT NULL,
  outcome TEXT,
  answer TEXT,
  state INTEGER NOT NULL,
  settled_at_ms INTEGER
);
CREATE INDEX IF NOT EXISTS showing_open ON showing (state) WHERE state <> 1;
PRAGMA user_version = 3;
)sql";

// Under which outbox_id the server is told the count of an hour: the server adds up what it hears under several.
constexpr const char* fourth_layout_sql = R"sql(
CREATE TABLE IF NOT EXISTS hour_outbox (
  hour_start_ms INTEGER NOT NULL,
  enrolment BLOB NOT NULL,
  outbox_id BLOB NOT NULL,
  PRIMARY KEY (hour_start_ms, enrolment)
) WITHOUT ROWID;
PRAGMA user_version = 4;
)sql";

// How far the look for a server that was put back in time has come.
constexpr const char* fifth_layout_sql = R"sql(
CREATE TABLE IF NOT EXISTS restore_check (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  undo_row INTEGER NOT NULL,
  showing_row INTEGER NOT NULL,
  under_way INTEGER NOT NULL,
  checked_at_ms INTEGER NOT NULL,
  offered_at_ms INTEGER NOT NULL,
  hours_told_at_ms INTEGER NOT NULL
);
PRAGMA user_version = 5;
)sql";

/// Each adds to the one before it; its place here is its number.
constexpr std::array layouts{layout_sql, second_layout_sql, third_layout_sql, fourth_layout_sql, fifth_layout_sql};

constexpr std::string_view first_memory_sql =
    "INSERT INTO lane VALUES (1, ?1, 0, 0, '', '', '', 0, zeroblob(16), ?2, 0, -1, 0, 0)";

Result<void> add_layouts(Database& database, std::size_t layout) {
    auto transaction = Transaction::begin(database);
    if (!transaction) {
        return transaction.error();
    }
    const bool is_new = layout == 0;
    for (; layout < layouts.size(); ++layout) {
        if (auto made = database.run(layouts[layout]); !made) {
            return made;
        }
    }
    if (is_new) {
        auto memory = database.prepare(first_memory_sql);
        if (!memory) {
            return memory.error();
        }
        memory->bind(1, make_random_id()).bind(2, std::string_view(TILLNOTE_VERSION));
        if (auto stored = memory->finish(); !stored) {
            return stored;
        }
    }
    return transaction->commit();
}

Result<std::int64_t> find_layout(Database& database) {
    auto version = database.prepare("PRAGMA user_version");
    if (!version) {
        return version.error();
    }
    if (auto row = version->step(); !row) {
        return row.error();
    }
    return version->integer(0);
}

Result<void> make_ready(Database& database) {
    if (auto set = database.run(settings_sql); !set) {
        return set;
    }
    auto layout = find_layout(database);
    if (!layout) {
        return layout.error();
    }
    const auto known = static_cast<std::int64_t>(layouts.size());
    return *layout >= 0 && *layout < known ? add_layouts(database, static_cast<std::size_t>(*layout)) : Result<void>{};
}

}  // namespace

Result<Database> open_outbox_database(const std::string& file, const char* vfs, Trouble& trouble) {
    trouble = Trouble::other;
    auto database = Database::open(file, vfs);
    if (!database) {
        return database;
    }
    database->keep_log_on_close();
    if (auto ready = make_ready(*database); !ready) {
        trouble = database->trouble();
        return ready.error();
    }
    trouble = Trouble::none;
    return database;
}

}  // namespace tillnote::lane
