#include "lane-client/pos_listener.hpp"

#include "lane-client/socket_bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tillnote::lane {
namespace {

constexpr std::size_t connections_max = 32;
constexpr std::chrono::seconds request_time{10};
constexpr std::chrono::seconds idle_time{60};
constexpr std::chrono::seconds descriptor_rest{1};
constexpr std::chrono::minutes taken_ceiling{1};
constexpr int waiting_max = 16;

std::string_view find_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 204:
            return "No Content";
        default:
            return status < 500 ? "Refused" : "Failed";
    }
}

std::string render(const PosAnswer& answer, bool keep_alive) {
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " ";
    text.append(find_phrase(answer.status)).append("\r\n");
    const auto add = [&](std::string_view name, std::string_view value) {
        text.append(name).append(": ").append(value).append("\r\n");
    };
    if (!answer.content_type.empty()) {
        add("Content-Type", answer.content_type);
        add("Content-Length", std::to_string(answer.body.size()));
    }
    add("Cache-Control", "no-store");
    add("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : answer.fields) {
        add(name, value);
    }
    if (!keep_alive) {
        add("Connection", "close");
    }
    return text.append("\r\n").append(answer.body);
}

/// Not open when the port is taken, or not ours to take; errno says why.
Descriptor listen_on(int port) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int yes = 1;
    ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket.number(), waiting_max) != 0) {
        const int why = errno;
        socket = Descriptor();
        errno = why;
    }
    return socket;
}

}  // namespace

PosListener::PosListener(int port, PosService service)
    : port_(port), service_(std::move(service)), back_off_(random_fraction) {
    listen();
}

void PosListener::listen() {
    Descriptor socket = listen_on(port_);
    if (!socket.is_open()) {
        const int why = errno;
        again_at_ = std::chrono::steady_clock::now() + back_off_.next(std::nullopt, taken_ceiling);
        if (!std::exchange(said_taken_, true)) {
            std::fprintf(stderr,
                         "tillnote-lane: cannot listen on 127.0.0.1:%d (%s); trying again. End the other program there, or "
                         "choose another port with --http.\n",
                         port_, std::strerror(why));
        }
        return;
    }
    if (std::exchange(said_taken_, false)) {
        std::fprintf(stderr, "tillnote-lane: takes calls on 127.0.0.1:%d now\n", port_);
    }
    listening_ = std::move(socket);
}

void PosListener::accept_connections() {
    for (;;) {
        const int number = ::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (number < 0) {
            // Out of descriptors: the oldest gives way, and the next wait finds this one again. With none of ours to
            // close, it would find it at once for ever.
            if (errno == EMFILE || errno == ENFILE) {
                if (connections_.empty()) {
                    again_at_ = std::chrono::steady_clock::now() + descriptor_rest;
                } else {
                    connections_.pop_front();
                }
            }
            return;
        }
        if (connections_.size() >= connections_max) {
            connections_.pop_front();
        }
        connections_.push_back(Connection{Descriptor(number), std::chrono::steady_clock::now() + request_time});
    }
}

void PosListener::answer_requests(Connection& connection) {
    while (!connection.closing) {
        const auto request = take_pos_request(connection.received);
        if (!request) {
            return;
        }
        if (*request) {
            connection.closing = !(*request)->keep_alive;
            connection.unsent += render(service_.answer(**request), !connection.closing);
            connection.until = std::chrono::steady_clock::now() + (connection.received.empty() ? idle_time : request_time);
        } else {
            connection.closing = true;
            connection.unsent += render(PosService::problem(request->error()), false);
        }
    }
}

/// False when the connection is over.
bool PosListener::serve(Connection& connection, short events) {
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) {
        const bool was_idle = connection.received.empty();
        if (!receive_some(connection.socket.number(), connection.received)) {
            return false;
        }
        if (was_idle) {
            connection.until = std::chrono::steady_clock::now() + request_time;
        }
        answer_requests(connection);
    }
    if (!connection.unsent.empty() && !send_some(connection.socket.number(), connection.unsent)) {
        return false;
    }
    return !(connection.closing && connection.unsent.empty());
}

void PosListener::add_to(std::vector<pollfd>& watched) {
    // poll(2) passes over a negative number.
    watched.push_back({again_at_ ? -1 : listening_.number(), POLLIN, 0});
    for (const Connection& connection : connections_) {
        // Who does not read its answers is not read either.
        const short events = connection.unsent.empty() ? POLLIN : POLLOUT;
        watched.push_back({connection.socket.number(), events, 0});
    }
}

void PosListener::handle(std::span<const pollfd> ready) {
    std::size_t at = 1;
    for (auto connection = connections_.begin(); connection != connections_.end(); ++at) {
        const bool stays = ready[at].revents == 0 || serve(*connection, ready[at].revents);
        connection = stays ? std::next(connection) : connections_.erase(connection);
    }
    if (ready.front().revents != 0) {
        accept_connections();
    }
}

std::optional<LoopSource::Time> PosListener::due() const {
    std::optional<Time> first = again_at_;
    for (const Connection& connection : connections_) {
        first = first ? std::min(*first, connection.until) : connection.until;
    }
    return first;
}

void PosListener::pass(Time now) {
    if (again_at_ && now >= *again_at_) {
        again_at_.reset();
        if (!listening_.is_open()) {
            listen();
        }
    }
    connections_.remove_if([&](const Connection& connection) { return now >= connection.until; });
}

}  // namespace tillnote::lane
