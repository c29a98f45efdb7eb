#include "server/domain/common_words.hpp"

#include "server/domain/common_passwords_text.hpp"

#include <algorithm>
#include <unordered_set>

namespace tillnote::domain {
namespace {

struct Words {
    std::unordered_set<std::string_view> words;
    std::size_t longest = 0;
};

void add_line(Words& list, std::string_view line) {
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        if (end > 0) {
            list.words.insert(line.substr(0, end));
            list.longest = std::max(list.longest, end);
        }
        line.remove_prefix(std::min(end + 1, line.size()));
    }
}

Words read_words() {
    Words list;
    std::string_view text = common_passwords_text();
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (!text.starts_with('#')) {
            add_line(list, text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return list;
}

const Words& common_words() {
    static const Words list = read_words();
    return list;
}

}  // namespace

bool is_common_word(std::string_view word) {
    return common_words().words.contains(word);
}

std::size_t longest_common_word() {
    return common_words().longest;
}

std::size_t count_common_words() {
    return common_words().words.size();
}

}  // namespace tillnote::domain
