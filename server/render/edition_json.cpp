#include "server/render/edition_json.hpp"

#include "schema/time_text.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::render {

Result<std::string> restate_edition(std::string_view digest_json, const domain::Edition& edition) {
    using Json = nlohmann::ordered_json;
    Json json = Json::parse(digest_json, nullptr, false);
    if (!json.is_object() || !json.contains("edition")) {
        return Error{ErrorCode::internal, "The JSON kept with the edition cannot be read; it was changed or cut off.", ""};
    }
    json["edition"] = {{"number", edition.number}, {"frozen_at", format_time(edition.frozen_at)}, {"of", edition.of}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tillnote::render
