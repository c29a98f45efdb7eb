#include "server/render/district_digest_data.hpp"

#include "schema/time_text.hpp"
#include "server/render/comparison_view.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;
using domain::ComparedDay;
using domain::ComparedMember;

constexpr int format_now = 1;  ///< a program that reads editions of another format says so instead of guessing

Json day_json(domain::Day day) {
    return std::chrono::sys_days{day}.time_since_epoch().count();
}

domain::Day day_of(const Json& json) {
    return domain::Day{std::chrono::sys_days{std::chrono::days{json.get<int>()}}};
}

/// A word of an enumeration, which must be known.
template <typename Find>
auto word_of(const Json& json, Find find) {
    return find(json.get<std::string>()).value();
}

Json reason_json(const domain::ComparisonInput& input, std::size_t index) {
    const Reason& reason = input.reasons[index];
    Json json{{"code", reason.code},         {"department", reason.department},
              {"theme", reason.theme},       {"polarity", to_text(reason.polarity)},
              {"label_en", reason.label_en}, {"label_es", reason.label_es}};
    if (!input.reason_dates.empty()) {
        const domain::ReasonDates& dates = input.reason_dates[index];
        json["valid_from"] = day_json(dates.valid_from);
        json["valid_to"] = dates.valid_to ? day_json(*dates.valid_to) : Json(nullptr);
    }
    return json;
}

/// Editions of old have none.
void read_reason_dates(const Json& reasons, std::vector<domain::ReasonDates>& dates) {
    for (const Json& json : reasons) {
        if (json.contains("valid_from")) {
            const Json& to = json.at("valid_to");
            dates.push_back({day_of(json.at("valid_from")), to.is_null() ? std::nullopt : std::optional{day_of(to)}});
        }
    }
    if (!dates.empty() && dates.size() != reasons.size()) {
        throw std::runtime_error("some reasons have dates and others none");
    }
}

Reason reason_of(const Json& json) {
    Reason reason;
    json.at("code").get_to(reason.code);
    json.at("department").get_to(reason.department);
    json.at("theme").get_to(reason.theme);
    reason.polarity = word_of(json.at("polarity"), [](const auto& text) { return find_polarity(text); });
    json.at("label_en").get_to(reason.label_en);
    json.at("label_es").get_to(reason.label_es);
    return reason;
}

Json department_json(const Department& department) {
    return {{"code", department.code},
            {"label_en", department.label_en},
            {"label_es", department.label_es},
            {"walk", department.walk},
            {"order", department.order}};
}

Department department_of(const Json& json) {
    Department department;
    json.at("code").get_to(department.code);
    json.at("label_en").get_to(department.label_en);
    json.at("label_es").get_to(department.label_es);
    json.at("walk").get_to(department.walk);
    json.at("order").get_to(department.order);
    return department;
}

/// A district keeps some thousand of these: numbers in a row, not members with names.
Json compared_day_json(const ComparedDay& day) {
    Json heard = Json::array();
    for (const domain::HeardReason& reason : day.heard) {
        heard.insert(heard.end(), {reason.reason, reason.remarks, reason.breadth});
    }
    return Json::array({day_json(day.day), day.open, day.lanes_heard, day.percent_complete,
                        day.traffic ? Json(*day.traffic) : Json(nullptr), std::move(heard)});
}

ComparedDay compared_day_of(const Json& json) {
    ComparedDay day;
    day.day = day_of(json.at(0));
    json.at(1).get_to(day.open);
    json.at(2).get_to(day.lanes_heard);
    json.at(3).get_to(day.percent_complete);
    if (!json.at(4).is_null()) {
        day.traffic = json.at(4).get<std::int64_t>();
    }
    const Json& heard = json.at(5);
    for (std::size_t at = 0; at < heard.size(); at += 3) {
        day.heard.push_back({heard.at(at).get<std::uint16_t>(), heard.at(at + 1).get<int>(), heard.at(at + 2).get<int>()});
    }
    return day;
}

Json member_json(const ComparedMember& member) {
    Json days = Json::array();
    for (const ComparedDay& day : member.days) {
        days.push_back(compared_day_json(day));
    }
    return {{"id", member.id}, {"name", member.name}, {"days", std::move(days)}};
}

ComparedMember member_of(const Json& json) {
    ComparedMember member;
    json.at("id").get_to(member.id);
    json.at("name").get_to(member.name);
    for (const Json& day : json.at("days")) {
        member.days.push_back(compared_day_of(day));
    }
    return member;
}

template <typename Values, typename Make>
Json list_json(const Values& values, const Make& make) {
    Json list = Json::array();
    for (const auto& value : values) {
        list.push_back(make(value));
    }
    return list;
}

template <typename Value, typename Make>
void read_list(const Json& json, std::vector<Value>& values, const Make& make) {
    for (const Json& each : json) {
        values.push_back(make(each));
    }
}

domain::DistrictDigestInput input_of(const Json& root) {
    domain::DistrictDigestInput input;
    root.at("district").at("id").get_to(input.district.id);
    root.at("district").at("name").get_to(input.district.name);
    input.day = day_of(root.at("day"));
    input.rhythm = word_of(root.at("rhythm"), [](const auto& text) { return domain::find_digest_rhythm(text); });
    input.comparison.range = domain::name_range(day_of(root.at("from")), day_of(root.at("to")));
    root.at("without_digest").get_to(input.without_digest);
    read_list(root.at("reasons"), input.comparison.reasons, reason_of);
    read_reason_dates(root.at("reasons"), input.comparison.reason_dates);
    read_list(root.at("departments"), input.comparison.departments, department_of);
    read_list(root.at("stores"), input.comparison.members, member_of);
    return input;
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string render_district_input(const domain::DistrictDigestInput& input) {
    const domain::ComparisonInput& comparison = input.comparison;
    Json reasons = Json::array();
    for (std::size_t index = 0; index < comparison.reasons.size(); ++index) {
        reasons.push_back(reason_json(comparison, index));
    }
    return dump({{"format", format_now},
                 {"district", {{"id", input.district.id}, {"name", input.district.name}}},
                 {"day", day_json(input.day)},
                 {"rhythm", to_text(input.rhythm)},
                 {"from", day_json(comparison.range.from)},
                 {"to", day_json(comparison.range.to)},
                 {"without_digest", input.without_digest},
                 {"reasons", std::move(reasons)},
                 {"departments", list_json(comparison.departments, department_json)},
                 {"stores", list_json(comparison.members, member_json)}});
}

Result<domain::DistrictDigestInput> parse_district_input(std::string_view json) {
    try {
        const Json root = Json::parse(json);
        if (root.at("format").get<int>() != format_now) {
            return Error{ErrorCode::internal, "The edition was kept by another version of the program; use that one.", ""};
        }
        return input_of(root);
    } catch (const std::exception&) {
        return Error{ErrorCode::internal, "The input kept with the edition cannot be read; it was changed or cut off.", ""};
    }
}

std::string render_district_digest_json(const domain::DistrictDigest& digest) {
    ComparisonData data{digest.district.id, digest.comparison, digest.stories, digest.reasons};
    data.without_digest = digest.without_digest;
    const std::string comparison = render_comparison_json(data);
    return dump({{"district", {{"id", digest.district.id}, {"name", digest.district.name}}},
                 {"day", format_day(digest.day)},
                 {"rhythm", to_text(digest.rhythm)},
                 {"edition",
                  {{"number", digest.edition.number},
                   {"frozen_at", format_time(digest.edition.frozen_at)},
                   {"of", digest.edition.of}}},
                 {"without_digest", digest.without_digest},
                 {"comparison", Json::parse(comparison)}});
}

}  // namespace tillnote::render
