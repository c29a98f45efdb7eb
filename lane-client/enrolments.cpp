#include "lane-client/enrolments.hpp"

#include "schema/limits.hpp"
#include "schema/strict_json.hpp"

#include <algorithm>

namespace tillnote::lane {
namespace {

constexpr std::size_t enrolments_max = 1000;

Error damaged_file(const StateFolder& folder) {
    return {ErrorCode::outbox_unusable,
            folder.enrolments_file().string() + " is damaged. Move it away and enrol this lane again; its notes are kept.",
            {}};
}

Result<LaneEnrolment> parse_one(const JsonValue& object) {
    ObjectReader reader(object, "");
    LaneEnrolment one;
    auto key = Uuid::parse(reader.text("key", 36, 36));
    one.known_id = reader.boolean("known_id");
    one.server = reader.text("server", 1, 512);
    one.token = reader.text("token", 1, 512);
    one.store = reader.text("store", 1, 32);
    one.lane = reader.integer("lane", 1, limits::lane_number_max);
    one.certificates = reader.text("certificates", 0, 4096);
    if (auto mistake = reader.finish()) {
        return *mistake;
    }
    if (!key) {
        return key.error();
    }
    one.key = *key;
    return one;
}

/// Keys of those that are the same place as the one in force, nil among them when the first one is.
template <typename IsSame>
std::vector<Uuid> find_keys(const std::vector<LaneEnrolment>& list, const IsSame& is_same) {
    if (list.empty()) {
        return {Uuid{}};
    }
    std::vector<Uuid> keys;
    for (const LaneEnrolment& one : list) {
        if (is_same(one, list.back())) {
            keys.push_back(one.key);
        }
    }
    if (is_same(list.front(), list.back())) {
        keys.emplace_back();
    }
    return keys;
}

}  // namespace

std::vector<Uuid> Enrolments::find_keys_of_store_in_force() const {
    return find_keys(list, [](const LaneEnrolment& one, const LaneEnrolment& now) { return one.store == now.store; });
}

std::vector<Uuid> Enrolments::find_keys_of_place_in_force() const {
    return find_keys(list, [](const LaneEnrolment& one, const LaneEnrolment& now) {
        return one.store == now.store && one.lane == now.lane;
    });
}

std::vector<Credential> Enrolments::find_credentials(const Uuid& key) const {
    std::vector<Credential> ways;
    if (list.empty()) {
        return ways;
    }
    const LaneEnrolment& now = list.back();
    const auto found =
        key.is_nil() ? list.begin()
                     : std::find_if(list.begin(), list.end(), [&](const LaneEnrolment& one) { return one.key == key; });
    if (found == list.end()) {
        // The file was lost and made anew. Saying the id lets the server decide; never guess another place.
        ways.push_back({now.token, key});
        return ways;
    }
    if (found->key == now.key) {
        ways.push_back({now.token, std::nullopt});
        return ways;
    }
    if (found->known_id) {
        ways.push_back({now.token, found->key});
    }
    ways.push_back({found->token, std::nullopt});
    if (found->store == now.store && found->lane == now.lane) {
        ways.push_back({now.token, std::nullopt});
    }
    return ways;
}

Result<Enrolments> read_enrolments(const StateFolder& folder) {
    auto read = read_small_file(folder.enrolments_file());
    if (!read) {
        return read.error();
    }
    Enrolments enrolments;
    const auto& text = *read;
    if (!text) {
        return enrolments;
    }
    auto json = parse_strict_json(*text);
    if (!json) {
        return damaged_file(folder);
    }
    ObjectReader reader(*json, "");
    for (const auto& object : reader.array("enrolments", enrolments_max, true)) {
        auto one = parse_one(object);
        if (!one) {
            return damaged_file(folder);
        }
        enrolments.list.push_back(std::move(*one));
    }
    if (reader.finish()) {
        return damaged_file(folder);
    }
    return enrolments;
}

Result<void> write_enrolments(const StateFolder& folder, const Enrolments& enrolments) {
    auto list = nlohmann::json::array();
    for (const LaneEnrolment& one : enrolments.list) {
        list.push_back({{"key", one.key.to_string()},
                        {"known_id", one.known_id},
                        {"server", one.server},
                        {"token", one.token},
                        {"store", one.store},
                        {"lane", one.lane},
                        {"certificates", one.certificates}});
    }
    return write_small_file(folder.enrolments_file(), nlohmann::json{{"enrolments", std::move(list)}}.dump(2) + "\n");
}

}  // namespace tillnote::lane
