#pragma once

#include "server/domain/note_store.hpp"
#include "server/domain/organisation.hpp"
#include "server/storage/pg_note_store.hpp"
#include "server/storage/session.hpp"
#include "tests/support/temporary_postgres.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// The vocabulary of the storage tests.
namespace tillnote::test {

using domain::Day;
using domain::Delivery;
using domain::DeliveryOutcome;

/// The cluster of this test program, started on first use.
TemporaryPostgres& postgres();

/// As the service's own work and the operator's commands connect: with a scope that holds every row.
storage::SessionOptions all_rows(const std::string& database, const std::string& role);

Day day(int year, unsigned month, unsigned date);
Instant at(Day day, int hour, int minute = 0, int second = 0);

/// A fresh id whose tap date is that of `when`. Deterministic within a program run.
Uuid make_id(Instant when);
Uuid make_outbox_id();

/// One countable note: reason 101, its own remark key, tapped on `business_day` at noon plus `seq` seconds.
domain::PlacedNote make_note(std::int64_t seq, Day business_day, const std::string& reason = "101");
domain::PlacedNote make_quarantined(std::int64_t seq, Day tapped_on);
/// From lane 3 of store-1, received on `business_day` at 20:00.
Delivery make_delivery(const Uuid& outbox_id, Day business_day, std::vector<domain::PlacedNote> notes);

/// One writer with its own connection.
struct Writer {
    Writer(const std::string& database, std::shared_ptr<storage::OutboxBook> book,
           const std::string& role = "tillnote_ingest");

    storage::Session session;
    storage::PgNoteStore store;

    /// Appends one delivery and expects success.
    DeliveryOutcome append(const Delivery& delivery);
};

std::vector<NoteStatus> statuses(const DeliveryOutcome& outcome);

}  // namespace tillnote::test
