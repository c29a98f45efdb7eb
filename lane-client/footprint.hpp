#pragma once

namespace tillnote::lane {

/// Gives memory back that was needed for a moment only: free heap, and the unchanged pages of program and libraries, which
/// stay in the page cache and are mapped again when used. Setting up TLS alone touches some four megabytes of OpenSSL that
/// are never needed again. Costs well under a millisecond; any thread.
void release_idle_memory() noexcept;

}  // namespace tillnote::lane
