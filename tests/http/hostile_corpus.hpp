#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace tillnote::http {

struct HostileCase {
    std::string rule;
    int status = 0;
    bool closes = false;
    std::string what;
    std::string bytes;
};

std::ostream& operator<<(std::ostream& out, const HostileCase& each);

struct HostileCorpus {
    std::map<std::string, std::string> rules;  ///< name and reason
    std::vector<HostileCase> cases;
};

/// hostile/requests.tsv, which says how it is written. Throws what is wrong with it, by line.
[[nodiscard]] const HostileCorpus& hostile_corpus();

}  // namespace tillnote::http
