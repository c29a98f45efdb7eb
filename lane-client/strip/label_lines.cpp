#include "lane-client/strip/label_lines.hpp"

#include <algorithm>
#include <utility>

namespace tillnote::strip {
namespace {

using Measure = std::function<double(std::string_view)>;

/// What a line is not broken within.
struct Word {
    std::string text;
    bool joined = false;  ///< to the one before it, without a space
};

void append_word(std::vector<Word>& words, std::string_view text, bool break_marks) {
    bool joined = false;
    while (!text.empty()) {
        const std::size_t mark = break_marks ? text.find_first_of("/-") : std::string_view::npos;
        const std::size_t length = mark == std::string_view::npos ? text.size() : mark + 1;
        words.push_back({std::string(text.substr(0, length)), joined});
        text.remove_prefix(length);
        joined = true;
    }
}

std::vector<Word> split_words(std::string_view label, bool break_marks) {
    std::vector<Word> words;
    std::size_t begin = 0;
    while (begin < label.size()) {
        const std::size_t end = std::min(label.find(' ', begin), label.size());
        append_word(words, label.substr(begin, end - begin), break_marks);
        begin = end + 1;
    }
    return words;
}

std::string join(const std::string& line, const Word& word) {
    return line + (word.joined || line.empty() ? "" : " ") + word.text;
}

/// Fills lines from the left, none wider than `width` unless one word alone is.
std::vector<std::string> fill(const std::vector<Word>& words, double width, const Measure& measure) {
    std::vector<std::string> lines;
    for (const Word& word : words) {
        std::string longer = lines.empty() ? std::string() : join(lines.back(), word);
        if (!lines.empty() && measure(longer) <= width) {
            lines.back() = std::move(longer);
        } else {
            lines.push_back(word.text);
        }
    }
    return lines;
}

double widest(const std::vector<std::string>& lines, const Measure& measure) {
    double width = 0;
    for (const std::string& line : lines) {
        width = std::max(width, measure(line));
    }
    return width;
}

/// Every width at which filling can come out differently: those of the runs of words.
std::vector<double> candidate_widths(const std::vector<Word>& words, const Measure& measure) {
    std::vector<double> widths;
    for (std::size_t first = 0; first < words.size(); ++first) {
        std::string run;
        for (std::size_t last = first; last < words.size(); ++last) {
            run = join(run, words[last]);
            widths.push_back(measure(run));
        }
    }
    std::ranges::sort(widths);
    return widths;
}

std::vector<std::string> split(const std::vector<Word>& words, std::size_t lines_max, double width, const Measure& measure) {
    const std::vector<double> widths = candidate_widths(words, measure);
    for (std::size_t count = 1; count <= lines_max; ++count) {
        for (const double narrowest : widths) {
            auto lines = fill(words, narrowest, measure);
            if (lines.size() > count) {
                continue;
            }
            if (widest(lines, measure) <= width || count == lines_max) {
                return lines;
            }
            break;
        }
    }
    return {};
}

}  // namespace

std::vector<std::string> split_label(std::string_view label, std::size_t lines_max, double width, const Measure& measure) {
    auto lines = split(split_words(label, false), lines_max, width, measure);
    if (widest(lines, measure) > width) {
        auto narrower = split(split_words(label, true), lines_max, width, measure);
        if (widest(narrower, measure) < widest(lines, measure)) {
            return narrower;
        }
    }
    return lines;
}

}  // namespace tillnote::strip
