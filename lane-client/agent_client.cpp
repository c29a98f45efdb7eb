#include "lane-client/agent_client.hpp"

#include "lane-client/unix_socket.hpp"

#include <cerrno>

#include <sys/socket.h>

namespace tillnote::lane {
namespace {

enum class End { done, gone, too_slow };

End send_line(int socket, std::string_view line) {
    while (!line.empty()) {
        const ssize_t sent = ::send(socket, line.data(), line.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent < 0) {
            return errno == EAGAIN ? End::too_slow : End::gone;
        }
        line.remove_prefix(static_cast<std::size_t>(sent));
    }
    return End::done;
}

End receive_line(int socket, std::string& line) {
    char part[1024];
    for (;;) {
        const ssize_t length = ::recv(socket, part, sizeof part, 0);
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length <= 0) {
            return length < 0 && errno == EAGAIN ? End::too_slow : End::gone;
        }
        line.append(part, static_cast<std::size_t>(length));
        if (line.back() == '\n') {
            line.pop_back();
            return End::done;
        }
        if (line.size() > agent_line_bytes_max) {
            return End::gone;
        }
    }
}

}  // namespace

Result<std::optional<AgentAnswer>> ask_agent(const std::filesystem::path& socket_file, const AgentRequest& request) {
    const Descriptor socket = connect_to(socket_file);
    if (!socket.is_open()) {
        return std::optional<AgentAnswer>{};
    }
    std::string line;
    End end = send_line(socket.number(), to_line(request) + "\n");
    if (end == End::done) {
        end = receive_line(socket.number(), line);
    }
    if (end == End::gone) {
        return std::optional<AgentAnswer>{};
    }
    if (end == End::too_slow) {
        return Error{
            ErrorCode::outbox_unusable,
            "The agent of this lane does not answer, so nothing is certain to be saved. Restart it, then tap again.",
            {}};
    }
    auto answer = parse_agent_answer(line);
    if (!answer) {
        return Error{
            ErrorCode::outbox_unusable, "The agent of this lane is of another version. Restart it, then tap again.", {}};
    }
    return std::optional<AgentAnswer>{std::move(*answer)};
}

}  // namespace tillnote::lane
