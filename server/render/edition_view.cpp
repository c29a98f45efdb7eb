#include "server/render/edition_view.hpp"

#include "server/render/digest_input_json.hpp"

namespace tillnote::render {

Result<domain::Digest> rebuild_digest(const domain::EditionRecord& record) {
    auto input = parse_digest_input(record.input);
    if (!input) {
        return input.error();
    }
    const auto calendar = domain::StoreCalendar::make(input->store);
    if (!calendar) {
        return calendar.error();
    }
    domain::Digest digest = domain::build_digest(*input, *calendar);
    digest.edition = record.edition;
    return digest;
}

}  // namespace tillnote::render
