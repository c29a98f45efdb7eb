#include "server/delivery/frozen_digests.hpp"

#include <algorithm>

namespace tillnote::delivery {

void FrozenDigests::keep(domain::Digest digest) {
    auto kept = std::make_shared<const domain::Digest>(std::move(digest));
    const std::lock_guard lock(mutex_);
    digests_.push_back(std::move(kept));
    if (digests_.size() > digests_max) {
        digests_.pop_front();
    }
}

std::shared_ptr<const domain::Digest> FrozenDigests::find(std::string_view store, domain::Day day, int edition) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find_if(digests_, [&](const auto& digest) {
        return digest->store.id == store && digest->day == day && digest->edition && digest->edition->number == edition;
    });
    return found == digests_.end() ? nullptr : *found;
}

}  // namespace tillnote::delivery
