#pragma once

#include "lane-client/catalog_cache.hpp"
#include "lane-client/enrolments.hpp"
#include "lane-client/forwarder.hpp"
#include "lane-client/outbox_keeper.hpp"
#include "lane-client/state_folder.hpp"
#include "schema/wire.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tillnote::lane {

/// The agent's thread that talks to the server: notes as they come, a heartbeat a minute, the catalog each quarter of an
/// hour. It sleeps in between and wakes for nothing else. All public calls are for any thread and never wait for the
/// network.
class Forwarding {
public:
    /// References must outlive this; `outbox` is shared with other threads and guards itself.
    /// `changed` is called, from any thread, when something that the calls below tell may have changed.
    Forwarding(OutboxAccess& outbox, const StateFolder& folder, const Clock& clock, std::function<void()> changed);
    ~Forwarding();

    /// Reads enrolments and catalog and begins.
    void start();
    /// Ends the exchange under way and joins.
    void stop();

    /// A note has been tapped. While backing off this changes nothing.
    void wake();
    /// Somebody waits: try now, unless the server itself has named a later time.
    void hurry();
    /// The lane has been enrolled again.
    void reload();

    [[nodiscard]] std::shared_ptr<const LaneCatalog> catalog() const;
    [[nodiscard]] std::shared_ptr<const Enrolments> enrolments() const;
    /// The server refuses the lane's token: ask the manager.
    [[nodiscard]] bool refused() const;
    /// The last exchange was with a Tillnote server, though it may have refused the token.
    [[nodiscard]] bool reachable() const;
    /// What the last heartbeat of the business day `day` (YYYY-MM-DD) brought for the lane's displays.
    [[nodiscard]] std::vector<LaneMessage> messages_of(const std::string& day) const;

private:
    using Time = std::chrono::steady_clock::time_point;

    void run();
    [[nodiscard]] bool wait_for_work(std::unique_lock<std::mutex>& lock);
    void read_state();
    void connect(const LaneEnrolment& enrolment);
    void beat(const Enrolments& enrolments);
    void complain(const Error& error);
    void refresh_catalog(const LaneEnrolment& enrolment);
    void forward();
    void tidy();
    void set_server(bool refused, bool reachable);
    void keep_messages(std::vector<LaneMessage> messages);

    OutboxAccess& outbox_;
    const StateFolder& folder_;
    const Clock& clock_;
    std::function<void()> changed_outside_;
    Forwarder forwarder_;  ///< of the thread alone, as are the times below

    Time heartbeat_due_{};
    Time catalog_due_{};
    Time forward_due_{};
    Time tidy_due_ = Time::max();
    bool backing_off_ = false;
    bool server_asked_ = false;
    std::string said_;  ///< what was complained of last

    mutable std::mutex mutex_;  ///< guards all that follows
    std::condition_variable changed_;
    bool stopping_ = false;
    bool woken_ = false;
    bool hurried_ = false;
    bool reloaded_ = false;
    bool refused_ = false;
    bool reachable_ = false;
    std::vector<LaneMessage> messages_;
    std::string messages_day_;  ///< the business day they came on
    std::shared_ptr<const Enrolments> enrolments_;
    TaggedCatalog catalog_;
    std::shared_ptr<Server> server_;

    std::thread thread_;
};

}  // namespace tillnote::lane
