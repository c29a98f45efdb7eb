#include "lane-client/agent_socket.hpp"

#include "lane-client/agent_protocol.hpp"
#include "lane-client/folder_owner.hpp"
#include "lane-client/socket_bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tillnote::lane {
namespace {

constexpr std::size_t callers_max = 64;
/// Of one caller that does not read; the catalog is the longest answer, at most a mebibyte.
constexpr std::size_t unsent_bytes_max = 2 * 1024 * 1024;

/// False when the caller is gone, or does not read.
bool send_to(int socket, std::string& unsent) {
    return send_some(socket, unsent) && unsent.size() <= unsent_bytes_max;
}

}  // namespace

Result<AgentSocket> AgentSocket::open(const std::filesystem::path& socket_file, Answer answer) {
    auto socket = listen_at(socket_file);
    if (!socket) {
        return socket.error();
    }
    // Closed to the group until here, which is only the safe side of the race.
    if (is_open_to_group(socket_file.parent_path()) && ::chmod(socket_file.c_str(), 0660) != 0) {
        return Error{ErrorCode::outbox_unusable,
                     "The agent cannot open " + socket_file.string() + " to its group: " + std::strerror(errno) +
                         ". Use a state folder on a local disk.",
                     {}};
    }
    return AgentSocket(std::move(*socket), socket_file, std::move(answer));
}

AgentSocket::~AgentSocket() {
    if (listening_.is_open()) {
        ::unlink(file_.c_str());
    }
}

/// A display's watch waits nearly always; it must not fall to scripts that leave their connections open.
void AgentSocket::drop_one() {
    const auto key = [](const Caller& caller) { return std::pair(!caller.waiting.empty(), caller.heard_at); };
    callers_.erase(std::min_element(callers_.begin(), callers_.end(),
                                    [&](const Caller& one, const Caller& other) { return key(one) < key(other); }));
}

/// Out of descriptors: a caller gives way; without one, wait for the machine rather than spin.
void AgentSocket::make_room() {
    if (callers_.empty()) {
        ::poll(nullptr, 0, 100);
    } else {
        drop_one();
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
            drop_one();
        }
        callers_.push_back(Caller{Descriptor(number), std::chrono::steady_clock::now()});
    }
}

/// False when the caller is to be dropped.
bool AgentSocket::answer_lines(Caller& caller) {
    for (;;) {
        const std::size_t end = caller.received.find('\n');
        if (end == std::string::npos) {
            return caller.received.size() <= agent_line_bytes_max;
        }
        if (!caller.waiting.empty() && !answer_waiting(caller, false)) {
            return false;
        }
        caller.last = caller.received.substr(0, end);
        caller.received.erase(0, end + 1);
        caller.waiting = caller.last;
        caller.heard_at = std::chrono::steady_clock::now();
        caller.answer_by = caller.heard_at + agent_wait_max;
        if (!answer_waiting(caller, true)) {
            return false;
        }
    }
}

/// False when the caller is to be dropped.
bool AgentSocket::answer_waiting(Caller& caller, bool may_wait) {
    const auto reply = answer_(caller.waiting, may_wait);
    if (!reply) {
        return true;
    }
    caller.waiting.clear();
    caller.unsent += *reply + "\n";
    return send_to(caller.socket.number(), caller.unsent);
}

bool AgentSocket::is_any(const std::function<bool(std::string_view last_line)>& holds) const {
    return std::any_of(callers_.begin(), callers_.end(), [&](const Caller& caller) { return holds(caller.last); });
}

bool AgentSocket::serve(Caller& caller, short events) {
    if ((events & POLLOUT) != 0 && !send_to(caller.socket.number(), caller.unsent)) {
        return false;
    }
    if ((events & (POLLIN | POLLHUP | POLLERR)) == 0) {
        return true;
    }
    return receive_some(caller.socket.number(), caller.received) && answer_lines(caller);
}

void AgentSocket::add_to(std::vector<pollfd>& watched) {
    watched.push_back({listening_.number(), POLLIN, 0});
    for (const Caller& caller : callers_) {
        const short events = caller.unsent.empty() ? POLLIN : POLLIN | POLLOUT;
        watched.push_back({caller.socket.number(), events, 0});
    }
}

void AgentSocket::handle(std::span<const pollfd> ready) {
    std::size_t at = 1;
    for (auto caller = callers_.begin(); caller != callers_.end(); ++at) {
        caller = serve(*caller, ready[at].revents) ? std::next(caller) : callers_.erase(caller);
    }
    if (ready.front().revents != 0) {
        accept_callers();
    }
}

std::optional<LoopSource::Time> AgentSocket::due() const {
    std::optional<Time> first;
    for (const Caller& caller : callers_) {
        if (!caller.waiting.empty() && (!first || caller.answer_by < *first)) {
            first = caller.answer_by;
        }
    }
    return first;
}

void AgentSocket::pass(Time now) {
    for (auto caller = callers_.begin(); caller != callers_.end();) {
        const bool stays = caller->waiting.empty() || answer_waiting(*caller, now < caller->answer_by);
        caller = stays ? std::next(caller) : callers_.erase(caller);
    }
}

}  // namespace tillnote::lane
