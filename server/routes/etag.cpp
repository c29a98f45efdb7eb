#include "server/routes/etag.hpp"

#include "server/routes/secrets.hpp"

namespace tillnote::routes {
namespace {

/// If-None-Match compares weakly (RFC 9110 13.1.2): "W/" is ignored, "*" matches anything there is.
bool names_tag(std::string_view header, std::string_view tag) {
    return header == "*" || header.find(tag) != std::string_view::npos;
}

}  // namespace

http::Response tagged_json(const http::Request& request, std::string json) {
    const std::string tag = '"' + make_short_hash(json) + '"';
    const auto known = request.find_header("if-none-match");
    auto response = known && names_tag(*known, tag)
                        ? http::Response{.status = 304, .content_type = {}, .body = {}, .headers = {}}
                        : http::json_response(200, std::move(json));
    response.headers.emplace_back("ETag", tag);
    return response;
}

}  // namespace tillnote::routes
