#include "server/render/problem_words.hpp"

#include <gtest/gtest.h>

namespace tillnote::render {
namespace {

using domain::Language;

TEST(ProblemWords, KeepTheErrorsOwnSentenceInEnglish) {
    const Error error{ErrorCode::not_found, "The store had not opened then.", "day"};
    EXPECT_EQ(problem_title(error.code, Language::english), "Not there, or outside your scope");
    EXPECT_EQ(problem_detail(error, Language::english), "The store had not opened then.");
}

TEST(ProblemWords, HaveASpanishSentenceForEveryCode) {
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        const Error error{error_row_at(index).code, "English", ""};
        EXPECT_FALSE(problem_title(error.code, Language::spanish).empty());
        EXPECT_TRUE(problem_detail(error, Language::spanish).ends_with('.'));
        EXPECT_NE(problem_title(error.code, Language::spanish), error_row_at(index).title);
    }
}

TEST(ProblemWords, SayInSpanishWhatToDoAboutAFieldOfAForm) {
    const auto said = [](ErrorCode code, const char* field) {
        return problem_detail({code, "English", field}, Language::spanish);
    };
    EXPECT_EQ(said(ErrorCode::invalid_field, "percent"), "Dé la meta en por ciento, de 0.1 a 99.9.");
    EXPECT_EQ(said(ErrorCode::invalid_field, "/answers/2/label_es"), said(ErrorCode::invalid_field, "answers"));
    EXPECT_NE(said(ErrorCode::invalid_field, "/from"), said(ErrorCode::impossible_value, "/from"));
    EXPECT_EQ(said(ErrorCode::invalid_field, "/lines"), said(ErrorCode::invalid_field, ""));
}

}  // namespace
}  // namespace tillnote::render
