#pragma once

#include <cstdint>
#include <string>

namespace tillnote::http {

/// Makes ids for requests: six random hex digits of this process, then a counter, 16 digits in all. Unique within a
/// process for 2^40 requests; not secret. One thread.
class RequestIds {
public:
    RequestIds();
    [[nodiscard]] std::string make_next();

private:
    std::uint64_t next_;
};

}  // namespace tillnote::http
