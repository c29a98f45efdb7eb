#pragma once

#include "lane-client/agent_loop.hpp"
#include "lane-client/back_off.hpp"
#include "lane-client/descriptor.hpp"
#include "lane-client/pos_service.hpp"

#include <list>
#include <string>

namespace tillnote::lane {

/// The agent's HTTP port on 127.0.0.1, for a POS that runs in a browser or would rather call than start a program. Limits:
/// 32 connections (the oldest makes room), ten seconds for a request to arrive, a minute between two. Of the loop's thread
/// alone; wakes for nothing while nobody is connected. A port that is taken is said on stderr once and tried again after
/// random times of at most a minute: a POS's calls are no reason for the lane to do without its agent.
class PosListener final : public LoopSource {
public:
    PosListener(int port, PosService service);

    void add_to(std::vector<pollfd>& watched) override;
    void handle(std::span<const pollfd> ready) override;
    [[nodiscard]] std::optional<Time> due() const override;
    void pass(Time now) override;

private:
    struct Connection {
        Descriptor socket;
        Time until;  ///< when it is closed unless something more has come
        std::string received{};
        std::string unsent{};
        bool closing = false;  ///< once all is sent
    };

    void listen();
    void accept_connections();
    [[nodiscard]] bool serve(Connection& connection, short events);
    void answer_requests(Connection& connection);

    int port_;
    PosService service_;
    Descriptor listening_;
    BackOff back_off_;
    bool said_taken_ = false;
    std::optional<Time> again_at_;  ///< until then the port is taken, or no descriptor left
    std::list<Connection> connections_;
};

}  // namespace tillnote::lane
