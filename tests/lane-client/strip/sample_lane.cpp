#include "tests/lane-client/strip/sample_lane.hpp"

#include "schema/strict_json.hpp"
#include "tests/support/grocery_catalog.hpp"

namespace tillnote::strip::test {
namespace {

Uuid make_id(const char* text) {
    return Uuid::parse(text).value();
}

}  // namespace

LaneCatalog make_sample_catalog() {
    LaneCatalog catalog;
    catalog.version = "c1";
    catalog.catalog = tillnote::test::grocery_catalog();
    catalog.layout = {"101", "202", "501", "601", "403", "604", "801"};
    catalog.hot_keys = {{"F13", "101"}, {"Shift+F13", "403"}, {"F24", "999"}};
    catalog.store = "oak-street";
    catalog.lane = 4;
    catalog.zone = "America/Chicago";
    return catalog;
}

LaneState make_sample_state() {
    LaneState state;
    state.revision = 1;
    state.enrolled = true;
    state.server_reachable = true;
    state.catalog_version = "c1";
    return state;
}

ShownAsk make_sample_ask(std::size_t answers) {
    ShownAsk ask;
    ask.showing_id = make_id("00000000-0000-4000-8000-0000000000a1");
    ask.question_en = "Did you find everything today?";
    ask.question_es = "¿Encontró todo hoy?";
    ask.answers = {
        {"yes", "Yes", "Sí"}, {"no", "No", "No"}, {"maybe", "Not everything", "No todo"}, {"never", "Never do", "Nunca"}};
    ask.answers.resize(answers);
    return ask;
}

LaneMessage make_sample_message(int number) {
    std::string id = "00000000-0000-4000-8000-0000000000b0";
    id.back() = static_cast<char>('0' + number);
    return {make_id(id.c_str()), "Yogurt pulled 17:41. Thank you.", "Yogur retirado a las 17:41. Gracias."};
}

std::string to_watch_answer(const LaneState& state) {
    nlohmann::json line{{"ok", true},
                        {"revision", state.revision},
                        {"enrolled", state.enrolled},
                        {"store", "oak-street"},
                        {"lane", 4},
                        {"refused", state.refused},
                        {"pending", state.pending},
                        {"rejected", 0},
                        {"server_reachable", state.server_reachable},
                        {"catalog_version", state.catalog_version},
                        {"code", nullptr},
                        {"transaction", state.transaction},
                        {"ask", nullptr},
                        {"messages", nlohmann::json::array()}};
    if (!state.code.empty()) {
        line["code"] = state.code;
    }
    if (state.ask) {
        line["ask"] = {{"showing_id", state.ask->showing_id.to_string()},
                       {"ask_id", "00000000-0000-4000-8000-0000000000aa"},
                       {"question_en", state.ask->question_en},
                       {"question_es", state.ask->question_es},
                       {"answers", nlohmann::json::array()}};
        for (const AskAnswer& answer : state.ask->answers) {
            line["ask"]["answers"].push_back(
                {{"answer", answer.answer}, {"label_en", answer.label_en}, {"label_es", answer.label_es}});
        }
    }
    for (const LaneMessage& message : state.messages) {
        line["messages"].push_back(
            {{"message_id", message.message_id.to_string()}, {"text_en", message.text_en}, {"text_es", message.text_es}});
    }
    return dump_json(line);
}

}  // namespace tillnote::strip::test
