#include "lane-client/strip/agent_link.hpp"

#include "lane-client/unix_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace tillnote::strip {
namespace {

constexpr std::size_t line_bytes_max = 1024 * 1024;
constexpr std::chrono::milliseconds first_retry{20};
/// Doubling from `first_retry`: some five seconds in all. Then only a new socket in the folder is news.
constexpr int retries_max = 8;
/// Where the folder cannot be watched.
constexpr std::chrono::seconds blind_retry{5};

bool add(const lane::Descriptor& poll, const lane::Descriptor& descriptor, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = descriptor.number();
    return ::epoll_ctl(poll.number(), EPOLL_CTL_ADD, descriptor.number(), &event) == 0;
}

}  // namespace

Result<AgentLink> AgentLink::open(const lane::StateFolder& folder, AgentEvents events) {
    lane::Descriptor poll(::epoll_create1(EPOLL_CLOEXEC));
    lane::Descriptor timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    if (!poll.is_open() || !timer.is_open() || !add(poll, timer, EPOLLIN)) {
        return Error{
            ErrorCode::outbox_unusable, "This program is out of descriptors. Close other programs and start it again.", {}};
    }
    lane::Descriptor folder_watch(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!folder_watch.is_open() ||
        ::inotify_add_watch(folder_watch.number(), folder.path().c_str(), IN_CREATE | IN_MOVED_TO) < 0 ||
        !add(poll, folder_watch, EPOLLIN)) {
        folder_watch = lane::Descriptor();
    }
    return AgentLink(folder, std::move(events), std::move(poll), std::move(timer), std::move(folder_watch));
}

AgentLink::AgentLink(const lane::StateFolder& folder, AgentEvents events, lane::Descriptor poll, lane::Descriptor timer,
                     lane::Descriptor folder_watch)
    : socket_file_(folder.socket_file()),
      events_(std::move(events)),
      poll_(std::move(poll)),
      timer_(std::move(timer)),
      folder_watch_(std::move(folder_watch)) {
    connect();
    set_timer();
}

void AgentLink::serve() {
    // Which of the few is ready does not matter, but the edges have to be taken, or the descriptor stays readable.
    std::array<epoll_event, 8> edges{};
    static_cast<void>(::epoll_wait(poll_.number(), edges.data(), static_cast<int>(edges.size()), 0));
    std::uint64_t expirations = 0;
    static_cast<void>(!::read(timer_.number(), &expirations, sizeof expirations));
    look_at_folder();
    const auto now = Clock::now();
    if (connected_) {
        const bool sound = serve_watch() && serve_replies() && now < watch_deadline_;
        if (!sound) {
            lose();
        }
    }
    give_up_late_requests(now);
    if (!connected_ && retry_at_ && now >= *retry_at_) {
        connect();
    }
    send_next();
    set_timer();
}

void AgentLink::ask(std::uint64_t number, const StripRequest& request) {
    requests_.push_back({number, to_line(request) + "\n", Clock::now() + reply_patience});
    send_next();
    set_timer();
}

/// The watch that waits is answered at once, as there is another one behind it.
void AgentLink::show_asks(bool shows_asks) {
    if (std::exchange(shows_asks_, shows_asks) != shows_asks && connected_) {
        watch();
        set_timer();
    }
}

void AgentLink::connect() {
    retry_at_.reset();
    connected_ = connect(watching_) && connect(asking_);
    if (!connected_) {
        watching_ = {};
        try_again_soon();
        return;
    }
    first_is_sent_ = false;
    watches_ = 0;
    revision_.reset();
    watch();
    send_next();
}

bool AgentLink::connect(Connection& connection) {
    // The screen must not stand still for an agent that does not serve.
    connection = {lane::connect_at_once(socket_file_), {}, {}};
    return connection.socket.is_open() && add(poll_, connection.socket, EPOLLIN | EPOLLOUT | EPOLLET);
}

/// Closed descriptors leave the epoll set by themselves.
void AgentLink::lose() {
    watching_ = {};
    asking_ = {};
    connected_ = false;
    first_is_sent_ = false;
    if (known_) {
        known_ = false;
        events_.went();
        retries_ = 0;
    }
    try_again_soon();
}

void AgentLink::try_again_soon() {
    if (retries_ < retries_max) {
        retry_at_ = Clock::now() + first_retry * (1 << retries_);
        ++retries_;
    } else if (!folder_watch_.is_open() || ::access(socket_file_.c_str(), F_OK) == 0) {
        // Somebody's socket is there and does not serve: no event will tell when it does.
        retry_at_ = Clock::now() + blind_retry;
    } else {
        retry_at_.reset();
    }
}

/// A new socket in the folder: an agent has just started, or will listen in a moment.
void AgentLink::look_at_folder() {
    alignas(inotify_event) char events[4096];
    for (;;) {
        const ssize_t length = folder_watch_.is_open() ? ::read(folder_watch_.number(), events, sizeof events) : -1;
        if (length <= 0) {
            return;
        }
        for (ssize_t at = 0; at < length;) {
            const auto* event = reinterpret_cast<const inotify_event*>(events + at);
            if (event->len > 0 && socket_file_.filename() == event->name && !connected_) {
                retries_ = 0;
                retry_at_ = Clock::now();
            }
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        }
    }
}

void AgentLink::send_next() {
    if (connected_ && !first_is_sent_ && !requests_.empty()) {
        first_is_sent_ = true;
        asking_.unsent += requests_.front().line;
        // A failure shows as the end of the connection, in serve().
        static_cast<void>(write(asking_));
    }
}

bool AgentLink::write(Connection& connection) {
    while (!connection.unsent.empty()) {
        const ssize_t sent =
            ::send(connection.socket.number(), connection.unsent.data(), connection.unsent.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent < 0) {
            return errno == EAGAIN;
        }
        connection.unsent.erase(0, static_cast<std::size_t>(sent));
    }
    return true;
}

bool AgentLink::read(Connection& connection) {
    char part[16 * 1024];
    for (;;) {
        const ssize_t length = ::recv(connection.socket.number(), part, sizeof part, 0);
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length <= 0) {
            return length < 0 && errno == EAGAIN;
        }
        connection.received.append(part, static_cast<std::size_t>(length));
        if (connection.received.size() > line_bytes_max) {
            return false;
        }
    }
}

std::optional<std::string> AgentLink::take_line(Connection& connection) {
    const std::size_t end = connection.received.find('\n');
    if (end == std::string::npos) {
        return std::nullopt;
    }
    std::string line = connection.received.substr(0, end);
    connection.received.erase(0, end + 1);
    connection.received.shrink_to_fit();
    return line;
}

void AgentLink::watch() {
    ++watches_;
    watching_.unsent += watch_line(revision_, shows_asks_) + "\n";
    watch_deadline_ = Clock::now() + watch_patience;
    static_cast<void>(write(watching_));
}

bool AgentLink::serve_watch() {
    const bool open = write(watching_) && read(watching_);
    while (auto line = take_line(watching_)) {
        auto state = parse_lane_state(*line);
        if (!state) {
            // An agent that does not know `watch`; a newer one has to take its place.
            return false;
        }
        retries_ = 0;
        revision_ = state->revision;
        --watches_;
        if (!std::exchange(known_, true)) {
            events_.came();
        }
        events_.state(std::move(*state));
        if (watches_ == 0) {
            watch();
        }
    }
    return open;
}

bool AgentLink::serve_replies() {
    const bool open = write(asking_) && read(asking_);
    while (auto line = take_line(asking_)) {
        if (requests_.empty() || !first_is_sent_) {
            return false;
        }
        const std::uint64_t number = requests_.front().number;
        requests_.pop_front();
        first_is_sent_ = false;
        events_.reply(number, parse_agent_reply(*line));
        send_next();
    }
    return open;
}

void AgentLink::give_up_late_requests(Clock::time_point now) {
    while (!requests_.empty() && now >= requests_.front().deadline) {
        const std::uint64_t number = requests_.front().number;
        requests_.pop_front();
        if (std::exchange(first_is_sent_, false)) {
            // Its answer may still come, and must not be taken for the next one's.
            lose();
        }
        events_.reply(number, AgentReply{});
    }
}

void AgentLink::set_timer() {
    std::optional<Clock::time_point> next = retry_at_;
    if (connected_) {
        next = watch_deadline_;
    }
    if (!requests_.empty()) {
        next = std::min(next.value_or(requests_.front().deadline), requests_.front().deadline);
    }
    itimerspec setting{};
    if (next) {
        // A moment that has passed must still wake: zero would switch the timer off.
        const auto left = std::max<std::chrono::nanoseconds>(*next - Clock::now(), std::chrono::nanoseconds{1});
        setting.it_value.tv_sec = std::chrono::floor<std::chrono::seconds>(left).count();
        setting.it_value.tv_nsec = (left % std::chrono::seconds{1}).count();
    }
    static_cast<void>(::timerfd_settime(timer_.number(), 0, &setting, nullptr));
}

}  // namespace tillnote::strip
