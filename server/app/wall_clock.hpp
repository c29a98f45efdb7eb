#pragma once

#include "schema/note.hpp"

namespace tillnote::app {

/// The one place that reads the server's wall clock; everything below is handed the time.
[[nodiscard]] Instant wall_clock_now();

}  // namespace tillnote::app
