#pragma once

#include "server/domain/note_store.hpp"
#include "server/storage/session.hpp"

#include <span>
#include <vector>

namespace pqxx {
class transaction_base;
}

/// What a delivery leaves behind besides its notes. All throw libpqxx exceptions: call inside transact().
namespace tillnote::storage {

/// What a delivery tells about its lane besides notes.
struct LaneReport {
    const domain::Delivery* delivery = nullptr;
    std::int64_t have_seq = 0;
    bool outbox_row = false;   ///< pending has changed, or the checkpoint is far behind
    bool contact_row = false;  ///< first of the day, or some minutes after the last
};

[[nodiscard]] std::span<const Statement> lane_report_statements();

/// Whether the lane of `delivery` and the one that `lane_before` names are two terminals with one outbox, and not one that
/// has moved; then it is written down.
[[nodiscard]] bool note_clone(pqxx::transaction_base& transaction, const domain::Delivery& delivery, int lane_before);
void write_reports(pqxx::transaction_base& transaction, const std::vector<LaneReport>& reports);

}  // namespace tillnote::storage
