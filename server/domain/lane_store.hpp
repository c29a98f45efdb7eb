#pragma once

#include "schema/wire.hpp"
#include "server/domain/lane_hours.hpp"
#include "server/domain/organisation.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// One approved enrolment: the place it may add notes for.
struct Enrolment {
    Uuid enrolment_id;
    std::string store;
    int lane = 0;
};

/// What a lane token stands for.
struct LaneIdentity {
    Enrolment current;
    std::vector<Enrolment> earlier;  ///< of the same terminal; old notes are delivered under these
    bool revoked = false;

    [[nodiscard]] const Enrolment* find_enrolment(const Uuid& id) const noexcept;
};

struct PendingEnrolment {
    Uuid enrolment_id;
    std::string code;
    std::string device;
    Instant expires_at;
};

/// One row of `lane list`.
struct LaneStatus {
    std::string store;
    int lane = 0;
    std::optional<Uuid> enrolment_id;
    bool revoked = false;
    std::string device;
    std::string version;
    std::optional<Instant> last_heard_at;
    std::int64_t pending = 0;
    std::int64_t rejected = 0;
    bool cloned = false;  ///< shares its outbox_id with another terminal, which was in contact within the last week
};

inline constexpr std::chrono::hours lane_silent_after{24};

/// Whether its terminal may send.
[[nodiscard]] bool is_in_force(const LaneStatus& lane) noexcept;
/// Whether nobody heard a lane that is in force for lane_silent_after; who was never heard is silent. A lane is switched off
/// with its store at night, so less than that says nothing.
[[nodiscard]] bool is_silent(const LaneStatus& lane, Instant now) noexcept;

/// That a lane was in contact on a business day, for history that is loaded afterwards.
struct LaneContact {
    int lane = 0;
    Day day;
    Instant last_heard_at;
};

/// Secrets and tokens come in as their SHA-256 in hex; only those are stored.
/// Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class LaneStore {
public:
    virtual ~LaneStore() = default;

    virtual Result<std::optional<LaneIdentity>> find_by_token(std::string_view token_hash) = 0;

    virtual Result<void> start_enrolment(const Uuid& enrolment_id, std::string_view code, std::string_view secret_hash,
                                         std::string_view device, std::optional<std::string> previous_token_hash,
                                         Instant now, Instant expires_at) = 0;
    /// State for the holder of the secret; not_found for a wrong id or secret. For `approved`, `new_token_hash` becomes a
    /// further valid token as long as none has been used. Errors: not_found, enrolment_over (a token has been used).
    virtual Result<EnrolmentAnswer> poll_enrolment(const Uuid& enrolment_id, std::string_view secret_hash,
                                                   std::string_view new_token_hash, Instant now) = 0;
    /// Of the whole chain: a terminal that waits belongs to no store. Only for domain::may_list_waiting_lanes. The newest
    /// 1,000.
    virtual Result<std::vector<PendingEnrolment>> list_pending(Instant now) = 0;
    /// Creates the lane number when not yet known; an earlier enrolment of that lane stays valid until revoked.
    /// Errors: not_found (no such code, or expired), enrolment_over, impossible_value (no such store).
    virtual Result<void> approve(std::string_view code, const Lane& lane, Instant now) = 0;
    virtual Result<void> deny(std::string_view code, Instant now) = 0;
    /// For `lane token`: an approved enrolment made on the spot (or the lane's current one), with one more token.
    virtual Result<void> add_token(const Lane& lane, std::string_view token_hash, Instant now) = 0;
    /// Errors: not_found.
    virtual Result<void> revoke(const Lane& lane, Instant now) = 0;
    virtual Result<std::vector<LaneStatus>> list_lanes(std::optional<std::string> store) = 0;

    /// Records contact and what the lane holds; answers with have_seq of the outbox. `day`: open business day.
    virtual Result<std::int64_t> record_heartbeat(const Enrolment& enrolment, const HeartbeatRequest& heartbeat, Day day,
                                                  Instant received_at) = 0;
    /// Keeps what the lane counted in `hours`, those without a day apart; the figures are absolute, so telling them again
    /// changes nothing.
    virtual Result<void> record_hours(const Enrolment& enrolment, const Uuid& outbox_id,
                                      std::span<const LaneHour> hours) = 0;
    /// Adds contacts of past days, as heartbeats on those days would have. Used by the demo chain.
    virtual Result<void> seed_contacts(std::string_view store, const std::vector<LaneContact>& contacts) = 0;
};

}  // namespace tillnote::domain
