#include "server/domain/ask_shelf.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

const std::string head = "ask\tquestion_en\tquestion_es\tanswers\tlabels_en\tlabels_es\n";

std::string fault(const std::string& line) {
    const auto parsed = parse_ask_shelf(head + line);
    return parsed ? "" : parsed.error().detail;
}

TEST(AskShelf, HoldsTheReadyMadeAsksInBothLanguages) {
    const auto& shelf = ask_shelf();
    ASSERT_EQ(shelf.size(), 4u);
    EXPECT_EQ(shelf[0].question_en, "Did you find everything you wanted?");
    for (const ReadyAsk& ready : shelf) {
        EXPECT_NE(ready.question_en, ready.question_es);
        EXPECT_GE(ready.answers.size(), 2u) << ready.key;
        EXPECT_LE(ready.answers.size(), 4u) << ready.key;
    }
}

TEST(AskShelf, NamesTheLineThatNoLaneCouldShow) {
    EXPECT_EQ(fault("ok\tQ?\t¿P?\ty|n\tYes|No\tSí|No\n"), "");
    EXPECT_NE(fault("ok\tQ?\t¿P?\ty|n\tYes|No\n").find("line 2: there are 5 columns"), std::string::npos);
    EXPECT_NE(fault("ok\tQ?\t¿P?\ty|n\tYes|No|Never\tSí|No\n").find("differ in number"), std::string::npos);
    EXPECT_NE(fault("ok\tQ?\t¿P?\ty\tYes\tSí\n").find("/answers"), std::string::npos);
    EXPECT_NE(fault("ok\tQ?\t¿P?\ty|n\tYes|" + std::string(19, 'x') + "\tSí|No\n").find("/answers/1/label_en"),
              std::string::npos);
    EXPECT_NE(fault("ok\t" + std::string(91, 'x') + "\t¿P?\ty|n\tYes|No\tSí|No\n").find("/question_en"), std::string::npos);
    EXPECT_NE(fault("two words\tQ?\t¿P?\ty|n\tYes|No\tSí|No\n").find("name of an ask"), std::string::npos);
    EXPECT_NE(
        fault("a\tQ?\t¿P?\ty|n\tYes|No\tSí|No\na\tQ?\t¿P?\ty|n\tYes|No\tSí|No\n").find("line 3: the name a comes twice"),
        std::string::npos);
    EXPECT_FALSE(parse_ask_shelf("other\tcolumns\n"));
}

}  // namespace
}  // namespace tillnote::domain
