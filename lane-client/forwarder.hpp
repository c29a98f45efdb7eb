#pragma once

#include "lane-client/back_off.hpp"
#include "lane-client/clock.hpp"
#include "lane-client/enrolments.hpp"
#include "lane-client/outbox_keeper.hpp"
#include "lane-client/server_link.hpp"
#include "lane-client/verdict.hpp"

#include <chrono>
#include <map>
#include <vector>

namespace tillnote::lane {

/// Takes the notes of the outbox to the server, one batch at a time, and decides after each answer what comes next.
/// Knows no thread and no waiting: a dumb loop calls step(). Not thread-safe.
class Forwarder {
public:
    enum class Outcome {
        idle,        ///< nothing waits
        progressed,  ///< call again at once
        waiting,     ///< call again after `wait`, not before
    };
    struct Step {
        Outcome outcome = Outcome::idle;
        std::chrono::milliseconds wait{};
        bool server_asked = false;  ///< with `waiting`: the server named the time, so nobody may hurry it
    };

    /// Both must outlive the forwarder.
    Forwarder(OutboxAccess& outbox, const Clock& clock, BackOff back_off);

    /// Offers the oldest batch once. `catalog` may be null: then comments, of which there are none, would go along.
    [[nodiscard]] Step step(Server& server, const Enrolments& enrolments, const LaneCatalog* catalog);

    /// Forgets what was refused and how long to wait: the lane has a new token, or someone is in a hurry.
    void begin_anew();

    /// The server refused the token in force the last time it was used: ask the manager.
    [[nodiscard]] bool refused() const noexcept { return refused_; }
    /// The last exchange was with a Tillnote server.
    [[nodiscard]] bool reached() const noexcept { return reached_; }

private:
    [[nodiscard]] Step give_up(const Error& error);
    [[nodiscard]] Step wait_after(std::optional<std::chrono::seconds> retry_after,
                                  std::chrono::milliseconds ceiling_max = BackOff::ceiling_last);
    [[nodiscard]] Step act(const Judgement& judgement, const HttpAnswer& answer, const Batch& batch, std::size_t ways);
    [[nodiscard]] Step settle(const Judgement& judgement, const Batch& batch);
    [[nodiscard]] Step halve(const Judgement& judgement, const HttpAnswer& answer, const Batch& batch);

    OutboxAccess& outbox_;
    const Clock& clock_;
    BackOff back_off_;
    std::size_t items_max_;               ///< halved while something in the queue cannot be read
    std::map<Uuid, std::size_t> way_of_;  ///< by enrolment: which of its credentials is being tried
    std::vector<Uuid> blocked_;           ///< enrolments all of whose credentials were refused, until the next wait
    bool in_force_ = false;               ///< whether the batch under way belongs to the enrolment in force
    bool refused_ = false;
    bool reached_ = false;
};

/// The body of POST /v1/notes. A comment the server no longer takes stays at home.
[[nodiscard]] std::string make_notes_body(const Batch& batch, const std::optional<Uuid>& enrolment_id, const Moment& now,
                                          const LaneCatalog* catalog);

}  // namespace tillnote::lane
