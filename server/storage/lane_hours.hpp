#pragma once

#include "server/domain/lane_hours.hpp"
#include "server/domain/lane_store.hpp"
#include "server/storage/session.hpp"

#include <span>

namespace pqxx {
class transaction_base;
}

namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> lane_hour_statements();

/// Keeps what a lane counted. The figures are absolute, so a repeated heartbeat changes nothing, and of an hour reported
/// twice the larger figure stays. Hours over before the enrolment was approved were counted at another place, and are
/// left out. Throws libpqxx exceptions: call inside transact().
void write_hours(pqxx::transaction_base& transaction, const domain::Enrolment& enrolment, const Uuid& outbox_id,
                 std::span<const domain::LaneHour> hours);

}  // namespace tillnote::storage
