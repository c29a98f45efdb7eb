#pragma once

#include "lane-client/state_folder.hpp"
#include "schema/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tillnote::lane {

/// One place this terminal was enrolled for, with the token it got.
struct LaneEnrolment {
    Uuid key;               ///< what notes refer to: the server's enrolment id, or random where that is not known
    bool known_id = false;  ///< whether `key` is the server's enrolment id
    std::string server;     ///< "https://tillnote.example:443"
    std::string token;      ///< secret
    std::string store;
    std::int64_t lane = 0;
    std::string certificates;  ///< PEM file for this server; empty for the system's

    friend bool operator==(const LaneEnrolment&, const LaneEnrolment&) = default;
};

/// One way to deliver the notes of an enrolment.
struct Credential {
    std::string token;
    std::optional<Uuid> enrolment_id;  ///< said in the batch; nothing means the token's own
};

/// All enrolments of this terminal, oldest first; the last is in force. Kept in a file of its own, so that a damaged
/// outbox never costs the token, and a lane that moved store still knows where its old notes belong.
struct Enrolments {
    std::vector<LaneEnrolment> list;

    [[nodiscard]] const LaneEnrolment* current() const noexcept { return list.empty() ? nullptr : &list.back(); }

    /// The key notes get now; nil before the first enrolment.
    [[nodiscard]] Uuid key_in_force() const noexcept { return list.empty() ? Uuid{} : list.back().key; }

    /// All keys whose notes belong to the store in force, nil among them when it was the first one's store, too.
    [[nodiscard]] std::vector<Uuid> find_keys_of_store_in_force() const;

    /// All keys that stand for the store and lane in force, nil among them when that was the first one's place, too.
    [[nodiscard]] std::vector<Uuid> find_keys_of_place_in_force() const;

    /// How to deliver notes tapped under `key` (nil: the first enrolment), best first: the token in force saying the old
    /// enrolment's id; the old token itself; the token in force where it stands for the same store and lane.
    [[nodiscard]] std::vector<Credential> find_credentials(const Uuid& key) const;
};

/// Errors: outbox_unusable (unreadable or damaged; it says to enrol again).
[[nodiscard]] Result<Enrolments> read_enrolments(const StateFolder& folder);
/// Durable on return, mode 0600. Errors: disk_full, outbox_unusable.
[[nodiscard]] Result<void> write_enrolments(const StateFolder& folder, const Enrolments& enrolments);

}  // namespace tillnote::lane
