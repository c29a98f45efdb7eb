#pragma once

#include "lane-client/unix_socket.hpp"

#include <filesystem>
#include <functional>
#include <list>
#include <string>
#include <string_view>

namespace tillnote::lane {

/// The agent's end of the unix socket: reads lines, hands each to `answer`, writes what it returns. One thread; sleeps in
/// poll(2) and wakes for nothing else. Limits: 64 callers, lines of agent_line_bytes_max; the oldest caller makes room for
/// one more.
class AgentSocket {
public:
    /// Errors: outbox_unusable.
    [[nodiscard]] static Result<AgentSocket> open(const std::filesystem::path& socket_file);

    AgentSocket(AgentSocket&&) noexcept = default;
    AgentSocket& operator=(AgentSocket&&) noexcept = default;
    /// Removes the socket file.
    ~AgentSocket();

    /// Returns when `stop` becomes readable. `answer` takes a line and gives one, both without the line end.
    void serve(int stop, const std::function<std::string(std::string_view)>& answer);

private:
    struct Caller {
        Descriptor socket;
        std::string received;
    };

    AgentSocket(Descriptor socket, std::filesystem::path file) : listening_(std::move(socket)), file_(std::move(file)) {}
    void accept_callers();
    void make_room();

    Descriptor listening_;
    std::filesystem::path file_;
    std::list<Caller> callers_;
};

}  // namespace tillnote::lane
