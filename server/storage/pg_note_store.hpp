#pragma once

#include "server/domain/note_store.hpp"
#include "server/storage/book_lease.hpp"

#include <memory>

namespace tillnote::storage {

/// Notes in PostgreSQL. Deliveries of notes alone whose ids are new cost one round trip: one statement, which is its own
/// transaction. A second one compares what was there before, and writes down what had to be refused. Role: ingest.
class PgNoteStore : public domain::NoteStore {
public:
    /// `book`: the one of all writers in this process, and of PgLaneStore.
    PgNoteStore(Session& session, std::shared_ptr<OutboxBook> book);

    Result<std::vector<domain::DeliveryOutcome>> append(std::span<const domain::Delivery> deliveries) override;

private:
    Result<std::vector<domain::DeliveryOutcome>> try_append(std::span<const domain::Delivery> deliveries);

    Session& session_;
    BookLease lease_;
};

}  // namespace tillnote::storage
