#include "tests/http/hostile_corpus.hpp"

#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace tillnote::http {
namespace {

char read_escape(const std::string& text, std::size_t& at) {
    const char kind = text.at(++at);
    ++at;
    switch (kind) {
        case 'r':
            return '\r';
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case '\\':
            return '\\';
        case 'x': {
            const std::string digits = text.substr(at, 2);
            at += 2;
            return static_cast<char>(std::stoi(digits, nullptr, 16));
        }
        default:
            throw std::runtime_error(std::string("unknown escape \\") + kind);
    }
}

/// "{x*100}" at `at`.
std::string read_repetition(const std::string& text, std::size_t& at) {
    const std::size_t end = text.find('}', at);
    const std::size_t star = text.find('*', at + 2);
    if (end == std::string::npos || star != at + 2 || star > end) {
        throw std::runtime_error("a repetition is {x*100}; a brace itself is \\x7b");
    }
    const std::string repeated(std::stoul(text.substr(star + 1, end - star - 1)), text[at + 1]);
    at = end + 1;
    return repeated;
}

std::string read_bytes(const std::string& text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\\') {
            bytes += read_escape(text, at);
        } else if (text[at] == '{') {
            bytes += read_repetition(text, at);
        } else {
            bytes += text[at++];
        }
    }
    return bytes;
}

std::vector<std::string> columns_of(const std::string& line) {
    std::vector<std::string> columns;
    std::istringstream stream(line);
    for (std::string column; std::getline(stream, column, '\t');) {
        columns.push_back(column);
    }
    return columns;
}

void read_line(const std::string& line, HostileCorpus& corpus) {
    const std::vector<std::string> columns = columns_of(line);
    if (line.starts_with('@') && columns.size() == 2) {
        corpus.rules.emplace(columns[0].substr(1), columns[1]);
        return;
    }
    if (columns.size() != 5 || (columns[2] != "open" && columns[2] != "close")) {
        throw std::runtime_error("a case has five columns: rule, status, open or close, what, bytes");
    }
    corpus.cases.push_back({columns[0], std::stoi(columns[1]), columns[2] == "close", columns[3], read_bytes(columns[4])});
}

HostileCorpus read_corpus(const std::string& path) {
    std::ifstream file(path);
    if (!file) {
        throw std::runtime_error(path + " cannot be read");
    }
    HostileCorpus corpus;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        try {
            read_line(line, corpus);
        } catch (const std::exception& problem) {
            throw std::runtime_error(path + ", line " + std::to_string(number) + ": " + problem.what());
        }
    }
    return corpus;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const HostileCase& each) {
    return out << each.rule << ": " << each.what;
}

const HostileCorpus& hostile_corpus() {
    static const HostileCorpus corpus = read_corpus(TILLNOTE_HOSTILE_REQUESTS);
    return corpus;
}

}  // namespace tillnote::http
