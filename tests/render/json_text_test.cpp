#include "server/render/json_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace tillnote::test {
namespace {

using Json = nlohmann::ordered_json;
using render::JsonObject;

std::string dump(const Json& tree) {
    return tree.dump(-1, ' ', false, Json::error_handler_t::replace);
}

TEST(JsonText, WritesTheBytesThatATreeWouldGive) {
    for (const std::string text :
         {"", "Produce", "say \"hi\"", "back\\slash", "line\nbreak\ttab\x01", "piña", "\x7f", "cut \xc3", "\xff"}) {
        std::string json;
        JsonObject(json).text("label", text).close();
        EXPECT_EQ(json, dump({{"label", text}}));
    }
    for (const double figure : {0.0, 1.0, 0.1, 12.5, 1e-05, 0.0001234, 1e21, std::numeric_limits<double>::infinity()}) {
        std::string json;
        JsonObject(json).figure("p", figure).close();
        EXPECT_EQ(json, dump({{"p", figure}}));
    }
}

TEST(JsonText, KeepsTheOrderOfItsMembersAndNestsWhatIsAppended) {
    std::string json;
    JsonObject root(json);
    root.number("z", -3).truth("yes", true).truth("no", false).null("nothing").figure("unknown", std::nullopt);
    JsonObject(root.open("inner")).number("a", 1).close();
    root.tree("list", Json::array({1, "two"})).close();
    EXPECT_EQ(json, R"({"z":-3,"yes":true,"no":false,"nothing":null,"unknown":null,"inner":{"a":1},"list":[1,"two"]})");
}

TEST(JsonText, OfNoMembersIsAnEmptyObject) {
    std::string json;
    JsonObject(json).close();
    EXPECT_EQ(json, "{}");
}

}  // namespace
}  // namespace tillnote::test
