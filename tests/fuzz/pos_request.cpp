#include "lane-client/pos_request.hpp"
#include "tests/fuzz/header_lines.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <optional>

namespace tillnote::fuzz {
namespace {

using lane::PosRequest;
using lane::take_pos_request;

constexpr std::size_t piece_bytes = 7;

/// The first request when the bytes arrive a few at a time.
std::optional<Result<PosRequest>> take_in_pieces(std::string_view bytes) {
    std::string received;
    for (std::size_t at = 0; at < bytes.size(); at += piece_bytes) {
        received += bytes.substr(at, piece_bytes);
        if (auto taken = take_pos_request(received)) {
            return taken;
        }
    }
    return std::nullopt;
}

void require_same(const Result<PosRequest>& left, const Result<PosRequest>& right) {
    require(left.has_value() == right.has_value(), "a request is judged alike in one piece and in many");
    if (!left) {
        require(left.error().code == right.error().code && left.error().field == right.error().field, "with one reason");
        return;
    }
    require(left->method == right->method && left->target == right->target && left->fields == right->fields &&
                left->body == right->body && left->keep_alive == right->keep_alive,
            "and means the same");
}

void require_sound(std::string_view taken_bytes, const PosRequest& request) {
    const auto lines = split_header(taken_bytes);
    require(lines.fields == request.fields, "no field comes, goes or changes");
    require_one_length(lines, request.body.size());
    require(lines.count("host") == 1, "there is one Host");
    require(request.target.starts_with('/'), "a target begins with a slash");
    require(request.method != "POST" || lines.count("content-length") == 1, "a POST says its length");
    require(request.body.size() <= lane::pos_body_bytes_max, "no body is longer than the limit");
    require(taken_bytes.ends_with(request.body), "the body is what stands behind the header");
}

}  // namespace

/// The bytes of one connection of a POS, which may hold several requests.
void pos_request(std::string_view bytes) {
    std::string received(bytes);
    bool is_first = true;
    while (true) {
        const std::string before = received;
        const auto taken = take_pos_request(received);
        if (std::exchange(is_first, false)) {
            const auto in_pieces = take_in_pieces(bytes);
            require(taken.has_value() == in_pieces.has_value(), "a request is whole alike in one piece and in many");
            if (taken) {
                require_same(*taken, *in_pieces);
            }
        }
        if (!taken) {
            return;
        }
        if (!*taken) {
            require_refusal(taken->error());
            return;
        }
        require(received.size() < before.size() && before.ends_with(received), "a request is taken from the front");
        require_sound(std::string_view(before).substr(0, before.size() - received.size()), **taken);
    }
}

}  // namespace tillnote::fuzz
