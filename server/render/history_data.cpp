#include "schema/time_text.hpp"
#include "server/domain/proportion.hpp"
#include "server/render/csv.hpp"
#include "server/render/history_view.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

/// To three decimals, as every share of the API; null where there is too little to tell.
Json share_json(int remarks, int of) {
    return of < domain::share_remarks_min ? Json(nullptr) : Json(std::round(1000.0 * remarks / of) / 1000);
}

std::string month_text(std::chrono::year_month month) {
    return format_day(month / 1).substr(0, 7);
}

Json events_json(const std::vector<domain::EventLine>& events) {
    Json rows = Json::array();
    for (const domain::EventLine& event : events) {
        rows.push_back({{"event_id", event.event_id.to_string()},
                        {"day", format_day(event.day)},
                        {"text", event.text},
                        {"reason", event.reason ? Json(event.reason->code) : Json(nullptr)}});
    }
    return rows;
}

}  // namespace

std::string render_history_json(const std::string& store, const domain::History& history) {
    Json weeks = Json::array();
    for (const domain::HistoryWeek& week : history.weeks) {
        weeks.push_back({{"from", format_day(week.first_day)},
                         {"to", format_day(week.last_day)},
                         {"days", week.days},
                         {"remarks", week.remarks},
                         {"of", week.of},
                         {"share", share_json(week.remarks, week.of)}});
    }
    Json months = Json::array();
    for (const domain::HistoryMonth& month : history.months) {
        months.push_back({{"month", month_text(month.month)},
                          {"days", month.days},
                          {"remarks", month.remarks},
                          {"of", month.of},
                          {"share", share_json(month.remarks, month.of)}});
    }
    Json comments = Json::array();
    for (const domain::HistoryComment& comment : history.comments) {
        comments.push_back({{"day", format_day(comment.day)}, {"reason", comment.reason}, {"text", comment.text}});
    }
    const Json root{{"store", store},
                    {"by", to_text(history.subject.by)},
                    {"key", history.subject.key},
                    {"label", history.subject.label_en},
                    {"reasons", history.subject.codes},
                    {"from", format_day(history.from)},
                    {"to", format_day(history.to)},
                    {"weeks", std::move(weeks)},
                    {"months", std::move(months)},
                    {"events", events_json(history.events)},
                    {"comments", std::move(comments)}};
    return root.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string render_history_csv(const std::string& store, const domain::History& history) {
    std::string csv = csv_row({"store", "by", "key", "label", "week_from", "week_to", "days", "remarks", "of", "share"});
    for (const domain::HistoryWeek& week : history.weeks) {
        char share[16] = "";
        if (week.of >= domain::share_remarks_min) {
            std::snprintf(share, sizeof share, "%.3f", static_cast<double>(week.remarks) / week.of);
        }
        csv += csv_row({store, to_text(history.subject.by), history.subject.key, history.subject.label_en,
                        format_day(week.first_day), format_day(week.last_day), std::to_string(week.days),
                        std::to_string(week.remarks), std::to_string(week.of), share});
    }
    return csv;
}

}  // namespace tillnote::render
