#include "server/http/framing_gate.hpp"
#include "server/http/header_scan.hpp"
#include "tests/fuzz/header_lines.hpp"
#include "tests/fuzz/targets.hpp"

namespace tillnote::fuzz {
namespace {

using http::Framing;
using http::HeaderScan;
using http::HeaderView;

constexpr std::size_t body_bytes_max = 256 * 1024;

const http::FramingGate& gate() {
    static const http::FramingGate shared({}, {"/livez", "/readyz"}, body_bytes_max);
    return shared;
}

void require_same_verdict_in_pieces(std::string_view bytes, HeaderScan::Verdict verdict, std::size_t header_bytes) {
    HeaderScan scan;
    auto in_pieces = HeaderScan::Verdict::incomplete;
    for (std::size_t size = 0; size <= bytes.size() && in_pieces == HeaderScan::Verdict::incomplete; ++size) {
        in_pieces = scan.look_at(bytes.substr(0, size));
    }
    require(in_pieces == verdict, "a header is judged alike in one piece and byte by byte");
    require(verdict != HeaderScan::Verdict::complete || scan.header_bytes() == header_bytes, "it ends at the same byte");
}

/// Written again in the plainest form there is, another reader's, the request means the same.
void require_same_written_again(const HeaderView& header, const Framing& framing) {
    std::string text = std::string(header.method) + " " + std::string(header.target) +
                       (header.version == 10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    for (const auto& [name, value] : header.fields) {
        text += std::string(name) + ": " + std::string(value) + "\r\n";
    }
    text += "\r\n";
    HeaderView again;
    require(!http::parse_header(text, again), "an accepted header written again is accepted");
    const auto second = gate().check(again);
    require(second.has_value(), "an accepted request written again is accepted");
    require(second->method == framing.method && second->target.path == framing.target.path &&
                second->target.query == framing.target.query && second->body_bytes == framing.body_bytes &&
                second->keep_alive == framing.keep_alive && second->expects_continue == framing.expects_continue,
            "an accepted request written again means the same");
}

void require_sound(std::string_view bytes, const HeaderView& header, const Framing& framing) {
    const auto lines = split_header(bytes);
    require(lines.fields.size() == header.fields.size(), "no field comes or goes");
    require_one_length(lines, framing.body_bytes);
    require(framing.body_bytes <= body_bytes_max, "no body is longer than the limit");
    require(lines.count("host") == 1 || (header.version == 10 && lines.count("host") == 0), "there is one Host");
    const bool may_lack_length =
        framing.method != http::Method::post && framing.method != http::Method::put && framing.method != http::Method::patch;
    require(may_lack_length || lines.count("content-length") == 1, "a POST, PUT or PATCH says its length");
    require(header.version == 11 || !framing.keep_alive, "HTTP/1.0 closes after the answer");
}

}  // namespace

/// The bytes as a client sends them, header first.
void framing(std::string_view bytes) {
    HeaderScan scan;
    const auto verdict = scan.look_at(bytes);
    require_same_verdict_in_pieces(bytes, verdict, scan.header_bytes());
    if (verdict == HeaderScan::Verdict::refused) {
        require(!scan.problem().empty(), "a refusal says what is wrong");
    }
    if (verdict != HeaderScan::Verdict::complete) {
        return;
    }
    const auto text = bytes.substr(0, scan.header_bytes());
    HeaderView header;
    if (const auto mistake = http::parse_header(text, header)) {
        require_refusal(*mistake);
        return;
    }
    const auto framing = gate().check(header);
    if (!framing) {
        require_refusal(framing.error());
        return;
    }
    require_sound(text, header, *framing);
    require_same_written_again(header, *framing);
}

}  // namespace tillnote::fuzz
