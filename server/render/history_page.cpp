#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "server/domain/proportion.hpp"
#include "server/render/history_view.hpp"
#include "server/render/page_data.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/query_text.hpp"
#include "server/render/templates.hpp"
#include "server/render/theme_words.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <span>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::HistoryBy;

constexpr int chart_height = 110;
constexpr int bar_step = 12;
constexpr int bar_width = 9;
constexpr std::size_t events_max = 12;

std::string subject_label(const domain::HistorySubject& subject, const Words& words) {
    if (subject.by == HistoryBy::theme) {
        return begin_sentence(one_line(theme_words(words, subject.key)));
    }
    return one_line(label_in(words, subject.label_en, subject.label_es));
}

std::string query_of(const domain::HistorySubject& subject) {
    return '?' + std::string{to_text(subject.by)} + '=' + query_text(subject.key);
}

std::string share_cell(int remarks, int of, const Words& words) {
    if (of < domain::share_remarks_min) {
        return {};
    }
    const domain::Interval interval = domain::clopper_pearson_95(remarks, of);
    return fill(words.why.interval, {percent_words(static_cast<double>(remarks) / of), percent_words(interval.low),
                                     percent_words(interval.high)});
}

std::string month_words(std::chrono::year_month month, const Words& words) {
    return begin_sentence(std::string{words.months_short[static_cast<unsigned>(month.month()) - 1]}) + ' ' +
           std::to_string(static_cast<int>(month.year()));
}

Data chart_data(const domain::History& history, const Words& words) {
    int most = 1;
    for (const domain::HistoryWeek& week : history.weeks) {
        most = std::max(most, week.remarks);
    }
    Data bars{Data::type::list};
    int x = 0;
    for (const domain::HistoryWeek& week : history.weeks) {
        const int height = std::max(week.remarks > 0 ? 2 : 1, week.remarks * chart_height / most);
        Data bar;
        bar.set("kind", text(week.days < 7 ? "part" : "whole"));
        bar.set("x", text(std::to_string(x)));
        bar.set("y", text(std::to_string(chart_height + 1 - height)));
        bar.set("h", text(std::to_string(height)));
        bars.push_back(bar);
        x += bar_step;
    }
    const std::string first = brief_date_words(words, words.date_brief, history.from);
    const std::string last = brief_date_words(words, words.date_brief, history.to);
    Data data;
    data.set("width", text(std::to_string(x - bar_step + bar_width)));
    data.set("label", text(fill(words.history.chart_label, {subject_label(history.subject, words), first, last}) + ' ' +
                           fill(words.history.most, {number_words(words, most)})));
    data.set("bars", bars);
    data.set("first", text(first + ' ' + std::to_string(static_cast<int>(history.from.year()))));
    data.set("last", text(last + ' ' + std::to_string(static_cast<int>(history.to.year()))));
    data.set("most", text(fill(words.history.most, {number_words(words, most)})));
    return data;
}

/// Those in the chart's months, the oldest first.
std::vector<domain::EventLine> events_within(const domain::History& history) {
    std::vector<domain::EventLine> events;
    std::ranges::copy_if(history.events, std::back_inserter(events), [&](const domain::EventLine& event) {
        return event.day >= history.from && event.day <= history.to;
    });
    return events;
}

/// Where the event's day lies in the chart, and its sentence in the list below.
Data events_data(const domain::History& history, std::span<const domain::EventLine> shown, const Words& words) {
    Data events{Data::type::list};
    int number = 0;
    for (const domain::EventLine& event : shown) {
        const auto week = std::find_if(history.weeks.begin(), history.weeks.end(),
                                       [&](const domain::HistoryWeek& at) { return event.day <= at.last_day; });
        const auto index = static_cast<int>(week - history.weeks.begin());
        const auto day =
            static_cast<int>((std::chrono::sys_days{event.day} - std::chrono::sys_days{week->first_day}).count());
        Data entry;
        entry.set("number", text(std::to_string(++number)));
        entry.set("x", text(std::to_string(index * bar_step + day * bar_width / 7)));
        entry.set("sentence",
                  text(begin_sentence(fill(words.loop.event,
                                           {brief_date_words(words, words.date_short, event.day), one_line(event.text)}))));
        events.push_back(entry);
    }
    return events;
}

Data weeks_data(const domain::History& history, const Words& words) {
    Data rows{Data::type::list};
    for (const auto& week : std::views::reverse(history.weeks)) {
        Data row;
        row.set("from", text(brief_date_words(words, words.date_brief, week.first_day) + ' ' +
                             std::to_string(static_cast<int>(week.first_day.year()))));
        row.set("part", optional_text(week.days < 7 ? words.history.part_week : std::string_view{}));
        row.set("remarks", text(number_words(words, week.remarks)));
        row.set("of", text(number_words(words, week.of)));
        row.set("share", text(share_cell(week.remarks, week.of, words)));
        rows.push_back(row);
    }
    return rows;
}

Data months_data(const domain::History& history, const Words& words) {
    Data rows{Data::type::list};
    for (const auto& month : std::views::reverse(history.months)) {
        Data row;
        row.set("month", text(month_words(month.month, words)));
        row.set("remarks", text(number_words(words, month.remarks)));
        row.set("of", text(number_words(words, month.of)));
        row.set("share", text(share_cell(month.remarks, month.of, words)));
        rows.push_back(row);
    }
    return rows;
}

Data comments_data(const HistoryPage& page, const Words& words) {
    Data rows{Data::type::list};
    for (const domain::HistoryComment& comment : page.comments) {
        const auto subject = std::find_if(page.subjects.begin(), page.subjects.end(), [&](const auto& known) {
            return known.by == HistoryBy::reason && known.key == comment.reason;
        });
        Data row;
        row.set("day", text(brief_date_words(words, words.date_short, comment.day)));
        row.set("label", text(subject == page.subjects.end() ? one_line(comment.reason) : subject_label(*subject, words)));
        row.set("words", text(one_line(comment.text)));
        rows.push_back(row);
    }
    return rows;
}

Data choices_data(const HistoryPage& page, HistoryBy by, std::string_view heading, const std::string& path,
                  const Words& words) {
    Data links{Data::type::list};
    for (const domain::HistorySubject& subject : page.found) {
        if (subject.by != by) {
            continue;
        }
        Data link;
        link.set("path", text(path + query_of(subject)));
        link.set("label", text(subject_label(subject, words)));
        link.set("code", optional_text(by == HistoryBy::reason ? subject.key : std::string{}));
        links.push_back(link);
    }
    Data group;
    group.set("has_links", Data{!links.is_empty_list()});
    group.set("group", text(heading));
    group.set("links", links);
    return group;
}

void set_labels(Data& data, const HistoryPage& page, const Words& words) {
    data.set("skip", text(words.history.skip));
    data.set("search", text(words.history.search));
    data.set("search_label", text(words.history.search_label));
    data.set("query", text(one_line(page.query)));
    data.set("no_match",
             optional_text(page.found.empty() && !page.query.empty() ? fill(words.history.no_match, {one_line(page.query)})
                                                                     : std::string{}));
    data.set("table_heading", text(words.history.table));
    data.set("week_heading", text(words.history.week));
    data.set("remarks_heading", text(words.history.remarks));
    data.set("of_heading", text(words.history.of));
    data.set("share_heading", text(words.history.share));
    data.set("months_heading", text(words.history.months));
    data.set("month_heading", text(words.history.month));
    data.set("events_heading", text(words.history.events));
    data.set("events_none", text(words.history.events_none));
    data.set("comments_heading", text(words.history.comments));
    data.set("comments_none", text(page.free_text ? words.history.comments_none : words.history.comments_off));
    data.set("download", text(words.history.download));
    data.set("digest", text(words.history.digest));
    data.set("choose", text(words.history.choose));
    data.set("all_stores", text(words.frame.all_stores));
    data.set("privacy", text(words.foot.privacy));
    data.set("store", text(one_line(page.store_name)));
}

void set_history(Data& data, const HistoryPage& page, const std::string& path, const Words& words) {
    data.set("history", Data{page.history.has_value()});
    if (!page.history) {
        return;
    }
    const domain::History& history = *page.history;
    const std::vector<domain::EventLine> within = events_within(history);
    const std::size_t left_out = within.size() - std::min(within.size(), events_max);
    const Data events = events_data(history, std::span(within).subspan(left_out), words);
    const bool heard = std::any_of(history.weeks.begin(), history.weeks.end(),
                                   [](const domain::HistoryWeek& week) { return week.remarks > 0; });
    data.set("heard", Data{heard});
    data.set("none", text(words.history.none));
    data.set("chart", heard ? chart_data(history, words) : Data{false});
    data.set("has_events", Data{!events.is_empty_list()});
    data.set("events", events);
    data.set("events_more",
             optional_text(left_out > 0 ? count_words(words, words.history.events_more, static_cast<std::int64_t>(left_out))
                                        : std::string{}));
    data.set("goals_path", text("/stores/" + page.store + "/goals"));
    data.set("weeks", weeks_data(history, words));
    data.set("months", months_data(history, words));
    data.set("csv_path", text(path + ".csv" + query_of(history.subject)));
}

}  // namespace

void name_themes(std::vector<domain::HistorySubject>& subjects) {
    const Words& words = words_of(Language::spanish);
    for (domain::HistorySubject& subject : subjects) {
        if (subject.by == HistoryBy::theme) {
            subject.label_es = theme_words(words, subject.key);
        }
    }
}

std::string render_history_page(const HistoryPage& page) {
    const Words& words = words_of(page.language);
    const std::string path = "/stores/" + page.store + "/history";
    const std::string what = page.history ? subject_label(page.history->subject, words) : std::string{words.history.link};
    Data data;
    set_head(data, words.language, fill(words.history.title, {what, one_line(page.store_name)}));
    set_labels(data, page, words);
    set_history(data, page, path, words);
    data.set("path", text(path));
    data.set("digest_path", text("/stores/" + page.store + "/latest"));
    data.set("heading", text(what));
    data.set("note", text(words.history.note));
    Data groups{Data::type::list};
    groups.push_back(choices_data(page, HistoryBy::department, words.history.departments, path, words));
    groups.push_back(choices_data(page, HistoryBy::theme, words.history.themes, path, words));
    groups.push_back(choices_data(page, HistoryBy::reason, words.history.reasons, path, words));
    data.set("groups", groups);
    data.set("has_comments", Data{!page.comments.empty()});
    data.set("comments", comments_data(page, words));
    set_languages(data, page.history ? path + query_of(page.history->subject) : path, words);
    set_account(data, page.signed_in_as, page.csrf_token, words);
    return render_template(Template::history, data);
}

}  // namespace tillnote::render
