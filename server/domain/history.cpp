#include "server/domain/history.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/digest.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace tillnote::domain {
namespace {

std::string in_small_letters(std::string_view text) {
    std::string small{text};
    std::ranges::transform(small, small.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    });
    return small;
}

/// Codes in the catalog's order, each once, of the reasons that `wanted` takes.
template <typename Wanted>
std::vector<std::string> codes_of(const DatedCatalog& catalog, const Wanted& wanted) {
    std::vector<std::string> codes;
    for (const DatedReason& dated : catalog.reasons) {
        if (is_shown(dated.reason) && wanted(dated.reason) && std::ranges::find(codes, dated.reason.code) == codes.end()) {
            codes.push_back(dated.reason.code);
        }
    }
    return codes;
}

bool is_why_here(const Reason& reason) {
    return reason.polarity == Polarity::why_here;
}

/// Why-here answers are counted among themselves: an ask provokes them, so they would inflate any other N.
template <typename Wanted>
std::optional<HistorySubject> subject_of(const DatedCatalog& catalog, HistorySubject subject, const Wanted& wanted) {
    subject.codes = codes_of(catalog, [&](const Reason& reason) { return wanted(reason) && !is_why_here(reason); });
    const bool why_here = subject.codes.empty();
    if (why_here) {
        subject.codes = codes_of(catalog, [&](const Reason& reason) { return wanted(reason); });
    }
    subject.of = codes_of(catalog, [&](const Reason& reason) { return is_why_here(reason) == why_here; });
    return subject.codes.empty() ? std::nullopt : std::optional{std::move(subject)};
}

std::optional<HistorySubject> find_reason(const DatedCatalog& catalog, std::string_view code) {
    const auto dated = std::ranges::find(catalog.reasons, code,
                                         [](const DatedReason& entry) { return std::string_view{entry.reason.code}; });
    if (dated == catalog.reasons.end()) {
        return std::nullopt;
    }
    return subject_of(catalog,
                      {HistoryBy::reason, std::string{code}, dated->reason.label_en, dated->reason.label_es, {}, {}},
                      [&](const Reason& reason) { return reason.code == code; });
}

std::optional<HistorySubject> find_department(const DatedCatalog& catalog, std::string_view code) {
    const auto department =
        std::ranges::find(catalog.departments, code, [](const Department& entry) { return std::string_view{entry.code}; });
    if (department == catalog.departments.end()) {
        return std::nullopt;
    }
    return subject_of(catalog,
                      {HistoryBy::department, std::string{code}, department->label_en, department->label_es, {}, {}},
                      [&](const Reason& reason) { return reason.department == code; });
}

void append(std::vector<HistorySubject>& subjects, std::optional<HistorySubject> subject) {
    if (subject) {
        subjects.push_back(std::move(*subject));
    }
}

}  // namespace

std::string_view to_text(HistoryBy by) noexcept {
    switch (by) {
        case HistoryBy::reason:
            return "reason";
        case HistoryBy::theme:
            return "theme";
        case HistoryBy::department:
            return "department";
    }
    std::abort();
}

std::optional<HistorySubject> find_history_subject(const DatedCatalog& catalog, HistoryBy by, std::string_view key) {
    switch (by) {
        case HistoryBy::reason:
            return find_reason(catalog, key);
        case HistoryBy::theme:
            return subject_of(catalog, {HistoryBy::theme, std::string{key}, std::string{key}, {}, {}, {}},
                              [&](const Reason& reason) { return reason.theme == key; });
        case HistoryBy::department:
            return find_department(catalog, key);
    }
    std::abort();
}

std::vector<HistorySubject> list_history_subjects(const DatedCatalog& catalog) {
    std::vector<HistorySubject> subjects;
    std::vector<std::string> themes;
    for (const std::string& code : codes_of(catalog, [](const Reason&) { return true; })) {
        append(subjects, find_reason(catalog, code));
    }
    for (const DatedReason& dated : catalog.reasons) {
        if (std::ranges::find(themes, dated.reason.theme) == themes.end()) {
            themes.push_back(dated.reason.theme);
        }
    }
    for (const std::string& theme : themes) {
        append(subjects, find_history_subject(catalog, HistoryBy::theme, theme));
    }
    for (const Department& department : catalog.departments) {
        append(subjects, find_department(catalog, department.code));
    }
    return subjects;
}

std::vector<HistorySubject> search_history_subjects(std::vector<HistorySubject> subjects, std::string_view text) {
    const std::string wanted = in_small_letters(text);
    std::erase_if(subjects, [&](const HistorySubject& subject) {
        const auto holds = [&](std::string_view name) { return in_small_letters(name).find(wanted) != std::string::npos; };
        return !holds(subject.key) && !holds(subject.label_en) && !holds(subject.label_es);
    });
    return subjects;
}

HistoryRange history_range(Day today, Day opened_on) {
    using namespace std::chrono;
    const year_month begins = year_month{today.year(), today.month()} - months{history_months};
    const year_month_day wished = begins / today.day();
    const Day from = wished.ok() ? wished : Day{begins / last};
    return {std::max(from, opened_on), add_days(today, -1)};
}

History build_history(HistorySubject subject, const HistoryRange& range, const std::vector<HistoryDay>& days) {
    History history;
    history.subject = std::move(subject);
    history.from = range.from;
    history.to = range.to;
    std::map<Day, const HistoryDay*> known;
    for (const HistoryDay& day : days) {
        known[day.day] = &day;
    }
    for (Day day = range.from; day <= range.to; day = add_days(day, 1)) {
        const bool week_begins = history.weeks.empty() || weekday_of(day) == std::chrono::Sunday;
        const std::chrono::year_month month{day.year(), day.month()};
        if (week_begins) {
            history.weeks.push_back({day, day, 0, 0, 0});
        }
        if (history.months.empty() || history.months.back().month != month) {
            history.months.push_back({month, 0, 0, 0});
        }
        HistoryWeek& week = history.weeks.back();
        HistoryMonth& whole = history.months.back();
        week.last_day = day;
        ++week.days;
        ++whole.days;
        if (const auto found = known.find(day); found != known.end()) {
            week.remarks += found->second->remarks;
            week.of += found->second->of;
            whole.remarks += found->second->remarks;
            whole.of += found->second->of;
        }
    }
    return history;
}

}  // namespace tillnote::domain
