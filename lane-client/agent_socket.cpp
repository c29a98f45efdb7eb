#include "lane-client/agent_socket.hpp"

#include "lane-client/agent_protocol.hpp"

#include <cerrno>
#include <vector>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tillnote::lane {
namespace {

constexpr std::size_t callers_max = 64;

/// Answers every whole line in `received`. False when the caller is to be dropped.
bool answer_lines(int socket, std::string& received, const std::function<std::string(std::string_view)>& answer) {
    for (;;) {
        const std::size_t end = received.find('\n');
        if (end == std::string::npos) {
            return received.size() <= agent_line_bytes_max;
        }
        const std::string reply = answer(std::string_view(received).substr(0, end)) + "\n";
        received.erase(0, end + 1);
        // A reply is far smaller than a socket's buffer: one that does not fit has a caller who does not read.
        if (::send(socket, reply.data(), reply.size(), MSG_NOSIGNAL | MSG_DONTWAIT) != static_cast<ssize_t>(reply.size())) {
            return false;
        }
    }
}

bool receive(int socket, std::string& received) {
    char part[4096];
    const ssize_t length = ::recv(socket, part, sizeof part, MSG_DONTWAIT);
    if (length < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    received.append(part, static_cast<std::size_t>(length));
    return length > 0;
}

}  // namespace

Result<AgentSocket> AgentSocket::open(const std::filesystem::path& socket_file) {
    auto socket = listen_at(socket_file);
    if (!socket) {
        return socket.error();
    }
    return AgentSocket(std::move(*socket), socket_file);
}

AgentSocket::~AgentSocket() {
    if (listening_.is_open()) {
        ::unlink(file_.c_str());
    }
}

/// Out of descriptors: the oldest caller gives way; without one, wait for the machine rather than spin.
void AgentSocket::make_room() {
    if (callers_.empty()) {
        ::poll(nullptr, 0, 100);
    } else {
        callers_.pop_front();
    }
}

void AgentSocket::accept_callers() {
    for (;;) {
        const int number = ::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (number < 0) {
            if (errno == EMFILE || errno == ENFILE) {
                make_room();
            }
            return;
        }
        if (callers_.size() >= callers_max) {
            callers_.pop_front();
        }
        callers_.push_back(Caller{Descriptor(number), {}});
    }
}

void AgentSocket::serve(int stop, const std::function<std::string(std::string_view)>& answer) {
    std::vector<pollfd> watched;
    for (;;) {
        watched.assign({{stop, POLLIN, 0}, {listening_.number(), POLLIN, 0}});
        for (const Caller& caller : callers_) {
            watched.push_back({caller.socket.number(), POLLIN, 0});
        }
        if (::poll(watched.data(), watched.size(), -1) < 0) {
            continue;
        }
        if (watched[0].revents != 0) {
            return;
        }
        std::size_t at = 2;
        for (auto caller = callers_.begin(); caller != callers_.end(); ++at) {
            const bool ready = watched[at].revents != 0;
            const int socket = caller->socket.number();
            const bool stays =
                !ready || (receive(socket, caller->received) && answer_lines(socket, caller->received, answer));
            caller = stays ? std::next(caller) : callers_.erase(caller);
        }
        if (watched[1].revents != 0) {
            accept_callers();
        }
    }
}

}  // namespace tillnote::lane
