#include "server/storage/pg_note_store.hpp"

#include "server/storage/append_statements.hpp"
#include "server/storage/lane_reports.hpp"
#include "server/storage/showings.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace tillnote::storage {
namespace {

using domain::Delivery;
using domain::DeliveryOutcome;

constexpr int attempts_max = 3;
constexpr std::int64_t checkpoint_every_seqs = 512;       ///< bounds what a restarted server reads of each outbox
constexpr std::chrono::minutes contact_written_every{5};  ///< so that last_heard_at is at most this much behind

/// The outboxes of a set of deliveries, each once.
struct Outboxes {
    std::vector<OutboxKey> keys;
    std::vector<std::size_t> of_delivery;    ///< index into keys
    std::vector<const Delivery*> delivered;  ///< the latest of each
    std::vector<OutboxRecord> records;
};

Outboxes list_outboxes(std::span<const Delivery> deliveries) {
    Outboxes outboxes;
    std::unordered_multimap<Uuid, std::size_t> known;
    for (const Delivery& delivery : deliveries) {
        const auto [begin, end] = known.equal_range(delivery.outbox_id);
        const auto found =
            std::find_if(begin, end, [&](const auto& entry) { return outboxes.keys[entry.second].store == delivery.store; });
        std::size_t index = outboxes.keys.size();
        if (found != end) {
            index = found->second;
            outboxes.delivered[index] = &delivery;
        } else {
            known.emplace(delivery.outbox_id, index);
            outboxes.keys.push_back({delivery.store, delivery.outbox_id});
            outboxes.delivered.push_back(&delivery);
        }
        outboxes.of_delivery.push_back(index);
    }
    return outboxes;
}

/// Reports worth writing, sorted by key; two outboxes of one lane make one contact.
std::vector<LaneReport> make_reports(const Outboxes& outboxes) {
    std::vector<LaneReport> reports;
    for (std::size_t i = 0; i < outboxes.keys.size(); ++i) {
        const Delivery& delivery = *outboxes.delivered[i];
        const OutboxRecord& record = outboxes.records[i];
        const bool other_pending =
            delivery.pending != record.pending || (delivery.pending > 0 && record.pending_day != delivery.contact_day);
        const bool far_ahead = record.have_seq - record.checkpoint >= checkpoint_every_seqs;
        const bool contact =
            record.contact_day != delivery.contact_day || delivery.received_at - record.contact_at >= contact_written_every;
        if (other_pending || far_ahead || contact) {
            reports.push_back({&delivery, record.have_seq, other_pending || far_ahead, contact});
        }
    }
    const auto lane_day = [](const LaneReport& report) {
        return std::tie(report.delivery->store, report.delivery->contact_day, report.delivery->lane);
    };
    std::sort(reports.begin(), reports.end(), [&](const LaneReport& a, const LaneReport& b) {
        return std::tuple(lane_day(a), a.delivery->outbox_id) < std::tuple(lane_day(b), b.delivery->outbox_id);
    });
    for (std::size_t i = 1, first = 0; i < reports.size(); ++i) {
        if (lane_day(reports[i]) == lane_day(reports[first])) {
            reports[first].contact_row = reports[first].contact_row || reports[i].contact_row;
            reports[i].contact_row = false;
        } else {
            first = i;
        }
    }
    return reports;
}

bool has_comment(const NoteRow& row) {
    return row.placed->note.comment.has_value();
}

/// Whether everything fits into the one statement of insert_notes.
bool notes_alone(const SortedRows& sorted, const std::vector<LaneReport>& reports) {
    return sorted.uncountable.empty() && sorted.undos.empty() && reports.empty() &&
           std::none_of(sorted.countable.begin(), sorted.countable.end(), has_comment);
}

Error went_away() {
    return {ErrorCode::unavailable, "Something stored went away at this moment; send the same request again.", {}};
}

/// Decides the rows that were there before, and the repeated ones by their first; writes down what is refused.
Result<void> settle(pqxx::transaction_base& transaction, const std::vector<NoteRow>& there_before,
                    const std::vector<RepeatedRow>& repeated) {
    if (!compare_rows(transaction, there_before)) {
        return went_away();
    }
    std::vector<NoteRow> refused;
    for (const RepeatedRow& again : repeated) {
        NoteResult& result = *again.row.result;
        if (same_content(again.row, again.first)) {
            result.status = again.first.result->status;
            result.problem = again.first.result->problem;
            if (result.status == NoteStatus::stored) {
                result.status = NoteStatus::exists;
            }
        } else {
            result.status = NoteStatus::refused;
            result.problem = "other_content";
            refused.push_back(again.row);
        }
    }
    std::copy_if(there_before.begin(), there_before.end(), std::back_inserter(refused),
                 [](const NoteRow& row) { return row.result->status == NoteStatus::refused; });
    insert_refusals(transaction, refused);
    return {};
}

/// How the notes of an append are inserted.
enum class Insertion {
    new_only,       ///< none has been offered before, as far as the book knows: the cheap way, which fails where it is wrong
    where_missing,  ///< some may be there
};

/// The rows that were there before, which `new_only` has none of.
std::vector<NoteRow> insert(pqxx::transaction_base& transaction, const SortedRows& sorted, Insertion insertion) {
    if (insertion == Insertion::where_missing) {
        return insert_notes(transaction, sorted.countable);
    }
    insert_new_notes(transaction, sorted.countable);
    return {};
}

Result<void> write_notes_alone(Session& session, const SortedRows& sorted, Insertion insertion) {
    std::vector<NoteRow> there_before;
    auto written = transact<SingleStatement>(session, [&](pqxx::transaction_base& transaction) -> Result<void> {
        if (sorted.countable.empty()) {
            transaction.exec_prepared1("touch_database");  // a book alone would not notice that the database is gone
        }
        there_before = insert(transaction, sorted, insertion);
        return {};
    });
    if (written.has_error() || (there_before.empty() && sorted.repeated.empty())) {
        return written;
    }
    return transact<ReadCommitted>(
        session, [&](pqxx::transaction_base& transaction) { return settle(transaction, there_before, sorted.repeated); });
}

Result<void> write_everything(Session& session, std::span<const Delivery> deliveries, std::vector<DeliveryOutcome>& outcomes,
                              const SortedRows& sorted, const std::vector<LaneReport>& reports, Insertion insertion) {
    return transact<ReadCommitted>(session, [&](pqxx::transaction_base& transaction) -> Result<void> {
        auto there_before = insert(transaction, sorted, insertion);
        const auto quarantined_before = insert_quarantined(transaction, sorted.uncountable);
        there_before.insert(there_before.end(), quarantined_before.begin(), quarantined_before.end());
        auto undos_before = insert_undos(transaction, sorted.undos);
        undos_before.insert(undos_before.end(), sorted.repeated_undos.begin(), sorted.repeated_undos.end());
        if (!compare_undos(transaction, undos_before)) {
            return went_away();
        }
        auto settled = settle(transaction, there_before, sorted.repeated);
        if (settled.has_error()) {
            return settled;
        }
        insert_comments(transaction, sorted, there_before);
        insert_showings(transaction, deliveries, outcomes);
        write_reports(transaction, reports);
        return {};
    });
}

Result<void> write(Session& session, std::span<const Delivery> deliveries, std::vector<DeliveryOutcome>& outcomes,
                   const SortedRows& sorted, const std::vector<LaneReport>& reports, Insertion insertion) {
    return notes_alone(sorted, reports) && !holds_showings(deliveries)
               ? write_notes_alone(session, sorted, insertion)
               : write_everything(session, deliveries, outcomes, sorted, reports, insertion);
}

Insertion choose_insertion(std::span<const Delivery> deliveries, const Outboxes& outboxes) {
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        const OutboxRecord& record = outboxes.records[outboxes.of_delivery[i]];
        const auto offered_before = [&](const domain::PlacedNote& placed) { return record.has(placed.note.seq); };
        if (record.cut || std::any_of(deliveries[i].notes.begin(), deliveries[i].notes.end(), offered_before)) {
            return Insertion::where_missing;
        }
    }
    return Insertion::new_only;
}

/// Finds deliveries of another lane than the outbox was last heard from.
Result<void> tell_clones(Session& session, std::span<const Delivery> deliveries, Outboxes& outboxes,
                         std::vector<DeliveryOutcome>& outcomes) {
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        const Delivery& delivery = deliveries[i];
        const int lane_before = std::exchange(outboxes.records[outboxes.of_delivery[i]].lane, delivery.lane);
        if (lane_before == 0 || lane_before == delivery.lane) {
            continue;
        }
        const auto told = transact<SingleStatement>(session, [&](pqxx::transaction_base& transaction) -> Result<void> {
            outcomes[i].cloned_outbox = note_clone(transaction, delivery, lane_before);
            return {};
        });
        if (told.has_error()) {
            return told;
        }
    }
    return {};
}

void note_reports(Outboxes& outboxes, const std::vector<LaneReport>& reports) {
    for (const LaneReport& report : reports) {
        const Delivery& delivery = *report.delivery;
        const auto at = std::find(outboxes.delivered.begin(), outboxes.delivered.end(), &delivery);
        OutboxRecord& record = outboxes.records[static_cast<std::size_t>(at - outboxes.delivered.begin())];
        if (report.outbox_row) {
            record.pending = delivery.pending;
            record.pending_day = delivery.contact_day;
            record.checkpoint = report.have_seq;
        }
        record.contact_day = delivery.contact_day;
        record.contact_at = delivery.received_at;
    }
}

}  // namespace

PgNoteStore::PgNoteStore(Session& session, std::shared_ptr<OutboxBook> book)
    : session_(session), lease_(session, std::move(book)) {
    session_.use(append_statements());
    session_.use(lane_report_statements());
    session_.use(showing_statements());
}

Result<std::vector<DeliveryOutcome>> PgNoteStore::append(std::span<const Delivery> deliveries) {
    for (int attempt = 1;; ++attempt) {
        auto outcomes = try_append(deliveries);
        if (outcomes.has_value()) {
            return outcomes;
        }
        if (outcomes.error().code != ErrorCode::busy) {
            lease_.forget_all();
            return outcomes;
        }
        if (!session_.lost_a_race() || attempt == attempts_max) {
            return outcomes;
        }
    }
}

Result<std::vector<DeliveryOutcome>> PgNoteStore::try_append(std::span<const Delivery> deliveries) {
    try {
        lease_.renew();
    } catch (...) {
        return session_.take_failure();
    }
    std::vector<DeliveryOutcome> outcomes;
    const SortedRows sorted = sort_rows(deliveries, outcomes);
    Outboxes outboxes = list_outboxes(deliveries);
    const auto loaded = transact<SingleStatement>(session_, [&](pqxx::transaction_base& transaction) -> Result<void> {
        outboxes.records = lease_.load(transaction, outboxes.keys);
        return {};
    });
    if (loaded.has_error()) {
        return loaded.error();
    }
    const auto told = tell_clones(session_, deliveries, outboxes, outcomes);
    if (told.has_error()) {
        return told.error();
    }
    const auto reports = make_reports(outboxes);
    const auto insertion = choose_insertion(deliveries, outboxes);
    auto written = write(session_, deliveries, outcomes, sorted, reports, insertion);
    if (written.has_error() && written.error().code == ErrorCode::conflict) {
        // An id offered under another seq, or stored by another server a moment ago.
        written = write(session_, deliveries, outcomes, sorted, reports, Insertion::where_missing);
    }
    if (written.has_error()) {
        return written.error();
    }

    note_reports(outboxes, reports);
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        for (const auto& placed : deliveries[i].notes) {
            outboxes.records[outboxes.of_delivery[i]].add({placed.note.seq, placed.note.seq});
        }
    }
    for (std::size_t i = 0; i < outboxes.keys.size(); ++i) {
        if (!lease_.join(outboxes.keys[i], outboxes.records[i])) {
            return Error{
                ErrorCode::unavailable, "The database connection was lost meanwhile; send the same request again.", {}};
        }
    }
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        const std::size_t index = outboxes.of_delivery[i];
        outcomes[i].have_seq = lease_.have_seq(outboxes.keys[index], outboxes.records[index]);
    }
    return outcomes;
}

}  // namespace tillnote::storage
