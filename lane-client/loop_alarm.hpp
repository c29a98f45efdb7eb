#pragma once

#include "lane-client/descriptor.hpp"

#include <cstdint>

#include <sys/eventfd.h>

namespace tillnote::lane {

/// Wakes the agent's loop from another thread. Source: eventfd(2).
class LoopAlarm {
public:
    LoopAlarm() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    /// Any thread; never waits. Ringing twice before it is heard is ringing once.
    void ring() noexcept { static_cast<void>(::eventfd_write(event_.number(), 1)); }
    /// Of the loop's thread: makes it silent again.
    void silence() noexcept {
        std::uint64_t rings = 0;
        static_cast<void>(::eventfd_read(event_.number(), &rings));
    }
    /// Readable while it rings.
    [[nodiscard]] int number() const noexcept { return event_.number(); }

private:
    Descriptor event_;
};

}  // namespace tillnote::lane
