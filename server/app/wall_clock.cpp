#include "server/app/wall_clock.hpp"

namespace tillnote::app {

Instant wall_clock_now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace tillnote::app
