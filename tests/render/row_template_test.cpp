#include "server/render/row_template.hpp"

#include "server/render/templates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <stdexcept>

namespace tillnote::render {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::initializer_list<std::string_view> hear_fields{"name", "missing", "heard", "bar", "width"};

TEST(RowTemplate, FillsValuesAndShowsSectionsThatAreTrue) {
    const RowTemplate with("hear_row", hear_fields);
    Rows rows;
    with.append_to(rows, {"Oak Street", "", "12.5", RowValue{true}, "40.0"});
    EXPECT_THAT(rows.html(), HasSubstr("<bdi>Oak Street</bdi></th><td class=\"n\">12.5</td>"));
    EXPECT_THAT(rows.html(), HasSubstr("width=\"40.0\""));
    rows.clear();
    with.append_to(rows, {"Oak Street", "traffic of 2 of 7 days is missing", "–", RowValue{false}, ""});
    EXPECT_THAT(rows.html(), HasSubstr(" <span class=\"soft small\">traffic of 2 of 7 days is missing</span>"));
    EXPECT_THAT(rows.html(), Not(HasSubstr("svg")));
}

TEST(RowTemplate, EscapesEveryTextAsTheOtherTemplatesDo) {
    const RowTemplate with("heat_row", {"screen", "link", "name", "cell_rows"});
    Rows rows;
    with.append_to(rows, {RowValue{false}, "/a?b=1&c=2", "<script>\"O'Hara\"", Rows{}});
    EXPECT_THAT(rows.html(), HasSubstr("href=\"/a?b=1&amp;c=2\""));
    EXPECT_THAT(rows.html(), HasSubstr("&lt;script&gt;&quot;O&apos;Hara&quot;"));
}

TEST(RowTemplate, TakesFinishedRowsAsTheyAreAndNothingElse) {
    const RowTemplate cell("heat_cell", {"label", "percent", "outside", "kind", "sign", "verdict"});
    const RowTemplate row("heat_row", {"screen", "link", "name", "cell_rows"});
    Rows cells;
    cell.append_to(cells, {"Speed", "9", RowValue{true}, "bad far", "▲", "above"});
    Rows rows;
    row.append_to(rows, {RowValue{true}, "", "Oak Street", cells});
    EXPECT_THAT(rows.html(), HasSubstr("<td class=\"bad far\">"));
    EXPECT_THAT(rows.html(), Not(HasSubstr("<a href")));
    EXPECT_THAT(rows.html(), HasSubstr("<tr class=\"screen-only\">"));
    EXPECT_THROW(row.append_to(rows, {RowValue{true}, "", "Oak Street", "<td>9</td>"}), std::logic_error);
    EXPECT_THROW(row.append_to(rows, {RowValue{true}, "", cells, cells}), std::logic_error);
}

TEST(RowTemplate, RefusesFieldsThatItDoesNotKnow) {
    EXPECT_THROW(RowTemplate("no_such_row", {}), std::logic_error);
    EXPECT_THROW(RowTemplate("hear_row", {"name", "missing", "heard", "bar"}), std::logic_error);
    const RowTemplate with("hear_row", hear_fields);
    Rows rows;
    EXPECT_THROW(with.append_to(rows, {"Oak Street"}), std::logic_error);
}

/// Only what a RowTemplate made is shown as it is, and only the tags of such rows have three braces.
TEST(RowTemplate, IsBehindEveryTagThatDoesNotEscape) {
    const std::regex unescaped{"\\{\\{[{&]([^}]*)"};
    for (const char* name : {"district", "compared_row", "funnel_dot", "hear_row", "heat_cell", "heat_row"}) {
        const std::string text{find_template_text(name)};
        EXPECT_FALSE(text.empty()) << name;
        for (std::sregex_iterator at(text.begin(), text.end(), unescaped), end; at != end; ++at) {
            EXPECT_TRUE((*at)[1].str().ends_with("_rows")) << name << ": " << (*at)[0];
        }
    }
}

}  // namespace
}  // namespace tillnote::render
