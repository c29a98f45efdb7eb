#pragma once

#include "server/storage/outbox_book.hpp"
#include "server/storage/session.hpp"

#include <memory>
#include <span>
#include <vector>

namespace pqxx {
class transaction_base;
}

namespace tillnote::storage {

/// One session's right to use the shared book. A lost connection may mean a failover or a restore, so whoever notices
/// begins a new epoch, and everybody else connects anew before believing or telling anything.
class BookLease {
public:
    BookLease(Session& session, std::shared_ptr<OutboxBook> book);

    /// Before every use. Connects; throws libpqxx exceptions, call inside transact().
    void renew();
    /// After a failure that may have lost commits.
    void forget_all() { book_->forget_all(); }

    /// The records of `keys` in their order, from the book or else from the database.
    std::vector<OutboxRecord> load(pqxx::transaction_base& transaction, std::span<const OutboxKey> keys);
    /// Tells what was committed. False: the epoch is over, nothing can be said about have_seq.
    bool join(const OutboxKey& key, const OutboxRecord& record) { return book_->join(epoch_, key, record); }
    /// have_seq as all writers know it by now.
    [[nodiscard]] std::int64_t have_seq(const OutboxKey& key, const OutboxRecord& fallback);

private:
    Session& session_;
    std::shared_ptr<OutboxBook> book_;
    std::uint64_t epoch_ = 0;
    std::uint64_t connection_count_ = 0;
};

}  // namespace tillnote::storage
