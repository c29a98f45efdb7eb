#pragma once

#include "lane-client/unix_socket.hpp"

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include <sys/socket.h>

namespace tillnote::lane::test {

/// A caller of the agent's unix socket that may leave its answers unread.
class AgentConnection {
public:
    explicit AgentConnection(const std::filesystem::path& socket_file) : socket_(connect_to(socket_file)) {
        if (!socket_.is_open()) {
            throw std::runtime_error("nobody listens");
        }
    }
    void send(const std::string& line) {
        const std::string text = line + "\n";
        if (::send(socket_.number(), text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) {
            throw std::runtime_error("the agent does not read");
        }
    }
    /// A line that has come, without waiting for it.
    std::optional<std::string> find_line() { return next_line(MSG_DONTWAIT); }
    /// The next line; waits for at most five seconds.
    std::string get_line() {
        for (;;) {
            if (auto line = next_line(0)) {
                return *line;
            }
        }
    }

private:
    std::optional<std::string> next_line(int flags) {
        char part[65536];
        while (received_.find('\n') == std::string::npos) {
            const ssize_t length = ::recv(socket_.number(), part, sizeof part, flags);
            if (length < 0 && flags != 0) {
                return std::nullopt;
            }
            if (length <= 0) {
                throw std::runtime_error("no line from the agent");
            }
            received_.append(part, static_cast<std::size_t>(length));
        }
        const std::size_t end = received_.find('\n');
        std::string line = received_.substr(0, end);
        received_.erase(0, end + 1);
        return line;
    }

    Descriptor socket_;
    std::string received_;
};

}  // namespace tillnote::lane::test
