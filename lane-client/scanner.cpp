#include "lane-client/scanner.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace tillnote::lane {
namespace {

constexpr std::chrono::seconds look_again_after{10};

/// Bytes as they come, without echo and line editing. The speed stays as the installer has set it.
bool make_raw(int file) {
    termios settings{};
    if (::tcgetattr(file, &settings) != 0) {
        return false;
    }
    ::cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    // What was scanned before the agent ran is nobody's tap.
    return ::tcsetattr(file, TCSANOW, &settings) == 0 && ::tcflush(file, TCIFLUSH) == 0;
}

bool is_over(ssize_t length) {
    return length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR);
}

}  // namespace

Scanner::Scanner(std::filesystem::path device, std::function<void(const std::string& text)> take)
    : device_(std::move(device)), take_(std::move(take)) {
    open();
}

void Scanner::open() {
    Descriptor file(::open(device_.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open()) {
        return close(std::strerror(errno));
    }
    int version = 0;
    has_keys_ = ::ioctl(file.number(), EVIOCGVERSION, &version) == 0;
    if (has_keys_ && ::ioctl(file.number(), EVIOCGRAB, 1) != 0) {
        return close("another program holds it");
    }
    if (!has_keys_ && !make_raw(file.number())) {
        return close("it is neither an input device nor a serial line");
    }
    if (said_missing_) {
        std::fprintf(stderr, "tillnote-lane: the scanner %s is there again\n", device_.c_str());
    }
    said_missing_ = false;
    file_ = std::move(file);
    keys_ = KeyDecoder();
}

void Scanner::close(const std::string& why) {
    file_ = Descriptor();
    buffer_.wipe();
    look_again_ = std::chrono::steady_clock::now() + look_again_after;
    if (!said_missing_) {
        std::fprintf(stderr, "tillnote-lane: cannot read the scanner %s (%s); looking for it every ten seconds\n",
                     device_.c_str(), why.c_str());
    }
    said_missing_ = true;
}

void Scanner::take(char character) {
    if (const auto text = buffer_.take(character)) {
        take_(*text);
    }
}

bool Scanner::read_serial() {
    std::array<char, 256> part;
    const ssize_t length = ::read(file_.number(), part.data(), part.size());
    for (ssize_t at = 0; at < length; ++at) {
        take(part[static_cast<std::size_t>(at)]);
    }
    const bool over = is_over(length);
    ::explicit_bzero(part.data(), part.size());
    return !over;
}

bool Scanner::read_keys() {
    std::array<input_event, 64> events;
    const ssize_t length = ::read(file_.number(), events.data(), sizeof events);
    const bool over = is_over(length);
    const std::size_t count = length > 0 ? static_cast<std::size_t>(length) / sizeof(input_event) : 0;
    for (std::size_t at = 0; at < count; ++at) {
        if (const auto character = keys_.take(events[at].type, events[at].code, events[at].value)) {
            take(*character);
        }
    }
    ::explicit_bzero(events.data(), sizeof events);
    return !over;
}

void Scanner::add_to(std::vector<pollfd>& watched) {
    if (file_.is_open()) {
        watched.push_back({file_.number(), POLLIN, 0});
    }
}

void Scanner::handle(std::span<const pollfd> ready) {
    if (ready.empty() || ready.front().revents == 0) {
        return;
    }
    if (!(has_keys_ ? read_keys() : read_serial())) {
        close("it was unplugged");
    }
}

std::optional<LoopSource::Time> Scanner::due() const {
    return file_.is_open() ? std::nullopt : std::optional(look_again_);
}

void Scanner::pass(Time now) {
    if (!file_.is_open() && now >= look_again_) {
        open();
    }
}

}  // namespace tillnote::lane
