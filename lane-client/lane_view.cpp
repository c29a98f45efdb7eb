#include "lane-client/lane_view.hpp"

#include "schema/strict_json.hpp"

namespace tillnote::lane {

using nlohmann::ordered_json;

namespace {

ordered_json ask_json(const ShownAsk& shown) {
    ordered_json json{{"showing_id", shown.showing_id.to_string()},
                      {"ask_id", shown.ask.ask_id.to_string()},
                      {"question_en", shown.ask.question_en},
                      {"question_es", shown.ask.question_es},
                      {"answers", ordered_json::array()}};
    for (const AskAnswer& answer : shown.ask.answers) {
        json["answers"].push_back({{"answer", answer.answer}, {"label_en", answer.label_en}, {"label_es", answer.label_es}});
    }
    return json;
}

}  // namespace

std::string to_line(const LaneView& view, std::int64_t revision) {
    const bool enrolled = !view.store.empty();
    ordered_json json{{"ok", true},
                      {"revision", revision},
                      {"enrolled", enrolled},
                      {"store", nullptr},
                      {"lane", nullptr},
                      {"refused", view.refused},
                      {"pending", view.pending},
                      {"rejected", view.rejected},
                      {"server_reachable", view.server_reachable},
                      {"catalog_version", view.catalog_version},
                      {"code", nullptr},
                      {"transaction", view.transaction},
                      {"ask", nullptr},
                      {"messages", ordered_json::array()}};
    if (enrolled) {
        json["store"] = view.store;
        json["lane"] = view.lane;
    }
    if (view.code) {
        json["code"] = *view.code;
    }
    if (view.ask) {
        json["ask"] = ask_json(*view.ask);
    }
    for (const LaneMessage& message : view.messages) {
        json["messages"].push_back(
            {{"message_id", message.message_id.to_string()}, {"text_en", message.text_en}, {"text_es", message.text_es}});
    }
    return dump_json(json);
}

}  // namespace tillnote::lane
