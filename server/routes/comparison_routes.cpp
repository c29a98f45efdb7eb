#include "server/routes/comparison_routes.hpp"

#include "schema/time_text.hpp"
#include "server/domain/comparison_story.hpp"
#include "server/domain/comparison_tally.hpp"
#include "server/render/comparison_view.hpp"
#include "server/render/district_page.hpp"
#include "server/routes/comparison_reading.hpp"
#include "server/routes/etag.hpp"
#include "server/routes/form.hpp"
#include "server/routes/language.hpp"
#include "server/routes/missing_digests.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

namespace tillnote::routes {
namespace {

using Link = std::optional<std::string>;

/// What a CSV holds; JSON has all of it.
enum class Part { shares, stories, weeks };

std::string_view to_text(Part part) {
    switch (part) {
        case Part::shares:
            return "shares";
        case Part::stories:
            return "stories";
        case Part::weeks:
            return "weeks";
    }
    std::abort();
}

Result<Part> parse_part(const http::Request& request) {
    const std::string_view text = request.find_query("part").value_or(to_text(Part::shares));
    for (const Part part : {Part::shares, Part::stories, Part::weeks}) {
        if (to_text(part) == text) {
            return part;
        }
    }
    return Error{ErrorCode::invalid_field, "'part' is one of shares, stories, weeks.", "part"};
}

/// `district`: null for the chain, whose districts cannot be held against it.
Result<domain::ComparisonInput> read_input(const http::Request& request, Scope& scope, const domain::District* district,
                                           LookBack look_back) {
    auto query = parse_comparison_query(request, find_last_ended_day(*scope.directory, scope.district, scope.now));
    if (!query) {
        return query.error();
    }
    if (district == nullptr && query->against == domain::Against::chain) {
        return Error{ErrorCode::invalid_field, "Districts are the chain; compare them with 'others' or 'last_year'.",
                     "against"};
    }
    return read_comparison_input(scope, district, *query, look_back);
}

/// What `part` of a CSV, or JSON, needs.
LookBack look_back_for(const http::Request& request, std::optional<Part> part) {
    if (part == Part::shares) {
        return LookBack::nothing;
    }
    return part == Part::weeks || (!part && request.find_query("row")) ? LookBack::weeks : LookBack::stories;
}

/// Ids of stores without a digest of the range's last day. Of days long past it is no longer news: nothing.
Result<std::optional<std::vector<std::string>>> find_without_digest(Scope& scope, const domain::ComparisonRange& range) {
    const domain::Day last = find_last_ended_day(*scope.directory, scope.district, scope.now);
    if (range.to != last) {
        return std::optional<std::vector<std::string>>{};
    }
    auto missing = find_missing_digests(scope, scope.district, last);
    if (!missing) {
        return missing.error();
    }
    return std::optional{std::move(*missing)};
}

std::optional<std::size_t> find_row(const http::Request& request, const domain::Comparison& comparison) {
    const auto key = request.find_query("row");
    const auto found = std::ranges::find_if(comparison.rows, [&](const auto& row) { return key && row.key == *key; });
    return found == comparison.rows.end() ? std::nullopt
                                          : std::optional(static_cast<std::size_t>(found - comparison.rows.begin()));
}

/// Everything, or what `part` of it a CSV needs.
Result<render::ComparisonData> read_data(const http::Request& request, Scope& scope, std::optional<Part> part) {
    auto input = read_input(request, scope, scope.district, look_back_for(request, part));
    if (!input) {
        return input.error();
    }
    render::ComparisonData data;
    data.district = scope.district == nullptr ? std::string{} : scope.district->id;
    const domain::ComparisonTallies tallies = domain::tally_comparison(*input);
    data.comparison = domain::build_comparison(*input, tallies, input->by);
    if (!part && input->by != domain::ComparisonBy::theme) {
        data.themes = domain::build_comparison(*input, tallies, domain::ComparisonBy::theme);
    }
    if (part == Part::weeks || (!part && request.find_query("row"))) {
        data.weeks_row = find_row(request, data.comparison);
        if (!data.weeks_row) {
            return Error{ErrorCode::invalid_field, "'row' is the key of a row; the shares list them all.", "row"};
        }
        data.weeks = domain::trace_trends(*input, data.comparison.rows[*data.weeks_row]);
    }
    if (!part || part == Part::stories) {
        data.stories = domain::find_stories(*input);
        domain::fold_into_stories(data.comparison, data.stories);
    }
    if (!part || part == Part::shares) {
        auto without = find_without_digest(scope, input->range);
        if (!without) {
            return without.error();
        }
        data.without_digest = std::move(*without);
    }
    data.reasons = std::move(input->reasons);
    return data;
}

/// "north-reason-2026-11-15-2026-11-21.csv", "north-stories-..."
std::string name_file(const render::ComparisonData& data, Part part) {
    const auto& range = data.comparison.range;
    const std::string_view by = to_text(data.comparison.by);
    std::string name = data.district.empty() ? "districts" : data.district;
    name.append("-").append(part == Part::stories ? to_text(part) : by);
    name.append(part == Part::weeks ? "-weeks" : "");
    return name + "-" + format_day(range.from) + "-" + format_day(range.to) + ".csv";
}

Result<http::Response> send_csv(const http::Request& request, Scope& scope) {
    const auto part = parse_part(request);
    if (!part) {
        return part.error();
    }
    auto data = read_data(request, scope, *part);
    if (!data) {
        return data.error();
    }
    const std::string name = name_file(*data, *part);
    switch (*part) {
        case Part::shares: {
            http::Response response = csv_response(name, {});
            const auto csv = std::make_shared<render::ComparisonCsv>(std::move(*data));
            response.more_body = [csv] { return csv->make_next_piece(); };
            return response;
        }
        case Part::stories:
            return csv_response(name, render::render_stories_csv(*data));
        case Part::weeks:
            return csv_response(name, render::render_weeks_csv(*data));
    }
    std::abort();
}

Result<http::Response> send(const http::Request& request, Scope& scope) {
    if (wants_csv(request)) {
        return send_csv(request, scope);
    }
    auto data = read_data(request, scope, std::nullopt);
    if (!data) {
        return data.error();
    }
    return tagged_json(request, render::render_comparison_json(*data));
}

Link link_to_store(const Scope& scope, const std::string& id, domain::Day day) {
    const auto* entry = scope.directory->find_store(id);
    if (entry == nullptr || !domain::may_read_store(*scope.identity, id, entry->district.id)) {
        return std::nullopt;
    }
    const domain::Day shown = std::max(std::min(day, entry->calendar.day_of(scope.now)), entry->store.opened_on);
    return "/stores/" + id + "/" + format_day(shown);
}

render::DistrictPage make_page(const http::Request& request, const Scope& scope, const domain::ComparisonInput& input) {
    render::DistrictPage page;
    const domain::District* district = scope.district;
    page.name = district == nullptr ? std::string{} : district->name;
    page.path = district == nullptr ? "/districts" : "/districts/" + district->id;
    page.api_path = district == nullptr ? "/v1/comparison" : "/v1/districts/" + district->id + "/comparison";
    page.signed_in_as = scope.identity->email;
    page.csrf_token = scope.identity->csrf_token;
    page.language = language_of(request);
    page.last_ended = find_last_ended_day(*scope.directory, scope.district, scope.now);
    page.sort = render::find_member_sort(request.find_query("sort").value_or("")).value_or(render::MemberSort::name);
    const domain::Day last = std::min(input.range.to, page.last_ended);
    const std::string days = "?from=" + format_day(input.range.from) + "&to=" + format_day(whole_range(input.range).to);
    page.link_of = [&scope, last, days](const std::string& id) {
        return scope.district == nullptr ? Link("/districts/" + id + days) : link_to_store(scope, id, last);
    };
    return page;
}

Result<http::Response> show(const http::Request& request, Scope& scope) {
    auto input = read_input(request, scope, scope.district, LookBack::weeks);
    if (!input) {
        return input.error();
    }
    render::DistrictPage page = make_page(request, scope, *input);
    if (scope.district != nullptr) {
        const auto last = scope.ports.district_editions.find_last_day(scope.district->id);
        if (!last) {
            return last.error();
        }
        page.has_digest = last->has_value();
        page.leads = domain::may_manage_district(*scope.identity, scope.district->id);
    }
    const auto without = find_without_digest(scope, input->range);
    if (!without) {
        return without.error();
    }
    for (const std::string& id : without->value_or(std::vector<std::string>{})) {
        page.without_digest.push_back(scope.directory->find_store(id)->store.name);
    }
    const domain::ComparisonTallies tallies = domain::tally_comparison(*input);
    page.comparison = domain::build_comparison(*input, tallies, input->by);
    page.stories = domain::find_stories(*input);
    domain::fold_into_stories(page.comparison, page.stories);
    page.row = find_row(request, page.comparison).value_or(render::choose_row(page.comparison, page.stories));
    if (page.row < page.comparison.rows.size()) {
        page.trends = domain::trace_trends(*input, page.comparison.rows[page.row]);
    }
    constexpr auto theme = domain::ComparisonBy::theme;
    page.themes = input->by == theme ? page.comparison : domain::build_comparison(*input, tallies, theme);
    page.reasons = std::move(input->reasons);
    return http::html_response(200, render::render_district_page(page));
}

}  // namespace

void add_comparison_routes(Guard& guard) {
    using domain::Permission;
    constexpr auto district = Permission::read_district;
    constexpr auto chain = Permission::read_chain;
    guard.add(http::Method::get, "/v1/districts/{district}/comparison", district, Audience::script, send);
    guard.add(http::Method::get, "/v1/comparison", chain, Audience::script, send);
    guard.add(http::Method::get, "/districts/{district}", district, Audience::page, show);
    guard.add(http::Method::get, "/districts/{district}/comparison.csv", district, Audience::page, send_csv);
    guard.add(http::Method::get, "/districts", chain, Audience::page, show);
    guard.add(http::Method::get, "/districts/comparison.csv", chain, Audience::page, send_csv);
}

}  // namespace tillnote::routes
