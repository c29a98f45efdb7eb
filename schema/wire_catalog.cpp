#include "schema/limits.hpp"
#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "schema/wire.hpp"

namespace tillnote {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t entries_max = 1000;  ///< departments, reasons, layout; a catalog has some forty reasons
constexpr std::size_t label_characters_max = 64;
constexpr std::int64_t cutoff_minutes_max = 24 * 60 - 1;

ordered_json department_json(const Department& department) {
    return {{"code", department.code},
            {"label_en", department.label_en},
            {"label_es", department.label_es},
            {"walk", department.walk},
            {"order", department.order}};
}

ordered_json reason_json(const Reason& reason) {
    return {{"code", reason.code},
            {"department", reason.department},
            {"theme", reason.theme},
            {"polarity", to_text(reason.polarity)},
            {"label_en", reason.label_en},
            {"label_es", reason.label_es},
            {"owner", reason.owner},
            {"starter", reason.starter},
            {"first_screen", reason.first_screen},
            {"urgent", reason.urgent},
            {"about_staff", reason.about_staff}};
}

std::optional<Error> read_department(const JsonValue& entry, std::size_t index, Department& department) {
    ObjectReader reader(entry, "departments", index);
    department.code = reader.text_line("code", 1, label_characters_max);
    department.label_en = reader.text_line("label_en", 1, label_characters_max);
    department.label_es = reader.text_line("label_es", 1, label_characters_max);
    department.walk = reader.boolean("walk");
    department.order = static_cast<int>(reader.integer("order", 0, 1'000'000));
    return reader.finish(UnknownFields::ignored);
}

std::optional<Error> read_reason(const JsonValue& entry, std::size_t index, Reason& reason) {
    ObjectReader reader(entry, "reasons", index);
    reason.code = reader.text("code", 0, 64);
    if (!reader.failed() && !is_reason_code(reason.code)) {
        reader.fail(ErrorCode::invalid_field, "code", "Expected a reason code of 1 to 20 letters, digits or hyphens.");
    }
    reason.department = reader.text_line("department", 1, label_characters_max);
    reason.theme = reader.text_line("theme", 1, label_characters_max);
    // A polarity of a newer server must not cost an older lane its catalog.
    reason.polarity = find_polarity(reader.text_view("polarity", 1, 32)).value_or(Polarity::other);
    reason.label_en = reader.text_line("label_en", 1, label_characters_max);
    reason.label_es = reader.text_line("label_es", 1, label_characters_max);
    reason.owner = reader.text_line("owner", 0, label_characters_max);
    reason.starter = reader.boolean("starter");
    reason.first_screen = reader.boolean("first_screen");
    reason.urgent = reader.boolean("urgent");
    reason.about_staff = reader.boolean("about_staff");
    return reader.finish(UnknownFields::ignored);
}

template <typename Entry, typename ReadEntry>
std::vector<Entry> read_entries(ObjectReader& reader, std::string_view name, ReadEntry read_entry, bool required = true) {
    const JsonArray& entries = reader.array(name, entries_max, required);
    std::vector<Entry> into(entries.size());
    for (std::size_t index = 0; index < entries.size() && !reader.failed(); ++index) {
        if (auto error = read_entry(entries[index], index, into[index])) {
            reader.fail(std::move(*error));
        }
    }
    return into;
}

std::optional<Error> read_answer_key(const JsonValue& entry, std::size_t index, std::string_view asks, AskAnswer& answer) {
    ObjectReader reader(entry, asks, index);
    answer.answer = reader.text("answer", 0, 64);
    if (!reader.failed() && !is_reason_code(answer.answer)) {
        reader.fail(ErrorCode::invalid_field, "answer", "Expected an answer of 1 to 20 letters, digits or hyphens.");
    }
    answer.label_en = reader.text_line("label_en", 1, label_characters_max);
    answer.label_es = reader.text_line("label_es", 1, label_characters_max);
    return reader.finish(UnknownFields::ignored);
}

std::optional<Error> read_ask(const JsonValue& entry, std::size_t index, LaneAsk& ask) {
    ObjectReader reader(entry, "asks", index);
    ask.ask_id = reader.uuid("ask_id");
    ask.question_en = reader.text_line("question_en", 1, limits::question_characters_max);
    ask.question_es = reader.text_line("question_es", 1, limits::question_characters_max);
    const std::string within = "asks/" + std::to_string(index) + "/answers";
    ask.answers = read_entries<AskAnswer>(reader, "answers", [&](const JsonValue& key, std::size_t at, AskAnswer& answer) {
        return read_answer_key(key, at, within, answer);
    });
    if (!reader.failed() && (ask.answers.size() < limits::ask_answers_min || ask.answers.size() > limits::ask_answers_max)) {
        reader.fail(ErrorCode::invalid_field, "answers", "Expected 2 to 4 answers.");
    }
    ask.from = reader.text("from", 10, 10);
    ask.to = reader.text("to", 10, 10);
    ask.one_in = reader.integer("one_in", 1, limits::ask_one_in_max);
    ask.starts_at = reader.optional_time("starts_at");
    ask.ends_at = reader.optional_time("ends_at");
    if (!reader.failed() && ask.starts_at.has_value() != ask.ends_at.has_value()) {
        reader.fail(ErrorCode::invalid_field, "ends_at", "Expected starts_at and ends_at, or neither.");
    }
    return reader.finish(UnknownFields::ignored);
}

std::optional<Error> read_hot_key(const JsonValue& entry, std::size_t index, HotKey& hot_key) {
    ObjectReader reader(entry, "hot_keys", index);
    hot_key.key = reader.text_line("key", 1, 16);
    hot_key.reason = reader.text("reason", 0, 64);
    if (!reader.failed() && !is_reason_code(hot_key.reason)) {
        reader.fail(ErrorCode::invalid_field, "reason", "Expected a reason code of 1 to 20 letters, digits or hyphens.");
    }
    return reader.finish(UnknownFields::ignored);
}

ordered_json ask_json(const LaneAsk& ask) {
    ordered_json entry{{"ask_id", ask.ask_id.to_string()},
                       {"question_en", ask.question_en},
                       {"question_es", ask.question_es},
                       {"answers", ordered_json::array()},
                       {"from", ask.from},
                       {"to", ask.to},
                       {"one_in", ask.one_in}};
    if (ask.starts_at && ask.ends_at) {
        entry["starts_at"] = format_time(*ask.starts_at);
        entry["ends_at"] = format_time(*ask.ends_at);
    }
    for (const AskAnswer& answer : ask.answers) {
        entry["answers"].push_back(
            {{"answer", answer.answer}, {"label_en", answer.label_en}, {"label_es", answer.label_es}});
    }
    return entry;
}

std::vector<std::string> read_words(ObjectReader& reader, std::string_view name) {
    return read_entries<std::string>(
        reader, name, [&](const JsonValue& entry, std::size_t index, std::string& word) -> std::optional<Error> {
            const auto* text = entry.if_string();
            if (text == nullptr || text->empty() || text->size() > 64) {
                return Error{ErrorCode::invalid_field, "Expected text of 1 to 64 bytes.",
                             reader.pointer_to(name).append("/").append(std::to_string(index))};
            }
            word.assign(text->data(), text->size());
            return std::nullopt;
        });
}

}  // namespace

std::string to_json(const LaneCatalog& lane_catalog) {
    ordered_json message{{"version", lane_catalog.version},
                         {"store", lane_catalog.store},
                         {"lane", lane_catalog.lane},
                         {"zone", lane_catalog.zone},
                         {"cutoff_minutes", lane_catalog.cutoff_minutes}};
    message["departments"] = ordered_json::array();
    for (const Department& department : lane_catalog.catalog.departments) {
        message["departments"].push_back(department_json(department));
    }
    message["reasons"] = ordered_json::array();
    for (const Reason& reason : lane_catalog.catalog.reasons) {
        message["reasons"].push_back(reason_json(reason));
    }
    message["layout"] = lane_catalog.layout;
    message["asks"] = ordered_json::array();
    for (const LaneAsk& ask : lane_catalog.asks) {
        message["asks"].push_back(ask_json(ask));
    }
    message["hot_keys"] = ordered_json::array();
    for (const HotKey& hot_key : lane_catalog.hot_keys) {
        message["hot_keys"].push_back({{"key", hot_key.key}, {"reason", hot_key.reason}});
    }
    message["accepts"] = lane_catalog.accepts;
    return dump_json(message);
}

Result<LaneCatalog> parse_lane_catalog(std::string_view text) {
    auto document = parse_strict_json(text);
    if (document.has_error()) {
        return std::move(document).error();
    }
    ObjectReader reader(*document, "");
    LaneCatalog lane_catalog;
    lane_catalog.version = reader.text_line("version", 1, 128);
    lane_catalog.store = reader.text("store", 0, 64);
    if (!reader.failed() && !is_store_id(lane_catalog.store)) {
        reader.fail(ErrorCode::invalid_field, "store",
                    "Expected a store id of 1 to 32 lower-case letters, digits or hyphens.");
    }
    lane_catalog.lane = reader.integer("lane", 1, limits::lane_number_max);
    lane_catalog.zone = reader.text_line("zone", 1, 64);
    lane_catalog.cutoff_minutes = reader.integer("cutoff_minutes", 0, cutoff_minutes_max);
    lane_catalog.catalog.departments = read_entries<Department>(reader, "departments", read_department);
    lane_catalog.catalog.reasons = read_entries<Reason>(reader, "reasons", read_reason);
    lane_catalog.layout = read_words(reader, "layout");
    lane_catalog.asks = read_entries<LaneAsk>(reader, "asks", read_ask, false);
    lane_catalog.hot_keys = read_entries<HotKey>(reader, "hot_keys", read_hot_key, false);
    lane_catalog.accepts = read_words(reader, "accepts");
    if (auto error = reader.finish(UnknownFields::ignored)) {
        return std::move(*error);
    }
    return lane_catalog;
}

}  // namespace tillnote
