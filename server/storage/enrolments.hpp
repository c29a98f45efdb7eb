#pragma once

#include "server/domain/lane_store.hpp"
#include "server/storage/session.hpp"

#include <optional>
#include <span>
#include <string>

namespace pqxx {
class transaction_base;
}

/// How a terminal joins, inside a transaction of PgLaneStore. All throw libpqxx exceptions: call inside transact(). Errors:
/// those of domain::LaneStore.
namespace tillnote::storage {

struct NewEnrolment {
    Uuid enrolment_id;
    std::string_view code;
    std::string_view secret_hash;
    std::string_view device;
    std::optional<std::string> previous_token_hash;
    Instant expires_at;
};

[[nodiscard]] std::span<const Statement> enrolment_statements();

Result<void> start_enrolment(pqxx::transaction_base& transaction, const NewEnrolment& wanted, Instant now);
Result<EnrolmentAnswer> poll_enrolment(pqxx::transaction_base& transaction, const Uuid& enrolment_id,
                                       std::string_view secret_hash, std::string_view new_token_hash, Instant now);
Result<void> approve_enrolment(pqxx::transaction_base& transaction, std::string_view code, const domain::Lane& lane,
                               Instant now);
Result<void> deny_enrolment(pqxx::transaction_base& transaction, std::string_view code, Instant now);

}  // namespace tillnote::storage
