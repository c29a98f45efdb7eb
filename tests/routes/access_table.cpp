#include "tests/routes/access_table.hpp"

#include <map>

namespace tillnote::test {
namespace {

const std::vector<AccessRow> table{
    {"GET", "/livez", Needs::anyone, 200},
    {"GET", "/readyz", Needs::anyone, 200},
    {"GET", "/openapi.json", Needs::anyone, 200},
    {"GET", "/problems/{type}", Needs::anyone, 200},
    {"POST", "/v1/notes", Needs::lane, 415},
    {"POST", "/v1/heartbeat", Needs::lane, 415},
    {"GET", "/v1/catalog", Needs::lane, 200},
    {"POST", "/v1/enrolments", Needs::anyone, 415},
    {"GET", "/v1/enrolments/{id}", Needs::anyone, 404},
    {"GET", "/v1/enrolments", Needs::approve_lane, 200, "?state=pending"},
    {"POST", "/v1/enrolments/{code}/approval", Needs::approve_lane, 415},
    {"PUT", "/v1/stores/{store}/traffic/{day}", Needs::administer, 415},
    {"POST", "/v1/traffic", Needs::administer, 415},
    {"POST", "/v1/sessions", Needs::anyone, 415},
    {"GET", "/v1/tokens", Needs::administer, 200},
    {"POST", "/v1/tokens", Needs::administer, 415},
    {"DELETE", "/v1/tokens/{token}", Needs::administer, 404},
    {"GET", "/v1/stores", Needs::read_any_store, 200},
    {"GET", "/v1/stores/{store}/digests/{day}", Needs::read_store, 200},
    {"GET", "/v1/stores/{store}/history", Needs::read_store, 200, "?reason=101"},
    {"GET", "/v1/stores/{store}/asks", Needs::read_store, 200},
    {"POST", "/v1/stores/{store}/asks", Needs::manage_store, 415},
    {"PATCH", "/v1/stores/{store}/asks/{ask}", Needs::manage_store, 415},
    {"GET", "/v1/stores/{store}/messages", Needs::read_store, 200},
    {"POST", "/v1/stores/{store}/messages", Needs::manage_store, 415},
    {"GET", "/v1/stores/{store}/alerts", Needs::read_store, 200},
    {"POST", "/v1/stores/{store}/alerts/{alert}/acknowledge", Needs::manage_store, 415},
    {"GET", "/v1/stores/{store}/actions", Needs::read_store, 200},
    {"POST", "/v1/stores/{store}/actions", Needs::manage_store, 415},
    {"PATCH", "/v1/stores/{store}/actions/{action}", Needs::manage_store, 415},
    {"GET", "/v1/districts/{district}/comparison", Needs::read_district, 200},
    {"GET", "/v1/comparison", Needs::read_chain, 200},
    {"GET", "/districts/{district}", Needs::read_district, 200},
    {"GET", "/districts/{district}/comparison.csv", Needs::read_district, 200},
    {"GET", "/districts", Needs::read_chain, 200},
    {"GET", "/districts/comparison.csv", Needs::read_chain, 200},
    {"GET", "/v1/districts/{district}/asks", Needs::read_district, 200},
    {"POST", "/v1/districts/{district}/asks", Needs::manage_district, 415},
    {"GET", "/districts/{district}/asks", Needs::read_district, 200},
    {"POST", "/districts/{district}/asks", Needs::manage_district, 400},
    {"GET", "/v1/districts/{district}/digests/{day}", Needs::read_district, 404},
    {"GET", "/districts/{district}/digests/{day}", Needs::read_district, 404},
    {"GET", "/v1/districts/{district}/recipients", Needs::keep_district_mail, 200},
    {"POST", "/v1/districts/{district}/recipients", Needs::keep_district_mail, 415},
    {"PATCH", "/v1/districts/{district}/recipients/{recipient}", Needs::keep_district_mail, 415},
    {"PUT", "/v1/districts/{district}/digest-rhythm", Needs::keep_district_mail, 415},
    {"GET", "/districts/{district}/recipients", Needs::keep_district_mail, 200},
    {"POST", "/districts/{district}/recipients", Needs::keep_district_mail, 400},
    {"POST", "/districts/{district}/recipients/change", Needs::keep_district_mail, 404},
    {"POST", "/districts/{district}/recipients/rhythm", Needs::keep_district_mail, 400},
    {"GET", "/v1/districts/{district}/goals", Needs::read_district, 200},
    {"POST", "/v1/districts/{district}/goals", Needs::manage_district, 415},
    {"PATCH", "/v1/districts/{district}/goals/{goal}", Needs::manage_district, 415},
    {"GET", "/districts/{district}/goals", Needs::read_district, 200},
    {"POST", "/districts/{district}/goals", Needs::manage_district, 400},
    {"POST", "/districts/{district}/goals/withdrawal", Needs::manage_district, 404},
    {"GET", "/v1/stores/{store}/goals", Needs::read_store, 200},
    {"POST", "/v1/stores/{store}/goals", Needs::manage_store, 415},
    {"PATCH", "/v1/stores/{store}/goals/{goal}", Needs::manage_store, 415},
    {"GET", "/v1/stores/{store}/events", Needs::read_store, 200},
    {"POST", "/v1/stores/{store}/events", Needs::manage_store, 415},
    {"PATCH", "/v1/stores/{store}/events/{event}", Needs::manage_store, 415},
    {"GET", "/stores/{store}/goals", Needs::read_store, 200},
    {"POST", "/stores/{store}/goals", Needs::manage_store, 400},
    {"POST", "/stores/{store}/goals/withdrawal", Needs::manage_store, 404},
    {"POST", "/stores/{store}/events", Needs::manage_store, 400},
    {"POST", "/stores/{store}/events/withdrawal", Needs::manage_store, 404},
    {"GET", "/stores/{store}/asks", Needs::read_store, 200},
    {"POST", "/stores/{store}/asks", Needs::manage_store, 400},
    {"POST", "/stores/{store}/asks/end", Needs::manage_store, 404},
    {"GET", "/stores/{store}/actions", Needs::read_store, 200},
    {"POST", "/stores/{store}/actions", Needs::manage_store, 400},
    {"GET", "/stores/{store}/poster", Needs::read_store, 200},
    {"GET", "/v1/stores/{store}/recipients", Needs::manage_store, 200},
    {"POST", "/v1/stores/{store}/recipients", Needs::manage_store, 415},
    {"PATCH", "/v1/stores/{store}/recipients/{recipient}", Needs::manage_store, 415},
    {"GET", "/stores/{store}/recipients", Needs::manage_store, 200},
    {"POST", "/stores/{store}/recipients", Needs::manage_store, 400},
    {"POST", "/stores/{store}/recipients/change", Needs::manage_store, 404},
    {"GET", "/unsubscribe/{token}", Needs::anyone, 404},
    {"POST", "/unsubscribe/{token}", Needs::anyone, 404},
    {"GET", "/", Needs::signed_in, 200},
    {"GET", "/stores/{store}/{day}", Needs::read_store, 200},
    {"GET", "/stores/{store}/history", Needs::read_store, 200},
    {"GET", "/stores/{store}/history.csv", Needs::read_store, 200, "?reason=101"},
    {"GET", "/stores/{store}/lanes", Needs::manage_lanes, 200},
    {"POST", "/stores/{store}/lanes/approval", Needs::manage_lanes, 400},
    {"POST", "/stores/{store}/lanes/denial", Needs::manage_lanes, 400},
    {"POST", "/stores/{store}/lanes/revocation", Needs::manage_lanes, 400},
    {"GET", "/assets/{name}", Needs::anyone, 404},
    {"GET", "/sign-in", Needs::anyone, 200},
    {"POST", "/sign-in", Needs::anyone, 403},
    {"GET", "/sign-in/code", Needs::anyone, 303},
    {"POST", "/sign-in/code", Needs::anyone, 403},
    {"GET", "/account", Needs::signed_in, 200},
    {"POST", "/account/second-factor", Needs::signed_in, 303},
    {"POST", "/account/second-factor/confirmation", Needs::signed_in, 400},
    {"POST", "/account/recovery-codes", Needs::signed_in, 409},
    {"POST", "/account/sessions/end", Needs::signed_in, 303},
    {"POST", "/account/sessions/end-others", Needs::signed_in, 303},
    {"GET", "/v1/sessions", Needs::signed_in, 200},
    {"DELETE", "/v1/sessions/{session}", Needs::signed_in, 404},
    {"GET", "/forgotten-password", Needs::anyone, 200},
    {"POST", "/forgotten-password", Needs::anyone, 403},
    {"GET", "/set-password/{token}", Needs::anyone, 404},
    {"POST", "/set-password/{token}", Needs::anyone, 403},
    {"GET", "/setup", Needs::anyone, 404},
    {"POST", "/setup", Needs::anyone, 403},
    {"POST", "/sign-out", Needs::anyone, 303},
    {"DELETE", "/v1/sessions/current", Needs::signed_in, 204},
};

}  // namespace

const std::vector<AccessRow>& access_table() {
    return table;
}

std::string path_of(const AccessRow& row, const std::string& store, const std::string& district) {
    const std::map<std::string, std::string> values{{"store", store},
                                                    {"district", district},
                                                    {"day", "latest"},
                                                    {"type", "not-found"},
                                                    {"id", "0190f000-0000-7000-8000-000000000000"},
                                                    {"code", "BCDF-GHKL"},
                                                    {"token", "oak-street.x"},
                                                    {"name", "nothing.css"}};
    std::string path;
    for (std::size_t from = 0; from < row.pattern.size();) {
        const auto open = row.pattern.find('{', from);
        path += row.pattern.substr(from, open - from);
        if (open == std::string::npos) {
            break;
        }
        const auto close = row.pattern.find('}', open);
        const auto value = values.find(row.pattern.substr(open + 1, close - open - 1));
        path += value == values.end() ? "x" : value->second;
        from = close + 1;
    }
    return path + row.query;
}

}  // namespace tillnote::test
