#pragma once

#include "server/domain/lane_store.hpp"
#include "server/storage/book_lease.hpp"

namespace tillnote::storage {

/// Lanes, enrolments, tokens and heartbeats. Role: web for enrolment and the operator; ingest for find_by_token and
/// record_heartbeat.
class PgLaneStore final : public domain::LaneStore {
public:
    /// `book`: the one of the process's writers; have_seq comes from it.
    PgLaneStore(Session& session, std::shared_ptr<OutboxBook> book);

    Result<std::optional<domain::LaneIdentity>> find_by_token(std::string_view token_hash) override;
    Result<void> start_enrolment(const Uuid& enrolment_id, std::string_view code, std::string_view secret_hash,
                                 std::string_view device, std::optional<std::string> previous_token_hash, Instant now,
                                 Instant expires_at) override;
    Result<EnrolmentAnswer> poll_enrolment(const Uuid& enrolment_id, std::string_view secret_hash,
                                           std::string_view new_token_hash, Instant now) override;
    Result<std::vector<domain::PendingEnrolment>> list_pending(Instant now) override;
    Result<void> approve(std::string_view code, const domain::Lane& lane, Instant now) override;
    Result<void> deny(std::string_view code, Instant now) override;
    Result<void> add_token(const domain::Lane& lane, std::string_view token_hash, Instant now) override;
    Result<void> revoke(const domain::Lane& lane, Instant now) override;
    Result<std::vector<domain::LaneStatus>> list_lanes(std::optional<std::string> store) override;
    Result<std::int64_t> record_heartbeat(const domain::Enrolment& enrolment, const HeartbeatRequest& heartbeat,
                                          domain::Day day, Instant received_at) override;
    Result<void> record_hours(const domain::Enrolment& enrolment, const Uuid& outbox_id,
                              std::span<const domain::LaneHour> hours) override;
    Result<void> seed_contacts(std::string_view store, const std::vector<domain::LaneContact>& contacts) override;

private:
    Session& session_;
    BookLease lease_;
};

}  // namespace tillnote::storage
