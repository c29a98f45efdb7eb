#pragma once

#include <string>
#include <vector>

/// The table of who may call what, written down a second time: by hand, from docs and contract, not from the routes.
namespace tillnote::test {

/// What a route asks of its caller. The columns of access_matrix_test.cpp say what each caller gets.
enum class Needs {
    anyone,
    lane,
    signed_in,
    read_any_store,
    read_store,
    manage_store,
    manage_lanes,
    keep_store_mail,
    read_district,
    manage_district,
    keep_district_mail,
    read_chain,
    approve_lane,
    administer,
};

struct AccessRow {
    std::string method;
    std::string pattern;
    Needs needs;
    int let_in;  ///< the answer to who may; a form without sense is sent, so 415 and, from pages, 400 or 404
    std::string query{};
};

[[nodiscard]] const std::vector<AccessRow>& access_table();

/// A path of the route: in `store` and `district`, and with something of the right form for the rest.
[[nodiscard]] std::string path_of(const AccessRow& row, const std::string& store, const std::string& district);

[[nodiscard]] inline bool is_page(const AccessRow& row) {
    return !row.pattern.starts_with("/v1/");
}

}  // namespace tillnote::test
