#include "server/app/commands.hpp"
#include "server/app/database_ports.hpp"
#include "server/domain/card_scan.hpp"

#include <cstdio>

namespace tillnote::app::commands {

Result<void> verify_card_numbers(const Config& config) {
    const auto texts = make_stored_texts(config.database_migrate);
    const auto scan = domain::scan_for_cards(*texts);
    if (!scan) {
        return scan.error();
    }
    for (const domain::StoredText& found : scan->findings) {
        std::printf("%s store=%s day=%s id=%s\n", found.place.c_str(), found.store.empty() ? "-" : found.store.c_str(),
                    found.day.empty() ? "-" : found.day.c_str(), found.id.empty() ? "-" : found.id.c_str());
    }
    std::printf("%lld texts looked at, %zu hold something that looks like a card number\n",
                static_cast<long long>(scan->texts), scan->findings.size());
    if (!scan->findings.empty()) {
        return Error{ErrorCode::conflict,
                     "Something that looks like a card number is stored; docs/card-numbers.md says what to do now.", ""};
    }
    return {};
}

}  // namespace tillnote::app::commands
