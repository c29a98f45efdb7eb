#include "schema/catalog.hpp"

#include "samples.hpp"
#include "schema/reason_text.hpp"
#include "schema/text.hpp"

#include <gtest/gtest.h>

namespace tillnote {
namespace {

const std::string departments =
    "code\tlabel_en\tlabel_es\twalk\torder\n"
    "lane\tLane only\tSolo en caja\t0\t20\n"
    "produce\tProduce\tFrutas\t1\t10\n";
const std::string reasons =
    "code\tdepartment\ttheme\tpolarity\tlabel_en\tlabel_es\towner\tstarter\tfirst_screen\turgent\tabout_staff\n"
    "101\tproduce\tprice\tpraise\tProduce price good\tFruta barata\tProduce mgr\t1\t1\t0\t0\n"
    "999\tlane\tundo\tlane_only\tUndo last\tDeshacer\tn/a\t0\t0\t0\t0\n";

TEST(Catalog, ReadsDepartmentsInWalkingOrderAndReasonsInFileOrder) {
    const Catalog catalog = parse_catalog(departments, reasons).value();
    ASSERT_EQ(catalog.departments.size(), 2U);
    EXPECT_EQ(catalog.departments[0], (Department{"produce", "Produce", "Frutas", true, 10}));
    EXPECT_EQ(catalog.departments[1].code, "lane");
    ASSERT_EQ(catalog.reasons.size(), 2U);
    const Reason expected{
        "101", "produce", "price", Polarity::praise, "Produce price good", "Fruta barata", "Produce mgr", true,
        true,  false,     false};
    EXPECT_EQ(catalog.reasons[0], expected);
    EXPECT_EQ(catalog.reasons[1].polarity, Polarity::lane_only);
}

TEST(Catalog, FindsByCodeOrNothing) {
    const Catalog catalog = parse_catalog(departments, reasons).value();
    ASSERT_NE(catalog.find_reason("101"), nullptr);
    EXPECT_EQ(catalog.find_reason("101")->theme, "price");
    EXPECT_EQ(catalog.find_reason("1010"), nullptr);
    ASSERT_NE(catalog.find_department("lane"), nullptr);
    EXPECT_EQ(catalog.find_department(""), nullptr);
}

TEST(Catalog, IsWrittenAsItIsRead) {
    const Catalog catalog = parse_catalog(departments, reasons).value();
    EXPECT_EQ(format_reasons(catalog), reasons);
    EXPECT_EQ(parse_catalog(format_departments(catalog), format_reasons(catalog)).value(), catalog);
}

TEST(Catalog, EveryPolarityComesBackFromItsText) {
    for (const std::string_view text : {"praise", "complaint", "request", "competitor", "why_here", "other", "lane_only"}) {
        const auto polarity = find_polarity(text);
        ASSERT_TRUE(polarity.has_value()) << text;
        EXPECT_EQ(to_text(*polarity), text);
    }
    EXPECT_FALSE(find_polarity("Praise").has_value());
}

TEST(Catalog, TheGroceryCatalogIsWhatTheProductPromises) {
    const auto parsed = parse_catalog(samples::read_file("config/catalog/departments.tsv"),
                                      samples::read_file("config/catalog/reasons.tsv"));
    ASSERT_TRUE(parsed.has_value()) << parsed.error().detail;
    const Catalog& catalog = *parsed;
    EXPECT_EQ(catalog.departments.size(), 12U);
    EXPECT_EQ(catalog.reasons.size(), 41U);
    int first_screen = 0;
    for (const Reason& reason : catalog.reasons) {
        first_screen += reason.first_screen ? 1 : 0;
        EXPECT_LE(count_characters(reason.label_es).value(), 18U) << reason.code;
        EXPECT_EQ(reason.about_staff, reason.code == "601" || reason.code == "602") << reason.code;
        EXPECT_EQ(reason.urgent, reason.code == "401" || reason.code == "705") << reason.code;
        EXPECT_EQ(reason.polarity == Polarity::lane_only, reason.code == undo_code) << reason.code;
    }
    EXPECT_EQ(first_screen, 7);
    EXPECT_EQ(catalog.departments.front().code, "produce");
}

struct BadCatalog {
    std::string_view from;
    std::string_view to;
    std::string_view place;
};

TEST(Catalog, NamesLineAndColumnOfAMistakeInReasons) {
    for (const BadCatalog& bad : {
             BadCatalog{"code\tdepartment", "code\tdept", "line 1"},
             BadCatalog{"\tabout_staff", "", "line 1"},
             BadCatalog{"101\tproduce", "\tproduce", "line 2, column 1 (code)"},
             BadCatalog{"101\tproduce", "1 1\tproduce", "line 2, column 1 (code)"},
             BadCatalog{"999\tlane", "101\tlane", "line 3, column 1 (code)"},
             BadCatalog{"101\tproduce", "101\tmeat", "line 2, column 2 (department)"},
             BadCatalog{"\tprice\t", "\t\t", "line 2, column 3 (theme)"},
             BadCatalog{"\tpraise\t", "\tnice\t", "line 2, column 4 (polarity)"},
             BadCatalog{"Produce price good", "Produce prices good", "line 2, column 5 (label_en)"},
             BadCatalog{"Fruta barata", "Fruta \xC3", "line 2, column 6 (label_es)"},
             BadCatalog{"Produce mgr", "", "line 2, column 7 (owner)"},
             BadCatalog{"mgr\t1\t1", "mgr\tyes\t1", "line 2, column 8 (starter)"},
             BadCatalog{"1\t0\t0\n999", "2\t0\t0\n999", "line 2, column 9 (first_screen)"},
             BadCatalog{"n/a\t0\t0\t0\t0", "n/a\t0\t0\t\t0", "line 3, column 10 (urgent)"},
             BadCatalog{"1\t0\t0\n999", "1\t0\t0\r\n999", "line 2, column 11 (about_staff)"},
             BadCatalog{"n/a\t0\t0\t0\t0", "n/a\t0\t0\t0", "line 3"},
             BadCatalog{"n/a\t0\t0\t0\t0", "n/a\t0\t0\t0\t0\t0", "line 3"},
             BadCatalog{"\n999", "\n\n999", "line 3"},
         }) {
        const auto parsed = parse_catalog(departments, samples::with(reasons, bad.from, bad.to));
        ASSERT_TRUE(parsed.has_error()) << bad.to;
        EXPECT_EQ(parsed.error().code, ErrorCode::invalid_field);
        EXPECT_NE(parsed.error().detail.find("reasons.tsv, " + std::string(bad.place)), std::string::npos)
            << parsed.error().detail;
    }
}

TEST(Catalog, NamesLineAndColumnOfAMistakeInDepartments) {
    for (const BadCatalog& bad : {
             BadCatalog{"label_en", "label", "line 1"},
             BadCatalog{"produce\t", "Produce\t", "line 3, column 1 (code)"},
             BadCatalog{"produce\t", "lane\t", "line 3, column 1 (code)"},
             BadCatalog{"Lane only", "", "line 2, column 2 (label_en)"},
             BadCatalog{"Frutas", "Fru\x01tas", "line 3, column 3 (label_es)"},
             BadCatalog{"\t1\t10", "\tx\t10", "line 3, column 4 (walk)"},
             BadCatalog{"\t1\t10", "\t1\t-1", "line 3, column 5 (order)"},
             BadCatalog{"\t1\t10", "\t1\t10000000", "line 3, column 5 (order)"},
         }) {
        const auto parsed = parse_catalog(samples::with(departments, bad.from, bad.to), reasons);
        ASSERT_TRUE(parsed.has_error()) << bad.to;
        EXPECT_NE(parsed.error().detail.find("departments.tsv, " + std::string(bad.place)), std::string::npos)
            << parsed.error().detail;
    }
    EXPECT_TRUE(parse_catalog("", reasons).has_error());
    EXPECT_TRUE(parse_catalog(departments, "").has_error());
}

}  // namespace
}  // namespace tillnote
