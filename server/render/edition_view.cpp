#include "server/render/edition_view.hpp"

#include "server/render/digest_input_json.hpp"
#include "server/render/digest_view.hpp"

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
    digest.edition = domain::Edition{record.edition.number, record.edition.frozen_at, record.edition.number};
    const bool as_sent = render_digest_json(digest) == record.digest;
    digest.edition = record.edition;
    digest.edition->as_sent = as_sent;
    return digest;
}

}  // namespace tillnote::render
