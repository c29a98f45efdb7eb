#include "server/domain/ask_shelf.hpp"

#include "server/domain/ask.hpp"

#include <algorithm>
#include <stdexcept>

namespace tillnote::domain {

std::string_view ask_shelf_text();  // made at build time

namespace {

constexpr std::string_view columns = "ask\tquestion_en\tquestion_es\tanswers\tlabels_en\tlabels_es";
constexpr std::size_t column_count = 6;

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(at + 1);
    }
}

Error wrong_line(std::size_t line, const std::string& what) {
    return {ErrorCode::invalid_field, "asks.tsv line " + std::to_string(line) + ": " + what, "asks.tsv"};
}

/// As an ask of one day, so that the rules are those of every ask.
Result<void> check_ready(const ReadyAsk& ready) {
    const Day any_day{std::chrono::year{2026}, std::chrono::month{1}, std::chrono::day{1}};
    Ask ask;
    ask.question_en = ready.question_en;
    ask.question_es = ready.question_es;
    ask.answers = ready.answers;
    ask.first_day = any_day;
    ask.last_day = any_day;
    return check_ask(ask, any_day);
}

Result<ReadyAsk> parse_line(std::string_view text, std::size_t line) {
    const auto cells = split(text, '\t');
    if (cells.size() != column_count) {
        return wrong_line(line, "there are " + std::to_string(cells.size()) + " columns instead of 6.");
    }
    ReadyAsk ready{cells[0], cells[1], cells[2], {}};
    const auto answers = split(cells[3], '|');
    const auto labels_en = split(cells[4], '|');
    const auto labels_es = split(cells[5], '|');
    if (labels_en.size() != answers.size() || labels_es.size() != answers.size()) {
        return wrong_line(line, "answers and labels differ in number.");
    }
    for (std::size_t index = 0; index < answers.size(); ++index) {
        ready.answers.push_back({answers[index], labels_en[index], labels_es[index]});
    }
    if (!is_reason_code(ready.key)) {
        return wrong_line(line, "the name of an ask is 1 to 20 letters, digits or hyphens.");
    }
    if (auto checked = check_ready(ready); !checked) {
        return wrong_line(line, checked.error().field + ": " + checked.error().detail);
    }
    return ready;
}

}  // namespace

Result<std::vector<ReadyAsk>> parse_ask_shelf(std::string_view tsv) {
    const auto lines = split(tsv, '\n');
    if (lines.front() != columns) {
        return wrong_line(1, "the columns are ask, question_en, question_es, answers, labels_en, labels_es.");
    }
    std::vector<ReadyAsk> shelf;
    for (std::size_t index = 1; index < lines.size(); ++index) {
        if (lines[index].empty()) {
            continue;
        }
        auto ready = parse_line(lines[index], index + 1);
        if (!ready) {
            return ready.error();
        }
        const auto same = [&](const ReadyAsk& earlier) { return earlier.key == ready->key; };
        if (std::any_of(shelf.begin(), shelf.end(), same)) {
            return wrong_line(index + 1, "the name " + ready->key + " comes twice.");
        }
        shelf.push_back(std::move(*ready));
    }
    return shelf;
}

const std::vector<ReadyAsk>& ask_shelf() {
    static const std::vector<ReadyAsk> shelf = [] {
        auto parsed = parse_ask_shelf(ask_shelf_text());
        if (!parsed) {
            throw std::logic_error(parsed.error().detail);
        }
        return std::move(*parsed);
    }();
    return shelf;
}

}  // namespace tillnote::domain
