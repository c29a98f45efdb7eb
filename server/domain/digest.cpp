#include "server/domain/digest.hpp"

#include "server/domain/proportion.hpp"
#include "server/domain/signals.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace tillnote::domain {
namespace {

constexpr int usual_days_min = 4;  ///< fewer usable same weekdays say nothing. Source: PRODUCT "The statistics"

/// Reasons that a department or section lists; why-here and competitors have places of their own.
bool is_in_department(const Reason& reason) {
    return is_in_total(reason) && reason.polarity != Polarity::competitor;
}

int count_of(const std::map<std::string, int>& remarks, const std::string& code) {
    const auto found = remarks.find(code);
    return found == remarks.end() ? 0 : found->second;
}

/// Only codes of the catalog count: of any other code it is not known whether it is about staff.
int total_of(const std::map<std::string, int>& remarks, const Catalog& catalog) {
    int total = 0;
    for (const Reason& reason : catalog.reasons) {
        if (is_in_total(reason)) {
            total += count_of(remarks, reason.code);
        }
    }
    return total;
}

std::vector<const DayCounts*> usable_days(const DigestInput& input) {
    std::vector<const DayCounts*> days;
    for (const DayCounts& day : input.same_weekdays) {
        if (day.usable) {
            days.push_back(&day);
        }
    }
    return days;
}

std::optional<double> mean_of(int remarks, int days) {
    if (days < usual_days_min) {
        return std::nullopt;
    }
    return static_cast<double>(remarks) / days;
}

std::vector<ReasonLine> reason_lines(const DigestInput& input) {
    const std::vector<const DayCounts*> days = usable_days(input);
    int of = 0;
    for (const DayCounts* day : days) {
        of += total_of(day->remarks, input.catalog);
    }
    std::vector<ReasonLine> lines;
    for (const Reason& reason : input.catalog.reasons) {
        if (!is_shown(reason)) {
            continue;
        }
        ReasonLine line{reason, count_of(input.remarks, reason.code), std::nullopt, {static_cast<int>(days.size()), 0, of}};
        for (const DayCounts* day : days) {
            line.baseline.remarks += count_of(day->remarks, reason.code);
        }
        line.usual = mean_of(line.baseline.remarks, line.baseline.days);
        lines.push_back(std::move(line));
    }
    return lines;
}

template <typename Line>
void most_remarks_first(std::vector<Line>& lines) {
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& left, const Line& right) { return left.remarks > right.remarks; });
}

std::vector<DepartmentSection> department_sections(const Catalog& catalog, const std::vector<ReasonLine>& lines) {
    std::vector<DepartmentSection> sections;
    for (const Department& department : catalog.departments) {
        DepartmentSection section{department, 0, std::nullopt, {}};
        int baseline_remarks = 0;
        int baseline_days = 0;
        for (const ReasonLine& line : lines) {
            if (line.reason.department == department.code && is_in_department(line.reason)) {
                section.remarks += line.remarks;
                baseline_remarks += line.baseline.remarks;
                baseline_days = line.baseline.days;
                section.lines.push_back(line);
            }
        }
        if (section.lines.empty()) {
            continue;
        }
        section.usual = mean_of(baseline_remarks, baseline_days);
        most_remarks_first(section.lines);
        sections.push_back(std::move(section));
    }
    std::stable_partition(sections.begin(), sections.end(),
                          [](const DepartmentSection& section) { return section.department.walk; });
    return sections;
}

std::vector<ReasonLine> heard_praise(const std::vector<ReasonLine>& lines) {
    std::vector<ReasonLine> praise;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(praise),
                 [](const ReasonLine& line) { return line.reason.polarity == Polarity::praise && line.remarks > 0; });
    most_remarks_first(praise);
    return praise;
}

std::vector<ShareLine> counts_28_days(const DigestInput& input, Polarity polarity) {
    std::vector<ShareLine> lines;
    for (const Reason& reason : input.catalog.reasons) {
        if (is_shown(reason) && reason.polarity == polarity) {
            lines.push_back(
                {reason, count_of(input.remarks_28_days, reason.code), std::nullopt, std::nullopt, std::nullopt});
        }
    }
    most_remarks_first(lines);
    return lines;
}

/// The share that `count` is of `of`, where there is enough to tell.
template <typename Line>
void add_share(Line& line, int count, int of) {
    if (of < share_remarks_min) {
        return;
    }
    const Interval interval = clopper_pearson_95(count, of);
    line.share = static_cast<double>(count) / of;
    line.low = interval.low;
    line.high = interval.high;
}

}  // namespace

bool is_shown(const Reason& reason) noexcept {
    return !reason.about_staff && reason.polarity != Polarity::lane_only;
}

bool is_in_total(const Reason& reason) noexcept {
    return is_shown(reason) && reason.polarity != Polarity::why_here;
}

std::string_view to_text(DayState state) noexcept {
    switch (state) {
        case DayState::open:
            return "open";
        case DayState::ended:
            return "ended";
        case DayState::closed:
            return "closed";
        case DayState::sealed:
            return "sealed";
    }
    std::abort();
}

AskLine make_ask_line(const AskCounts& counts) {
    const Ask& ask = counts.ask;
    AskLine line{ask.ask_id,
                 ask.question_en,
                 ask.question_es,
                 ask.first_day,
                 ask.last_day,
                 ask.one_in,
                 counts.sampled && counts.shown > 0,
                 counts.shown,
                 0,
                 {}};
    for (const AskAnswer& answer : ask.answers) {
        line.answers.push_back({answer, count_of(counts.answers, answer.answer), std::nullopt, std::nullopt, std::nullopt});
        line.asked += line.answers.back().count;
    }
    for (AnswerLine& answer : line.answers) {
        add_share(answer, answer.count, line.asked);
    }
    return line;
}

Digest build_digest(const DigestInput& input, const StoreCalendar& calendar) {
    Digest digest;
    digest.store = input.store;
    digest.district = input.district;
    digest.day = input.day;
    digest.bounds = input.bounds;
    digest.zone = input.zone;
    digest.zone_abbreviation = calendar.zone_abbreviation(input.bounds.starts_at);
    digest.state = input.state;
    digest.completeness = assess_completeness(input.lanes);
    digest.notes_unplaced = input.notes_unplaced;
    digest.traffic = input.traffic;
    digest.remarks_by_day_28 = input.remarks_by_day_28;

    digest.reasons = reason_lines(input);
    digest.departments = department_sections(input.catalog, digest.reasons);
    digest.praise = heard_praise(digest.reasons);
    digest.remarks = total_of(input.remarks, input.catalog);
    int usual_remarks = 0;
    for (const DayCounts* day : usable_days(input)) {
        ++digest.usual_days;
        usual_remarks += total_of(day->remarks, input.catalog);
    }
    digest.usual = mean_of(usual_remarks, digest.usual_days);

    digest.why_here_days = input.days_28;
    digest.why_here = counts_28_days(input, Polarity::why_here);
    for (const ShareLine& line : digest.why_here) {
        digest.why_here_remarks += line.remarks;
    }
    for (ShareLine& line : digest.why_here) {
        add_share(line, line.remarks, digest.why_here_remarks);
    }
    digest.competitors = counts_28_days(input, Polarity::competitor);
    std::transform(input.asks.begin(), input.asks.end(), std::back_inserter(digest.asks), make_ask_line);
    digest.together = heard_together(input);
    add_signals(digest, input, calendar);
    add_loop(digest, input);
    digest.changes = input.changes;
    return digest;
}

}  // namespace tillnote::domain
