#pragma once

#include <atomic>

namespace tillnote::lane::test {

/// A file layer over the system's that can be told to fail, as a disk does. Registered once under `name`.
class FailingVfs {
public:
    static constexpr const char* name = "tillnote-failing";

    /// All clear again.
    static void reset();
    static inline std::atomic<int> fail_syncs{0};       ///< so many fsyncs from now on fail with EIO
    static inline std::atomic<bool> disk_full{false};   ///< writes fail with ENOSPC
    static inline std::atomic<bool> skip_syncs{false};  ///< fsyncs go through and do nothing
    static inline std::atomic<int> syncs{0};            ///< fsyncs that were asked for and went through

    static void register_once();
};

}  // namespace tillnote::lane::test
