#include "tests/render/sample_district.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/digest.hpp"
#include "tests/render/visible_text.hpp"
#include "tests/support/grocery_catalog.hpp"

#include <algorithm>
#include <iterator>
#include <random>

namespace tillnote::render::samples {
namespace {

using namespace std::chrono_literals;
using domain::Against;
using domain::ComparedDay;
using domain::ComparedMember;
using domain::ComparisonInput;
using domain::Day;

const Day saturday = 2026y / 11 / 21;
constexpr int days_before = 90;

/// By how much a reason is raised in a store from a day on.
struct Raised {
    std::string store;
    std::string code;
    double factor = 1;
    Day since;
};

struct Draw {
    std::vector<std::string> names;
    std::vector<Raised> raised;
    Against against = Against::others;
    double remarks_a_day = 30;
};

double factor_of(const Draw& draw, const std::string& store, const std::string& code, Day day) {
    for (const Raised& raised : draw.raised) {
        if (raised.store == store && raised.code == code && day >= raised.since) {
            return raised.factor;
        }
    }
    return 1;
}

ComparedDay draw_day(const Draw& draw, const ComparisonInput& input, const std::string& store, Day day, double eager,
                     std::mt19937_64& random) {
    ComparedDay made;
    made.day = day;
    made.lanes_heard = 6;
    made.traffic = std::poisson_distribution<>(1'800)(random);
    double whole = 0;
    for (std::size_t rank = 1; rank <= input.reasons.size(); ++rank) {
        whole += 1.0 / static_cast<double>(rank + 4);
    }
    for (std::size_t index = 0; index < input.reasons.size(); ++index) {
        const double share = 1.0 / static_cast<double>(index * 7 % input.reasons.size() + 5) / whole;
        const double factor = factor_of(draw, store, input.reasons[index].code, day);
        const int remarks = std::poisson_distribution<>(draw.remarks_a_day * eager * share * factor)(random);
        if (remarks > 0) {
            made.heard.push_back({static_cast<std::uint16_t>(index), remarks, std::min(remarks, 9)});
        }
    }
    return made;
}

ComparisonInput draw_input(const Draw& draw) {
    ComparisonInput input;
    input.against = draw.against;
    input.range = domain::range_holding(domain::RangeKind::fiscal_week, saturday);
    const Catalog catalog = test::grocery_catalog();
    input.departments = catalog.departments;
    std::ranges::copy_if(catalog.reasons, std::back_inserter(input.reasons), domain::is_in_total);
    std::mt19937_64 random(42);
    for (const std::string& name : draw.names) {
        std::string id = name;
        std::ranges::replace(id, ' ', '-');
        ComparedMember member{id, name, {}, {}};
        const double eager = std::lognormal_distribution<>(0, 0.4)(random);
        for (int back = days_before; back >= 0; --back) {
            member.days.push_back(draw_day(draw, input, name, domain::add_days(saturday, -back), eager, random));
        }
        for (int back = 370; back >= 364 && draw.against == Against::last_year; --back) {
            member.last_year_days.push_back(draw_day(draw, input, name, domain::add_days(saturday, -back), eager, random));
        }
        input.members.push_back(std::move(member));
    }
    return input;
}

DistrictPage page_of(ComparisonInput input, const std::string& name) {
    DistrictPage page;
    page.name = name;
    page.path = name.empty() ? "/districts" : "/districts/north";
    page.api_path = name.empty() ? "/v1/comparison" : "/v1/districts/north/comparison";
    page.leads = page.has_digest = true;
    page.signed_in_as = "d.north@demo.example";
    page.csrf_token = "sample-token";
    page.last_ended = saturday;
    page.link_of = [](const std::string& id) { return std::optional("/stores/" + id + "/2026-11-21"); };
    page.comparison = domain::build_comparison(input);
    page.stories = domain::find_stories(input);
    domain::fold_into_stories(page.comparison, page.stories);
    page.row = choose_row(page.comparison, page.stories);
    if (page.row < page.comparison.rows.size()) {
        page.trends = domain::trace_trends(input, page.comparison.rows[page.row]);
    }
    input.by = domain::ComparisonBy::theme;
    page.themes = domain::build_comparison(input);
    page.reasons = std::move(input.reasons);
    return page;
}

const std::vector<std::string> six{"Oak Street", "Mill Road", "Harbor", "Elm Park", "Station", "Valley"};

}  // namespace

ComparisonInput district_input() {
    const Day thursday = 2026y / 11 / 19;
    ComparisonInput input = draw_input({six,
                                        {{"Oak Street", "103", 8, thursday},
                                         {"Mill Road", "103", 5, thursday},
                                         {"Harbor", "103", 6, thursday},
                                         {"Harbor", "603", 5, 2026y / 11 / 9}}});
    for (ComparedDay& day : input.members[5].days) {
        if (day.day >= 2026y / 11 / 20) {
            day.heard.clear();
            day.lanes_heard = 0;
            day.percent_complete = 0;
        } else if (day.day == 2026y / 11 / 18) {
            day.percent_complete = 83;
        }
    }
    for (ComparedDay& day : input.members[3].days) {
        day.traffic.reset();
    }
    input.members[4].days.back().traffic.reset();
    return input;
}

ComparisonInput quiet_district_input() {
    return draw_input({six, {}});
}

DistrictPage district() {
    return page_of(district_input(), "North District");
}

DistrictPage quiet_district() {
    return page_of(quiet_district_input(), "North District");
}

ComparisonInput wide_input() {
    Draw draw;
    for (int number = 1; number <= 40; ++number) {
        draw.names.push_back("Store " + std::to_string(number));
    }
    const Day since = 2026y / 11 / 15;
    draw.raised = {{"Store 7", "604", 4, since}, {"Store 30", "101", 4, since}};
    // A label that cannot be broken, above and below: the widest line beside the funnel, above all in Spanish.
    for (const char* store : {"Store 2", "Store 3", "Store 4"}) {
        draw.raised.push_back({store, "401", 4, since});
    }
    for (const char* store : {"Store 11", "Store 12", "Store 13", "Store 14"}) {
        draw.raised.push_back({store, "401", 0.001, since});
    }
    return draw_input(draw);
}

DistrictPage wide_district() {
    return page_of(wide_input(), "Everything in the Far and Wide North-East District of the Chain");
}

DistrictPage districts() {
    Draw draw{{"North District", "South District", "Lakes"}, {}, Against::last_year, 180};
    draw.raised = {{"Lakes", "502", 1.8, 2026y / 1 / 1}};
    ComparisonInput input = draw_input(draw);
    ComparedMember& south = input.members[1];
    south.stores = {{"pier", "Pier"}, {"quay", "Quay"}, {"mesa", "Mesa"}};
    for (int back = 6; back >= 0; --back) {
        for (const std::uint16_t store : {std::uint16_t{1}, std::uint16_t{2}}) {
            if (store == 1 || back < 3) {
                ComparedDay& silent = south.days.emplace_back();
                silent.day = domain::add_days(saturday, -back);
                silent.store = store;
            }
        }
    }
    return page_of(std::move(input), "");
}

domain::ComparisonInput lone_input() {
    return draw_input({{"Valley"}, {}});
}

DistrictPage lone_district() {
    return page_of(lone_input(), "North District");
}

DistrictPage two_stores() {
    return page_of(draw_input({{"Oak Street", "Valley"}, {{"Valley", "103", 8, 2026y / 11 / 15}}}), "North District");
}

DistrictPage empty_district() {
    return page_of(draw_input({}), "North District");
}

std::string text_of(const DistrictPage& page) {
    return visible_text(render_district_page(page));
}

}  // namespace tillnote::render::samples
