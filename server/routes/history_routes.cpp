#include "server/routes/history_routes.hpp"

#include "server/render/history_view.hpp"
#include "server/routes/etag.hpp"
#include "server/routes/form.hpp"
#include "server/routes/language.hpp"

#include <ranges>

namespace tillnote::routes {
namespace {

using domain::HistoryBy;
using domain::HistorySubject;

constexpr std::size_t query_bytes_max = 60;

/// Every reason there ever was, as it is worded now.
domain::DatedCatalog catalog_of(const Scope& scope) {
    return scope.directory->catalog.worded_on(scope.store->calendar.day_of(scope.now));
}

/// What the request asks for: ?reason=, ?theme= or ?department=. Nothing when it names none of them.
/// Errors: invalid_field when the catalog has nothing of that name that may be shown.
Result<std::optional<HistorySubject>> subject_of(const http::Request& request, const Scope& scope) {
    for (const HistoryBy by : {HistoryBy::reason, HistoryBy::theme, HistoryBy::department}) {
        const auto key = request.find_query(to_text(by));
        if (!key) {
            continue;
        }
        auto subject = domain::find_history_subject(catalog_of(scope), by, *key);
        if (!subject) {
            return Error{
                ErrorCode::invalid_field,
                "The catalog has no " + std::string(to_text(by)) + " of that name; GET /v1/catalog lists its reasons.",
                std::string(to_text(by))};
        }
        return subject;
    }
    return std::optional<HistorySubject>{};
}

Result<domain::History> read_history(HistorySubject subject, Scope& scope) {
    const auto& entry = *scope.store;
    const auto range = domain::history_range(entry.calendar.day_of(scope.now), entry.store.opened_on);
    auto days = scope.ports.history.load_days(entry.store.id, subject, range);
    if (!days) {
        return days.error();
    }
    domain::History history = domain::build_history(std::move(subject), range, *days);
    if (entry.store.free_text) {
        auto comments = scope.ports.history.list_comments(entry.store.id, history.subject.codes);
        if (!comments) {
            return comments.error();
        }
        history.comments = std::move(*comments);
    }
    auto events = scope.ports.goals.list_events(entry.store.id);
    if (!events) {
        return events.error();
    }
    for (const domain::Event& event : std::views::reverse(*events)) {
        if (event.day >= range.from && event.day <= range.to) {
            history.events.push_back(
                domain::make_event_line({event, std::nullopt}, scope.directory->catalog.on(event.day, entry.store.walk)));
        }
    }
    return history;
}

/// The history of the subject that a script names. Errors: those of subject_of, and invalid_field without a subject.
Result<domain::History> read_named_history(const http::Request& request, Scope& scope) {
    auto subject = subject_of(request, scope);
    if (!subject) {
        return subject.error();
    }
    if (!*subject) {
        return Error{ErrorCode::invalid_field, "Name what to look at: reason, theme or department.", "reason"};
    }
    return read_history(std::move(**subject), scope);
}

std::string name_file(const Scope& scope) {
    return scope.store->store.id + "-history.csv";
}

std::vector<std::string> reason_codes(const std::vector<HistorySubject>& subjects) {
    std::vector<std::string> codes;
    for (const HistorySubject& subject : subjects) {
        if (subject.by == HistoryBy::reason) {
            codes.push_back(subject.key);
        }
    }
    return codes;
}

Result<http::Response> show_history(const http::Request& request, Scope& scope) {
    const auto& entry = *scope.store;
    auto subject = subject_of(request, scope);
    if (!subject) {
        return subject.error();
    }
    render::HistoryPage page;
    page.store = entry.store.id;
    page.store_name = entry.store.name;
    page.signed_in_as = scope.identity->email;
    page.csrf_token = scope.identity->csrf_token;
    page.free_text = entry.store.free_text;
    page.language = language_of(request);
    page.query = std::string(request.find_query("q").value_or("").substr(0, query_bytes_max));
    page.subjects = domain::list_history_subjects(catalog_of(scope));
    render::name_themes(page.subjects);
    page.found = domain::search_history_subjects(page.subjects, page.query);
    if (!*subject && !page.query.empty() && page.found.size() == 1) {
        const HistorySubject& only = page.found.front();
        return http::redirect_response("/stores/" + entry.store.id + "/history?" + std::string(to_text(only.by)) + "=" +
                                       encode_query(only.key));
    }
    if (*subject) {
        auto history = read_history(std::move(**subject), scope);
        if (!history) {
            return history.error();
        }
        page.comments = history->comments;
        page.history = std::move(*history);
    } else if (entry.store.free_text) {
        auto comments = scope.ports.history.list_comments(entry.store.id, reason_codes(page.subjects));
        if (!comments) {
            return comments.error();
        }
        page.comments = std::move(*comments);
    }
    return http::html_response(200, render::render_history_page(page));
}

Result<http::Response> download_history(const http::Request& request, Scope& scope) {
    auto history = read_named_history(request, scope);
    if (!history) {
        return history.error();
    }
    return csv_response(name_file(scope), render::render_history_csv(scope.store->store.id, *history));
}

Result<http::Response> send_history(const http::Request& request, Scope& scope) {
    auto history = read_named_history(request, scope);
    if (!history) {
        return history.error();
    }
    if (wants_csv(request)) {
        return csv_response(name_file(scope), render::render_history_csv(scope.store->store.id, *history));
    }
    return tagged_json(request, render::render_history_json(scope.store->store.id, *history));
}

}  // namespace

void add_history_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/stores/{store}/history", Permission::read_store, Audience::page, show_history);
    guard.add(http::Method::get, "/stores/{store}/history.csv", Permission::read_store, Audience::page, download_history);
    guard.add(http::Method::get, "/v1/stores/{store}/history", Permission::read_store, Audience::script, send_history);
}

}  // namespace tillnote::routes
