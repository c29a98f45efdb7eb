#include "lane-client/clock.hpp"

#include "lane-client/randomness.hpp"

#include <ctime>

#include <fcntl.h>
#include <unistd.h>

namespace tillnote::lane {
namespace {

Uuid read_boot_id() {
    char text[36];
    const int file = ::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    const ssize_t length = file < 0 ? -1 : ::read(file, text, sizeof text);
    if (file >= 0) {
        ::close(file);
    }
    if (length == static_cast<ssize_t>(sizeof text)) {
        if (auto id = Uuid::parse({text, sizeof text})) {
            return *id;
        }
    }
    return make_random_id();
}

}  // namespace

SystemClock::SystemClock() : boot_id_(read_boot_id()) {}

Moment SystemClock::now() const {
    std::timespec wall{};
    std::timespec boot{};
    // With these clocks, and a year that fits an int, none of the three can fail.
    static_cast<void>(::clock_gettime(CLOCK_REALTIME, &wall));
    static_cast<void>(::clock_gettime(CLOCK_BOOTTIME, &boot));
    std::tm local{};
    static_cast<void>(::localtime_r(&wall.tv_sec, &local));
    const auto milliseconds = [](const std::timespec& time) {
        return std::chrono::milliseconds{std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000};
    };
    return Moment{Instant{milliseconds(wall)}, static_cast<std::int16_t>(local.tm_gmtoff / 60), milliseconds(boot),
                  boot_id_};
}

}  // namespace tillnote::lane
