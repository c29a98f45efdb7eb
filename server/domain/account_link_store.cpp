#include "server/domain/account_link_store.hpp"

#include <cstdlib>

namespace tillnote::domain {

std::string_view to_text(LinkPurpose purpose) noexcept {
    switch (purpose) {
        case LinkPurpose::invitation:
            return "invitation";
        case LinkPurpose::reset:
            return "reset";
    }
    std::abort();
}

std::optional<LinkPurpose> find_link_purpose(std::string_view text) noexcept {
    for (const LinkPurpose purpose : {LinkPurpose::invitation, LinkPurpose::reset}) {
        if (to_text(purpose) == text) {
            return purpose;
        }
    }
    return std::nullopt;
}

}  // namespace tillnote::domain
