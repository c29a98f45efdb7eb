#include "server/http/header_parser.hpp"

#include <boost/beast/http/basic_parser.hpp>

namespace tillnote::http {
namespace {

namespace beast = boost::beast;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

// Beast's parser with our own idea of what to keep. Framing is decided by FramingGate, so the parser is told that there
// is no body and stops after the header.
class Parser final : public beast::http::basic_parser<true> {
public:
    explicit Parser(HeaderView& header) : header_(header) {
        skip(true);
        body_limit(boost::none);
    }

private:
    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int version,
                         beast::error_code&) override {
        header_.method = view(method);
        header_.target = view(target);
        header_.version = version;
    }
    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value, beast::error_code&) override {
        header_.fields.emplace_back(view(name), view(value));
    }
    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
    void on_header_impl(beast::error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
    std::size_t on_body_impl(beast::string_view body, beast::error_code&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, beast::error_code&) override {
        return body.size();
    }
    void on_finish_impl(beast::error_code&) override {}

    HeaderView& header_;
};

Error describe(const beast::error_code& failure) {
    using beast::http::error;
    const auto malformed = [](std::string_view detail, std::string_view field) {
        return Error{ErrorCode::malformed_request, std::string(detail), std::string(field)};
    };
    if (failure == error::bad_content_length || failure == error::multiple_content_length) {
        return malformed("Content-Length must be one plain number; send the length of the body in bytes.", "Content-Length");
    }
    if (failure == error::bad_transfer_encoding) {
        return malformed("Transfer-Encoding is not accepted; send the body whole with Content-Length.", "Transfer-Encoding");
    }
    if (failure == error::bad_field || failure == error::bad_value || failure == error::bad_obs_fold) {
        return malformed("A header line is not valid; write each as a name, a colon without space before it, and a value.",
                         "header");
    }
    return malformed("The request line is not valid; write method, path and HTTP/1.1 with one space between.", {});
}

}  // namespace

std::optional<Error> parse_header(std::string_view bytes, HeaderView& header) {
    header.method = {};
    header.target = {};
    header.version = 0;
    header.fields.clear();

    Parser parser(header);
    parser.header_limit(static_cast<std::uint32_t>(bytes.size()) + 1);
    beast::error_code failure;
    const auto used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), failure);
    if (failure || !parser.is_header_done() || used != bytes.size()) {
        return describe(failure);
    }
    return std::nullopt;
}

}  // namespace tillnote::http
