#include "server/render/admin_retention_page.hpp"

#include "tests/render/sample_setup.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AdminRetentionPage, SaysWhatIsKeptAndWhatWasForgotten) {
    const std::string text = visible_text(render_admin_retention_page(samples::admin_retention()));
    EXPECT_THAT(text, AllOf(HasSubstr("Nothing is there past its term."), HasSubstr("Days before 17 Oct 2025 are sealed."),
                            HasSubstr("Notes of days before 2 Oct 2025 are gone."), HasSubstr("18,231"),
                            HasSubstr("Sep 2025"), HasSubstr("30 days after it was received"),
                            HasSubstr("until a day after the request expired"), HasSubstr("no setting makes them longer")));
}

TEST(AdminRetentionPage, SaysWhatIsWrong) {
    AdminRetentionPage page = samples::admin_retention();
    page.is_late = true;
    page.runs.front().rows_past_term = 3;
    EXPECT_THAT(visible_text(render_admin_retention_page(page)),
                AllOf(HasSubstr("more than two hours"), HasSubstr("Something is there past its term")));
    page.runs.clear();
    page.is_late = false;
    EXPECT_THAT(visible_text(render_admin_retention_page(page)),
                AllOf(HasSubstr("Forgetting has not run yet."), Not(HasSubstr("past its term."))));
}

}  // namespace
}  // namespace tillnote::render
