#include "server/render/admin_reason_page.hpp"

#include "tests/render/sample_setup.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AdminReasonPage, ShowsWhatItSaidAndWillSay) {
    const std::string page = render_admin_reason_page(samples::admin_reason());
    EXPECT_THAT(visible_text(page), AllOf(HasSubstr("from 1 Mar 2024: Produce price good / Fruta/verd. barata"),
                                          HasSubstr("from 4 Jan 2027: Produce is great / Fruta muy buena"),
                                          HasSubstr("produce · price · praise")));
    EXPECT_THAT(page, AllOf(HasSubstr("action=\"/admin/catalog/reasons/101\""),
                            HasSubstr("action=\"/admin/catalog/reasons/101/end\"")));
}

TEST(AdminReasonPage, OffersNoChangeOfWhatEnds) {
    AdminReasonPage page = samples::admin_reason();
    page.ends = true;
    EXPECT_THAT(render_admin_reason_page(page), Not(HasSubstr("action=\"/admin/catalog/reasons/101")));
}

TEST(AdminReasonPage, SaysAMistakeInItsOwnFormOnly) {
    AdminReasonPage page = samples::admin_reason();
    page.form = CatalogForm::end;
    page.frame.problem = Error{ErrorCode::impossible_value, "A day that has begun keeps its catalog.", "valid_from"};
    EXPECT_THAT(render_admin_reason_page(page),
                AllOf(HasSubstr("id=\"end-valid_from-problem\""), Not(HasSubstr("id=\"reword-valid_from-problem\""))));
}

}  // namespace
}  // namespace tillnote::render
