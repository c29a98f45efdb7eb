#pragma once

#include "lane-client/descriptor.hpp"
#include "lane-client/state_folder.hpp"
#include "lane-client/strip/strip_protocol.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace tillnote::strip {

/// What the link tells its owner, from within serve().
struct AgentEvents {
    std::function<void()> came;
    std::function<void()> went;
    std::function<void(LaneState)> state;
    std::function<void(std::uint64_t number, AgentReply)> reply;
};

/// The strip's two connections to the agent: one on which a `watch` always waits, one for everything else, a request at a
/// time and in order. Sleeps in one descriptor that the owner waits on: no thread, and no wake-up but the agent's. An agent
/// that has gone is noticed at once, and found again when its socket appears in the state folder (inotify); a request that
/// was under way is then sent again, which the agent's repeat filter and ids make harmless.
/// Limits: a request without an answer within `reply_patience` has failed; lines of at most 1 MiB. One thread.
class AgentLink {
public:
    static constexpr std::chrono::seconds reply_patience{4};   ///< less than the repeat filter's 5 s
    static constexpr std::chrono::seconds watch_patience{40};  ///< the agent answers after 25 s at the latest

    /// Tries to connect at once; `events` are told from serve() only. Errors: outbox_unusable (out of descriptors).
    [[nodiscard]] static Result<AgentLink> open(const lane::StateFolder& folder, AgentEvents events);

    /// Readable when serve() has something to do.
    [[nodiscard]] int descriptor() const noexcept { return poll_.number(); }
    void serve();

    /// Queues a request; its reply comes under `number`.
    void ask(std::uint64_t number, const StripRequest& request);
    /// Whether an ask would be seen now, for the agent to know. Not, until told.
    void show_asks(bool shows_asks);

private:
    using Clock = std::chrono::steady_clock;
    struct Connection {
        lane::Descriptor socket;
        std::string received;
        std::string unsent;
    };
    struct Request {
        std::uint64_t number = 0;
        std::string line;
        Clock::time_point deadline;
    };

    AgentLink(const lane::StateFolder& folder, AgentEvents events, lane::Descriptor poll, lane::Descriptor timer,
              lane::Descriptor folder_watch);

    void connect();
    bool connect(Connection& connection);
    void lose();
    void try_again_soon();
    void look_at_folder();
    void send_next();
    bool write(Connection& connection);
    bool read(Connection& connection);
    std::optional<std::string> take_line(Connection& connection);
    void watch();
    bool serve_watch();
    bool serve_replies();
    void give_up_late_requests(Clock::time_point now);
    void set_timer();

    std::filesystem::path socket_file_;
    AgentEvents events_;
    lane::Descriptor poll_;
    lane::Descriptor timer_;
    lane::Descriptor folder_watch_;
    Connection watching_;
    Connection asking_;
    bool connected_ = false;
    bool known_ = false;  ///< the agent has answered on these connections
    std::deque<Request> requests_;
    bool first_is_sent_ = false;
    std::optional<Clock::time_point> retry_at_;
    int retries_ = 0;
    Clock::time_point watch_deadline_;
    int watches_ = 0;                       ///< not answered yet
    std::optional<std::int64_t> revision_;  ///< last heard on this connection
    bool shows_asks_ = false;
};

}  // namespace tillnote::strip
