#pragma once

#include "server/domain/digest.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <string_view>

namespace tillnote::delivery {

/// First editions that this program froze a moment ago, so that the morning's mails need not read and build each digest
/// again. Holds the latest few; who asks for another one reads the kept edition. Any thread.
class FrozenDigests {
public:
    static constexpr std::size_t digests_max = 256;  ///< some 100 KiB each

    void keep(domain::Digest digest);
    /// Null when it is not held.
    [[nodiscard]] std::shared_ptr<const domain::Digest> find(std::string_view store, domain::Day day, int edition) const;

private:
    mutable std::mutex mutex_;
    std::deque<std::shared_ptr<const domain::Digest>> digests_;  ///< oldest first
};

}  // namespace tillnote::delivery
