#include "server/storage/book_lease.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

constexpr Statement book_lease_sql[] = {
    {"load_outboxes", R"(
        SELECT w.n, coalesce(o.have_seq, 0), coalesce(o.pending, 0), o.contact_day - date '1970-01-01', r.first_seq, r.last_seq,
               coalesce(o.lane, (SELECT n.lane FROM note AS n WHERE n.store_id = w.store_id AND n.outbox_id = w.outbox_id
                                 ORDER BY n.seq LIMIT 1))
        FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS w (store_id, outbox_id, n)
        LEFT JOIN outbox AS o ON o.store_id = w.store_id AND o.outbox_id = w.outbox_id
        LEFT JOIN LATERAL outbox_runs(w.store_id, w.outbox_id, coalesce(o.have_seq, 0), $3) AS r ON true
        ORDER BY w.n, r.first_seq)"},
};

OutboxRecord& open_record(OutboxRecord& record, const pqxx::row& row) {
    record.have_seq = record.checkpoint = row[1].as<std::int64_t>();
    record.pending = row[2].as<std::int64_t>();
    if (!row[3].is_null()) {
        record.pending_day = day_of(row[3].as<std::int64_t>());
    }
    record.lane = row[6].as<int>(0);
    return record;
}

}  // namespace

BookLease::BookLease(Session& session, std::shared_ptr<OutboxBook> book) : session_(session), book_(std::move(book)) {
    session_.use(book_lease_sql);
}

void BookLease::renew() {
    const std::uint64_t epoch = book_->epoch();  // before connecting: what is read afterwards is at least as new
    session_.connection();
    const bool first_time = connection_count_ == 0;
    if (!first_time && session_.connection_count() != connection_count_) {
        epoch_ = book_->forget_all();
    } else if (epoch != epoch_) {
        if (!first_time) {
            session_.disconnect();
            session_.connection();
        }
        epoch_ = epoch;
    }
    connection_count_ = session_.connection_count();
}

std::vector<OutboxRecord> BookLease::load(pqxx::transaction_base& transaction, std::span<const OutboxKey> keys) {
    std::vector<OutboxRecord> records(keys.size());
    std::vector<std::size_t> missing;
    ArrayText stores;
    ArrayText outboxes;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (auto found = book_->find(epoch_, keys[i])) {
            records[i] = std::move(*found);
        } else {
            missing.push_back(i);
            stores.append(keys[i].store);
            outboxes.append(keys[i].outbox_id);
        }
    }
    if (missing.empty()) {
        return records;
    }
    std::size_t last_n = 0;
    constexpr int rows_max = static_cast<int>(OutboxBook::runs_max) + 2;  // one may join have_seq, one shows there are more
    for (const pqxx::row& row : transaction.exec_prepared("load_outboxes", stores.text(), outboxes.text(), rows_max)) {
        const auto n = row[0].as<std::size_t>();
        OutboxRecord& record = records[missing[n - 1]];
        if (n != last_n) {
            open_record(record, row);
            last_n = n;
        }
        if (!row[4].is_null()) {
            record.add({row[4].as<std::int64_t>(), row[5].as<std::int64_t>()});
        }
    }
    for (const std::size_t i : missing) {
        book_->join(epoch_, keys[i], records[i]);
    }
    return records;
}

std::int64_t BookLease::have_seq(const OutboxKey& key, const OutboxRecord& fallback) {
    const auto found = book_->find(epoch_, key);
    return found ? found->have_seq : fallback.have_seq;
}

}  // namespace tillnote::storage
